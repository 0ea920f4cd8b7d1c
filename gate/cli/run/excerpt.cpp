#include "gate/cli/run/excerpt.h"

#include <algorithm>

namespace gogate::run {
namespace {

constexpr std::uint32_t kMaxLines = 4;
constexpr std::uint32_t kBefore = 60;   // bytes shown before the match on a long line
constexpr std::uint32_t kWidth = 200;   // bytes shown of a line

}  // namespace

Excerpt make_excerpt(std::string_view bytes, const LineIndex& lines, const Masker& masker, Span span) {
  Excerpt out;
  if (bytes.empty()) return out;
  const std::uint32_t first = lines.line_of(span.begin);
  const std::uint32_t last = lines.line_of(span.end > span.begin ? span.end - 1 : span.end);
  out.first_line = first;
  for (std::uint32_t n = first; n <= std::min(last, first + kMaxLines - 1); ++n) {
    Span line = lines.line_span(n);
    std::string text;
    if (n == first) {
      if (line.size() > kWidth && span.begin - line.begin > kBefore) {
        line.begin = span.begin - kBefore;
        text = "\u2026";
      }
      const bool cut = line.size() > kWidth;
      if (cut) line.end = line.begin + kWidth;
      const Span head{line.begin, std::min(span.begin, line.end)};
      const Span match{head.end, std::min(std::max(span.end, head.end), line.end)};
      const Span tail{match.end, line.end};
      text += masker.show(head);
      out.caret_column = static_cast<std::uint32_t>(text.size()) + 1;
      const std::string shown = masker.show(match);
      out.caret_length = std::max<std::uint32_t>(static_cast<std::uint32_t>(shown.size()), 1);
      text += shown + masker.show(tail);
      if (cut) text += "\u2026";
    } else {
      if (line.size() > kWidth) line.end = line.begin + kWidth;
      text = masker.show(line);
    }
    out.lines.push_back(std::move(text));
  }
  return out;
}

}  // namespace gogate::run
