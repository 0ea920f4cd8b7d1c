#include "gate/cli/run/utf16_stream.h"

namespace gogate::run {
namespace {

void put_utf8(std::uint32_t code, std::string& out) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

bool is_high(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

Utf16Stream::Order Utf16Stream::order_of(std::string_view head) {
  if (head.starts_with("\xFF\xFE")) return Order::little;
  if (head.starts_with("\xFE\xFF")) return Order::big;
  const std::size_t units = head.size() / 2;
  if (units < 4) return Order::none;
  std::size_t even = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i < units * 2; i += 2) {
    even += head[i] == '\0' ? 1U : 0U;
    odd += head[i + 1] == '\0' ? 1U : 0U;
  }
  if (even == 0 && odd * 4 >= units * 3) return Order::little;
  if (odd == 0 && even * 4 >= units * 3) return Order::big;
  return Order::none;
}

void Utf16Stream::decode(std::string_view bytes, std::string& utf8) {
  for (const char c : bytes) {
    odd_ += c;
    if (odd_.size() < 2) continue;
    const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(odd_[i])}; };
    const std::uint32_t unit = order_ == Order::little ? byte(0) | byte(1) << 8 : byte(0) << 8 | byte(1);
    odd_.clear();
    if (high_ != 0 && is_low(unit)) {
      put_utf8(0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00), utf8);
      high_ = 0;
      continue;
    }
    if (high_ != 0) put_utf8(high_, utf8);
    high_ = is_high(unit) ? unit : 0;
    if (high_ == 0) put_utf8(unit, utf8);
  }
}

void Utf16Stream::end(std::string& utf8) {
  if (high_ != 0) put_utf8(high_, utf8);
  high_ = 0;
}

void Utf16Stream::put_unit(std::uint32_t unit, std::string& bytes) const {
  const char low = static_cast<char>(unit & 0xFF);
  const char high = static_cast<char>(unit >> 8);
  bytes += order_ == Order::little ? low : high;
  bytes += order_ == Order::little ? high : low;
}

void Utf16Stream::encode(std::string_view utf8, std::string& bytes) {
  for (const char c : utf8) {
    part_ += c;
    const std::uint32_t first = static_cast<unsigned char>(part_[0]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (part_.size() < length) continue;
    std::uint32_t code = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) code = code << 6 | (static_cast<unsigned char>(part_[i]) & 0x3FU);
    part_.clear();
    if (code < 0x10000) {
      put_unit(code, bytes);
    } else {
      put_unit(0xD800 + ((code - 0x10000) >> 10), bytes);
      put_unit(0xDC00 + ((code - 0x10000) & 0x3FF), bytes);
    }
  }
}

}  // namespace gogate::run
