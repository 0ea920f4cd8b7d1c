#include "scanners/gopatterns/fix_regex.h"

#include <algorithm>
#include <vector>

namespace gogate::gopatterns {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string filled(std::string_view text, std::string_view replacement, const std::vector<Regex::Group>& groups) {
  std::string out;
  for (std::size_t at = 0; at < replacement.size(); ++at) {
    const char c = replacement[at];
    const std::string_view rest = replacement.substr(at + 1);
    if ((c != '\\' && c != '$') || rest.empty()) {
      out += c;
      continue;
    }
    const bool named = c == '\\' && rest.starts_with("g<");
    std::size_t digits = named ? 2 : 0;
    std::size_t number = 0;
    const std::size_t first = digits;
    while (digits < rest.size() && digits < first + 2 && is_digit(rest[digits])) number = number * 10 + static_cast<std::size_t>(rest[digits++] - '0');
    if (digits == first || (named && (digits >= rest.size() || rest[digits] != '>'))) {
      if (c == '\\' && (rest[0] == 'n' || rest[0] == 't' || rest[0] == '\\')) {
        out += rest[0] == 'n' ? '\n' : rest[0] == 't' ? '\t' : '\\';
        ++at;
      } else {
        out += c;
      }
      continue;
    }
    if (number < groups.size() && groups[number].matched())
      out += text.substr(groups[number].begin, groups[number].end - groups[number].begin);
    at += digits + (named ? 1 : 0);
  }
  return out;
}

}  // namespace

std::string replaced(std::string_view text, const Regex& regex, const FixRegex& fix) {
  std::string out;
  std::vector<Regex::Group> groups;
  std::size_t at = 0;
  std::size_t copied = 0;
  for (std::uint32_t n = 0; at <= text.size() && (fix.count == 0 || n < fix.count); ++n) {
    if (regex.find(text, at, false, &groups) != Regex::Found::yes) break;
    out += text.substr(copied, groups[0].begin - copied);
    out += filled(text, fix.replacement, groups);
    copied = groups[0].end;
    at = std::max(groups[0].end, groups[0].begin + 1);
  }
  out += text.substr(std::min(copied, text.size()));
  return out;
}

}  // namespace gogate::gopatterns
