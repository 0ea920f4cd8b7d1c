// gogate verify toolchain|archive.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <sstream>
#include <thread>

#include "gate/cli/commands.h"
#include "gate/net/curl_fetch.h"
#include "gate/policy/judge.h"
#include "gate/sys/clock.h"
#include "gate/sys/files.h"
#include "gate/sys/store.h"
#include "scanners/toolchain/manifest.h"
#include "scanners/toolchain/toolchain.h"

namespace gogate::cli {
namespace {

// GOROOT of the environment, else the tree that the go in PATH belongs to.
// Found by reading links, never by running it.
Result<std::string> default_goroot(const sys::Environment& environment, const Files& files, std::vector<Fact>& facts) {
  if (environment.has("GOROOT")) {
    facts.push_back({"chosen by", "GOROOT"});
    return environment.get("GOROOT");
  }
  std::istringstream path(environment.get("PATH"));
  for (std::string folder; std::getline(path, folder, ':');) {
    if (folder.empty()) continue;
    const auto real = files.resolve(folder + "/go");
    if (!real || files.stat(*real).kind != Files::Kind::regular) continue;
    facts.push_back({"chosen by", folder + "/go in PATH"});
    return std::filesystem::path(*real).parent_path().parent_path().string();
  }
  return fail(Errc::usage, "verify toolchain: no GOROOT given, none in the environment and no go in PATH",
              "name the tree: gogate verify toolchain /usr/local/go");
}

Result<toolchain::Manifest> load_manifest(const Files& files, const std::string& path) {
  constexpr std::uint64_t kMost = std::uint64_t{64} << 20;
  auto text = files.read(path, kMost);
  if (!text) return fail(Errc::config, "--manifest: " + text.error().what, "name a file that gogate toolchain manifest wrote");
  auto manifest = toolchain::read_manifest(*text);
  if (manifest) return manifest;
  return fail(Errc::config, "--manifest " + path + ": " + manifest.error().what, manifest.error().next_step);
}

}  // namespace

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
    toolchain::ToolchainOptions options;
    options.jobs = a.common.jobs != 0 ? a.common.jobs : std::max(2U, std::thread::hardware_concurrency());
    options.stop = machine.stop;
    options.block_unknown = a.unknown_release == "block";
    options.accept_distribution = a.accept_distribution;
    const auto wanted = [&](std::string_view proof) {
      return a.proofs.empty() || std::find(a.proofs.begin(), a.proofs.end(), proof) != a.proofs.end();
    };
    options.use_table = wanted("table");
    options.use_cache = wanted("cache");
    options.use_database = wanted("database");
    options.variables = [&](std::string_view name) { return machine.environment.get(name); };
    const std::string cache = sys::cache_directory(machine.environment);
    const sys::FolderStore store(cache + "/toolchain");
    if (!cache.empty()) options.store = &store;
    const net::CurlFetch fetch({a.network_timeout, 2, 250, machine.stop, "gogate"});
    if (a.offline)
      options.offline_because = "--offline";
    else
      options.fetch = &fetch;
    std::optional<toolchain::Manifest> manifest;
    if (!a.manifest.empty()) {
      manifest = GATE_TRY(load_manifest(files, a.manifest));
      options.manifest = &*manifest;
      options.manifest_name = a.manifest;
    }
    v = GATE_TRY(toolchain::verify_toolchain(files, goroot, options));
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
