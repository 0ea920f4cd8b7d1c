// gogate hook: what git (or the pre-commit framework) calls, and its installation.
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>
#include <optional>
#include <iostream>
#include <set>
#include <sstream>

#include "gate/cli/commands.h"
#include "gate/source/open.h"
#include "gate/source/revisions.h"
#include "gate/sys/files.h"
#include "gate/sys/output.h"

namespace gogate::cli {
namespace {

using source::Repository;

using source::RefUpdate;

// Any object id that git writes: 40 or 64 hex digits.
Result<ObjectId> parse_id(const std::string& hex) {
  ObjectId id;
  if (hex.size() != 40 && hex.size() != 64) return fail(Errc::usage, "not an object id");
  id.size = static_cast<std::uint8_t>(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); ++i) {
    const char c = hex[i];
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return fail(Errc::usage, "not an object id");
    id.bytes[i / 2] = static_cast<unsigned char>(id.bytes[i / 2] << 4 | digit);
  }
  return id;
}

// pre-push:    local-ref local-id remote-ref remote-id
// pre-receive: old-id new-id ref
Result<std::vector<RefUpdate>> read_updates(std::istream& in, bool pre_push) {
  std::vector<RefUpdate> out;
  std::string line;
  while (std::getline(in, line)) {
    std::istringstream words(line);
    std::vector<std::string> w;
    for (std::string word; words >> word;) w.push_back(word);
    if (w.empty()) continue;
    const bool complete = w.size() == (pre_push ? 4U : 3U);
    const auto old_id = complete ? parse_id(pre_push ? w[3] : w[0]) : parse_id("");
    const auto new_id = complete ? parse_id(w[1]) : parse_id("");
    if (!old_id || !new_id)
      return fail(Errc::usage, "hook: standard input holds a line that git does not write",
                  "let git call this, or pipe in such lines");
    out.push_back({w[2], *old_id, *new_id});
  }
  return out;
}

// Names that pre-commit hands over: what of them is staged is looked at as a
// change; the rest (--all-files, --files, CI) as whole files.
Result<int> pre_commit(const HookArguments& h, const Machine& machine) {
  const Repository repo = GATE_TRY(Repository::open_from_env());
  const Setup setup = GATE_TRY(make_setup(h.common, machine.environment, trust_repository(repo), root_of(repo), false));
  Check check;
  check.command = "hook pre-commit";
  check.repository = &repo;
  check.outputs = GATE_TRY(parse_outputs(h.common.reports));
  const std::string from = machine.environment.get("PRE_COMMIT_FROM_REF");
  const std::string to = machine.environment.get("PRE_COMMIT_TO_REF");
  if (!from.empty() && !to.empty()) {
    source::ChangeSpec spec;
    spec.include = {GATE_TRY(repo.resolve(to))};
    spec.exclude = {GATE_TRY(repo.resolve(from))};
    spec.filter = setup.filter;
    spec.limits = setup.limits;
    check.sources.push_back(GATE_TRY(source::open_changes(repo, std::move(spec))));
    return conclude(std::move(check), setup, h.common, machine);
  }
  // pre-commit's pre-push stage names no range where a branch goes out from its first commit on.
  const std::string branch = machine.environment.get("PRE_COMMIT_LOCAL_BRANCH");
  if (!branch.empty()) {
    const std::string there = machine.environment.get("PRE_COMMIT_REMOTE_BRANCH");
    const RefUpdate update{there.empty() ? branch : there, {}, GATE_TRY(repo.resolve(branch))};
    source::ChangeSpec spec = GATE_TRY(source::changes_of_push(repo, std::span(&update, 1), machine.environment.get("PRE_COMMIT_REMOTE_NAME")));
    spec.filter = setup.filter;
    spec.limits = setup.limits;
    check.sources.push_back(GATE_TRY(source::open_changes(repo, std::move(spec))));
    return conclude(std::move(check), setup, h.common, machine);
  }
  check.sources.push_back(GATE_TRY(source::open_staged(repo, {}, setup.filter, setup.limits)));
  if (!h.words.empty()) {
    std::set<std::string> staged;
    for (const source::Item& i : GATE_TRY(check.sources[0]->plan()).items) staged.insert(i.path);
    std::vector<std::string> rest;
    for (const std::string& name : h.words)
      if (!staged.contains(name)) rest.push_back(name);
    if (!rest.empty())
      check.sources.push_back(GATE_TRY(source::open_worktree(repo, rest, setup.filter, setup.limits)));
  }
  return conclude(std::move(check), setup, h.common, machine);
}

Result<int> pre_push(const HookArguments& h, const Machine& machine) {
  const Repository repo = GATE_TRY(Repository::open_from_env());
  const Setup setup = GATE_TRY(make_setup(h.common, machine.environment, trust_repository(repo), root_of(repo), false));
  const std::string remote = h.words.empty() ? std::string() : h.words.front();
  const std::vector<RefUpdate> updates = GATE_TRY(read_updates(std::cin, true));
  source::ChangeSpec spec = GATE_TRY(source::changes_of_push(repo, updates, remote));
  spec.filter = setup.filter;
  spec.limits = setup.limits;
  Check check;
  check.command = "hook pre-push";
  check.repository = &repo;
  check.outputs = GATE_TRY(parse_outputs(h.common.reports));
  if (!spec.include.empty()) check.sources.push_back(GATE_TRY(source::open_changes(repo, std::move(spec))));
  return conclude(std::move(check), setup, h.common, machine);
}

// Several refs of one push, each judged by its own policy, in one report: it is
// as bad as the worst of them.
void join_reports(Report& to, Report&& from) {
  const auto move_all = [](auto& into, auto& rest) { into.insert(into.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end())); };
  const auto move_new = [](auto& into, auto& rest) {
    for (auto& each : rest)
      if (std::find(into.begin(), into.end(), each) == into.end()) into.push_back(std::move(each));
  };
  to.scope += "; " + from.scope;
  if (to.policy_origin != from.policy_origin) to.policy_origin += "; " + from.policy_origin;
  to.revision = from.revision;
  to.end_time = from.end_time;
  to.counts += from.counts;
  move_new(to.rule_sources, from.rule_sources);
  move_all(to.facts, from.facts);
  move_all(to.checks, from.checks);
  move_all(to.findings, from.findings);
  move_new(to.gaps, from.gaps);
  move_new(to.notes, from.notes);
  move_new(to.warnings, from.warnings);
  for (ScannerRun& run : from.runs) {
    const auto same = std::find_if(to.runs.begin(), to.runs.end(), [&](const ScannerRun& r) { return r.name == run.name; });
    if (same == to.runs.end()) {
      to.runs.push_back(std::move(run));
      continue;
    }
    same->complete = same->complete && run.complete;
    if (same->why_not.empty()) same->why_not = std::move(run.why_not);
  }
  const auto weight = [](Verdict v) { return v == Verdict::blocked ? 2 : v == Verdict::incomplete ? 1 : 0; };
  const bool worse = weight(from.verdict) > weight(to.verdict);
  if (worse) {
    to.verdict = from.verdict;
    std::swap(to.reasons, from.reasons);
  }
  move_new(to.reasons, from.reasons);
}

