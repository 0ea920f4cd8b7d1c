// Which lines a Go comment speaks for, as go/ast's CommentMap sees it, since
// that is what gosec asks.
//
// CommentMap gives a comment group to the statement, declaration or field that
// ends on the group's first line (or on the line above, when an empty line
// follows the group); else to the innermost expression that ends there; else
// to whatever comes next. It needs a syntax tree. Here the same is worked out
// from tokens and brackets: elements of blocks, lists and declaration groups,
// case clauses, and operands. One pass, linear in the text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gate/policy/go_tokens.h"

namespace gogate::policy {

// 1-based, both ends included; the group's own lines belong to it.
struct HeldLines {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

// One for each group of `go`.
std::vector<HeldLines> places_of_comments(std::string_view text, const GoText& go);

}  // namespace gogate::policy
