#include "gate/core/line_hash.h"

#include <array>
#include <cstdio>
#include <unordered_map>

namespace gogate {
namespace {

constexpr std::size_t kWindow = 100;
constexpr std::uint64_t kMultiplier = 37;
constexpr std::uint16_t kEndOfText = 65535;

// WHATWG decoding: a maximal invalid prefix becomes one U+FFFD.
template <class Emit>
void decode_utf16(std::string_view text, Emit emit) {
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      emit(static_cast<std::uint16_t>(c));
      ++i;
      continue;
    }
    int need = 0;
    std::uint32_t point = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (c >= 0xC2 && c <= 0xDF) {
      need = 1;
      point = c & 0x1FU;
    } else if (c >= 0xE0 && c <= 0xEF) {
      need = 2;
      point = c & 0x0FU;
      if (c == 0xE0) low = 0xA0;
      if (c == 0xED) high = 0x9F;
    } else if (c >= 0xF0 && c <= 0xF4) {
      need = 3;
      point = c & 0x07U;
      if (c == 0xF0) low = 0x90;
      if (c == 0xF4) high = 0x8F;
    } else {
      emit(std::uint16_t{0xFFFD});
      ++i;
      continue;
    }
    ++i;
    bool valid = true;
    for (; need > 0; --need) {
      const unsigned char b = i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
      if (b < low || b > high) {
        valid = false;
        break;
      }
      low = 0x80;
      high = 0xBF;
      point = (point << 6) | (b & 0x3FU);
      ++i;
    }
    if (!valid) {
      emit(std::uint16_t{0xFFFD});
    } else if (point >= 0x10000) {
      emit(static_cast<std::uint16_t>(0xD800 + ((point - 0x10000) >> 10)));
      emit(static_cast<std::uint16_t>(0xDC00 + ((point - 0x10000) & 0x3FF)));
    } else {
      emit(static_cast<std::uint16_t>(point));
    }
  }
}

}  // namespace

std::vector<std::string> line_hashes(std::string_view text) {
  std::uint64_t first_multiplier = 1;
  for (std::size_t i = 0; i < kWindow; ++i) first_multiplier *= kMultiplier;

  std::array<std::uint16_t, kWindow> window{};
  std::array<std::size_t, kWindow> line_at{};
  line_at.fill(static_cast<std::size_t>(-1));
  std::vector<std::string> out;
  std::unordered_map<std::uint64_t, std::uint32_t> seen;
  std::uint64_t hash = 0;
  std::size_t index = 0;
  std::size_t line = 0;
  bool line_start = true;
  bool last_was_cr = false;

  const auto output = [&] {
    const std::size_t of = line_at[index];
    char digits[24];
    std::snprintf(digits, sizeof digits, "%llx", static_cast<unsigned long long>(hash));
    if (of >= out.size()) out.resize(of + 1);
    out[of] = std::string(digits) + ":" + std::to_string(++seen[hash]);
    line_at[index] = static_cast<std::size_t>(-1);
  };
  const auto push = [&](std::uint16_t unit) {
    if (line_at[index] != static_cast<std::size_t>(-1)) output();
    const std::uint16_t leaving = window[index];
    window[index] = unit;
    if (line_start) {
      line_start = false;
      line_at[index] = line++;
    }
    if (unit == '\n') line_start = true;
    hash = kMultiplier * hash + unit - first_multiplier * leaving;
    index = (index + 1) % kWindow;
  };

  decode_utf16(text, [&](std::uint16_t unit) {
    if (unit == ' ' || unit == '\t' || (last_was_cr && unit == '\n')) {
      last_was_cr = false;
      return;
    }
    last_was_cr = unit == '\r';
    push(unit == '\r' ? std::uint16_t{'\n'} : unit);
  });
  push(kEndOfText);
  for (std::size_t i = 0; i < kWindow; ++i) {
    if (line_at[index] != static_cast<std::size_t>(-1)) output();
    line_start = false;
    push(0);
  }
  return out;
}

}  // namespace gogate
