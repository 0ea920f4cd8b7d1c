// Comments and brackets of Go source, by a lexer that knows strings, runes and
// comments and nothing else. Tolerates any bytes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gate/core/line_index.h"

namespace gogate::policy {

// Neighbouring comments without code or an empty line between them, as go/ast
// groups them.
struct CommentGroup {
  Span span;
  std::uint32_t first_line = 0;
  std::uint32_t last_line = 0;
  bool after_code = false;  // code stands before it on its first line
};

struct GoLines {
  std::vector<CommentGroup> groups;
  std::vector<std::int32_t> depth_at_end;  // open brackets at each line's end; index = line - 1
  std::vector<bool> has_code;              // likewise
};

GoLines read_go_lines(std::string_view text, const LineIndex& lines);

// Last line of the construct (statement, declaration, element) that starts on
// `line`: where the brackets it opens are closed again.
std::uint32_t construct_end(const GoLines& go, std::uint32_t line);
// First line of the construct that ends on `line`.
std::uint32_t construct_begin(const GoLines& go, std::uint32_t line);

}  // namespace gogate::policy
