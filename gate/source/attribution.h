// Joins content to the commits that brought it in and those that took it away.
//
// A commit introduces a group of blobs at a path when its tree has one of them
// there and no parent's tree has one of the same group there; it removes the
// group when all its parents have one there and it has none. Which trees hold an
// asked blob or name ("hot" ones) follows from what the walk kept of them, so that
// none is read again; only these are compared, and a folder that is the same tree
// as in a parent is skipped: the work follows what changed and not how many files
// there are.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/result.h"
#include "gate/source/history_objects.h"
#include "gate/source/history_walk.h"
#include "gate/source/pack_order.h"
#include "gate/source/source.h"

namespace gogate::source {

struct Introduction {
  std::size_t index = 0;          // into the wanted blobs, or names
  std::uint32_t commit = 0;       // into Walk::commits; kNoCommitRow: a BareRoot, or HEAD
  std::string path;               // of a BareRoot: its name, and the path below it
  Event event = Event::introduced;
  bool of_name = false;
};

struct WantedBlob {
  ObjectNumber object = kNoObject;  // kNoObject: not in this repository, stands nowhere
  std::uint32_t group = 0;
};

struct Asked {
  std::vector<WantedBlob> blobs;         // one blob may be wanted several times, in several groups
  std::span<const std::string> names;    // of files or folders, each once
  ObjectNumber head = kNoObject;         // the tree of HEAD: what stands there is told as well
};

// Unsorted. A bound on hostile trees (the same folder nested in itself over and
// over) is a gap. Of a removal `index` is a blob of the group that was there.
Result<std::vector<Introduction>> find_introductions(const ObjectIndex& index, const ObjectReaders& readers,
                                                     const Walk& walk, const Asked& asked, unsigned threads,
                                                     std::vector<Gap>& gaps);

}  // namespace gogate::source
