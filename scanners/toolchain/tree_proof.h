// Whether the files of an installed tree are those of a release. For the .cpp
// files here only.
#pragma once

#include <optional>
#include <string>

#include "scanners/toolchain/installed_tree.h"
#include "scanners/toolchain/tree_listing.h"

namespace gogate::toolchain {

// What the content of a release hashes to, and who says so.
struct Expectation {
  std::string h1;
  std::string by;  // "the embedded table of 2026-11-23"
};

struct Content {
  enum class State : std::uint8_t {
    proven,
    proven_local,   // but for GOTOOLCHAIN=local in go.env, a distributor's known change
    go_env_changed,  // all but go.env, which is neither
    go_env_missing,
    different,
  };
  State state = State::different;
  std::string h1;  // of the tree as it is
};

// `go_env` is the content of the tree's go.env; nullopt: there is none.
Content judge_content(const TreeListing& listing, const std::string& release, const std::string& platform,
                      const std::string& expected_h1, const std::optional<std::string>& go_env);

// Findings for links, owners, permissions; a gap for each unreadable place.
void report_oddities(const Files& files, const Installation& tree, const TreeListing& listing, Verification& v);

// One finding for each name, at most 25; then one for the rest.
void add_named(Verification& v, std::string_view rule, const std::string& root, const std::vector<std::string>& names,
               const std::string& what);

// "11,518"
std::string grouped(std::uint64_t number);

}  // namespace gogate::toolchain
