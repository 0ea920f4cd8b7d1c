// How large text will be once it is gzipped, which is what GitHub counts.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace gogate::reporters {

// Text is compressed in pieces of a megabyte, each by itself: the sum is a
// little over what gzip makes of the whole, never under it by more than
// headers. One thread.
class PackedSize {
 public:
  PackedSize();
  ~PackedSize();
  PackedSize(const PackedSize&) = delete;
  PackedSize& operator=(const PackedSize&) = delete;

  void add(std::string_view text);
  // Of all that was added.
  std::size_t bytes();

 private:
  struct Compressor;
  void pack();
  std::unique_ptr<Compressor> compressor_;
  std::string piece_;
  std::size_t packed_ = 0;
};

}  // namespace gogate::reporters
