// The file list of a tree that verified: what names the changed files of the
// same release later. The file:
//
//   gogate toolchain manifest 1
//   release go1.26.8 linux-amd64
//   h1 h1:…                              of the module, over the covered files
//   proof the embedded table of 2026-11-23
//   SHA256 MODE NAME                     sorted by name; mode in octal
//   …
//   end SHA256                           of all bytes before this line
//
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "scanners/toolchain/tree_listing.h"

namespace gogate::toolchain {

struct Manifest {
  std::string release;   // "go1.26.8"
  std::string platform;  // "linux-amd64"
  std::string h1;
  std::string proof;
  std::vector<TreeFile> files;  // sorted by name; size and inode are not kept
};

std::string write_manifest(const Manifest& manifest);
// Errc::corrupt: which line is wrong, or that the end is missing. A manifest
// whose own lines do not add up to its h1 is corrupt, too.
Result<Manifest> read_manifest(std::string_view text);

}  // namespace gogate::toolchain
