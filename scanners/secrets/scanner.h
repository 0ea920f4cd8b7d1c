// The secrets scanner: gitleaks' matching for anyone's rules, and more care
// about what is a real secret for our own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "gate/core/scanner.h"
#include "scanners/secrets/rule_set.h"
#include "scanners/secrets/sops_policy.h"

namespace gogate::secrets {

struct Options {
  // encode()d rules of the build, and the Vectorscan database made of exactly
  // their patterns_of(); the database must outlive the scanner. Both may be empty.
  std::string_view embedded_rules;
  std::string_view embedded_database;
  // Whether the embedded rules take part. They do anyway when one of `added`
  // says useDefault; a config that replaces them is passed with false.
  bool with_embedded = true;
  std::vector<RuleSet> added;     // after resolve()
  std::vector<std::string> only;  // ids or aliases; empty: all. Unknown ones match nothing
  std::vector<std::string> skip;
  // What the .sops.yaml files of the repository (of the target branch too, in a
  // merge check) say must be encrypted. Only where paths are known.
  std::vector<SopsPolicy> sops;
  // Seconds since 1970, for tokens and links that say when they expire; 0:
  // nothing is taken for expired.
  std::int64_t now = 0;
  // Findings of one rule in one blob; more are counted and become a gap. High,
  // since all of them may be known, allowed or of no weight, which is settled
  // later; each costs about three KiB until then.
  std::uint32_t max_findings = 5000;
  // So many times over may what is found be encoded; 0: nothing is decoded.
  std::uint32_t max_decode_depth = 5;
};

// Regexes are compiled at their first candidate, so this costs little more than
// decoding. Errc::corrupt when the embedded rules are of another build.
//
// place() starts from what scan() found, so it may be called for one finding
// again and again with other places.
Result<std::unique_ptr<Scanner>> make_scanner(Options options);

}  // namespace gogate::secrets
