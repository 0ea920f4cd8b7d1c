// Every object of a repository in the order in which reading is fastest: pack
// after pack, by offset, except that each delta follows its base, depth first,
// so that a reader has every base at hand; loose objects last. Each object
// once, however many packs hold it.
//
// Built from .idx files and from the entry headers of the mapped packs, so that
// no object is inflated to learn its kind (libgit2 would walk its delta chain).
// A multi-pack-index is read only where a pack's own .idx is not beside it.
//
// Packs are replaced while `git gc` runs. What is mapped stays good; one that was
// listed and is gone when it is opened means that newer ones are there, so the
// folder is listed anew.
//
// build() returns when all its threads have ended; const use from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/object_id.h"
#include "gate/core/result.h"
#include "gate/source/pack_order_file.h"
#include "gate/source/pack_order_format.h"

namespace gogate::source {

enum class ObjectKind : std::uint8_t { corrupt = 0, commit = 1, tree = 2, blob = 3, tag = 4 };

// Position in ObjectIndex::entries(): the object's number everywhere below.
using ObjectNumber = std::uint32_t;
inline constexpr ObjectNumber kNoObject = 0xFFFFFFFFU;

struct PackLinks;

struct ObjectEntry {
  std::array<unsigned char, kIdBytes> id{};
  std::uint16_t pack = 0;  // kLoose: not packed
  ObjectKind kind = ObjectKind::corrupt;
  bool has_crc = false;
  std::uint32_t packed_size = 0;  // bytes in the pack, header included; 0: not known
  std::uint32_t crc = 0;          // of those bytes; of a loose object the number of its folder
  std::uint64_t offset = 0;       // in the pack; of a loose object its size, unpacked
  ObjectNumber base = kNoObject;  // of a delta; always below its own number
};
inline constexpr std::uint16_t kLoose = 0xFFFF;
static_assert(sizeof(ObjectEntry) == 48);

struct Pack {
  std::string path;
  MappedFile file;
  bool promisor = false;  // came from a server that may leave objects out
};

class ObjectIndex {
 public:
  // `objects` is the folder .git/objects; its alternates are followed. What is
  // damaged becomes a gap; an error means that nothing could be read at all.
  static Result<ObjectIndex> build(const std::string& objects, std::vector<Gap>& gaps, unsigned threads = 1);

  [[nodiscard]] std::span<const ObjectEntry> entries() const { return entries_; }
  [[nodiscard]] const std::vector<Pack>& packs() const { return packs_; }
  [[nodiscard]] ObjectNumber find(std::string_view id) const;  // kNoObject: not here
  // find() of each of `ids`; several times faster than one by one where they are many,
  // since their cache misses overlap. `numbers` is as long.
  void find_all(std::span<const ObjectId> ids, std::span<ObjectNumber> numbers) const;
  [[nodiscard]] ObjectId id_of(ObjectNumber n) const;
  // The entry's bytes in its pack, checked against the index's CRC; empty when
  // loose or of unknown length.
  [[nodiscard]] Result<std::string_view> packed_bytes(ObjectNumber n) const;
  // Path of a loose object.
  [[nodiscard]] std::string loose_path(ObjectNumber n) const;
  // Unpacked size, from headers alone.
  [[nodiscard]] Result<std::uint64_t> size_of(ObjectNumber n) const;

  // Whether packs came or went since build() listed them.
  [[nodiscard]] bool is_stale() const;

 private:
  [[nodiscard]] std::vector<std::string> packs_on_disk() const;
  void add_folder(const std::string& objects, std::vector<Gap>& gaps);
  void add_pack(const std::string& path, std::vector<Gap>& gaps);
  Result<Ok> index_pack(Pack pack, std::string_view idx, bool may_lack);
  static Result<std::string> index_from_many(const Pack& pack);
  void add_loose(std::uint32_t folder);
  ObjectNumber insert(const ObjectEntry& entry);  // kNoObject: known already
  void order_by_base();
  void merge_from(std::size_t first, const PackIndexView& idx, const PackLinks& links);
  void grow_entries(std::size_t more);
  void grow(std::size_t more);

  std::vector<ObjectEntry> entries_;
  std::vector<Pack> packs_;
  std::vector<std::string> folders_;  // of objects
  std::vector<std::string> listed_;   // packs and indexes, sorted
  std::vector<std::uint32_t> slots_;  // open addressing over entries_, a power of two
  std::size_t in_slots_ = 0;          // how many of entries_
  unsigned threads_ = 1;
};

// Folders of objects: `objects` and its alternates, each once.
std::vector<std::string> object_folders(const std::string& objects, std::vector<Gap>& gaps);

// The head of a loose object's file: "blob 123\0" behind zlib.
struct LooseHeader {
  ObjectKind kind{};
  std::uint64_t size = 0;
};
std::optional<LooseHeader> parse_loose_header(std::string_view file);

// The content of a loose object, checked against `id` and the header's size.
// (libgit2 1.5 never returns from a loose file that is cut short.)
Result<std::string> read_loose(const std::string& path, ObjectKind kind, std::uint64_t size, const ObjectId& id);

inline ObjectId object_id(std::string_view raw) {
  ObjectId id;
  raw.copy(reinterpret_cast<char*>(id.bytes.data()), kIdBytes);
  return id;
}

}  // namespace gogate::source
