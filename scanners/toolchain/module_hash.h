// The h1 hash ("Hash1" of golang.org/x/mod/sumdb/dirhash) that the checksum
// database knows a release by, over an installed tree read as the module
// golang.org/toolchain holds it. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "scanners/toolchain/tree_listing.h"

namespace gogate::toolchain {

inline constexpr std::string_view kToolchainModule = "golang.org/toolchain";

// "v0.0.1-go1.26.8.linux-amd64"; platform is "linux-amd64".
std::string module_version(std::string_view release, std::string_view platform);

// "h1:…" over the covered files. Names without line ends, sorted or not;
// `instead` is the digest that counts for go.env, whatever its own is.
std::string module_h1(std::span<const TreeFile> files, std::string_view release, std::string_view platform,
                      const std::optional<Sha256>& instead = std::nullopt);

// go.env as every release since Go 1.21 has had it: only its digest stands here.
const Sha256& released_go_env();
// Whether this go.env is the released one but for GOTOOLCHAIN=local, as images
// of distributors have it.
bool is_local_go_env(std::string_view text);

// "h1:" and the base64 of 32 bytes.
bool is_h1(std::string_view text);

}  // namespace gogate::toolchain
