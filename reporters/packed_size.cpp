#include "reporters/packed_size.h"

#include <libdeflate.h>

#include <algorithm>
#include <new>
#include <vector>

namespace gogate::reporters {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr int kLevel = 6;  // gzip's own, and that of GitHub's action

}  // namespace

struct PackedSize::Compressor {
  libdeflate_compressor* made = libdeflate_alloc_compressor(kLevel);
  std::vector<char> out;
  Compressor() {
    if (made == nullptr) throw std::bad_alloc();
  }
  ~Compressor() { libdeflate_free_compressor(made); }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
};

PackedSize::PackedSize() : compressor_(std::make_unique<Compressor>()) {}
PackedSize::~PackedSize() = default;

void PackedSize::add(std::string_view text) {
  while (!text.empty()) {
    const std::size_t n = std::min(text.size(), kPiece - piece_.size());
    piece_ += text.substr(0, n);
    text.remove_prefix(n);
    if (piece_.size() == kPiece) pack();
  }
}

std::size_t PackedSize::bytes() {
  if (!piece_.empty()) pack();
  return packed_;
}

void PackedSize::pack() {
  std::vector<char>& out = compressor_->out;
  out.resize(libdeflate_gzip_compress_bound(compressor_->made, kPiece));
  packed_ += libdeflate_gzip_compress(compressor_->made, piece_.data(), piece_.size(), out.data(), out.size());
  piece_.clear();
}

}  // namespace gogate::reporters
