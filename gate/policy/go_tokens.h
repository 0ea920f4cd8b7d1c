// Tokens and comment groups of Go source: the language's lexical rules, with
// automatic semicolons, and nothing of its syntax. Tolerates any bytes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gate/core/span.h"

namespace gogate::policy {

struct GoToken {
  enum class Kind : std::uint8_t { name, keyword, literal, open, close, comma, semicolon, newline, op };  // newline: an automatic semicolon
  Kind kind{};
  Span span;
  std::uint32_t line = 0;       // 1-based, of the first byte
  std::uint32_t last_line = 0;  // of the last byte
};

struct GoComment {
  Span span;
  std::uint32_t line = 0;
};

// Comments that go/ast makes one group: on one line behind code, or on lines
// that follow each other.
struct GoCommentGroup {
  std::vector<GoComment> comments;
  std::uint32_t line = 0;
  std::uint32_t last_line = 0;
  std::size_t next_token = 0;  // index of the first token behind it
  bool after_code = false;     // a token stands before it on its first line
};

struct GoText {
  std::vector<GoToken> tokens;
  std::vector<GoCommentGroup> groups;
};

GoText read_go_tokens(std::string_view text);

}  // namespace gogate::policy