// A merge check on the server: each ref is judged by the policy of its old
// value, a new one by that of the default branch.
Result<int> pre_receive(const HookArguments& h, const Machine& machine) {
  const Repository repo = GATE_TRY(Repository::open_from_env());
  const std::vector<Output> outputs = GATE_TRY(parse_outputs(h.common.reports));
  std::vector<std::unique_ptr<Setup>> setups;  // own the rules that findings point to
  std::optional<Report> whole;
  for (const RefUpdate& u : GATE_TRY(read_updates(std::cin, false))) {
    if (u.new_id.is_zero()) continue;  // a deletion brings nothing in
    Check check;
    check.command = "hook pre-receive";
    check.repository = &repo;
    check.outputs = outputs;
    TrustedFiles trusted = trust_nothing();
    if (!u.old_id.is_zero()) {
      trusted = trust_commit(repo, u.old_id, u.ref);
    } else if (const auto head = GATE_TRY(repo.head())) {
      trusted = trust_commit(repo, *head, "the default branch");
    }
    source::ChangeSpec spec = GATE_TRY(source::changes_of_receive(repo, std::span(&u, 1)));
    if (!u.old_id.is_zero()) {
      // Commits that another branch brought here were judged by that branch's policy, not by this one's.
      spec.exclude = {u.old_id};
      spec.base = u.old_id;
    }
    spec.scope = "push to " + u.ref;
    setups.push_back(std::make_unique<Setup>(GATE_TRY(make_setup(h.common, machine.environment, trusted, root_of(repo), true))));
    const Setup& setup = *setups.back();
    spec.filter = setup.filter;
    spec.limits = setup.limits;
    check.sources.push_back(GATE_TRY(source::open_changes(repo, std::move(spec))));
    Report report = GATE_TRY(examine(std::move(check), setup, h.common, machine));
    if (whole) {
      join_reports(*whole, std::move(report));
    } else {
      whole = std::move(report);
    }
  }
  if (!whole) return 0;
  GATE_TRY(write_reports(*whole, outputs, h.common, machine));
  return exit_code(whole->verdict);
}

