// gogate verify toolchain|archive.
#include "gate/cli/commands.h"
#include "gate/cli/toolchain_proof.h"
#include "gate/policy/judge.h"
#include "gate/sys/clock.h"

namespace gogate::cli {

Result<int> run_verify(const Arguments& arguments, const Machine& machine) {
  const VerifyArguments& a = arguments.verify;
  const std::vector<Output> outputs = GATE_TRY(parse_outputs(a.common.reports));
  const sys::DiskFiles files;
  Report report = new_report("verify " + a.what);
  std::vector<Fact> chosen;
  toolchain::Verification v;
  if (a.what == "archive") {
    v = GATE_TRY(toolchain::verify_archive(files, a.target));
  } else {
    const std::string goroot = a.target.empty() ? GATE_TRY(default_goroot(machine.environment, files, chosen)) : a.target;
    ToolchainProof proof(a, machine);
    GATE_TRY(proof.read_lists(files, goroot));
    v = GATE_TRY(toolchain::verify_toolchain(files, goroot, proof.options));
  }
  report.scope = std::move(v.scope);
  report.policy_origin = "defaults";
  report.facts = std::move(chosen);
  report.facts.insert(report.facts.end(), v.facts.begin(), v.facts.end());
  report.checks = std::move(v.checks);
  report.findings = std::move(v.findings);
  report.gaps = std::move(v.gaps);
  report.notes = std::move(v.notes);
  report.counts = v.counts;
  report.rule_sources = {"Go releases of " + std::string(toolchain::releases_date())};
  report.runs.push_back({std::string(toolchain::kName), true, "", std::move(v.rules)});
  policy::judge({}, report);
  report.end_time = sys::SystemClock().now();
  GATE_TRY(write_reports(report, outputs, a.common, machine));
  return exit_code(report.verdict);
}

}  // namespace gogate::cli
