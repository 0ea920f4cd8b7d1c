// Two lists of one tree's files compared by name. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scanners/toolchain/tree_listing.h"

namespace gogate::toolchain {

struct Differences {
  std::vector<std::string> changed;
  std::vector<std::string> added;
  std::vector<std::string> removed;
  std::vector<std::string> modes;  // "bin/go: 4755 instead of 755"; of files with the same content

  [[nodiscard]] bool none() const { return changed.empty() && added.empty() && removed.empty() && modes.empty(); }
};

struct CompareOptions {
  bool covered_only = false;  // leave out what the module does not hold
  bool modes = true;          // whether the expected side has them
};

// Both sorted by name.
Differences compare(std::span<const TreeFile> found, std::span<const TreeFile> expected, const CompareOptions& options);

}  // namespace gogate::toolchain
