// Where a history begins: every ref, the HEADs of all worktrees, and stashes,
// read from the files themselves, so that a damaged ref is a gap and not skipped.
#pragma once

#include <string>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/object_id.h"
#include "gate/core/result.h"

namespace gogate::source {

struct HistoryRoot {
  std::string name;  // "refs/heads/main", "HEAD", "worktrees/fix/HEAD", "stash"
  ObjectId id;
};

// Sorted by name. `common` is the repository's common git folder, `git` the
// folder of this worktree (the same in most repositories).
std::vector<HistoryRoot> read_all_roots(const std::string& common, const std::string& git, std::vector<Gap>& gaps);

// The commits at which a shallow clone is cut; sorted.
std::vector<ObjectId> read_shallow(const std::string& common, std::vector<Gap>& gaps);

// Says that replacements and grafts exist and are not applied.
void warn_of_rewrites(const std::string& common, const std::vector<HistoryRoot>& roots,
                      std::vector<std::string>& warnings);

}  // namespace gogate::source
