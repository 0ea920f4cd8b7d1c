// Walks over commits that end quietly where a shallow clone ends, which
// libgit2's own walk does not. One thread.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/object_id.h"
#include "gate/core/result.h"
#include "gate/source/repository.h"

namespace gogate::source {

class CommitWalk {
 public:
  explicit CommitWalk(const Repository& repo) : repo_(repo) {}

  struct Node {
    ObjectId id;
    std::int64_t time = 0;            // committer date
    std::vector<ObjectId> parents;    // those that are here
    bool parents_missing = false;     // some are not: the clone is shallow, or an object is lost
    std::uint8_t marks = 0;
  };

  // The best common ancestors of any of `ours` with any of `theirs`, newest
  // first. None is a fine answer: see met_boundary().
  Result<std::vector<ObjectId>> merge_bases(std::span<const ObjectId> ours, std::span<const ObjectId> theirs);
  // Commits that `include` reaches and `exclude` does not, oldest first (parents before children).
  Result<std::vector<ObjectId>> range(std::span<const ObjectId> include, std::span<const ObjectId> exclude);

  // Whether the last walk came to a commit whose parents are not here.
  [[nodiscard]] bool met_boundary() const { return met_boundary_; }
  // Commits that are here but cannot be read, or are lost without the clone
  // being shallow; all walks so far.
  [[nodiscard]] const std::vector<Gap>& gaps() const { return gaps_; }
  // Errc::missing when the commit is not here. Stays valid.
  Result<Node*> node(const ObjectId& id);

 private:
  // Loads them; those that are not here are taken out, and the node marked.
  std::vector<Node*> parents(Node& n);
  void clear_marks();

  const Repository& repo_;
  std::unordered_map<ObjectId, Node> nodes_;
  std::vector<Gap> gaps_;
  bool met_boundary_ = false;
};

}  // namespace gogate::source
