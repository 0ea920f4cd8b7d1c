// SHA-256 and SHA-1 (FIPS 180-4) of bytes at hand. The implementation is OpenSSL's.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace gogate {

using Sha256 = std::array<unsigned char, 32>;

Sha256 sha256(std::string_view bytes);
// Only for formats of others that name things by it; never for trust.
std::array<unsigned char, 20> sha1(std::string_view bytes);
std::string hex(std::string_view bytes);
// Valid as long as the digest.
template <std::size_t N>
std::string_view bytes_of(const std::array<unsigned char, N>& digest) {
  return {reinterpret_cast<const char*>(digest.data()), N};
}
inline std::string hex(const Sha256& d) { return hex(bytes_of(d)); }

// Incremental. One thread at a time. finish() may be called once.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;
  void update(std::string_view bytes);
  Sha256 finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gogate
