// Encodings of made-up secrets, made at run time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gogate::secrets::test {

inline std::string base64_of(std::string_view text, std::string_view last_two) {
  const std::string alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + std::string(last_two);
  std::string out;
  std::uint32_t word = 0;
  int bits = 0;
  for (const char c : text) {
    word = (word << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) out += alphabet[(word >> (bits - 6)) & 63];
  }
  if (bits > 0) out += alphabet[(word << (6 - bits)) & 63];
  return out;
}
inline std::string base64(std::string_view text) {
  std::string out = base64_of(text, "+/");
  while (out.size() % 4 != 0) out += '=';
  return out;
}
// Without padding, as URLs have it.
inline std::string base64_url(std::string_view text) { return base64_of(text, "-_"); }

inline std::string hex_of(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    out += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
  }
  return out;
}
inline std::string percent(unsigned char c) { return "%" + hex_of(std::string(1, static_cast<char>(c))); }

}  // namespace gogate::secrets::test
