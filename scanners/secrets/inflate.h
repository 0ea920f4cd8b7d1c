// Compressed data that stands in text as base64: Helm's releases, cloud-init's
// files, SAML requests, diagrams. gzip (RFC 1952), zlib (RFC 1950) and bare
// deflate (RFC 1951).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct libdeflate_decompressor;

namespace gogate::secrets {

enum class Container : std::uint8_t { none, gzip, zlib, deflate };

// Shorter runs hold no more than a few words.
inline constexpr std::size_t kLeastCompressed = 64;

// What a run of base64 may hold, by its first kLeastCompressed characters. Half
// of all runs that look drawn at random may be bare deflate.
Container container_of(std::string_view base64);

enum class Inflated : std::uint8_t { no, yes, over_bound };

// Belongs to one thread.
class Inflater {
 public:
  Inflater();
  ~Inflater();
  Inflater(Inflater&&) noexcept;
  Inflater& operator=(Inflater&&) noexcept;

  // All of `bytes` into `out`, at most `most` bytes. What has a checksum may hold
  // anything; bare deflate, which has none, only text.
  Inflated inflate(Container container, std::string_view bytes, std::size_t most, std::string& out);

 private:
  Inflated one(Container container, std::string_view bytes, std::size_t most, std::size_t& used, std::string& out);
  struct Free {
    void operator()(libdeflate_decompressor* d) const;
  };
  std::unique_ptr<libdeflate_decompressor, Free> decompressor_;  // made at the first use
  std::string piece_;
};

}  // namespace gogate::secrets
