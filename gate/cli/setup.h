// Everything that is settled before the first byte is scanned: policy,
// waivers, rules, scanners, filters.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gate/cli/arguments.h"
#include "gate/cli/catalogue.h"
#include "gate/policy/config.h"
#include "gate/policy/ignores.h"
#include "gate/policy/waivers.h"
#include "gate/source/repository.h"
#include "gate/source/source.h"
#include "gate/sys/environment.h"

namespace gogate::cli {

// Where the files are read that decide: .gogate.toml, waivers, gitleaks
// configuration and ignore file, rules that the policy names. In a merge check
// that is the target branch's tip, never the change itself.
struct TrustedFiles {
  std::string name;  // "origin/main (1a2b3c4)", "/src/app"
  // nullopt: no such file. `path` is relative to the repository's root.
  std::function<Result<std::optional<std::string>>(const std::string& path)> read;
  // The files at or below a path, sorted. Only asked for in a merge check.
  std::function<Result<std::vector<std::string>>(const std::string& path)> list;
  // Whether the change has files at or below a path: what it has not (a file
  // that the job itself put into the worktree) is the caller's own.
  std::function<bool(const std::string& path)> in_change;
};
TrustedFiles trust_folder(const std::string& root);
TrustedFiles trust_commit(const source::Repository& repo, const ObjectId& commit, const std::string& name);
TrustedFiles trust_nothing();
// Outside a merge check: the worktree, or HEAD of a bare repository.
TrustedFiles trust_repository(const source::Repository& repo);
std::string root_of(const source::Repository& repo);

struct Setup {
  policy::Config config;
  std::vector<policy::WaiverEntry> waivers;
  policy::IgnoreSet ignores;
  std::vector<std::string> deciding_files;  // only in a merge check: their edits are warned about
  Catalogue catalogue;
  source::PathFilter filter;
  source::Limits limits;
  bool merge_check = false;
  TrustedFiles trusted;
  std::vector<Gap> gaps;
  std::vector<std::string> warnings;
};

// `root` is the repository's or folder's path, against which a --policy file
// inside it is told from one outside. Errors: Errc::config or Errc::usage.
Result<Setup> make_setup(const CommonArguments& arguments, const sys::Environment& environment,
                         const TrustedFiles& trusted, const std::string& root, bool merge_check);

}  // namespace gogate::cli
