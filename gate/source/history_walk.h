// What the chosen refs reach: commits, trees, blobs, and what should be there
// but is not.
//
// git keeps no list of what is missing, so the walk follows every link: each
// commit and each unique tree is read once, in pack order, since random order
// is many times slower, and linked in memory afterwards. Where little of a history
// is asked for, trees are read in waves instead (all root trees, then all that
// these name for the first time, …). Whatever a clone lacks, for whatever
// reason, is met here.
//
// Where only a part of the history is asked for, the commits at its edge (parents
// of asked ones) come along, marked old, so that what stood there already can be
// told from what came in; nothing beyond them is read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/result.h"
#include "gate/source/history_objects.h"
#include "gate/source/history_refs.h"
#include "gate/source/history_trees.h"
#include "gate/source/pack_order.h"

namespace gogate::source {

struct WalkedCommit {
  ObjectNumber object = kNoObject;
  ObjectNumber tree = kNoObject;   // kNoObject: not here
  std::int64_t time = 0;           // committer's, seconds since 1970
  std::uint32_t first_parent = 0;  // into Walk::parents
  std::uint32_t parent_count = 0;  // 0 at a shallow boundary, and for old ones
  bool old = false;                // not asked for: only a parent of one that is
};

// A ref (through a tag or not) that leads to a tree or a blob without a commit.
struct BareRoot {
  std::string name;
  ObjectNumber object = kNoObject;
};

// Somebody that commits name as author or committer.
struct WalkedPerson {
  std::string who;  // "Name <mail>"
  std::uint32_t commit = 0;  // the first that does, by time, of those walked
};

struct Walk {
  std::vector<WalkedCommit> commits;    // reachable ones, in the order of their objects
  std::vector<std::uint32_t> parents;   // into `commits`, kNoCommitRow where absent
  std::vector<ObjectNumber> tags;       // rising
  std::vector<ObjectNumber> trees;      // rising
  std::vector<ObjectNumber> blobs;      // rising
  std::vector<BareRoot> bare;
  std::vector<std::string> names;       // of files and folders in `trees`, each once, sorted
  std::vector<WalkedPerson> people;     // each once, sorted
  bool submodules = false;              // a tree names another repository's commit
  std::uint32_t shallow = 0;            // boundary commits that were met
  std::unique_ptr<const TreeStore> held;  // of every tree of the repository; null where only some were read
};
inline constexpr std::uint32_t kNoCommitRow = 0xFFFFFFFFU;

struct WalkOptions {
  std::span<const HistoryRoot> roots;
  std::span<const ObjectId> shallow;  // sorted
  bool partial = false;               // a promisor remote may have left objects out
  unsigned threads = 2;
  std::span<const ObjectId> known;    // commits: what they reach is not asked for
  std::optional<std::int64_t> since;  // commits before this (committer's seconds since 1970) are not
  bool unreachable = false;           // also what no root reaches; what that lacks is no gap
};

Result<Walk> walk_history(const ObjectIndex& index, const ObjectReaders& readers, const WalkOptions& options,
                          std::vector<Gap>& gaps);

}  // namespace gogate::source
