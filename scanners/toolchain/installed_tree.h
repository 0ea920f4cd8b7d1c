// What an installed tree says of itself, read without running anything. For the
// .cpp files here only.
#pragma once

#include "scanners/toolchain/toolchain.h"

namespace gogate::toolchain {

struct Installation {
  std::string root;          // resolved
  std::string version;       // first line of VERSION; empty: unreadable or none
  std::string release;       // "go1.26.8" of it
  std::string platform;      // "linux/amd64", by the build info of bin/go; empty: unknown
  std::string distribution;  // by what a distribution's own build is told; empty: it does not look so
  bool windows = false;
};

// VERSION and bin/go. Adds facts, and a finding where bin/go is something else.
Result<Installation> examine_installation(const Files& files, const std::string& goroot, Verification& v);
// The versions of all programs, and what every release has: for a tree whose
// content is not proven, where they tell more than a hash does.
void examine_programs(const Files& files, const Installation& tree, Verification& v);

}  // namespace gogate::toolchain
