// Which bytes of a text a change brought in. Pure; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "gate/core/span.h"

namespace gogate::source {

// Sorted, disjoint ranges of `now` that `before` does not have, by a line diff;
// inside replaced lines only the bytes that differ. An empty range stands where
// something was deleted. Equal texts give none. Errc::too_large: over the limit
// of the diff (1 GB); all of it counts then.
Result<std::vector<Span>> changed_ranges(std::string_view before, std::string_view now);

// Ranges new against every one of several parents: the lines that changed
// against all of them, and in these what changed against any (a resolved
// conflict takes a piece from each side). `per_parent` is not empty.
std::vector<Span> changed_against_all(std::string_view now, const std::vector<std::vector<Span>>& per_parent);

}  // namespace gogate::source
