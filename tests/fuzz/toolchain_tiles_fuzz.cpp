// A log whose tiles are right but for one byte: no wrong root may be taken for
// the right one, wherever the byte stands.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "scanners/toolchain/sumdb/tiles.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate;
  using namespace gogate::toolchain;
  if (size < 8) return 0;
  const std::size_t records = 1 + (data[0] | std::size_t{data[1]} << 8) % 700;
  const std::size_t older = 1 + (data[2] | std::size_t{data[3]} << 8) % records;
  const std::size_t one = (data[4] | std::size_t{data[5]} << 8) % records;
  std::vector<std::vector<Sha256>> levels(1);
  for (std::size_t i = 0; i < records; ++i) levels[0].push_back(leaf_hash(std::to_string(i)));
  while (levels.back().size() > 1) {
    std::vector<Sha256> up;
    for (std::size_t i = 0; i + 1 < levels.back().size(); i += 2) up.push_back(node_hash(levels.back()[i], levels.back()[i + 1]));
    levels.push_back(std::move(up));
  }
  const auto log = [&](unsigned bad_level, std::size_t bad_byte, std::uint8_t flip) {
    return LogTiles(records, [&levels, bad_level, bad_byte, flip](unsigned level, std::uint64_t index, unsigned width) -> Result<std::string> {
      std::string out;
      const std::vector<Sha256>& row = levels.at(std::size_t{8} * level);
      for (unsigned i = 0; i < width; ++i) out += bytes_of(row.at(static_cast<std::size_t>(index) * 256 + i));
      if (level == bad_level && bad_byte < out.size()) out[bad_byte] = static_cast<char>(out[bad_byte] ^ static_cast<char>(flip));
      return out;
    });
  };
  LogTiles good = log(9, 0, 0);
  const auto root = good.root(records);
  const auto old_root = good.root(older);
  if (!root || !old_root) std::abort();
  if (*good.root_over(records, older) != *root) std::abort();
  if (*good.root_with(records, one, leaf_hash(std::to_string(one))) != *root) std::abort();
  if (*good.root_with(records, one, leaf_hash("another")) == *root) std::abort();
  const std::uint8_t flip = data[7] == 0 ? 1 : data[7];
  LogTiles bad = log(data[6] & 1U, (data[5] | std::size_t{data[6]} << 8) % 8192, flip);
  // What is wrong cannot be proven right: the same hashes give both roots, or one of them differs.
  const auto a = bad.root(older);
  const auto b = bad.root_over(records, older);
  if (a && b && *a != *old_root && *b == *root) std::abort();
  return 0;
}
