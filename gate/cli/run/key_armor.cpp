#include "gate/cli/run/key_armor.h"

#include <algorithm>

namespace gogate::run {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view kDashes = "-----";
constexpr std::string_view kBegin = "BEGIN ";
constexpr std::string_view kEnd = "END ";
constexpr std::string_view kPutty = "PuTTY-User-Key-File-";
constexpr std::string_view kPuttyEnd = "Private-MAC:";
constexpr std::size_t kLongestLabel = 64;
constexpr std::size_t kBodyLine = 40;  // what is shorter may be a word of the log

struct Armor {
  std::size_t begin = npos;
  std::size_t body = npos;  // behind its first words
  bool putty = false;
};

// -----BEGIN … PRIVATE KEY-----, PRIVATE KEY BLOCK-----, Static key V1-----
bool is_private(std::string_view text, std::size_t label, std::size_t& body) {
  const std::string_view rest = text.substr(label, kLongestLabel + kDashes.size());
  const std::size_t end = rest.find(kDashes);
  // A text that ends within the label may go on as anything.
  if (end == npos) {
    body = text.size();
    return label + rest.size() == text.size() && rest.find('\n') == npos && rest.size() < kLongestLabel;
  }
  body = label + end + kDashes.size();
  const std::string_view words = rest.substr(0, end);
  return words.find("PRIVATE KEY") != npos || words.find("Static key") != npos;
}

Armor next_armor(std::string_view text, std::size_t from) {
  Armor pem;
  for (std::size_t at = from; (at = text.find(kDashes, at)) != npos; ++at) {
    if (text.substr(at + kDashes.size(), kBegin.size()) != kBegin) continue;
    if (!is_private(text, at + kDashes.size() + kBegin.size(), pem.body)) continue;
    pem.begin = at;
    break;
  }
  const std::size_t putty = text.substr(0, std::min(text.size(), pem.begin)).find(kPutty, from);
  return putty == npos ? pem : Armor{putty, putty + kPutty.size(), true};
}

// Where its last line begins, or npos: a line that is not all there ends nothing.
std::size_t end_of(std::string_view text, const Armor& armor, std::size_t reach) {
  const std::string_view within = text.substr(0, std::min(text.size(), armor.begin + reach));
  if (armor.putty) {
    const std::size_t at = within.find(kPuttyEnd, armor.body);
    return within.find('\n', at) == npos ? npos : at;
  }
  for (std::size_t at = armor.body; (at = within.find(kDashes, at)) != npos; ++at) {
    if (within.substr(at + kDashes.size(), kEnd.size()) != kEnd) continue;
    const std::size_t label = at + kDashes.size() + kEnd.size();
    const std::size_t eol = within.find('\n', label);
    return eol == npos && within.find(kDashes, label) == npos ? npos : at;
  }
  return npos;
}

bool is_base64(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=';
}

// From the first long run on all of the line, which may hold several with `\n`
// between; of a line behind such a one its last word, however short.
void add_body(std::string_view text, std::size_t begin, std::size_t end, bool& in_body, std::vector<Span>& out) {
  while (end > begin && std::string_view(" \t\r\"',;\\").find(text[end - 1]) != npos) --end;
  const auto add = [&](std::size_t from) { out.push_back({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(end)}); };
  std::size_t run = begin;
  for (std::size_t at = begin; at < end; ++at) {
    if (!is_base64(text[at])) {
      run = at + 1;
    } else if (at + 1 - run == kBodyLine) {
      add(run);
      in_body = true;
      return;
    }
  }
  if (in_body && run < end && end - run >= 4) add(run);
  in_body = false;
}

}  // namespace

std::size_t open_armor(std::string_view text, std::size_t from, std::size_t until, std::size_t reach) {
  for (std::size_t at = from; at < until;) {
    const Armor armor = next_armor(text, at);
    if (armor.begin >= until) return npos;
    const std::size_t end = end_of(text, armor, reach);
    if (end == npos && text.size() < armor.begin + reach) return armor.begin;
    at = end == npos ? armor.body : end;
  }
  return npos;
}

std::vector<Span> armor_bodies(std::string_view text, std::size_t reach) {
  std::vector<Span> out;
  for (std::size_t at = 0;;) {
    const Armor armor = next_armor(text, at);
    if (armor.begin == npos) return out;
    const std::size_t found = end_of(text, armor, reach);
    const std::size_t end = found != npos ? found : std::min(text.size(), armor.begin + reach);
    bool in_body = false;
    for (std::size_t line = armor.body; line < end;) {
      const std::size_t eol = std::min(text.find('\n', line), end);
      if (eol > line) add_body(text, line, eol, in_body, out);
      line = eol + 1;
    }
    at = std::max(end, armor.body);
  }
}

}  // namespace gogate::run