constexpr std::string_view kMark = "# Installed by gogate";

std::string hook_script(const std::string& kind) {
  return "#!/bin/sh\n" + std::string(kMark) + ". It may be edited; `gogate hook install` replaces only hooks with this line.\n"
         "command -v gogate >/dev/null 2>&1 || {\n"
         "  echo 'gogate is not in PATH, so nothing was checked. Install it, or skip the check with --no-verify.' >&2\n"
         "  exit 1\n"
         "}\n"
         "exec gogate hook " + kind + " \"$@\"\n";
}

Result<int> install(const HookArguments& h) {
  const Repository repo = GATE_TRY(Repository::discover("."));
  std::vector<std::string> kinds = h.words;
  if (kinds.empty()) kinds = repo.is_bare() ? std::vector<std::string>{"pre-receive"} : std::vector<std::string>{"pre-commit", "pre-push"};
  const std::string folder = repo.hooks_path();
  const sys::DiskFiles files;
  for (const std::string& kind : kinds) {
    if (kind != "pre-commit" && kind != "pre-push" && kind != "pre-receive")
      return fail(Errc::usage, "hook install: " + kind + " is no hook of ours", "pre-commit, pre-push or pre-receive");
  }
  if (files.stat(folder).kind == Files::Kind::none && ::mkdir(folder.c_str(), 0777) != 0)
    return fail(Errc::usage, folder + ": cannot be created");
  for (const std::string& kind : kinds) {
    const std::string path = folder + "/" + kind;
    if (files.stat(path).kind != Files::Kind::none) {
      const auto old = files.read(path, 1U << 20);
      const bool ours = old && old->find(kMark) != std::string::npos;
      if (!ours && !h.force)
        return fail(Errc::usage, path + ": another hook is there", "call `gogate hook " + kind + " \"$@\"` from it, or use --force (a copy is kept)");
      if (!ours && std::rename(path.c_str(), (path + ".before-gogate").c_str()) != 0)
        return fail(Errc::usage, path + ": cannot be moved aside");
    }
    GATE_TRY(sys::write_file(path, hook_script(kind)));
    if (::chmod(path.c_str(), 0755) != 0) return fail(Errc::usage, path + ": cannot be made executable");
    GATE_TRY(sys::write_stdout(path + ": installed\n"));
  }
  return 0;
}

}  // namespace

Result<int> run_hook(const Arguments& arguments, const Machine& machine) {
  const HookArguments& h = arguments.hook;
  GATE_TRY(parse_outputs(h.common.reports));
  if (h.kind == "pre-commit") return pre_commit(h, machine);
  if (h.kind == "pre-push") return pre_push(h, machine);
  if (h.kind == "pre-receive") return pre_receive(h, machine);
  return install(h);
}

}  // namespace gogate::cli
