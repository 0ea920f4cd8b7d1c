// gogate toolchain manifest|list.
#include <algorithm>
#include <cstdio>

#include "gate/cli/commands.h"
#include "gate/cli/toolchain_proof.h"
#include "gate/policy/judge.h"
#include "gate/sys/output.h"

namespace gogate::cli {
namespace {

Result<int> list(const Machine& machine) {
  const sys::DiskFiles files;
  const auto found =
      toolchain::find_installed(files, [&](std::string_view name) { return machine.environment.get(name); });
  std::size_t widest = 0;
  for (const auto& i : found) widest = std::max(widest, i.version.size());
  std::string out;
  for (const auto& i : found) {
    const std::string version = i.version.empty() ? "?" : i.version;
    out += version + std::string(widest - std::min(widest, version.size()) + 2, ' ') + i.root + "  (" + i.found_by +
           (i.first_in_path ? ", the first go" : "") + ")\n";
  }
  if (found.empty()) out = "no Go installation was found in PATH, GOROOT and the usual places\n";
  GATE_TRY(sys::write_stdout(out));
  return 0;
}

Result<int> manifest(const VerifyArguments& a, const Machine& machine) {
  const sys::DiskFiles files;
  std::vector<Fact> chosen;
  const std::string goroot = a.target.empty() ? GATE_TRY(default_goroot(machine.environment, files, chosen)) : a.target;
  ToolchainProof proof(a, machine);
  proof.options.make_manifest = true;
  proof.options.judge_environment = false;  // the tree is asked about, not what stands around it
  toolchain::Verification v = GATE_TRY(toolchain::verify_toolchain(files, goroot, proof.options));
  Report report = new_report("toolchain manifest");
  report.findings = std::move(v.findings);
  report.gaps = std::move(v.gaps);
  report.runs.push_back({std::string(toolchain::kName), true, "", std::move(v.rules)});
  policy::judge({}, report);
  if (report.verdict != Verdict::passed || v.manifest == nullptr) {
    std::string why = report.findings.empty() ? "" : report.findings.front().message;
    if (why.empty()) why = report.gaps.empty() ? "its content is not proven" : report.gaps.front().why;
    std::fprintf(stderr, "gogate: %s: no manifest of a tree that does not verify: %s\ngogate: gogate verify toolchain %s says more\n",
                 goroot.c_str(), why.c_str(), goroot.c_str());
    return report.verdict == Verdict::passed ? exit_code(Verdict::incomplete) : exit_code(report.verdict);
  }
  const std::string text = toolchain::write_manifest(*v.manifest);
  GATE_TRY(a.output.empty() ? sys::write_stdout(text) : sys::write_file(a.output, text));
  return 0;
}

}  // namespace

Result<int> run_toolchain(const Arguments& arguments, const Machine& machine) {
  return arguments.toolchain.what == "list" ? list(machine) : manifest(arguments.toolchain, machine);
}

}  // namespace gogate::cli
