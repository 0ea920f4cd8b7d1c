// What trees hold, each read once and kept without what it shares with the tree
// that it is a delta of.
//
// Versions of a folder share nearly all their entries. Where a tree was just
// applied as a delta to one that was read before it, only the entries that the
// delta changed are looked at; the others are those of its base. So whoever
// follows the links must have followed those of the base as well; and what a
// tree holds is what its base holds, without what it lost, and its own entries.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "gate/core/object_id.h"
#include "gate/core/result.h"
#include "gate/source/history_names.h"
#include "gate/source/history_objects.h"
#include "gate/source/pack_order.h"

namespace gogate::source {

// git knows this tree without storing it.
bool is_empty_tree(const ObjectId& id);

struct TreeEntry {
  ObjectNumber child = kNoObject;  // kNoObject: a submodule's commit, an OddEntry, or the empty tree, which git does not store
  std::uint32_t name : 31 = 0;
  std::uint32_t is_tree : 1 = 0;
};

// An entry whose object is not here, or is not what the entry says.
struct OddEntry {
  ObjectNumber tree = kNoObject;
  ObjectNumber child = kNoObject;  // kNoObject: missing
  ObjectKind wanted{};
  ObjectId id;
};

// One thread, except that add() uses several.
class TreeStore {
 public:
  explicit TreeStore(const ObjectIndex& index) : index_(index), rows_(index.entries().size()) {}

  // Reads these trees (rising numbers); those read before are read anew.
  Result<Ok> add(const ObjectReaders& readers, std::span<const ObjectNumber> trees, unsigned threads);

  // As if no tree had been read; names keep their numbers.
  void forget_entries();

  struct Held {
    bool known = false;              // add() has read it; false also for what is no tree
    ObjectNumber base = kNoObject;   // a lower number
    std::uint32_t first = 0;         // number of the first of its own entries
    std::span<const TreeEntry> entries;
    std::span<const std::uint32_t> lost;  // numbers of entries that its base holds
    bool odd = false;                // failure() or odd_entries() say more
    bool submodules = false;
  };
  [[nodiscard]] Held held(ObjectNumber tree) const;
  [[nodiscard]] const TreeEntry& entry(std::uint32_t number) const { return entries_[number]; }
  [[nodiscard]] std::size_t entry_count() const { return entries_.size(); }
  // Why it could not be read to its end; null: it could.
  [[nodiscard]] const std::string* failure(ObjectNumber tree) const;
  [[nodiscard]] std::span<const OddEntry> odd_entries(ObjectNumber tree) const;
  [[nodiscard]] const Names& names() const { return names_; }

 private:
  struct Row {
    std::uint32_t begin = 0;  // into entries_
    std::uint32_t count = 0;
    std::uint32_t lost_begin = 0;  // into lost_
    std::uint32_t lost_count = 0;
    ObjectNumber base = kNoObject;
    bool known = false, odd = false, submodules = false;
  };
  class Part;
  void adopt(Part& part);

  const ObjectIndex& index_;
  std::vector<Row> rows_;  // by object
  std::vector<ObjectNumber> read_;
  std::vector<TreeEntry> entries_;
  std::vector<std::uint32_t> lost_;
  std::vector<OddEntry> odd_;  // by tree
  std::map<ObjectNumber, std::string> failures_;
  Names names_;
};

}  // namespace gogate::source
