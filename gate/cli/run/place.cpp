#include "gate/cli/run/place.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "gate/core/fingerprint.h"

namespace gogate::run {
namespace {

constexpr std::uint32_t kReach = 200;   // bytes of a line that name what stands in it
constexpr std::uint32_t kLinesBack = 8;

bool has_word(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
}

// The text that leads to a secret: its line up to it, or, where a call or a
// list is broken over lines, the last line before it that holds a word. What
// follows the secret does not count: comments come and go there, and a rule may
// end a password too early.
std::string text_before(const LineIndex& lines, const Masker& masker, Span span) {
  const std::uint32_t line = lines.line_of(span.begin);
  const auto outline = [&](std::uint32_t begin, std::uint32_t end) {
    return masker.outline({end - begin > kReach ? end - kReach : begin, end});
  };
  std::string text = outline(lines.line_span(line).begin, span.begin);
  for (std::uint32_t back = 1; back <= kLinesBack && back < line && !has_word(text); ++back) {
    const Span above = lines.line_span(line - back);
    const std::string more = outline(above.begin, above.end);
    if (has_word(more)) text.insert(0, more);
  }
  return text;
}

// Go source with what stands between quotes left out: a pattern about
// credentials matches them, and this goes into a digest that people see.
std::string without_literals(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    const char quote = text[i];
    if (quote != '"' && quote != '`' && quote != '\'') continue;
    for (++i; i < text.size() && text[i] != quote; ++i)
      if (text[i] == '\\' && quote != '`') ++i;
    if (i < text.size()) out += quote;
  }
  return without_white_space(out);
}

}  // namespace

bool is_credential(const Finding& finding) { return !finding.secret.empty() || about_credentials(*finding.rule); }

Place place_of(std::string_view bytes, const Finding& finding) {
  Place p;
  p.rule = finding.rule;
  p.span = finding.region.span;
  if (!finding.secret.empty())
    p.value = finding.secret.identity();
  else if (is_credential(finding))
    p.value = SecretText(without_white_space(bytes.substr(p.span.begin, p.span.size()))).identity();
  p.is_secret = !finding.secret.empty();
  return p;
}

void name_places(std::string_view bytes, const LineIndex& lines, const Masker& masker, std::vector<Place>& places) {
  std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.span < b.span; });
  std::map<std::pair<const Rule*, std::string>, std::uint32_t> seen;
  for (Place& p : places) {
    if (p.is_secret)
      p.context = text_before(lines, masker, p.span);
    else if (!p.value.empty())
      p.context = without_literals(bytes.substr(p.span.begin, p.span.size()));
    else
      p.context = masker.outline(p.span);
    // Formatters change quotes.
    for (char& c : p.context)
      if (c == '\'' || c == '`') c = '"';
    p.ordinal = seen[{p.rule, p.context}]++;
  }
}

}  // namespace gogate::run
