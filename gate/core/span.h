// Byte ranges, and the positions that people and platforms see. Values.
#pragma once

#include <cstdint>
#include <span>

namespace gogate {

// Byte offsets into a blob, 0-based, half open. Blobs over 4 GiB are a gap.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] std::uint32_t size() const { return end - begin; }
  [[nodiscard]] bool empty() const { return begin >= end; }
  [[nodiscard]] bool contains(Span o) const { return begin <= o.begin && o.end <= end; }
  [[nodiscard]] bool overlaps(Span o) const { return begin < o.end && o.begin < end; }
  bool operator==(const Span&) const = default;
  auto operator<=>(const Span&) const = default;
};

// 1-based. `column` counts bytes (what compilers and editors in byte mode
// show), `column_utf16` UTF-16 code units (what SARIF and GitHub count).
// Invalid UTF-8 counts one unit a byte.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::uint32_t column_utf16 = 1;
  bool operator==(const Position&) const = default;
};

// `end` is exclusive: the position just behind the last byte.
struct Region {
  Span span;
  Position begin;
  Position end;
};

// Whether a match touches changed bytes. An empty changed range stands for a
// deletion: it is touched by a match that has bytes on both of its sides.
bool touches(Span match, std::span<const Span> changed);

}  // namespace gogate
