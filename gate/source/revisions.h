// From words and ref updates to what is to be looked at. Each result has
// neither filter nor limits set.
#pragma once

#include <span>
#include <string>

#include "gate/source/open.h"
#include "gate/source/repository.h"

namespace gogate::source {

// `--commit REV`: that commit alone; of a merge, what none of its parents had.
Result<ChangeSpec> changes_of_commit(const Repository& repo, const std::string& rev);
// `--range A..B`: what B has and A has not, end state against their merge base.
// `A...B` means the same here: it is the form that compare pages use. A missing
// side is HEAD.
Result<ChangeSpec> changes_of_range(const Repository& repo, const std::string& range);
// `--base REV`: from the merge base of REV and HEAD to HEAD, and on to the index
// and the worktree unless `committed` (then the plan notes what it left out).
Result<ChangeSpec> changes_since(const Repository& repo, const std::string& rev, bool committed);

// One line of what git tells a pre-push or pre-receive hook.
struct RefUpdate {
  std::string ref;   // "refs/heads/main", as the receiving side calls it
  ObjectId old_id;   // zero: a new ref
  ObjectId new_id;   // zero: a deletion
};
// What a push to `remote` (name or URL) would send: `old_id` is what the remote
// has, as far as this clone knows that object; all else its refs show counts as sent.
Result<ChangeSpec> changes_of_push(const Repository& repo, std::span<const RefUpdate> updates, const std::string& remote);
// What a push brings to this repository: all its present refs count as known.
Result<ChangeSpec> changes_of_receive(const Repository& repo, std::span<const RefUpdate> updates);

}  // namespace gogate::source
