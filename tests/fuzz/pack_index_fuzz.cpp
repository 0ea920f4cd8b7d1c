// The .idx reader: whatever parses must answer every question within bounds.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gate/source/pack_order_format.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate::source;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto idx = PackIndexView::parse(bytes);
  if (!idx) return 0;
  const bool sorted = idx->ids_sorted();
  for (std::uint32_t i = 0; i < idx->count(); ++i) {
    (void)idx->offset(i);
    (void)idx->crc32(i);
    const auto found = idx->find(idx->id(i));
    if (found && idx->id(*found) != idx->id(i)) __builtin_trap();
  }
  (void)sorted;
  (void)idx->pack_checksum();
  (void)idx->own_checksum();
  return 0;
}
