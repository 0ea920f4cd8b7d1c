// gogate scan: one of several kinds of source, then the common end.
#include <filesystem>
#include <iostream>
#include <iterator>
#include <thread>

#include "gate/cli/commands.h"
#include "gate/cli/try_pattern.h"
#include "gate/policy/judge.h"
#include "gate/source/history.h"
#include "gate/source/image.h"
#include "gate/source/open.h"
#include "gate/source/revisions.h"
#include "gate/sys/clock.h"
#include "gate/sys/files.h"

namespace gogate::cli {
namespace {

using source::Repository;

Result<Ok> check_modes(const ScanArguments& a) {
  const int modes = int{a.staged} + int{!a.commit.empty()} + int{!a.range.empty()} + int{!a.base.empty()} +
                    int{a.history} + int{a.from_stdin} + int{a.no_git} + int{!a.image.empty()};
  if (modes > 1)
    return fail(Errc::usage, "scan: --staged, --commit, --range, --base, --history, --stdin, --image and --no-git exclude each other");
  if (a.committed && a.base.empty()) return fail(Errc::usage, "scan: --committed goes with --base");
  const bool one_place = a.staged || !a.commit.empty() || !a.range.empty() || !a.base.empty() || a.history;
  if (one_place && a.paths.size() > 1)
    return fail(Errc::usage, "scan: this mode takes one PATH, the repository", "name files with --include");
  if (a.from_stdin && !a.paths.empty()) return fail(Errc::usage, "scan: --stdin takes no PATH", "name it with --stdin-path");
  if (!a.image.empty() && !a.paths.empty()) return fail(Errc::usage, "scan: --image takes no PATH besides its own");
  const bool narrows = !a.since.empty() || !a.exclude_refs.empty() || a.stashes || a.unreachable;
  if (narrows && !a.history) return fail(Errc::usage, "scan: --since, --exclude-ref, --stashes and --unreachable go with --history");
  if (a.git_config && (a.from_stdin || a.no_git || !a.image.empty() || !a.commit.empty() || !a.range.empty() || !a.base.empty()))
    return fail(Errc::usage, "scan: --git-config goes with --history, --staged or a worktree");
  if (!a.pattern.empty() && modes > int{a.no_git})
    return fail(Errc::usage, "scan: -e looks at files and folders only", "name them as PATH");
  if (!a.language.empty() && a.pattern.empty()) return fail(Errc::usage, "scan: --lang goes with -e PATTERN");
  return Ok{};
}

Result<Repository> repository_at(const std::string& path, const char* why) {
  auto repo = Repository::discover(path);
  if (!repo && repo.error().code == Errc::not_found)
    return fail(Errc::usage, path + ": not in a git repository, which " + why + " needs", "run it inside one, or scan the folder itself");
  return repo;
}

// What a rev, range or base asks of a repository, and whether it decides about a merge.
struct Wanted {
  source::ChangeSpec spec;
  bool merge_check = false;
  std::optional<ObjectId> trusted;  // commit whose policy decides
  std::string trusted_name;
};

// A branch goes before a tag of the same name: a pushed tag must not stand in for the target.
std::string target_name(const Repository& repo, const std::string& base) {
  for (const char* place : {"refs/remotes/", "refs/heads/"})
    if (repo.resolve(place + base)) return place + base;
  return base;
}

Result<Wanted> wanted_change(const Repository& repo, const ScanArguments& a) {
  Wanted w;
  if (!a.base.empty()) {
    const std::string name = target_name(repo, a.base);
    const ObjectId target = GATE_TRY(repo.resolve(name));
    w.spec = GATE_TRY(source::changes_since(repo, name, a.committed || repo.is_bare()));
    if (const std::size_t at = w.spec.scope.find(name); at != std::string::npos) w.spec.scope.replace(at, name.size(), a.base);
    w.merge_check = true;
    w.trusted = target;
    w.trusted_name = a.base;
    return w;
  }
  w.spec = GATE_TRY(!a.commit.empty() ? source::changes_of_commit(repo, a.commit) : source::changes_of_range(repo, a.range));
  return w;
}

// A shallow clone can hide the merge base or the target, and a damaged object
// anything: then nothing can be compared, but the verdict is incomplete (3),
// not a wrong use (2).
Result<int> incomplete(const ScanArguments& a, Error error, const Machine& machine) {
  const std::vector<Output> outputs = GATE_TRY(parse_outputs(a.common.reports));
  Report report = new_report("scan");
  const std::string& asked = !a.base.empty() ? a.base : !a.commit.empty() ? a.commit : a.range;
  report.scope = (!a.base.empty() ? "change from " : !a.commit.empty() ? "commit " : "range ") + asked;
  report.merge_check = !a.base.empty();
  report.gaps.push_back({error.code == Errc::corrupt ? GapKind::corrupt_object : GapKind::missing_object, asked, error.what, error.next_step});
  policy::judge({}, report);
  report.end_time = report.start_time;
  GATE_TRY(write_reports(report, outputs, a.common, machine));
  return exit_code(report.verdict);
}

Result<int> scan_change(const ScanArguments& a, const std::string& path, const Machine& machine) {
  const Repository repo = GATE_TRY(repository_at(path, a.base.empty() ? "--commit or --range" : "--base"));
  auto wanted = wanted_change(repo, a);
  if (!wanted) {
    if (wanted.error().code == Errc::missing || wanted.error().code == Errc::corrupt) return incomplete(a, std::move(wanted).error(), machine);
    return std::unexpected(std::move(wanted).error());
  }
  const TrustedFiles trusted =
      wanted->trusted ? trust_commit(repo, *wanted->trusted, wanted->trusted_name) : trust_repository(repo);
  const Setup setup = GATE_TRY(make_setup(a.common, machine.environment, trusted, root_of(repo), wanted->merge_check));
  Check check;
  check.command = "scan";
  check.repository = &repo;
  check.outputs = GATE_TRY(parse_outputs(a.common.reports));
  wanted->spec.filter = setup.filter;
  wanted->spec.limits = setup.limits;
  check.sources.push_back(GATE_TRY(source::open_changes(repo, std::move(wanted->spec))));
  return conclude(std::move(check), setup, a.common, machine);
}

// Nothing was narrowed by a flag.
bool is_whole(const CommonArguments& a) { return a.include.empty() && a.exclude.empty() && a.only.empty() && a.skip.empty(); }

unsigned history_threads(const CommonArguments& a) {
  return a.jobs != 0 ? a.jobs : std::max(1U, std::thread::hardware_concurrency());
}

Result<source::HistoryOptions> history_options(const ScanArguments& a, const Setup& setup) {
  source::HistoryOptions o;
  o.refs = a.history_refs;
  o.exclude_refs = a.exclude_refs;
  if (!a.since.empty()) {
    const auto since = source::parse_since(a.since, sys::SystemClock().now());
    if (!since) return fail(Errc::usage, "--since: " + since.error().what, since.error().next_step);
    o.since = *since;
  }
  o.stashes = a.stashes;
  o.unreachable = a.unreachable;
  o.limits = setup.limits;
  o.threads = history_threads(a.common);
  return o;
}

// The repository's own configuration: URLs with passwords, headers with tokens.
Result<Ok> add_git_config(const Repository& repo, const Setup& setup, Check& check) {
  std::vector<source::Text> texts;
  const sys::DiskFiles files;
  std::vector<std::string> folders{repo.common_dir()};
  if (repo.git_dir() != repo.common_dir()) folders.push_back(repo.git_dir());
  for (const std::string& folder : folders) {
    for (const char* name : {"config", "config.worktree"}) {
      const std::string path = folder + "/" + name;
      if (files.stat(path).kind == Files::Kind::none) continue;
      auto bytes = files.read(path, 64U << 20);
      if (bytes) {
        texts.push_back({".git/" + std::string(name), std::move(*bytes)});
      } else {
        check.gaps.push_back({GapKind::unreadable_file, ".git/" + std::string(name), bytes.error().what, "check its permissions"});
      }
    }
  }
  if (!texts.empty()) check.sources.push_back(GATE_TRY(source::open_texts(std::move(texts), "git configuration", setup.limits)));
  return Ok{};
}

Result<int> scan_stdin(const ScanArguments& a, const Machine& machine) {
  const TrustedFiles trusted = trust_folder(std::filesystem::current_path().string());
  const Setup setup = GATE_TRY(make_setup(a.common, machine.environment, trusted, "", false));
  Check check;
  check.command = "scan";
  check.outputs = GATE_TRY(parse_outputs(a.common.reports));
  std::string bytes((std::istreambuf_iterator<char>(std::cin)), std::istreambuf_iterator<char>());
  if (machine.stop != nullptr && machine.stop->load()) return fail(Errc::interrupted, "interrupted");
  if (std::cin.bad()) return fail(Errc::unreadable, "standard input: read error");
  check.sources.push_back(GATE_TRY(source::open_input(std::move(bytes), a.stdin_path, setup.limits)));
  return conclude(std::move(check), setup, a.common, machine);
}

Result<int> scan_image(const ScanArguments& a, const Machine& machine) {
  const TrustedFiles trusted = trust_folder(std::filesystem::current_path().string());
  const Setup setup = GATE_TRY(make_setup(a.common, machine.environment, trusted, "", false));
  Check check;
  check.command = "scan";
  check.outputs = GATE_TRY(parse_outputs(a.common.reports));
  check.sources.push_back(GATE_TRY(source::open_image(a.image, setup.limits)));
  return conclude(std::move(check), setup, a.common, machine);
}

bool covers_root(const std::vector<std::string>& paths, const Repository& repo) {
  std::error_code error;
  return std::filesystem::equivalent(paths.empty() ? "." : paths.front(), repo.workdir(), error);
}

Result<int> scan_repository(const ScanArguments& a, const Repository& repo, const Machine& machine) {
  const Setup setup = GATE_TRY(make_setup(a.common, machine.environment, trust_repository(repo), root_of(repo), false));
  Check check;
  check.command = "scan";
  check.repository = &repo;
  check.outputs = GATE_TRY(parse_outputs(a.common.reports));
  if (is_whole(a.common) && a.paths.size() <= 1 && !a.staged)
    check.whole = !a.history                ? (covers_root(a.paths, repo) ? Whole::worktree : Whole::no)
                  : a.history_refs.empty() && a.since.empty() && a.exclude_refs.empty() ? Whole::history
                                           : Whole::no;
  if (a.history) {
    source::HistoryOptions wanted = GATE_TRY(history_options(a, setup));
    check.sources.push_back(GATE_TRY(source::open_history(repo, std::move(wanted))));
  } else if (a.staged) {
    check.sources.push_back(GATE_TRY(source::open_staged(repo, {}, setup.filter, setup.limits)));
  } else {
    check.sources.push_back(GATE_TRY(source::open_worktree(repo, a.paths, setup.filter, setup.limits, {a.submodules})));
  }
  if (a.git_config) GATE_TRY(add_git_config(repo, setup, check));
  return conclude(std::move(check), setup, a.common, machine);
}

}  // namespace

Result<int> run_scan(const Arguments& arguments, const Machine& machine) {
  const ScanArguments& a = arguments.scan;
  GATE_TRY(check_modes(a));
  if (!a.pattern.empty()) return try_pattern(a);
  GATE_TRY(parse_outputs(a.common.reports));  // before anything slow
  if (a.from_stdin) return scan_stdin(a, machine);
  if (!a.image.empty()) return scan_image(a, machine);
  const std::string path = a.paths.empty() ? "." : a.paths.front();
  for (const std::string& p : a.paths) {
    if (sys::DiskFiles().stat(p).kind == Files::Kind::none)
      return fail(Errc::usage, p + ": no such file or folder");
  }
  if (!a.commit.empty() || !a.range.empty() || !a.base.empty()) return scan_change(a, path, machine);
  if (a.history || a.staged) {
    const Repository repo = GATE_TRY(repository_at(path, a.history ? "--history" : "--staged"));
    return scan_repository(a, repo, machine);
  }
  if (!a.no_git) {
    auto repo = Repository::discover(path);
    if (repo && repo->is_bare())
      return fail(Errc::usage, path + ": a bare repository has no worktree", "use --history, --commit, --range or --base");
    if (repo) return scan_repository(a, *repo, machine);
    if (repo.error().code != Errc::not_found) return std::unexpected(std::move(repo).error());
  }
  // No git here: every PATH is a folder or file of its own.
  std::error_code error;
  const bool is_folder = std::filesystem::is_directory(path, error);
  const std::string root = is_folder ? path : std::filesystem::path(path).parent_path().string();
  const Setup setup =
      GATE_TRY(make_setup(a.common, machine.environment, trust_folder(root.empty() ? "." : root), root, false));
  Check check;
  check.command = "scan";
  check.outputs = GATE_TRY(parse_outputs(a.common.reports));
  for (const std::string& p : a.paths.empty() ? std::vector<std::string>{"."} : a.paths)
    check.sources.push_back(GATE_TRY(source::open_folder(p, setup.filter, setup.limits)));
  if (is_whole(a.common) && a.paths.size() <= 1 && is_folder) check.whole = Whole::worktree;
  return conclude(std::move(check), setup, a.common, machine);
}

}  // namespace gogate::cli
