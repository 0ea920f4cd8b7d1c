// The bytes of a pack and its index, as git's gitformat-pack(5) describes them.
// Pure parsers of untrusted bytes: every access is checked, nothing is copied,
// views point into the bytes given. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "gate/core/result.h"

namespace gogate::source {

inline constexpr std::size_t kIdBytes = 20;  // SHA-1 repositories only

// An .idx file, version 1 or 2.
class PackIndexView {
 public:
  // Checks magic, size, and that the fan-out table never falls. Ids may still
  // be unsorted: ids_sorted() looks at all of them.
  static Result<PackIndexView> parse(std::string_view bytes);

  [[nodiscard]] std::uint32_t count() const { return count_; }
  // `i` must be below count().
  [[nodiscard]] std::string_view id(std::uint32_t i) const;
  [[nodiscard]] std::optional<std::uint64_t> offset(std::uint32_t i) const;  // nullopt: outside the 64-bit table
  [[nodiscard]] std::optional<std::uint32_t> crc32(std::uint32_t i) const;   // nullopt: version 1 has none
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const;
  [[nodiscard]] std::string_view pack_checksum() const { return bytes_.substr(bytes_.size() - 2 * kIdBytes, kIdBytes); }
  [[nodiscard]] std::string_view own_checksum() const { return bytes_.substr(bytes_.size() - kIdBytes); }
  [[nodiscard]] std::string_view checksummed() const { return bytes_.substr(0, bytes_.size() - kIdBytes); }
  [[nodiscard]] bool ids_sorted() const;

 private:
  std::string_view bytes_;
  std::uint32_t count_ = 0;
  std::uint32_t large_ = 0;  // entries of the 64-bit offset table
  std::uint8_t version_ = 2;
};

// What stands before the compressed bytes of one object in a pack.
enum class PackedType : std::uint8_t { commit = 1, tree = 2, blob = 3, tag = 4, ofs_delta = 6, ref_delta = 7 };

struct PackEntryHeader {
  PackedType type{};
  std::uint64_t size = 0;         // unpacked: of the object, or of the delta
  std::size_t header_bytes = 0;   // up to where the zlib stream begins
  std::uint64_t base_offset = 0;  // ofs_delta: always below the entry's own offset, at least 12
  std::string_view base_id;       // ref_delta
};

// `pack` is the whole file, its 20-byte trailer included.
Result<PackEntryHeader> parse_pack_entry(std::string_view pack, std::uint64_t offset);

// Checks "PACK", version 2 or 3; the number of objects it says it holds.
Result<std::uint32_t> parse_pack_header(std::string_view pack);

// The two sizes at the head of a delta.
struct DeltaSizes {
  std::uint64_t base = 0;
  std::uint64_t result = 0;
  std::size_t header_bytes = 0;
};
std::optional<DeltaSizes> parse_delta_sizes(std::string_view delta);

}  // namespace gogate::source
