// Headers inside a pack, deltas' sizes and heads of loose objects, read at any
// offset of any bytes.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gate/source/pack_order.h"
#include "gate/source/pack_order_format.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate::source;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)parse_pack_header(bytes);
  for (std::uint64_t offset = 0; offset < size + 2; ++offset) {
    const auto h = parse_pack_entry(bytes, offset);
    if (!h) continue;
    if (h->type == PackedType::ofs_delta && (h->base_offset >= offset || h->base_offset < 12)) __builtin_trap();
    if (offset + h->header_bytes > size) __builtin_trap();
  }
  if (const auto s = parse_delta_sizes(bytes); s && s->header_bytes > size) __builtin_trap();
  (void)parse_loose_header(bytes);
  return 0;
}
