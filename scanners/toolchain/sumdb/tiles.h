// Proofs in a transparency log (RFC 6962: leaf 0x00, node 0x01) whose hashes
// come as tiles of 256, from a server that is not trusted: an inclusion or
// consistency that adds up to signed roots holds whoever sent the hashes. One
// thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "gate/core/digest.h"
#include "gate/core/result.h"

namespace gogate::toolchain {

Sha256 leaf_hash(std::string_view record);
Sha256 node_hash(const Sha256& left, const Sha256& right);

// "tile/8/0/x001/234", ".p/17" behind it when it is not full. Width 1 to 256.
std::string tile_path(unsigned level, std::uint64_t index, unsigned width);

// A tile's hashes, `width` times 32 bytes.
using ReadTile = std::function<Result<std::string>(unsigned level, std::uint64_t index, unsigned width)>;

class LogTiles {
 public:
  // Tiles of the tree with `size` records; at most 2^62.
  LogTiles(std::uint64_t size, ReadTile read) : size_(size), read_(std::move(read)) {}

  // The root of the first `size` records: at most those of the tree.
  Result<Sha256> root(std::uint64_t size) { return range(0, size); }
  // The same, put together from the very hashes that root(`older`) is: two roots
  // that are both as they should be then prove that the smaller tree is the
  // beginning of the larger one. `older` is at most `size`.
  Result<Sha256> root_over(std::uint64_t size, std::uint64_t older) { return over(0, size, older); }
  // The root, were record `number` (< size) of this hash.
  Result<Sha256> root_with(std::uint64_t size, std::uint64_t number, const Sha256& leaf) {
    return with_leaf(0, size, number, leaf);
  }

 private:
  Result<Sha256> subtree(unsigned level, std::uint64_t index);  // 2^level records
  Result<Sha256> range(std::uint64_t begin, std::uint64_t end);
  Result<Sha256> over(std::uint64_t begin, std::uint64_t end, std::uint64_t older);
  Result<Sha256> with_leaf(std::uint64_t begin, std::uint64_t end, std::uint64_t number, const Sha256& leaf);

  std::uint64_t size_;
  ReadTile read_;
  std::map<std::pair<unsigned, std::uint64_t>, std::string> tiles_;
};

}  // namespace gogate::toolchain
