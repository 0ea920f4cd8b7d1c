#include "gate/policy/foreign_comments.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace gogate::policy {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trim(std::string_view s) {
  while (!s.empty() && (is_blank(s.front()) || s.front() == '\r')) s.remove_prefix(1);
  while (!s.empty() && (is_blank(s.back()) || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

ParsedDirective directive(Directive kind, std::uint32_t line) {
  ParsedDirective d;
  d.kind = kind;
  d.line = d.first_held = d.last_held = line;
  return d;
}

bool has_long_quote(std::string_view line) {
  return line.find("\"\"\"") != std::string_view::npos || line.find("'''") != std::string_view::npos ||
         line.find("```") != std::string_view::npos;
}
bool is_long_quote(std::string_view line) {
  line = trim(line);
  while (!line.empty() && (line.back() == ';' || line.back() == ',' || line.back() == ')')) line.remove_suffix(1);
  return line.size() == 3 && has_long_quote(line);
}

// It also holds across the quotes of a long string that opens below it or closed above it.
ParsedDirective kingfisher(const LineIndex& lines, std::uint32_t line) {
  ParsedDirective d = directive(Directive::kingfisher_ignore, line);
  const auto up_to_text = [&](std::uint32_t n) {
    while (n > 1 && trim(lines.line(n)).empty()) --n;
    return n;
  };
  if (line > 1) d.first_held = up_to_text(line - 1);
  if (d.first_held > 1 && d.first_held < line && is_long_quote(lines.line(d.first_held))) d.first_held = up_to_text(d.first_held - 1);
  d.last_held = line + 1;
  if (line + 1 < lines.line_count() && has_long_quote(lines.line(line + 1))) d.last_held = line + 2;
  return d;
}

struct Opener {
  std::string_view open;
  std::string_view close;  // must end the line; empty: the line's end will do
};
constexpr std::array<Opener, 6> kOpeners{{{"#", ""}, {"//", ""}, {"/*", "*/"}, {"'", ""}, {"--", ""}, {"<!--", "-->"}}};

// Whether `before`, what a line holds in front of "pragma", ends with the
// opener; `begin` gets where the opener starts.
bool opens(std::string_view before, const Opener& o, std::size_t& begin) {
  std::string_view rest = before;
  while (rest.ends_with(' ')) rest.remove_suffix(1);
  if (o.open == "<!--")
    while (!rest.empty() && (is_blank(rest.back()) || rest.back() == '#')) rest.remove_suffix(1);
  if (!rest.ends_with(o.open)) return false;
  begin = rest.size() - o.open.size();
  return true;
}

bool eat(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}
bool eat_separator(std::string_view& text) { return eat(text, " ") || eat(text, "-"); }

void find_pragma(std::string_view line, std::uint32_t number, bool yaml, std::vector<ParsedDirective>& out) {
  for (std::size_t at = line.find("pragma:"); at != std::string_view::npos; at = line.find("pragma:", at + 7)) {
    std::string_view rest = line.substr(at + 7);
    eat(rest, " ");
    const bool allow = eat(rest, "allowlist");
    if (!allow && !eat(rest, "whitelist")) continue;
    bool next_line = false;
    if (!eat_separator(rest)) continue;
    if (allow && eat(rest, "nextline")) {
      next_line = true;
      if (!eat_separator(rest)) continue;
    }
    if (!eat(rest, "secret")) continue;
    bool held = false;
    for (const Opener& o : kOpeners) {
      std::size_t begin = 0;
      if ((yaml && o.open != "#") || !opens(line.substr(0, at), o, begin)) continue;
      if (!o.close.empty() && !trim(rest).ends_with(o.close)) continue;
      // Nothing may stand before one for the next line: else it would hide what it allows.
      if (next_line && !trim(line.substr(0, begin)).empty()) continue;
      held = true;
    }
    if (!held) continue;
    ParsedDirective d = directive(Directive::pragma_allowlist, number);
    if (next_line) d.first_held = d.last_held = number + 1;
    out.push_back(std::move(d));
    return;
  }
}

}  // namespace

std::size_t find_ignoring_case(std::string_view text, std::string_view word, std::size_t from) {
  // Piece by piece in lower case, which takes a tenth of comparing byte by byte.
  std::array<char, 4096> piece;  // not initialised: most texts are one line
  while (from + word.size() <= text.size()) {
    const std::size_t size = std::min(piece.size(), text.size() - from);
    for (std::size_t i = 0; i < size; ++i) piece[i] = lower(text[from + i]);
    if (const void* at = ::memmem(piece.data(), size, word.data(), word.size()); at != nullptr)
      return from + static_cast<std::size_t>(static_cast<const char*>(at) - piece.data());
    from += size - word.size() + 1;
  }
  return std::string_view::npos;
}

void find_foreign_comments(std::string_view path, const LineIndex& lines, std::span<const std::uint32_t> marked,
                           std::vector<ParsedDirective>& out) {
  constexpr std::string_view kTrufflehog = "trufflehog:ignore";
  const bool yaml = path.ends_with(".yaml");
  for (const std::uint32_t n : marked) {
    const std::string_view line = lines.line(n);
    if (line.find("betterleaks:allow") != std::string_view::npos) out.push_back(directive(Directive::betterleaks_allow, n));
    // The last one on the line is behind most.
    if (const std::size_t at = line.rfind(kTrufflehog); at != std::string_view::npos) {
      ParsedDirective d = directive(Directive::trufflehog_ignore, n);
      d.offset = lines.line_span(n).begin + static_cast<std::uint32_t>(at);
      out.push_back(std::move(d));
    }
    if (find_ignoring_case(line, "kingfisher:ignore") != std::string_view::npos) out.push_back(kingfisher(lines, n));
    find_pragma(line, n, yaml, out);
  }
}

}  // namespace gogate::policy
