// .gogate.toml: what blocks, what is scanned with which rules, which comments
// count. docs/policy.md describes every key.
//
// Read from the worktree, or, in a merge check, from the target branch's tip:
// a change cannot wave itself through.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/result.h"
#include "gate/core/severity.h"

namespace gogate::policy {

// One scanner's table: [secrets], [go].
struct ScannerPolicy {
  bool enabled = true;
  std::vector<std::string> rules;  // rule files or folders, relative to the repository's root
  std::vector<std::string> only;
  std::vector<std::string> skip;
  bool default_rules = true;
};

// [[rule]]: changes one rule's scales.
struct RuleOverride {
  std::string id;
  std::optional<Severity> severity;
  std::optional<Confidence> confidence;
};

struct Config {
  std::string origin = "defaults";
  Severity fail_severity = Severity::high;          // fail-on
  Confidence fail_confidence = Confidence::medium;  // fail-confidence
  std::vector<std::string> include;                 // [scan]
  std::vector<std::string> exclude;
  std::optional<std::uint64_t> max_file_size;       // bytes
  std::vector<GapKind> accepted_gaps;               // [gaps] accept
  std::vector<NoteKind> notes_as_gaps;              // [gaps] from-notes
  bool inline_suppressions = true;                  // [suppressions]
  bool require_ids = false;
  bool require_reason = false;
  bool honour_added = false;
  std::string gitleaks_config;                      // [secrets] gitleaks-config
  ScannerPolicy secrets;
  ScannerPolicy go;
  std::vector<RuleOverride> overrides;
};

// `origin` is shown in errors ("file:line:column: …", Errc::config) and in the
// report. Unknown keys and values of the wrong type are errors, with the
// nearest known key.
Result<Config> parse_config(std::string_view toml, std::string_view origin);

}  // namespace gogate::policy
