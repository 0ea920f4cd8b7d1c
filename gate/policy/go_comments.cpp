#include "gate/policy/go_comments.h"

#include <algorithm>

namespace gogate::policy {

GoLines read_go_lines(std::string_view text, const LineIndex& lines) {
  GoLines out;
  out.depth_at_end.assign(lines.line_count(), 0);
  out.has_code.assign(lines.line_count(), false);
  std::int32_t depth = 0;
  std::uint32_t line = 1;
  const auto newline = [&] {
    if (line <= out.depth_at_end.size()) out.depth_at_end[line - 1] = depth;
    ++line;
  };
  const auto code = [&] {
    if (line <= out.has_code.size()) out.has_code[line - 1] = true;
  };
  const auto comment = [&](std::size_t begin, std::size_t end, std::uint32_t first) {
    const Span span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    const bool after_code = first <= out.has_code.size() && out.has_code[first - 1];
    if (!out.groups.empty() && !after_code && out.groups.back().last_line + 1 >= first &&
        !(out.groups.back().after_code && out.groups.back().last_line != first)) {
      CommentGroup& g = out.groups.back();
      bool code_between = false;
      for (std::uint32_t l = g.last_line + 1; l < first; ++l) code_between = code_between || out.has_code[l - 1];
      if (!code_between) {
        g.span.end = span.end;
        g.last_line = line;
        return;
      }
    }
    out.groups.push_back({span, first, line, after_code});
  };
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '\n') {
      newline();
      ++i;
    } else if (text.substr(i).starts_with("//")) {
      const std::size_t end = std::min(text.find('\n', i), text.size());
      comment(i, end, line);
      i = end;
    } else if (text.substr(i).starts_with("/*")) {
      const std::uint32_t first = line;
      const std::size_t close = text.find("*/", i + 2);
      const std::size_t end = close == std::string_view::npos ? text.size() : close + 2;
      for (std::size_t k = i; k < end; ++k)
        if (text[k] == '\n') newline();
      comment(i, end, first);
      i = end;
    } else if (c == '`') {
      code();
      const std::size_t close = text.find('`', i + 1);
      const std::size_t end = close == std::string_view::npos ? text.size() : close + 1;
      for (std::size_t k = i; k < end; ++k) {
        if (text[k] == '\n') {
          newline();
          code();
        }
      }
      i = end;
    } else if (c == '"' || c == '\'') {
      code();
      ++i;
      while (i < text.size() && text[i] != c && text[i] != '\n') {
        const bool escape = text[i] == '\\' && i + 1 < text.size() && text[i + 1] != '\n';
        i += escape ? 2U : 1U;
      }
      if (i < text.size() && text[i] == c) ++i;
    } else {
      if (c != ' ' && c != '\t' && c != '\r') code();
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') --depth;
      ++i;
    }
  }
  for (; line <= out.depth_at_end.size();) newline();
  return out;
}

std::uint32_t construct_end(const GoLines& go, std::uint32_t line) {
  const auto count = static_cast<std::uint32_t>(go.depth_at_end.size());
  if (line == 0 || line > count) return line;
  const std::int32_t before = line >= 2 ? go.depth_at_end[line - 2] : 0;
  std::uint32_t last = line;
  while (last < count && go.depth_at_end[last - 1] > before) ++last;
  return last;
}

std::uint32_t construct_begin(const GoLines& go, std::uint32_t line) {
  if (line == 0 || line > go.depth_at_end.size()) return line;
  const std::int32_t after = go.depth_at_end[line - 1];
  std::uint32_t first = line;
  // A line that closes more than it opens belongs to what was opened before it.
  while (first >= 2 && go.depth_at_end[first - 2] > after) --first;
  return first;
}

}  // namespace gogate::policy
