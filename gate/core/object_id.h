// A git object id (SHA-1: 20 bytes, SHA-256: 32 bytes). A value; all zeros means "none".
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>

namespace gogate {

struct ObjectId {
  std::array<unsigned char, 32> bytes{};
  std::uint8_t size = 20;

  [[nodiscard]] bool is_zero() const {
    for (const unsigned char b : bytes)
      if (b != 0) return false;
    return true;
  }
  [[nodiscard]] std::string hex() const {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    out.reserve(size * 2U);
    for (std::size_t i = 0; i < size; ++i) {
      out += kDigits[bytes[i] >> 4];
      out += kDigits[bytes[i] & 15];
    }
    return out;
  }
  bool operator==(const ObjectId&) const = default;
  auto operator<=>(const ObjectId&) const = default;
};

}  // namespace gogate

template <>
struct std::hash<gogate::ObjectId> {
  std::size_t operator()(const gogate::ObjectId& id) const noexcept {
    std::size_t h = 0;
    std::memcpy(&h, id.bytes.data(), sizeof h);  // ids are uniformly distributed already
    return h;
  }
};
