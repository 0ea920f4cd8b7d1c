// How the index differs from HEAD, and the worktree from the index. One thread.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/object_id.h"
#include "gate/source/file_reading.h"
#include "gate/source/libgit2.h"
#include "gate/source/repository.h"
#include "gate/source/tree_diff.h"

namespace gogate::source {

struct StagedFile {
  std::string path;
  ObjectId id;      // zero: removed from the index
  std::vector<ObjectId> before;  // HEAD's, then that of each commit being merged; zero: new
  EntryKind kind = EntryKind::blob;
  bool conflict = false;  // one of the sides of an unsettled merge
};
struct Staged {
  std::vector<StagedFile> files;
  std::vector<std::string> intent_to_add;  // named in the index, content not staged
  std::size_t conflicts = 0;               // paths
};
// `head` as TreeDiff::files() lists it. In the middle of a merge, what a commit
// being merged has at that path already is no news, save in conflicts.
Staged staged_against(const Repository& repo, git_index* index, const std::vector<TreeFile>& head, TreeDiff& trees);

struct DiskFile {
  std::string path;
  bool removed = false;
  ObjectId before;  // the index's; zero: untracked
};
struct OnDisk {
  std::vector<DiskFile> files;  // differ from the index
  std::vector<Link> links;      // likewise
  std::vector<Note> notes;
  std::vector<Gap> gaps;
};
// A file is only read when its time stamps say that it may have changed.
Result<OnDisk> disk_against(const Repository& repo, git_index* index, std::uint64_t max_file_size);

}  // namespace gogate::source
