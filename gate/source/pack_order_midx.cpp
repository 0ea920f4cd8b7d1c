#include "gate/source/pack_order_midx.h"

#include <openssl/evp.h>

#include <array>
#include <vector>

#include "gate/source/pack_order_format.h"

namespace gogate::source {
namespace {

constexpr std::size_t kHeader = 12;
constexpr std::size_t kChunkRow = 12;

std::uint32_t be32(std::string_view bytes, std::size_t at) {
  const auto b = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])); };
  return b(0) << 24 | b(1) << 16 | b(2) << 8 | b(3);
}
std::uint64_t be64(std::string_view bytes, std::size_t at) { return std::uint64_t{be32(bytes, at)} << 32 | be32(bytes, at + 4); }

void put32(std::string& out, std::uint32_t n) {
  for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(n >> shift & 0xFFU);
}

std::unexpected<Error> corrupt(const char* why) { return fail(Errc::corrupt, std::string("multi-pack-index: ") + why); }

}  // namespace

Result<MultiPackIndexView> MultiPackIndexView::parse(std::string_view bytes) {
  MultiPackIndexView v;
  v.bytes_ = bytes;
  if (bytes.size() < kHeader + kChunkRow + kIdBytes) return corrupt("cut short");
  if (!bytes.starts_with("MIDX")) return corrupt("does not begin as one");
  if (bytes[4] != 1 || bytes[5] != 1) return fail(Errc::unsupported, "multi-pack-index: of another version, or for SHA-256 ids");
  const auto chunks = static_cast<unsigned char>(bytes[6]);
  v.packs_ = be32(bytes, 8);
  const std::size_t end = bytes.size() - kIdBytes;
  if (kHeader + (std::size_t{chunks} + 1) * kChunkRow > end) return corrupt("cut short");
  std::string_view fan;
  for (std::size_t c = 0; c < chunks; ++c) {
    const std::size_t row = kHeader + c * kChunkRow;
    const std::uint64_t from = be64(bytes, row + 4);
    const std::uint64_t to = be64(bytes, row + kChunkRow + 4);
    if (from > to || to > end) return corrupt("a part of it lies outside");
    const std::string_view part = bytes.substr(from, to - from);
    const std::string_view name = bytes.substr(row, 4);
    if (name == "PNAM") v.names_ = part;
    if (name == "OIDF") fan = part;
    if (name == "OIDL") v.ids_ = part;
    if (name == "OOFF") v.offsets_ = part;
    if (name == "LOFF") v.large_ = part;
  }
  if (fan.size() != 256 * 4) return corrupt("has no fan-out table");
  v.count_ = be32(fan, 255 * 4);
  if (v.ids_.size() != std::size_t{v.count_} * kIdBytes || v.offsets_.size() != std::size_t{v.count_} * 8 || v.large_.size() % 8 != 0)
    return corrupt("its tables do not fit each other");
  return v;
}

std::string_view MultiPackIndexView::id(std::uint32_t i) const { return ids_.substr(std::size_t{i} * kIdBytes, kIdBytes); }

std::uint32_t MultiPackIndexView::pack(std::uint32_t i) const { return be32(offsets_, std::size_t{i} * 8); }

std::optional<std::uint64_t> MultiPackIndexView::offset(std::uint32_t i) const {
  const std::uint32_t small = be32(offsets_, std::size_t{i} * 8 + 4);
  // Without a table of large offsets all 32 bits count.
  if ((small & 0x80000000U) == 0 || large_.empty()) return small;
  const std::size_t at = std::size_t{small & 0x7FFFFFFFU} * 8;
  if (at + 8 > large_.size()) return std::nullopt;
  return be64(large_, at);
}

std::optional<std::uint32_t> MultiPackIndexView::pack_named(std::string_view idx) const {
  std::string_view rest = names_;
  for (std::uint32_t i = 0; i < packs_ && !rest.empty(); ++i) {
    const std::size_t end = rest.find('\0');
    if (end == std::string_view::npos) return std::nullopt;
    if (rest.substr(0, end) == idx) return i;
    rest.remove_prefix(end + 1);
  }
  return std::nullopt;
}

std::string_view MultiPackIndexView::checksummed() const { return bytes_.substr(0, bytes_.size() - kIdBytes); }
std::string_view MultiPackIndexView::own_checksum() const { return bytes_.substr(bytes_.size() - kIdBytes); }

Result<std::string> index_from(const MultiPackIndexView& midx, std::uint32_t pack, std::string_view pack_checksum) {
  std::array<std::uint32_t, 256> fan{};
  std::string rows;
  std::string_view last;
  for (std::uint32_t i = 0; i < midx.count(); ++i) {
    const std::string_view id = midx.id(i);
    if (!last.empty() && id <= last) return corrupt("is not sorted");
    last = id;
    if (midx.pack(i) != pack) continue;
    const auto offset = midx.offset(i);
    if (!offset || *offset > 0xFFFFFFFFU) return corrupt("has an offset that is damaged or over 4 GB");
    put32(rows, static_cast<std::uint32_t>(*offset));
    rows += id;
    ++fan[static_cast<unsigned char>(id[0])];
  }
  std::string out;
  std::uint32_t sum = 0;
  for (const std::uint32_t n : fan) put32(out, sum += n);
  out += rows;
  out += pack_checksum;
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (EVP_Digest(out.data(), out.size(), digest, &size, EVP_sha1(), nullptr) != 1 || size != kIdBytes)
    return fail(Errc::internal, "SHA-1 is not available");
  out.append(reinterpret_cast<const char*>(digest), size);
  return out;
}

}  // namespace gogate::source
