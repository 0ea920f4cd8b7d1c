// Finds and reads what users of other tools already have: ignore files,
// baselines, path exclusions. In a merge check all of it stands at the target
// branch's tip.
#pragma once

#include <string>
#include <vector>

#include "gate/cli/setup.h"
#include "gate/policy/ignores.h"

namespace gogate::cli {

// Reads
//   .gitleaksignore        at the root, in the current folder, and where --gitleaks-ignore-path says
//   .betterleaksignore     at the root
//   .secrets.baseline      at the root
//   .github/secret_scanning.yml
//   --baseline-path        a JSON report of gitleaks, betterleaks or gogate, or a .secrets.baseline
// Errc::config for one that cannot be read: never taken for an empty one.
Result<policy::IgnoreSet> load_ignores(const CommonArguments& arguments, const TrustedFiles& trusted, const std::string& root,
                                       bool merge_check);

// Files of a repository that decide what is reported: those above, the policy, waivers, gitleaks' configuration.
std::vector<std::string> deciding_files(const CommonArguments& arguments, const std::string& root);

}  // namespace gogate::cli
