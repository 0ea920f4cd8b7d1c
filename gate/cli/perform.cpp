#include "gate/cli/perform.h"

#include <algorithm>
#include <sstream>
#include <thread>

#include "gate/cli/progress.h"
#include "gate/cli/run/join.h"
#include "gate/cli/run/pipeline.h"
#include "gate/cli/version.h"
#include "gate/core/suggest.h"
#include "gate/policy/judge.h"
#include "gate/policy/silence.h"
#include "gate/source/patch_lines.h"
#include "gate/sys/clock.h"
#include "gate/sys/output.h"
#include "reporters/reporter.h"

namespace gogate::cli {
namespace {

ReportOptions options_for(const Output& output, const CommonArguments& a, const Machine& machine) {
  ReportOptions o;
  const bool terminal = output.file.empty() && sys::is_terminal(1);
  o.colour = a.colour == "always" ||
             (a.colour == "auto" && terminal && !machine.environment.has("NO_COLOR") && machine.environment.get("TERM") != "dumb");
  if (terminal) o.width = sys::terminal_width();
  o.verbosity = a.quiet ? Verbosity::quiet : a.verbose ? Verbosity::verbose : Verbosity::normal;
  o.keep_suppressed = a.keep_suppressed;
  o.category = a.category;
  return o;
}

// Says what was left out, and what entries are of no use any more. The latter
// only where everything was looked at: else they may be of use elsewhere.
void account_for_ignores(const policy::IgnoreSet& ignores, const policy::IgnoreUse& use, Whole whole, Report& report) {
  const auto add = [&](std::vector<Note> notes) {
    report.notes.insert(report.notes.end(), notes.begin(), notes.end());
    return notes.size();
  };
  report.warnings.insert(report.warnings.end(), use.warnings.begin(), use.warnings.end());
  add(ignores.left_out_notes(use));
  if (whole != Whole::no && report.gaps.empty()) {
    const std::size_t idle = add(ignores.unused(use, whole == Whole::history));
    if (idle != 0)
      report.warnings.push_back(std::to_string(idle) + (idle == 1 ? " entry of an ignore file or baseline matches" : " entries of ignore files and baselines match") +
                                " nothing any more; -v lists them");
  }
  std::sort(report.notes.begin(), report.notes.end());
  std::sort(report.warnings.begin(), report.warnings.end());
  report.warnings.erase(std::unique(report.warnings.begin(), report.warnings.end()), report.warnings.end());
}

}  // namespace

Result<std::vector<Output>> parse_outputs(const std::vector<std::string>& reports) {
  std::vector<Output> out;
  for (const std::string& r : reports) {
    const std::size_t eq = r.find('=');
    Output o{r.substr(0, eq), eq == std::string::npos ? std::string() : r.substr(eq + 1)};
    if (find_format(o.format) == nullptr) {
      std::vector<std::string_view> names;
      std::string all;
      for (const ReportFormat& f : formats()) {
        names.push_back(f.name);
        all += (all.empty() ? "" : ", ") + std::string(f.name);
      }
      return fail(Errc::usage, "--report " + r + ": unknown format \"" + o.format + "\"" + did_you_mean(o.format, names),
                  "formats: " + all);
    }
    if (eq != std::string::npos && o.file.empty())
      return fail(Errc::usage, "--report " + r + ": no file behind =", "write --report " + o.format + "=FILE");
    if (o.file == "-") o.file.clear();
    out.push_back(std::move(o));
  }
  std::size_t to_stdout = 0;
  for (const Output& o : out) to_stdout += o.file.empty() ? 1U : 0U;
  if (to_stdout > 1) return fail(Errc::usage, "--report: two reports to standard output", "give one of them a FILE");
  if (out.empty()) out.push_back({"text", ""});
  return out;
}

Report new_report(const std::string& command) {
  Report report;
  report.command = command;
  report.tool_version = version_number();
  report.tool_commit = version_commit();
  report.rules_date = rules_date();
  report.hostname = sys::host_name();
  report.start_time = sys::SystemClock().now();
  return report;
}

Result<Report> examine(Check check, const Setup& setup, const CommonArguments& arguments, const Machine& machine,
                       const policy::IgnoreSet* other_ignores, policy::IgnoreUse* other_use) {
  const policy::IgnoreSet& ignores = other_ignores != nullptr ? *other_ignores : setup.ignores;
  Report report = new_report(check.command);
  report.merge_check = setup.merge_check;
  report.policy_origin = setup.config.origin;
  report.rule_sources = setup.catalogue.sources;
  report.gaps = setup.gaps;
  report.gaps.insert(report.gaps.end(), check.gaps.begin(), check.gaps.end());
  report.warnings = setup.warnings;
  report.warnings.insert(report.warnings.end(), check.warnings.begin(), check.warnings.end());
  if (check.repository != nullptr) {
    report.branch = check.repository->branch();
    report.repository_uri = check.repository->remote_url();
  }
  if (!check.branch.empty()) report.branch = check.branch;
  report.scope = check.scope;
  run::Options options;
  // For our own tests, which compare the fast way of reading histories with the plain one.
  options.whole_versions = !machine.environment.get("GOGATE_WHOLE_VERSIONS").empty();
  options.jobs = arguments.jobs != 0 ? arguments.jobs : std::max(1U, std::thread::hardware_concurrency());
  for (const auto& s : setup.catalogue.scanners) options.scanners.push_back(s.get());
  options.masking = setup.catalogue.masking_scanner;
  options.filter = setup.filter;
  options.line_hashes = std::ranges::any_of(check.outputs, [](const Output& o) { return o.format == "sarif" || o.format == "json"; });
  options.max_archive_depth = arguments.max_archive_depth;
  options.max_member_size = setup.limits.max_file_size;
  options.directives.honour = setup.config.inline_suppressions;
  options.directives.require_ids = setup.config.require_ids;
  options.directives.require_reason = setup.config.require_reason;
  options.directives.merge_check = setup.merge_check;
  options.directives.honour_added = setup.config.honour_added;
  // In CI the cache may be shared with jobs that are trusted less.
  if (check.command != "ci") options.cache_directory = sys::cache_directory(machine.environment);
  options.stop = machine.stop;
  const auto at_target = [&](const std::string& path) {
    const auto text = setup.trusted.read(path);
    return text && *text ? **text : std::string();
  };
  if (setup.merge_check) options.at_target = at_target;
  std::vector<policy::WaiverEntry> waivers = setup.waivers;
  for (policy::WaiverEntry& w : waivers) {
    options.shown_later.push_back(&w.waiver.reason);
    options.shown_later.push_back(&w.waiver.owner);
  }
  policy::IgnoreUse ignore_use = ignores.new_use();
  options.ignores = &ignores;
  options.ignore_use = &ignore_use;
  options.deciding_files = setup.deciding_files;
  run::Progress progress;
  options.progress = &progress;
  {
    const ProgressBar bar(progress, !arguments.no_progress && !arguments.quiet && sys::is_terminal(2));
    GATE_TRY(run::scan(check.sources, options, report));
  }
  for (const secrets::SopsPolicy& policy : setup.catalogue.sops)
    for (const auto& [place, why] : policy.faults())
      report.gaps.push_back({GapKind::bad_rule, place, why, "mend it: nothing tells what must be encrypted", false});
  std::sort(report.gaps.begin(), report.gaps.end());
  report.gaps.erase(std::unique(report.gaps.begin(), report.gaps.end()), report.gaps.end());
  // Beyond this point no new findings appear.
  if (setup.merge_check && !setup.config.honour_added) {
    policy::confirm_directives(at_target, report.findings, report.warnings);
  }
  // What cannot be read is taken for shown: then the finding stands.
  const auto patch_adds = [&](const ObjectId& commit, const std::string& path, std::uint32_t first, std::uint32_t last) {
    return check.repository == nullptr || source::patch_adds_lines(*check.repository, commit, path, first, last).value_or(true);
  };
  ignores.apply(report.findings, patch_adds, ignore_use);
  account_for_ignores(ignores, ignore_use, check.whole, report);
  if (other_use != nullptr) *other_use = ignore_use;
  policy::apply_waivers(waivers, report.start_time, report.findings, report.warnings);
  policy::group_occurrences(report.findings);
  run::sort_findings(report.findings);
  policy::judge(setup.config, report);
  report.end_time = sys::SystemClock().now();
  return report;
}

Result<Ok> write_reports(const Report& report, const std::vector<Output>& outputs, const CommonArguments& arguments,
                         const Machine& machine) {
  // People should hear what a SARIF report has no room for.
  std::size_t left_out = 0;
  for (const Output& o : outputs)
    if (o.format == "sarif" && outputs.size() > 1) left_out = sarif_left_out(report, options_for(o, arguments, machine));
  const auto write = [&](const Output& o) -> Result<Ok> {
    std::ostringstream bytes;
    ReportOptions options = options_for(o, arguments, machine);
    options.sarif_left_out = left_out;
    GATE_TRY(find_format(o.format)->write(report, options, bytes));
    return o.file.empty() ? sys::write_stdout(bytes.view()) : sys::write_file(o.file, bytes.view());
  };
  for (const Output& o : outputs)
    if (!o.file.empty()) GATE_TRY(write(o));
  for (const Output& o : outputs)
    if (o.file.empty()) GATE_TRY(write(o));
  return Ok{};
}

Result<int> conclude(Check check, const Setup& setup, const CommonArguments& arguments, const Machine& machine) {
  const std::vector<Output> outputs = check.outputs;
  const Report report = GATE_TRY(examine(std::move(check), setup, arguments, machine));
  GATE_TRY(write_reports(report, outputs, arguments, machine));
  return exit_code(report.verdict);
}

}  // namespace gogate::cli
