// Any bytes as what a checksum database answers: a record, a signed note, a
// tree, a key, with its tiles behind them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scanners/toolchain/sumdb/signed_note.h"
#include "scanners/toolchain/sumdb/tiles.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate;
  using namespace gogate::toolchain;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)parse_note_key(text);
  NoteKey key;
  key.name = "a";
  (void)parse_tree_head(text);
  // Nobody signed it with this key.
  if (open_note(text, key).state == OpenedNote::State::good) std::abort();
  if (const auto record = parse_record(text)) (void)open_note(record->note, key);
  if (size < 17) return 0;
  const auto number = [&](std::size_t at) {
    std::uint64_t v = 0;
    for (std::size_t i = 0; i < 8; ++i) v = v << 8 | data[at + i];
    return v;
  };
  const std::uint64_t records = number(0) >> (2 + data[16] % 60);
  const std::uint64_t one = records == 0 ? 0 : number(8) % records;
  unsigned asked = 0;
  LogTiles tiles(records, [&](unsigned level, std::uint64_t index, unsigned width) -> Result<std::string> {
    if (width == 0 || width > 256 || level > 7 || ++asked > 1000) std::abort();
    if (tile_path(level, index, width).empty()) std::abort();
    return std::string(text.substr(17, std::size_t{width} * 32));
  });
  (void)tiles.root(one);
  (void)tiles.root_over(records, one);
  if (records > 0) (void)tiles.root_with(records, one, Sha256{});
  return 0;
}
