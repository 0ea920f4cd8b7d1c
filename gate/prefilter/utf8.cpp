#include "gate/prefilter/utf8.h"

#include <array>

namespace gogate::prefilter {

void append_utf8(std::string& out, char32_t rune) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (rune < 0x80) {
    put(rune);
  } else if (rune < 0x800) {
    put(0xC0 | rune >> 6);
    put(0x80 | (rune & 63));
  } else if (rune < 0x10000) {
    put(0xE0 | rune >> 12);
    put(0x80 | (rune >> 6 & 63));
    put(0x80 | (rune & 63));
  } else {
    put(0xF0 | rune >> 18);
    put(0x80 | (rune >> 12 & 63));
    put(0x80 | (rune >> 6 & 63));
    put(0x80 | (rune & 63));
  }
}

std::size_t decode_utf8(std::string_view text, char32_t& rune) {
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) {
    rune = lead;
    return 1;
  }
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  rune = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    rune = rune << 6 | (byte(i) & 63U);
  }
  constexpr std::array<char32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  if (rune < kLeast[length] || rune > 0x10FFFF || (rune >= 0xD800 && rune <= 0xDFFF)) return 0;
  return length;
}

}  // namespace gogate::prefilter
