#include "scanners/toolchain/sumdb/tiles.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

namespace gogate::toolchain {
namespace {

constexpr unsigned kHeight = 8;
constexpr std::uint64_t kWidth = 1U << kHeight;
constexpr std::size_t kHash = 32;

// The largest power of two below `n`, which is at least 2.
std::uint64_t split_at(std::uint64_t n) { return std::bit_floor(n - 1); }

}  // namespace

Sha256 leaf_hash(std::string_view record) { return sha256(std::string(1, '\0') + std::string(record)); }

Sha256 node_hash(const Sha256& left, const Sha256& right) {
  std::string bytes(1, '\1');
  bytes += bytes_of(left);
  bytes += bytes_of(right);
  return sha256(bytes);
}

std::string tile_path(unsigned level, std::uint64_t index, unsigned width) {
  const auto three = [](std::uint64_t n) {
    const std::string digits = std::to_string(n);
    return std::string(3 - digits.size(), '0') + digits;
  };
  std::string number = three(index % 1000);
  for (index /= 1000; index > 0; index /= 1000) number = "x" + three(index % 1000) + "/" + number;
  return "tile/8/" + std::to_string(level) + "/" + number + (width < kWidth ? ".p/" + std::to_string(width) : "");
}

Result<Sha256> LogTiles::subtree(unsigned level, std::uint64_t index) {
  const unsigned tile_level = level / kHeight;
  const unsigned within = level % kHeight;
  const std::uint64_t first = index << within;  // in hashes of the tile's level
  const std::uint64_t number = first / kWidth;
  const std::uint64_t all = size_ >> (kHeight * tile_level);
  const std::uint64_t width = std::min(kWidth, all - number * kWidth);
  auto at = tiles_.find({tile_level, number});
  if (at == tiles_.end()) {
    std::string bytes = GATE_TRY(read_(tile_level, number, static_cast<unsigned>(width)));
    if (bytes.size() != width * kHash) return fail(Errc::corrupt, "a tile has the wrong size");
    at = tiles_.emplace(std::pair{tile_level, number}, std::move(bytes)).first;
  }
  const std::uint64_t offset = first % kWidth;
  std::vector<Sha256> hashes(std::size_t{1} << within);
  for (std::size_t i = 0; i < hashes.size(); ++i)
    std::memcpy(hashes[i].data(), at->second.data() + (offset + i) * kHash, kHash);
  for (; hashes.size() > 1; hashes.resize(hashes.size() / 2))
    for (std::size_t i = 0; i < hashes.size() / 2; ++i) hashes[i] = node_hash(hashes[2 * i], hashes[2 * i + 1]);
  return hashes.front();
}

Result<Sha256> LogTiles::range(std::uint64_t begin, std::uint64_t end) {
  if (begin >= end || end > size_) return begin == end && begin == 0 ? Result<Sha256>(sha256("")) : fail(Errc::corrupt, "no such records");
  const std::uint64_t n = end - begin;
  if (std::has_single_bit(n) && begin % n == 0) {
    const auto level = static_cast<unsigned>(std::countr_zero(n));
    return subtree(level, begin >> level);
  }
  const std::uint64_t middle = begin + split_at(n);
  const Sha256 left = GATE_TRY(range(begin, middle));
  const Sha256 right = GATE_TRY(range(middle, end));
  return node_hash(left, right);
}

// A larger perfect tree that begins in the older one would be one hash, which
// says nothing of what lies in it: so it is split until it does not.
Result<Sha256> LogTiles::over(std::uint64_t begin, std::uint64_t end, std::uint64_t older) {
  if (end <= older || begin >= older) return range(begin, end);
  const std::uint64_t middle = begin + split_at(end - begin);
  const Sha256 left = GATE_TRY(over(begin, middle, older));
  const Sha256 right = GATE_TRY(over(middle, end, older));
  return node_hash(left, right);
}

Result<Sha256> LogTiles::with_leaf(std::uint64_t begin, std::uint64_t end, std::uint64_t number, const Sha256& leaf) {
  if (number < begin || number >= end || end > size_) return fail(Errc::corrupt, "no such record");
  if (end - begin == 1) return leaf;
  const std::uint64_t middle = begin + split_at(end - begin);
  if (number < middle) {
    const Sha256 left = GATE_TRY(with_leaf(begin, middle, number, leaf));
    const Sha256 right = GATE_TRY(range(middle, end));
    return node_hash(left, right);
  }
  const Sha256 left = GATE_TRY(range(begin, middle));
  const Sha256 right = GATE_TRY(with_leaf(middle, end, number, leaf));
  return node_hash(left, right);
}

}  // namespace gogate::toolchain
