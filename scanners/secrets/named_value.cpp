#include "scanners/secrets/named_value.h"

#include <cstring>

#include "scanners/secrets/named_reader.h"

namespace gogate::secrets {
namespace named {
namespace {

constexpr std::size_t kNamedView = 4096;  // most bytes of the lines around a name

}  // namespace

Extent lines_around(std::string_view text, std::size_t begin, std::size_t end) {
  const std::size_t least = begin > kNamedView ? begin - kNamedView : 0;
  const std::size_t most = std::min(text.size(), end + kNamedView);
  Extent out{begin, end};
  for (std::uint32_t feeds = 0; feeds <= kNamedLines; ++feeds) {
    const void* feed = out.begin > least ? ::memrchr(text.data() + least, '\n', out.begin - least) : nullptr;
    out.begin = feed == nullptr ? least : static_cast<std::size_t>(static_cast<const char*>(feed) - text.data());
  }
  if (out.begin > least) ++out.begin;  // behind the line feed of the line before
  for (std::uint32_t feeds = 0; feeds <= kNamedLines && out.end < most; ++feeds) {
    const void* feed = std::memchr(text.data() + out.end, '\n', most - out.end);
    out.end = feed == nullptr ? most : static_cast<std::size_t>(static_cast<const char*>(feed) - text.data()) + 1;
  }
  return out;
}

}  // namespace named

bool read_named(std::string_view text, std::size_t begin, std::size_t end, std::vector<NamedValue>& out) {
  std::size_t a = begin;
  std::size_t b = end;
  while (a > 0 && begin - a < 80 && named::is_name(text[a - 1])) --a;
  while (b < text.size() && b - end < 60 && named::is_name(text[b])) ++b;
  while (a < begin && (text[a] == '.' || text[a] == '-')) ++a;
  while (b > end && (text[b - 1] == '.' || text[b - 1] == '-')) --b;
  // \npassword of an escaped text
  if (a > 0 && text[a - 1] == '\\' && a < begin && (text[a] == 'n' || text[a] == 't' || text[a] == 'r')) ++a;
  std::string_view name = text.substr(a, b - a);
  const bool compared = name.ends_with(".equals") || name.ends_with(".Equals") || name.ends_with(".equalsIgnoreCase");
  if (compared) name = name.substr(0, name.rfind('.'));
  const CredentialName meaning = credential_name(name);
  if (meaning.says == NameSays::nothing) {
    const bool quoted = a > 0 && named::is_quote(text[a - 1]) && b < text.size() && text[b] == text[a - 1];
    if (!quoted || (!name.starts_with("Jwt") && !name.starts_with("jwt") && name != "crypt")) return true;
    const named::Extent lines = named::lines_around(text, a, b);
    named::NamedReader(text, lines.begin, lines.end, out).key_of_part(a - lines.begin, b - lines.begin);
    return true;
  }
  const named::Extent lines = named::lines_around(text, a, b);
  named::NamedReader reader(text, lines.begin, lines.end, out);
  reader.at_name(a - lines.begin, b - lines.begin, meaning, compared);
  return !reader.went_beyond();
}

}  // namespace gogate::secrets
