// Turns changed files into the items of a plan. One thread.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "gate/source/file_reading.h"
#include "gate/source/renames.h"
#include "gate/source/repository.h"
#include "gate/source/source.h"
#include "gate/source/tree_diff.h"

namespace gogate::source {

struct FileChange {
  std::string path;
  ObjectId id;                   // zero: on disk, or removed
  std::vector<ObjectId> before;  // one for each older side; zero where new
  EntryKind kind = EntryKind::blob;
  bool on_disk = false;
  bool removed = false;
  std::vector<std::string> moved_from = {};  // as Item::moved_from
  bool moved_only = false;
};

class ChangeItems {
 public:
  ChangeItems(const Repository& repo, const PathFilter& filter, Plan& plan);

  // Files that are new against side `side` get the version of the removed file
  // they were made from, and its path. The removed ones stand in `changes` too,
  // or in `removed`.
  void find_renames(std::vector<FileChange>& changes, std::size_t side = 0, const std::vector<FileChange>* removed = nullptr);
  // Adds an item; removed files, submodules and filtered paths count but give
  // none. The same version against the same sides is one item for both views.
  void add(FileChange change, std::uint32_t commit, bool every_version, bool end_state);
  // A symbolic link that is on disk only.
  void add_link(Link link, std::uint32_t commit);
  void add_message(const ObjectId& id, PlaceKind place, std::string name, std::uint32_t commit);
  // Paths that no older side has; before find_renames().
  void add_names(const std::vector<FileChange>& changes, std::uint32_t commit);
  void finish();  // sets the counts and content_changed

 private:
  const Repository& repo_;
  const PathFilter& filter_;
  Plan& plan_;
  Renames renames_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_path_;
  std::unordered_set<std::string> excluded_;
  std::unordered_set<std::string> named_;
  std::unordered_set<std::string> submodules_;
};

}  // namespace gogate::source
