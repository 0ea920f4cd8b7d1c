// The first bytes of a zlib stream, without reading it to its end.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "gate/core/result.h"

namespace gogate::source {

// How many bytes were written to `out`: `size` of them unless the stream ends
// sooner. nullopt: damaged before that. Any thread.
std::optional<std::size_t> inflate_head(std::string_view stream, char* out, std::size_t size);

// The first `size` bytes of a file.
Result<std::string> read_file_head(const std::string& path, std::size_t size);

}  // namespace gogate::source
