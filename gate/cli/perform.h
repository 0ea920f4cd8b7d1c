// The common end of scan, hook and ci: scan, judge, report, exit code.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gate/cli/arguments.h"
#include "gate/cli/setup.h"
#include "gate/core/report.h"

namespace gogate::cli {

// Process-wide things that main() owns.
struct Machine {
  sys::Environment environment;
  const std::atomic<bool>* stop = nullptr;
};

struct Output {
  std::string format;
  std::string file;  // empty: standard output
};
// "sarif=out.sarif" …; none: text to standard output. Errc::usage with the
// nearest known format.
Result<std::vector<Output>> parse_outputs(const std::vector<std::string>& reports);

// Whether a scan looks at everything: then entries of ignore files that match nothing are listed.
enum class Whole : std::uint8_t { no, worktree, history };

struct Check {
  std::string command;  // "scan"
  std::vector<std::unique_ptr<source::Source>> sources;
  const source::Repository* repository = nullptr;  // for branch and remote; may be null
  std::vector<Output> outputs;
  std::vector<Gap> gaps;  // known before scanning: a missing policy
  std::vector<std::string> warnings;
  Whole whole = Whole::no;
  std::string scope;   // instead of the source's own words, when not empty
  std::string branch;  // instead of the repository's, when not empty
};

// examine(), write_reports() and the exit code.
Result<int> conclude(Check check, const Setup& setup, const CommonArguments& arguments, const Machine& machine);

// Scans and judges. Errors: Errc::interrupted, or what made judging impossible.
// `ignores` and `use`: instead of the setup's own, and what came of them.
Result<Report> examine(Check check, const Setup& setup, const CommonArguments& arguments, const Machine& machine,
                       const policy::IgnoreSet* ignores = nullptr, policy::IgnoreUse* use = nullptr);

// Writes every report, files first; an error leaves no partial file behind.
Result<Ok> write_reports(const Report& report, const std::vector<Output>& outputs, const CommonArguments& arguments,
                         const Machine& machine);

// A report with everything that is known without scanning.
Report new_report(const std::string& command);

}  // namespace gogate::cli
