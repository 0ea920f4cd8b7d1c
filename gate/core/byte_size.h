// Sizes as people write them in a policy and on the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gogate {

// "1048576", "64KB", "100MiB", "2G": K, M and G are powers of 1024. nullopt:
// no size, or one of 2^64 bytes and more.
std::optional<std::uint64_t> parse_byte_size(std::string_view text);

}  // namespace gogate
