#include "reporters/encoding.h"

#include <array>

namespace gogate::reporters {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool in(const std::array<Range, N>& ranges, char32_t c) {
  for (const Range r : ranges)
    if (c >= r.first && c <= r.last) return true;
  return false;
}

// Shown as an escape: what a terminal obeys, what reorders or hides text, and
// what XML 1.0 forbids. U+FE0F stays: it follows ordinary emoji.
constexpr std::array<Range, 14> kEscaped{{{0x00, 0x1F},
                                          {0x7F, 0x9F},
                                          {0xAD, 0xAD},
                                          {0x61C, 0x61C},
                                          {0x180E, 0x180E},
                                          {0x200B, 0x200F},
                                          {0x2028, 0x202E},
                                          {0x2060, 0x206F},
                                          {0xFE00, 0xFE0E},
                                          {0xFEFF, 0xFEFF},
                                          {0xFFF9, 0xFFFB},
                                          {0xFFFE, 0xFFFF},
                                          {0xE0000, 0xE0FFF},
                                          {0xF0000, 0x10FFFF}}};

// East Asian wide and full-width characters and the emoji blocks.
constexpr std::array<Range, 17> kWide{{{0x1100, 0x115F},
                                       {0x2329, 0x232A},
                                       {0x2E80, 0x303E},
                                       {0x3041, 0x33FF},
                                       {0x3400, 0x4DBF},
                                       {0x4E00, 0x9FFF},
                                       {0xA000, 0xA4CF},
                                       {0xA960, 0xA97F},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},
                                       {0xFFE0, 0xFFE6},
                                       {0x1F300, 0x1F64F},
                                       {0x1F680, 0x1F6FF},
                                       {0x1F900, 0x1FAFF},
                                       {0x20000, 0x3FFFD}}};

constexpr std::array<Range, 5> kCombining{
    {{0x300, 0x36F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE0F, 0xFE0F}}};

std::string byte_escape(unsigned char b) { return {'\\', 'x', kHex[b >> 4], kHex[b & 15]}; }

}  // namespace

Scalar decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1, true};
  const std::uint8_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  const Scalar invalid{lead, 1, false};
  if (lead < 0xC2 || lead > 0xF4 || at + size > text.size()) return invalid;
  char32_t value = lead & (0xFFU >> (size + 1U));
  for (std::size_t i = at + 1; i < at + size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return invalid;
    value = (value << 6) | (byte(i) & 0x3FU);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  if (overlong || (value >= 0xD800 && value <= 0xDFFF) || value > 0x10FFFF) return invalid;
  return {value, size, true};
}

std::string visible(const Scalar& scalar, std::string_view bytes) {
  if (!scalar.valid) return byte_escape(static_cast<unsigned char>(scalar.value));
  if (!in(kEscaped, scalar.value)) return std::string(bytes);
  if (scalar.value < 0x80) return byte_escape(static_cast<unsigned char>(scalar.value));
  std::string digits;
  for (char32_t v = scalar.value; v != 0; v >>= 4) digits.insert(digits.begin(), kHex[v & 15]);
  return "\\u{" + digits + "}";
}

std::string visible(std::string_view text, Newlines newlines) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Scalar s = decode(text, at);
    const std::string_view bytes = text.substr(at, s.size);
    at += s.size;
    const bool lines = newlines != Newlines::escape;
    if (lines && bytes == "\r" && text.substr(at).starts_with('\n')) continue;  // CRLF is one line end
    if (bytes == "\t")
      out += newlines == Newlines::keep ? '\t' : ' ';
    else if (lines && bytes == "\n")
      out += newlines == Newlines::keep ? '\n' : ' ';
    else
      out += visible(s, bytes);
  }
  return out;
}

std::string utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Scalar s = decode(text, at);
    if (s.valid)
      out += text.substr(at, s.size);
    else
      out += "\uFFFD";
    at += s.size;
  }
  return out;
}

std::string percent_encoded(std::string_view path) {
  constexpr std::string_view upper = "0123456789ABCDEF";
  std::string out;
  out.reserve(path.size());
  for (const char c : path) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                       c == '.' || c == '_' || c == '~' || c == '/';
    const auto b = static_cast<unsigned char>(c);
    if (plain)
      out += c;
    else
      (out += '%') += {upper[b >> 4], upper[b & 15]};
  }
  return out;
}

unsigned columns(char32_t value) {
  if (value < 0x300) return 1;
  if (in(kCombining, value)) return 0;
  return in(kWide, value) ? 2 : 1;
}

unsigned columns(std::string_view text) {
  unsigned n = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Scalar s = decode(text, at);
    n += s.valid ? columns(s.value) : 1;
    at += s.size;
  }
  return n;
}

}  // namespace gogate::reporters
