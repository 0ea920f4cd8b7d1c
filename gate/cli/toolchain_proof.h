// What verify toolchain and toolchain manifest share: which tree is meant, how
// it may be proven, and the second copy it is compared with.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gate/cli/arguments.h"
#include "gate/cli/perform.h"
#include "gate/net/curl_fetch.h"
#include "gate/sys/files.h"
#include "gate/sys/store.h"
#include "scanners/toolchain/manifest.h"
#include "scanners/toolchain/toolchain.h"
#include "scanners/toolchain/tree_listing.h"

namespace gogate::cli {

// GOROOT of the environment, else the tree that the go in PATH belongs to.
// Found by reading links, never by running it. Adds the reason.
Result<std::string> default_goroot(const sys::Environment& environment, const Files& files, std::vector<Fact>& facts);

// Owns what the options point to; not movable.
class ToolchainProof {
 public:
  // Reads --manifest and --against. Errors: usage, config.
  ToolchainProof(const VerifyArguments& arguments, const Machine& machine);
  ToolchainProof(const ToolchainProof&) = delete;
  ToolchainProof& operator=(const ToolchainProof&) = delete;

  Result<Ok> read_lists(const Files& files, const std::string& goroot);
  toolchain::ToolchainOptions options;

 private:
  Result<Ok> read_archive(const std::string& path);

  const VerifyArguments& arguments_;
  const Machine& machine_;
  std::string cache_;
  sys::FolderStore store_;
  net::CurlFetch fetch_;
  std::optional<toolchain::Manifest> manifest_;
  std::vector<toolchain::TreeFile> copy_;
};

}  // namespace gogate::cli
