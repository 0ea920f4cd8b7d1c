// Source lines with a caret underline, as compilers print them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gate/core/finding.h"

namespace gogate::reporters {

struct DrawnLine {
  std::uint32_t number = 0;  // 0: the underline
  std::string text;          // visible, no escape sequences, at most `width` columns
};

// `caret_line` is the line that the caret belongs to. Lines wider than `width`
// are cut around the caret, with U+2026 where something was left out; tabs
// go to stops of four. At most `most` source lines are drawn.
std::vector<DrawnLine> draw(const Excerpt& excerpt, std::uint32_t caret_line, unsigned width, std::size_t most = 6);

}  // namespace gogate::reporters
