// Every file of an installed tree with its SHA-256, read by several threads in
// the order in which files lie on the disk. Links are never followed, so no
// loop of them is entered; memory holds names and digests, never contents.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/digest.h"
#include "gate/core/result.h"
#include "gate/core/world.h"

namespace gogate::toolchain {

struct TreeFile {
  std::string name;  // relative to the root, '/' separated
  Sha256 sha256{};
  std::uint64_t size = 0;
  std::uint32_t mode = 0;  // permission bits with set-id bits
  std::uint64_t inode = 0;
};

// What no release of Go has.
struct Oddity {
  enum class Kind : std::uint8_t {
    symlink,
    special,         // device, pipe, socket
    set_id,          // set-uid or set-gid bit of a file
    other_owner,     // neither root nor the owner of the tree's folder
    world_writable,  // by anybody; of folders: without the sticky bit
    bad_name,        // with bytes that no name of a release has
  };
  Kind kind{};
  std::string name;    // relative; "." is the root itself
  std::string detail;  // "leads to /etc", "mode 4755", "owner 1000"
};

struct Unreadable {
  std::string name;
  Error error;
};

struct TreeListing {
  std::vector<TreeFile> files;  // sorted by name
  std::vector<Oddity> oddities;  // sorted by kind and name
  std::vector<Unreadable> unreadable;
  std::uint64_t bytes = 0;       // hashed
  std::uint64_t uncovered = 0;   // files that were left out: see is_covered()
  std::string bounded;           // why the walk stopped before its end; empty: it did not
};

struct ListingOptions {
  unsigned jobs = 2;
  bool everything = false;  // also what is_covered() leaves out
  const std::atomic<bool>* stop = nullptr;
};

// Whether the toolchain module holds the file of this relative name: all but
// the folders api, doc, misc and test at the top.
bool is_covered(std::string_view name);

// `root` is a resolved path. Errc::interrupted; all else is in the listing.
Result<TreeListing> list_tree(const Files& files, const std::string& root, const ListingOptions& options);

}  // namespace gogate::toolchain
