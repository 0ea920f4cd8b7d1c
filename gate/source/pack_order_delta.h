// Git's delta encoding: copies from a base, and inserted bytes. Any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace gogate::source {

// `delta` is what follows its two sizes. Writes exactly `size` bytes to `out`;
// false when the delta is damaged or makes fewer or more.
bool apply_delta(std::string_view base, std::string_view delta, char* out, std::size_t size);

}  // namespace gogate::source
