// Git's delta encoding: copies from a base, and inserted bytes. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "gate/core/span.h"

namespace gogate::source {

// `delta` is what follows its two sizes. Writes exactly `size` bytes to `out`;
// false when the delta is damaged or makes fewer or more.
//
// `seams`, unless null, is replaced by where the result is not the base: sorted,
// disjoint ranges of inserted bytes, and an empty one wherever bytes stand beside
// each other that did not in the base (its beginning and end count as such). Only
// for results below 4 GiB.
bool apply_delta(std::string_view base, std::string_view delta, char* out, std::size_t size,
                 std::vector<Span>* seams = nullptr);

// Bytes that stand in the result as they do in the base.
struct DeltaCopy {
  std::uint32_t to = 0;    // in the result
  std::uint32_t from = 0;  // in the base
  std::uint32_t length = 0;
};

// Of a delta that was applied and made less than 4 GiB: what it copies, in the
// order of the result.
void copies_of_delta(std::string_view delta, std::vector<DeltaCopy>& copies);

}  // namespace gogate::source
