#include "gate/policy/nosec.h"

#include <algorithm>

#include "gate/policy/go_places.h"

namespace gogate::policy {
namespace {

constexpr std::string_view kTag = "#nosec";
constexpr std::string_view kDirective = "//gosec:disable";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trim(std::string_view s) {
  while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_space(s.back())) s.remove_suffix(1);
  return s;
}

// "//go:embed", "//line 7": go/ast leaves such lines out of a comment's text.
bool is_tool_directive(std::string_view body) {
  for (const std::string_view word : {"line ", "extern ", "export "})
    if (body.starts_with(word)) return true;
  const std::size_t colon = body.find(':');
  return colon != std::string_view::npos && colon > 0 && colon + 1 < body.size() && is_word(body[colon + 1]) &&
         std::all_of(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(colon), is_word);
}

// One line of a group's text without comment markers.
struct TextLine {
  std::string_view text;
  std::uint32_t line = 0;
};

std::vector<TextLine> text_of(std::string_view text, const GoCommentGroup& g) {
  std::vector<TextLine> out;
  for (const GoComment& c : g.comments) {
    std::string_view body = text.substr(c.span.begin, c.span.size());
    const bool block = body.starts_with("/*");
    body.remove_prefix(2);
    if (!block) {
      if (!is_tool_directive(body)) out.push_back({trim(body), c.line});
      continue;
    }
    if (body.ends_with("*/")) body.remove_suffix(2);
    std::uint32_t line = c.line;
    while (true) {
      const std::size_t eol = body.find('\n');
      out.push_back({trim(body.substr(0, eol)), line++});
      if (eol == std::string_view::npos) break;
      body.remove_prefix(eol + 1);
    }
  }
  return out;
}

// What stands behind the tag, over all further lines of the group. As gosec
// looks: only at the first place where the tag occurs, which must open a line.
bool find_tag(const std::vector<TextLine>& lines, ParsedDirective& d, std::string& arguments) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t at = lines[i].text.find(kTag);
    if (at == std::string_view::npos) continue;
    if (at != 0) return false;
    d.line = lines[i].line;
    arguments = lines[i].text.substr(kTag.size());
    for (std::size_t k = i + 1; k < lines.size(); ++k) arguments.append(" ").append(lines[k].text);
    return true;
  }
  return false;
}

bool find_disable(std::string_view text, const GoCommentGroup& g, ParsedDirective& d, std::string& arguments) {
  for (const GoComment& c : g.comments) {
    const std::string_view raw = text.substr(c.span.begin, c.span.size());
    if (!raw.starts_with(kDirective)) continue;
    const std::string_view rest = raw.substr(kDirective.size());
    if (!trim(rest).empty() && rest.front() != ' ') continue;
    d.line = c.line;
    arguments = trim(rest);
    return true;
  }
  return false;
}

}  // namespace

void find_nosec(std::string_view text, std::vector<ParsedDirective>& out) {
  if (text.find(kTag) == std::string_view::npos && text.find(kDirective) == std::string_view::npos) return;
  const GoText go = read_go_tokens(text);
  const std::vector<HeldLines> places = places_of_comments(text, go);
  for (std::size_t i = 0; i < go.groups.size(); ++i) {
    const GoCommentGroup& g = go.groups[i];
    ParsedDirective d;
    std::string arguments;
    if (!find_tag(text_of(text, g), d, arguments) && !find_disable(text, g, d, arguments)) continue;
    d.kind = Directive::nosec;
    d.alone = !g.after_code;
    d.first_held = places[i].first;
    d.last_held = places[i].last;
    const std::size_t dashes = arguments.find("--");
    if (dashes != std::string::npos) {
      std::string_view reason = std::string_view(arguments).substr(dashes);
      while (reason.starts_with('-')) reason.remove_prefix(1);
      d.reason = std::string(trim(reason));
    }
    const std::string_view head = std::string_view(arguments).substr(0, dashes);
    for (std::size_t k = 0; k + 4 <= head.size(); ++k) {
      if (head[k] == 'G' && is_digit(head[k + 1]) && is_digit(head[k + 2]) && is_digit(head[k + 3]))
        d.ids.emplace_back(head.substr(k, 4));
    }
    out.push_back(std::move(d));
  }
}

}  // namespace gogate::policy
