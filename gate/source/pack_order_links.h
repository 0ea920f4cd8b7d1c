// Where the objects of one pack stand, of what kind they are, and what each
// delta leans on: from the .idx and the entry headers alone.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gate/source/pack_order_format.h"

namespace gogate::source {

inline constexpr std::uint32_t kNoRow = 0xFFFFFFFFU;

// Rows are in the order of offsets.
struct PackLinks {
  struct Row {
    std::uint64_t offset = 0;
    std::uint32_t position = 0;  // in the .idx
  };
  std::vector<Row> rows;
  std::vector<std::uint32_t> row_at;  // by position
  std::vector<std::uint32_t> bases;   // row of a delta's base, else kNoRow
  std::vector<std::uint8_t> kinds;    // 1 to 4 as in PackedType, of a delta its base's; 0: damaged
};

// Both may hold anything. Any thread.
PackLinks read_pack_links(std::string_view pack, const PackIndexView& idx, unsigned threads);

}  // namespace gogate::source
