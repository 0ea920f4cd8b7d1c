#include "scanners/secrets/program_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace gogate::secrets {
namespace {

constexpr std::string_view kWords =
#include "scanners/secrets/program_words.inc"
    ;

// The words stand in order, a blank behind each.
bool listed(std::string_view word) {
  std::size_t low = 0;
  std::size_t high = kWords.size();
  while (low < high) {
    std::size_t begin = low + (high - low) / 2;
    while (begin > low && kWords[begin - 1] != ' ') --begin;
    const std::size_t end = kWords.find(' ', begin);
    const int order = kWords.substr(begin, end - begin).compare(word);
    if (order == 0) return true;
    if (order < 0)
      low = end + 1;
    else
      high = begin;
  }
  return false;
}

// Types; one of them must be there.
constexpr std::array<std::string_view, 38> kTypes{
    "string", "str",       "text",     "char",   "int",    "integer", "long",   "bool",  "boolean",  "byte",
    "bytes",  "varchar",   "number",   "float",  "double", "decimal", "object", "array", "list",     "map",
    "dict",   "set",       "json",     "blob",   "binary", "uuid",    "guid",   "null",  "nullable", "none",
    "nil",    "undefined", "optional", "option", "field",  "area",    "box",    "input"};
// What stands beside them.
constexpr std::array<std::string_view, 37> kBeside{
    "secure", "secret", "password", "passwd", "pass",  "protected", "hidden",   "sensitive", "encrypted", "required",
    "not",    "maybe",  "non",      "empty",  "type",  "value",     "token",    "key",       "medium",    "tiny",
    "var",    "view",   "edit",     "label",  "raw",   "plain",     "any",      "ref",       "reference", "std",
    "ns",     "base",   "big",      "small",  "short", "unsigned",  "interface"};

template <std::size_t N>
bool any(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Whether `run`, letters without a mark between them, is put together of such words.
bool composed(std::string_view run, bool& typed) {
  if (run.size() > 40) return false;
  constexpr std::size_t kNone = 0;
  // For each end: the length of the last word, and whether a type is among them.
  std::vector<std::size_t> last(run.size() + 1, kNone);
  std::vector<bool> of_type(run.size() + 1, false);
  for (std::size_t end = 2; end <= run.size(); ++end)
    for (std::size_t size = 2; size <= end; ++size) {
      const std::size_t begin = end - size;
      if (begin != 0 && last[begin] == kNone) continue;
      const std::string_view word = run.substr(begin, size);
      const bool type = any(kTypes, word);
      if (!type && !any(kBeside, word)) continue;
      const bool now = type || (begin != 0 && of_type[begin]);
      if (last[end] == kNone || (now && !of_type[end])) {
        last[end] = size;
        of_type[end] = now;
      }
    }
  if (run.empty() || last[run.size()] == kNone) return false;
  typed = typed || of_type[run.size()];
  return true;
}

}  // namespace

bool is_program_word(std::string_view word) {
  if (listed(word)) return true;
  for (const std::string_view end : {"s", "ed", "d", "ing", "es"})
    if (word.size() > end.size() + 3 && word.ends_with(end) && listed(word.substr(0, word.size() - end.size())))
      return true;
  return false;
}

bool is_type_name(std::string_view value) {
  if (value.size() < 3 || value.size() > 60) return false;
  bool typed = false;
  std::string run;
  std::size_t depth = 0;
  for (const char c : value) {
    if (c >= 'A' && c <= 'Z') {
      run += static_cast<char>(c - 'A' + 'a');
      continue;
    }
    if (c >= 'a' && c <= 'z') {
      run += c;
      continue;
    }
    const bool digit = c >= '0' && c <= '9';
    // varchar(20), [32]byte, int64
    if (digit && depth == 0 && !run.ends_with("int") && !run.ends_with("float")) return false;
    if (digit && depth == 0) continue;
    if (!digit && std::string_view(" _-.:,|?*&<>[]()'").find(c) == std::string_view::npos) return false;
    if (c == '(' || c == '[') ++depth;
    if ((c == ')' || c == ']') && depth > 0) --depth;
    if (!run.empty() && !composed(run, typed)) return false;
    run.clear();
  }
  return (run.empty() || composed(run, typed)) && typed;
}

}  // namespace gogate::secrets
