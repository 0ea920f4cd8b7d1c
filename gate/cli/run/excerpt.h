// Source lines for people, with every secret masked.
#pragma once

#include <string_view>

#include "gate/core/finding.h"
#include "gate/core/line_index.h"

namespace gogate::run {

// The lines of `span` (at most four; long lines cut around the match), masked.
Excerpt make_excerpt(std::string_view bytes, const LineIndex& lines, const Masker& masker, Span span);

}  // namespace gogate::run
