#include "gate/core/line_hash.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <unordered_map>

namespace gogate {
namespace {

constexpr std::size_t kWindow = 100;
constexpr std::uint64_t kMultiplier = 37;
constexpr std::uint16_t kEndOfText = 65535;

// WHATWG decoding: a maximal invalid prefix becomes one U+FFFD. Until emit()
// says false.
template <class Emit>
void decode_utf16(std::string_view text, Emit emit) {
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      if (!emit(static_cast<std::uint16_t>(c))) return;
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
      if (!emit(std::uint16_t{0xFFFD})) return;
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
    if (!valid) point = 0xFFFD;
    if (point >= 0x10000) {
      if (!emit(static_cast<std::uint16_t>(0xD800 + ((point - 0x10000) >> 10)))) return;
      point = 0xDC00 + ((point - 0x10000) & 0x3FF);
    }
    if (!emit(static_cast<std::uint16_t>(point))) return;
  }
}


// The hash at a line's beginning. It depends on the next 100 units alone: a
// rolling hash takes out again what was before.
std::uint64_t hash_at(std::string_view rest) {
  std::uint64_t hash = 0;
  std::size_t units = 0;
  bool last_was_cr = false;
  decode_utf16(rest, [&](std::uint16_t unit) {
    const bool skip = unit == ' ' || unit == '\t' || (last_was_cr && unit == '\n');
    last_was_cr = !skip && unit == '\r';
    if (skip) return true;
    hash = kMultiplier * hash + (unit == '\r' ? std::uint16_t{'\n'} : unit);
    return ++units < kWindow;
  });
  if (units < kWindow) {
    hash = kMultiplier * hash + kEndOfText;
    for (++units; units < kWindow; ++units) hash *= kMultiplier;
  }
  return hash;
}

// Equal for lines whose hashes are equal; cheap, and nearly always different
// for others: their first ASCII bytes without spaces.
std::uint64_t key_at(std::string_view rest) {
  std::uint64_t key = 0;
  std::size_t taken = 0;
  for (const char c : rest) {
    if (c == ' ' || c == '\t') continue;
    if (c == '\n' || c == '\r' || static_cast<unsigned char>(c) >= 0x80) break;
    key = key << 8 | static_cast<unsigned char>(c);
    if (++taken == sizeof key) break;
  }
  return key;
}

std::size_t line_end(std::string_view text, std::size_t from, std::size_t& next_cr) {
  const std::size_t lf = std::min(text.find('\n', from), text.size());
  if (next_cr < from) next_cr = std::min(text.find('\r', from), text.size());
  if (next_cr < lf) return next_cr + 1 == lf && lf < text.size() ? lf : next_cr;
  return lf;
}

}  // namespace

std::vector<std::string> line_hashes(std::string_view text, std::span<const std::uint32_t> lines) {
  std::vector<std::string> out(lines.size());
  // Where each wanted line begins, and what an equal one must begin with.
  const auto walk = [&](auto&& visit) {
    std::size_t next_cr = std::min(text.find('\r'), text.size());
    std::size_t at = 0;
    for (std::uint32_t line = 0; visit(line, at); ++line) {
      const std::size_t end = line_end(text, at, next_cr);
      if (end >= text.size()) break;
      at = end + 1;
    }
  };
  std::vector<std::uint64_t> keys;
  std::array<bool, 4096> maybe{};
  const auto slot = [](std::uint64_t key) { return (key * 0x9E3779B97F4A7C15U) >> 52; };
  std::size_t next = 0;
  walk([&](std::uint32_t line, std::size_t at) {
    if (next < lines.size() && lines[next] == line) {
      keys.push_back(key_at(text.substr(at)));
      maybe[slot(keys.back())] = true;
      ++next;
    }
    return next < lines.size();
  });
  std::sort(keys.begin(), keys.end());

  std::unordered_map<std::uint64_t, std::uint32_t> seen;
  next = 0;
  walk([&](std::uint32_t line, std::size_t at) {
    if (next == lines.size()) return false;
    const std::uint64_t key = key_at(text.substr(at));
    if (!maybe[slot(key)] || !std::binary_search(keys.begin(), keys.end(), key)) return true;
    const std::uint64_t hash = hash_at(text.substr(at));
    const std::uint32_t count = ++seen[hash];
    if (lines[next] == line) {
      char digits[24];
      std::snprintf(digits, sizeof digits, "%llx", static_cast<unsigned long long>(hash));
      out[next++] = std::string(digits) + ":" + std::to_string(count);
    }
    return true;
  });
  return out;
}

}  // namespace gogate
