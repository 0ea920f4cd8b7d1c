// What around an installed tree weakens what it builds: settings of the go
// command, other installations that may be used instead, and files that are
// left of an older release. For the .cpp files here only.
#pragma once

#include <string>

#include "scanners/toolchain/go_settings.h"
#include "scanners/toolchain/installed_tree.h"
#include "scanners/toolchain/tree_listing.h"

namespace gogate::toolchain {

// The setting and all that is wrong with it, from every place that sets it.
void report_settings(const GoSettings& settings, Verification& v);

// Several go commands in PATH, and a GOROOT that is not the one of the first.
void report_installations(const Files& files, const Variables& variables, Verification& v);

// Files below pkg that no release since Go 1.20 has there.
void report_leftovers(const Installation& tree, const TreeListing& listing, Verification& v);

// go.work or go.mod from `folder` upwards: whether another toolchain than this
// one would build there.
void report_module(const Files& files, const std::string& folder, const GoSettings& settings, const Installation& tree,
                   Verification& v);

// Flags of GOFLAGS, as the go command splits it: by white space, quotes around
// a whole flag.
std::vector<std::string> split_goflags(std::string_view text);

}  // namespace gogate::toolchain
