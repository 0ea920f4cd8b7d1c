// Compares trees as git stores them, and goes on where one is missing. One thread.
#pragma once

#include <map>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/object_id.h"
#include "gate/source/libgit2.h"
#include "gate/source/repository.h"

namespace gogate::source {

enum class EntryKind : std::uint8_t { none, blob, link, tree, submodule };  // a symbolic link is stored as its target

struct TreeFile {
  std::string path;
  ObjectId id;
  EntryKind kind = EntryKind::blob;
};

// A path whose content differs from that in every old tree. Zero id: deleted
// (only when there is one old tree).
struct TreeChange {
  std::string path;
  ObjectId id;
  std::vector<ObjectId> before;  // one for each old tree, zero where it is new
  EntryKind kind = EntryKind::blob;
};

class TreeDiff {
 public:
  explicit TreeDiff(const Repository& repo) : repo_(repo) {}

  // What stands in `now` and in none of `olds` (zero: an empty tree). A mode
  // change alone is none. Sorted by path, as git sorts.
  std::vector<TreeChange> introduced(const ObjectId& now, std::span<const ObjectId> olds);
  // Every file of a tree, in the order of an index.
  std::vector<TreeFile> files(const ObjectId& tree);
  // The tree of a commit; zero, and a gap, when it cannot be had.
  ObjectId tree_of(const ObjectId& commit);
  // Trees that are missing or corrupt, each once; what they hold was not compared.
  std::vector<Gap> take_gaps() { return std::exchange(gaps_, {}); }

 private:
  struct Entry {
    std::string_view name;
    ObjectId id;
    EntryKind kind = EntryKind::none;
  };
  struct Loaded {
    OdbObject object;
    std::vector<Entry> entries;  // sorted by name
  };
  bool within_bounds(const std::string& place, std::size_t found);
  bool load(const ObjectId& id, const std::string& place, Loaded& out);
  void compare(const ObjectId& now, std::span<const ObjectId> olds, const std::string& prefix, int depth, std::vector<TreeChange>& out);
  void list(const ObjectId& tree, const std::string& prefix, int depth, std::vector<TreeFile>& out);

  const Repository& repo_;
  std::vector<Gap> gaps_;
  std::unordered_set<ObjectId> reported_;
  std::size_t entries_ = 0;  // looked at in this call
};

}  // namespace gogate::source
