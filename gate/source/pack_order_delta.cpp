#include "gate/source/pack_order_delta.h"

#include <cstdint>
#include <cstring>

namespace gogate::source {

namespace {

// Adds [begin, end); an empty one only where nothing touches it already.
void add_seam(std::vector<Span>& seams, std::size_t begin, std::size_t end) {
  const Span seam{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  if (!seams.empty() && seams.back().end == seam.begin) {
    seams.back().end = seam.end;
  } else {
    seams.push_back(seam);
  }
}

}  // namespace

bool apply_delta(std::string_view base, std::string_view delta, char* out, std::size_t size,
                 std::vector<Span>* seams) {
  if (seams != nullptr) seams->clear();
  std::size_t base_at = 0;  // what would continue the bytes made so far
  const char* const data = delta.data();
  const std::size_t end = delta.size();
  std::size_t i = 0;
  std::size_t made = 0;
  while (i < end) {
    const auto op = static_cast<unsigned char>(data[i++]);
    if ((op & 0x80U) != 0) {
      std::uint32_t parts[7] = {};  // four bytes of the offset, three of the length, each only if its bit is set
      for (unsigned bit = 0; bit < 7; ++bit) {
        if ((op >> bit & 1U) == 0) continue;
        if (i >= end) return false;
        parts[bit] = static_cast<unsigned char>(data[i++]);
      }
      const std::size_t from = parts[0] | parts[1] << 8 | parts[2] << 16 | parts[3] << 24;
      std::size_t length = parts[4] | parts[5] << 8 | parts[6] << 16;
      if (length == 0) length = 0x10000;
      if (from > base.size() || length > base.size() - from || length > size - made) return false;
      std::memcpy(out + made, base.data() + from, length);
      if (seams != nullptr && from != base_at) add_seam(*seams, made, made);
      base_at = from + length;
      made += length;
    } else {
      if (op == 0 || op > end - i || op > size - made) return false;
      std::memcpy(out + made, data + i, op);
      // What comes next touches these bytes whether or not it continues the base.
      if (seams != nullptr) add_seam(*seams, made, made + op);
      i += op;
      made += op;
    }
  }
  if (seams != nullptr && base_at != base.size()) add_seam(*seams, made, made);
  return made == size;
}

}  // namespace gogate::source
