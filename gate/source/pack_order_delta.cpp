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

// One instruction: a copy, or `length` bytes to insert that stand at `i` afterwards.
struct Instruction {
  bool copies = false;
  std::size_t from = 0;
  std::size_t length = 0;
};

// False: it is damaged.
bool read_instruction(std::string_view delta, std::size_t& i, Instruction& out) {
  const auto op = static_cast<unsigned char>(delta[i++]);
  out.copies = (op & 0x80U) != 0;
  if (!out.copies) {
    out.length = op;
    return op != 0 && op <= delta.size() - i;
  }
  std::uint32_t parts[7] = {};  // four bytes of the offset, three of the length, each only if its bit is set
  for (unsigned bit = 0; bit < 7; ++bit) {
    if ((op >> bit & 1U) == 0) continue;
    if (i >= delta.size()) return false;
    parts[bit] = static_cast<unsigned char>(delta[i++]);
  }
  out.from = parts[0] | parts[1] << 8 | parts[2] << 16 | parts[3] << 24;
  out.length = parts[4] | parts[5] << 8 | parts[6] << 16;
  if (out.length == 0) out.length = 0x10000;
  return true;
}

}  // namespace

bool apply_delta(std::string_view base, std::string_view delta, char* out, std::size_t size,
                 std::vector<Span>* seams) {
  if (seams != nullptr) seams->clear();
  std::size_t base_at = 0;  // what would continue the bytes made so far
  std::size_t made = 0;
  Instruction next;
  for (std::size_t i = 0; i < delta.size();) {
    if (!read_instruction(delta, i, next) || next.length > size - made) return false;
    if (next.copies) {
      if (next.from > base.size() || next.length > base.size() - next.from) return false;
      std::memcpy(out + made, base.data() + next.from, next.length);
      if (seams != nullptr && next.from != base_at) add_seam(*seams, made, made);
      base_at = next.from + next.length;
    } else {
      std::memcpy(out + made, delta.data() + i, next.length);
      // What comes next touches these bytes whether or not it continues the base.
      if (seams != nullptr) add_seam(*seams, made, made + next.length);
      i += next.length;
    }
    made += next.length;
  }
  if (seams != nullptr && base_at != base.size()) add_seam(*seams, made, made);
  return made == size;
}

void copies_of_delta(std::string_view delta, std::vector<DeltaCopy>& copies) {
  copies.clear();
  std::size_t made = 0;
  Instruction next;
  for (std::size_t i = 0; i < delta.size() && read_instruction(delta, i, next); made += next.length) {
    if (next.copies) {
      copies.push_back({static_cast<std::uint32_t>(made), static_cast<std::uint32_t>(next.from), static_cast<std::uint32_t>(next.length)});
    } else {
      i += next.length;
    }
  }
}

}  // namespace gogate::source
