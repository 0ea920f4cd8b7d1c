#include "gate/source/pack_order_format.h"

#include <algorithm>
#include <string>

namespace gogate::source {
namespace {

constexpr std::size_t kFanOut = 256 * 4;
constexpr std::size_t kTrailer = 2 * kIdBytes;

std::uint32_t be32(std::string_view bytes, std::size_t at) {
  const auto b = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])); };
  return b(0) << 24 | b(1) << 16 | b(2) << 8 | b(3);
}

std::uint64_t be64(std::string_view bytes, std::size_t at) {
  return std::uint64_t{be32(bytes, at)} << 32 | be32(bytes, at + 4);
}

std::unexpected<Error> corrupt(std::string what) { return fail(Errc::corrupt, std::move(what)); }

}  // namespace

Result<PackIndexView> PackIndexView::parse(std::string_view bytes) {
  PackIndexView v;
  v.bytes_ = bytes;
  const bool magic = bytes.starts_with("\377tOc");
  v.version_ = magic ? 2 : 1;
  const std::size_t fan = magic ? 8 : 0;
  if (bytes.size() < fan + kFanOut + kTrailer) return corrupt("pack index is cut short");
  if (magic && be32(bytes, 4) != 2) return corrupt("pack index has unknown version " + std::to_string(be32(bytes, 4)));
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < 256; ++i) {
    const std::uint32_t n = be32(bytes, fan + i * 4);
    if (n < last) return corrupt("pack index has a fan-out table that falls");
    last = n;
  }
  v.count_ = last;
  const std::uint64_t rest = bytes.size() - fan - kFanOut - kTrailer;
  const std::uint64_t per_object = magic ? kIdBytes + 4 + 4 : kIdBytes + 4;
  if (rest < per_object * last) return corrupt("pack index is cut short");
  const std::uint64_t large = rest - per_object * last;
  if (magic ? (large % 8 != 0 || large / 8 > last) : large != 0) return corrupt("pack index has a size that fits no number of objects");
  v.large_ = static_cast<std::uint32_t>(large / 8);
  return v;
}

std::string_view PackIndexView::id(std::uint32_t i) const {
  if (version_ == 1) return bytes_.substr(kFanOut + std::size_t{i} * (kIdBytes + 4) + 4, kIdBytes);
  return bytes_.substr(8 + kFanOut + std::size_t{i} * kIdBytes, kIdBytes);
}

std::optional<std::uint64_t> PackIndexView::offset(std::uint32_t i) const {
  if (version_ == 1) return be32(bytes_, kFanOut + std::size_t{i} * (kIdBytes + 4));
  const std::size_t offsets = 8 + kFanOut + std::size_t{count_} * (kIdBytes + 4);
  const std::uint32_t small = be32(bytes_, offsets + std::size_t{i} * 4);
  if ((small & 0x80000000U) == 0) return small;
  const std::uint32_t at = small & 0x7FFFFFFFU;
  if (at >= large_) return std::nullopt;
  return be64(bytes_, offsets + std::size_t{count_} * 4 + std::size_t{at} * 8);
}

std::optional<std::uint32_t> PackIndexView::crc32(std::uint32_t i) const {
  if (version_ == 1) return std::nullopt;
  return be32(bytes_, 8 + kFanOut + std::size_t{count_} * kIdBytes + std::size_t{i} * 4);
}

std::optional<std::uint32_t> PackIndexView::find(std::string_view wanted) const {
  if (wanted.size() != kIdBytes) return std::nullopt;
  const std::size_t fan = version_ == 1 ? 0 : 8;
  const auto first_byte = static_cast<unsigned char>(wanted[0]);
  std::uint32_t low = first_byte == 0 ? 0 : be32(bytes_, fan + (first_byte - std::size_t{1}) * 4);
  std::uint32_t high = be32(bytes_, fan + std::size_t{first_byte} * 4);
  while (low < high) {
    const std::uint32_t mid = low + (high - low) / 2;
    const int order = id(mid).compare(wanted);
    if (order == 0) return mid;
    if (order < 0) {
      low = mid + 1;
    } else {
      high = mid;
    }
  }
  return std::nullopt;
}

bool PackIndexView::ids_sorted() const {
  for (std::uint32_t i = 1; i < count_; ++i)
    if (id(i - 1) >= id(i)) return false;
  return true;
}

Result<std::uint32_t> parse_pack_header(std::string_view pack) {
  if (pack.size() < 12 + kIdBytes) return corrupt("pack is cut short");
  if (!pack.starts_with("PACK")) return corrupt("pack does not begin as one");
  const std::uint32_t version = be32(pack, 4);
  if (version != 2 && version != 3) return corrupt("pack has unknown version " + std::to_string(version));
  return be32(pack, 8);
}

Result<PackEntryHeader> parse_pack_entry(std::string_view pack, std::uint64_t offset) {
  const auto outside = [] { return corrupt("object begins outside its pack"); };
  if (pack.size() < 12 + kIdBytes || offset < 12 || offset >= pack.size() - kIdBytes) return outside();
  const std::string_view at = pack.substr(offset, pack.size() - kIdBytes - offset);
  std::size_t i = 0;
  auto byte = static_cast<unsigned char>(at[i++]);
  PackEntryHeader h;
  const unsigned type = (byte >> 4) & 7U;
  h.size = byte & 15U;
  unsigned shift = 4;
  while ((byte & 0x80U) != 0) {
    if (i >= at.size() || shift > 57) return corrupt("object in a pack has a damaged size");
    byte = static_cast<unsigned char>(at[i++]);
    h.size |= std::uint64_t{byte & 0x7FU} << shift;
    shift += 7;
  }
  switch (type) {
    case 1:
    case 2:
    case 3:
    case 4: break;
    case 6: {
      // Base 128, most significant first, with 1 added for each further byte.
      std::uint64_t back = 0;
      bool first = true;
      do {
        if (i >= at.size() || back >= (std::uint64_t{1} << 56)) return corrupt("delta in a pack has a damaged base");
        byte = static_cast<unsigned char>(at[i++]);
        back = first ? byte & 0x7FU : ((back + 1) << 7 | (byte & 0x7FU));
        first = false;
      } while ((byte & 0x80U) != 0);
      if (back == 0 || back > offset - 12) return corrupt("delta in a pack has its base outside the pack");
      h.base_offset = offset - back;
      break;
    }
    case 7:
      if (at.size() - i < kIdBytes) return outside();
      h.base_id = at.substr(i, kIdBytes);
      i += kIdBytes;
      break;
    default: return corrupt("object in a pack has unknown type " + std::to_string(type));
  }
  h.type = static_cast<PackedType>(type);
  h.header_bytes = i;
  return h;
}

std::optional<DeltaSizes> parse_delta_sizes(std::string_view delta) {
  DeltaSizes s;
  std::size_t i = 0;
  for (std::uint64_t* const out : {&s.base, &s.result}) {
    unsigned shift = 0;
    for (bool more = true; more; shift += 7) {
      if (i >= delta.size() || shift > 56) return std::nullopt;
      const auto byte = static_cast<unsigned char>(delta[i++]);
      *out |= std::uint64_t{byte & 0x7FU} << shift;
      more = (byte & 0x80U) != 0;
    }
  }
  s.header_bytes = i;
  return s;
}

}  // namespace gogate::source
