#include "gate/source/pack_order_delta.h"

#include <cstdint>
#include <cstring>

namespace gogate::source {

bool apply_delta(std::string_view base, std::string_view delta, char* out, std::size_t size) {
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
      made += length;
    } else {
      if (op == 0 || op > end - i || op > size - made) return false;
      std::memcpy(out + made, data + i, op);
      i += op;
      made += op;
    }
  }
  return made == size;
}

}  // namespace gogate::source
