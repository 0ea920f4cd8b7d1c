// The multi-pack-index reader, and the index that is made of what it reads:
// whatever parses answers every question within bounds.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "gate/source/pack_order_format.h"
#include "gate/source/pack_order_midx.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate::source;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto midx = MultiPackIndexView::parse(bytes);
  if (!midx) return 0;
  for (std::uint32_t i = 0; i < midx->count(); ++i) {
    (void)midx->id(i);
    (void)midx->pack(i);
    (void)midx->offset(i);
  }
  (void)midx->pack_named("pack-1.idx");
  if (midx->checksummed().size() + midx->own_checksum().size() != size) __builtin_trap();
  for (std::uint32_t pack = 0; pack < 3; ++pack) {
    const auto made = index_from(*midx, pack, std::string(kIdBytes, 'x'));
    if (!made) continue;
    const auto idx = PackIndexView::parse(*made);
    if (idx && !idx->ids_sorted()) __builtin_trap();
    if (idx)
      for (std::uint32_t i = 0; i < idx->count(); ++i) (void)idx->find(idx->id(i));
  }
  return 0;
}
