// The run as a whole. Built by the pipeline, completed by the judge, const for
// reporters: they never filter, sort or decide.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/finding.h"
#include "gate/core/rule.h"

namespace gogate {

enum class Verdict : std::uint8_t { passed, blocked, incomplete };
std::string_view name_of(Verdict v);
int exit_code(Verdict v);  // 0, 1, 3

// One scanner's or verifier's part in the run.
struct ScannerRun {
  std::string name;
  bool complete = true;
  std::string why_not;             // when not complete
  std::vector<const Rule*> rules;  // active in this run, sorted by id
};

// A statement of a verifier that is neither finding nor gap: "version go1.26.8,
// read from VERSION". Shown in order.
struct Fact {
  std::string name;
  std::string value;
};

// A question that a verifier put, and what came of it. A finding says what is
// wrong when it failed, a gap why it is open.
struct Check {
  enum class Outcome : std::uint8_t { passed, failed, open };
  std::string name;  // "content", "owners"; once in a report
  Outcome outcome = Outcome::open;
  std::string detail;  // "11,518 files hash to what the embedded table has"
};
std::string_view name_of(Check::Outcome o);  // "passed", "failed", "open"

struct Report {
  std::string command;          // "scan", "verify toolchain"
  std::string tool_version;     // "0.1.0"
  std::string tool_commit;      // of gogate's own source; may be empty
  std::string rules_date;       // newest change of the embedded rules, YYYY-MM-DD
  std::string scope;            // "worktree of /src/app", "range a1b2..c3d4"
  std::string root;             // absolute path of the repository or folder; empty: stdin
  std::string revision;         // full id of the commit scanned; may be empty
  std::string repository_uri;   // remote's URL without credentials; may be empty
  std::string branch;
  std::int64_t start_time = 0;  // seconds since 1970 UTC
  std::int64_t end_time = 0;
  std::string hostname;
  bool merge_check = false;
  std::string policy_origin;    // "defaults", ".gogate.toml at origin/main (1a2b3c4)"
  std::vector<std::string> rule_sources;  // "112 embedded secret rules", "gitleaks.toml replaces …"

  std::vector<ScannerRun> runs;
  Counts counts;
  std::vector<Fact> facts;
  std::vector<Check> checks;
  std::vector<Finding> findings;  // sorted: gravest rule first within a path is NOT assumed; order is path, line, rule
  std::vector<Gap> gaps;
  std::vector<Note> notes;
  std::vector<std::string> warnings;  // near misses of directives, weakened settings

  Verdict verdict = Verdict::incomplete;
  std::vector<std::string> reasons;  // why this verdict, gravest first
};

}  // namespace gogate
