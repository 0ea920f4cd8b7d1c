// Pre-deploy checks of a Go toolchain: is this downloaded archive what the Go
// project published, and is this installed tree what it says it is? Nothing of
// either is ever executed or unpacked.
//
// Both return what a report needs. Any thread; the results point at rules of
// catalogue(), which live as long as the program. An Error (usage, not_found)
// means that the question itself was wrong: exit 2. What could not be read or
// proven is a gap.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/report.h"
#include "gate/core/result.h"
#include "gate/core/world.h"

namespace gogate::toolchain {

// A variable of the environment; empty when unset.
using Variables = std::function<std::string(std::string_view name)>;

class KnownHashes;
struct Manifest;
struct TreeFile;

struct Verification {
  std::string scope;              // "archive /tmp/go1.26.5.linux-amd64.tar.gz"
  std::vector<Finding> findings;  // fingerprint and location filled in
  std::vector<Gap> gaps;
  std::vector<Note> notes;
  std::vector<Fact> facts;         // in the order in which to show them
  std::vector<Check> checks;       // likewise
  std::vector<const Rule*> rules;  // evaluated, sorted by id
  Counts counts;                   // blobs: files read
  // With make_manifest, of a tree that was proven; else null.
  std::shared_ptr<const Manifest> manifest;
};

// SHA-256 of a downloaded archive against the digests that the Go project
// published (embedded, see releases_date()).
Result<Verification> verify_archive(const Files& files, const std::string& path);

// How an installed tree is to be proven. Pointers may be null, are not owned
// and outlive the call.
struct ToolchainOptions {
  unsigned jobs = 2;
  const std::atomic<bool>* stop = nullptr;
  const KnownHashes* known = nullptr;    // instead of the embedded table
  // Which proofs count; all that are at hand, in this order.
  bool use_table = true;
  bool use_cache = true;
  bool use_database = true;
  Variables variables;                   // of the environment: GOSUMDB, GOPROXY, …; may be empty
  bool judge_environment = true;         // settings, installations and modules around the tree, when `variables` is there
  const Store* store = nullptr;          // proofs seen before and the last tree of the database; null: none are kept
  const Fetch* fetch = nullptr;          // null: offline
  std::string offline_because;           // "--offline"; what the report says when `fetch` is null
  const Manifest* manifest = nullptr;    // of a tree that verified
  std::string manifest_name;             // as the user calls it
  // A second copy of the release, by its files; `against_digest`: what an archive
  // was published as, when its digest proves it; empty: a copy like any other.
  const std::vector<TreeFile>* against = nullptr;
  std::string against_name;
  std::string against_digest;
  bool against_modes = true;             // whether its files have permissions
  // Requirements; empty: none.
  std::string go_versions;               // ">=1.26.7"
  bool supported_only = false;
  std::string exact_from;                // a go.mod
  std::string folder;                    // whose go.mod and go.work count; empty: none
  bool make_manifest = false;            // Verification::manifest is wanted
  bool block_unknown = false;            // a release that nothing knows: blocked, not incomplete
  bool accept_distribution = false;      // a Go that a distribution built: a note, not a gap
};

// An installed GOROOT: version and platform from VERSION and from the build
// info of its programs, which must agree, and its content against the hash by
// which the checksum database knows the release. Errors besides: interrupted.
Result<Verification> verify_toolchain(const Files& files, const std::string& goroot, const ToolchainOptions& options);

// A Go that is installed, as `gogate toolchain list` shows it.
struct Installed {
  std::string root;      // resolved
  std::string version;   // first line of VERSION; empty: unreadable
  std::string found_by;  // "PATH", "GOROOT", "module cache", "/usr/local/go"
  bool first_in_path = false;
};
// Where Go usually stands: PATH, GOROOT, /usr/local/go, distributions' folders,
// ~/sdk, the module cache. Sorted as found, each once.
std::vector<Installed> find_installed(const Files& files, const Variables& variables);

// Every rule of this room, sorted by id.
std::span<const Rule> catalogue();
// "2026-08-19": newer releases are unknown to the embedded table.
std::string_view releases_date();

inline constexpr std::string_view kName = "toolchain";  // of the ScannerRun

}  // namespace gogate::toolchain
