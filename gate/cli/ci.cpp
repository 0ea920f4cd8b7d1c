// gogate ci: the platform's words for a change, turned into a range that this
// clone can show, and the reports that the platform reads.
#include "gate/cli/ci_environment.h"
#include "gate/cli/commands.h"
#include "gate/source/open.h"
#include "gate/source/revisions.h"
#include "gate/sys/files.h"
#include "gate/sys/output.h"

namespace gogate::cli {
namespace {

using source::Repository;

// A change found in the clone, and who decides about it.
struct Resolved {
  source::ChangeSpec spec;
  std::optional<ObjectId> trusted;
  std::string trusted_name;
  std::vector<Gap> gaps;
};

std::string fetch_target(const CiChange& c, Platform platform) {
  if (c.from_fork)
    return "git fetch \"$CI_MERGE_REQUEST_PROJECT_URL.git\" +refs/heads/" + c.target_branch + ":refs/remotes/target/" + c.target_branch;
  if (platform == Platform::github) return "use actions/checkout with fetch-depth: 0";
  return "git fetch --unshallow origin " + c.target_branch + ":refs/remotes/origin/" + c.target_branch +
         " (or set GIT_DEPTH: 0)";
}

// The target branch's tip as this clone knows it.
Result<ObjectId> target_tip(const Repository& repo, const CiChange& c, bool& is_first_parent) {
  is_first_parent = false;
  if (c.head_is_merge) {
    // Recognised by its second parent: a job may have checked out the head itself.
    const auto second = repo.resolve("HEAD^2");
    if (second && (c.source_head.empty() || second->hex() == c.source_head)) {
      is_first_parent = true;
      return repo.resolve("HEAD^1");
    }
  }
  if (c.from_fork) {
    if (auto tip = repo.resolve("refs/remotes/target/" + c.target_branch)) return tip;
    return fail(Errc::missing, "the target project's " + c.target_branch + " is not in this clone of the fork");
  }
  if (!c.target_branch.empty()) {
    if (auto tip = repo.resolve("refs/remotes/origin/" + c.target_branch)) return tip;
  }
  if (!c.target_id.empty()) return repo.resolve(c.target_id);
  return fail(Errc::missing, "origin/" + c.target_branch + " is not in this clone");
}

Resolved resolve_request(const Repository& repo, const CiChange& c, Platform platform) {
  Resolved r;
  r.spec.scope = c.what;
  bool first_parent = false;
  const auto target = target_tip(repo, c, first_parent);
  // A job that checked out the source's head instead of the platform's merge is judged by that head.
  const std::string head_name = c.head_is_merge && !first_parent ? "HEAD" : c.head.empty() ? "HEAD" : c.head;
  const auto head = repo.resolve(head_name);
  if (!head) {
    r.gaps.push_back({GapKind::missing_object, c.head, "the change's own commit is not in this clone", fetch_target(c, platform)});
    return r;
  }
  if (!target) {
    r.gaps.push_back({GapKind::missing_policy, "origin/" + c.target_branch,
                      "the target branch, which the change is compared with and whose policy decides, is not in this clone",
                      fetch_target(c, platform)});
    return r;
  }
  r.trusted = *target;
  r.trusted_name = c.target_branch;
  r.spec.include = {*head};
  r.spec.exclude = {*target};
  if (first_parent) {
    r.spec.base = *target;
    return r;
  }
  const auto base = repo.merge_base(*target, *head);
  const auto named = c.merge_base.empty() ? Result<ObjectId>(fail(Errc::not_found, "")) : repo.resolve(c.merge_base);
  if (base)
    r.spec.base = *base;
  else if (named)
    r.spec.base = *named;
  else
    r.gaps.push_back({GapKind::missing_object, c.merge_base, "the merge base is not in this clone: " + base.error().what,
                      fetch_target(c, platform)});
  return r;
}

Resolved resolve_push(const Repository& repo, const CiChange& c, Platform platform) {
  Resolved r;
  r.spec.scope = c.what;
  const auto head = repo.resolve(c.head.empty() ? "HEAD" : c.head);
  if (!head) {
    r.gaps.push_back({GapKind::missing_object, c.head, head.error().what, fetch_target(c, platform)});
    return r;
  }
  r.spec.include = {*head};
  if (!c.before.empty()) {
    const auto before = repo.resolve(c.before);
    if (before) {
      r.spec.exclude = {*before};
      r.spec.base = *before;
      return r;
    }
    r.gaps.push_back({GapKind::missing_object, c.before, "the branch's old value is not in this clone",
                      platform == Platform::github ? "use actions/checkout with fetch-depth: 0"
                                                   : "set GIT_DEPTH: 0, or fetch " + c.before});
  }
  // New here: what the default branch does not reach.
  if (!c.default_branch.empty() && c.default_branch != c.branch) {
    if (const auto tip = repo.resolve("refs/remotes/origin/" + c.default_branch)) {
      r.spec.exclude = {*tip};
    } else {
      CiChange to_default = c;
      to_default.target_branch = c.default_branch;
      r.gaps.push_back({GapKind::missing_object, "origin/" + c.default_branch,
                        "the default branch, which a new branch is compared with, is not in this clone",
                        fetch_target(to_default, platform)});
    }
  }
  return r;
}

void add_reports(std::vector<Output>& outputs, Platform platform, const std::string& folder) {
  const std::string at = folder.empty() ? std::string() : folder + "/";
  const auto has_file = [&](const std::string& format) {
    for (const Output& o : outputs)
      if (o.format == format && !o.file.empty()) return true;
    return false;
  };
  if (platform == Platform::gitlab && !has_file("junit")) outputs.push_back({"junit", at + "gogate-junit.xml"});
  if (!has_file("sarif")) outputs.push_back({"sarif", at + "gogate.sarif"});
}

}  // namespace

Result<int> run_ci(const Arguments& arguments, const Machine& machine) {
  const CiArguments& a = arguments.ci;
  std::vector<Output> outputs = GATE_TRY(parse_outputs(a.common.reports));
  Platform platform = a.platform == "gitlab"   ? Platform::gitlab
                      : a.platform == "github" ? Platform::github
                                               : detect_platform(machine.environment);
  if (platform == Platform::none)
    return fail(Errc::usage, "ci: neither GitLab CI nor GitHub Actions",
                "elsewhere use gogate scan --base BRANCH, or say --platform");
  add_reports(outputs, platform, a.report_folder);

  CiChange change;
  if (platform == Platform::gitlab) {
    change = gitlab_change(machine.environment);
  } else {
    const std::string path = machine.environment.get("GITHUB_EVENT_PATH");
    if (path.empty()) return fail(Errc::usage, "ci: GITHUB_EVENT_PATH is not set", "run this as a step of a workflow");
    const std::string event = GATE_TRY(sys::DiskFiles().read(path, 256U << 20));
    change = GATE_TRY(github_change(machine.environment, event));
  }

  const Repository repo = GATE_TRY(Repository::discover("."));
  const bool request = change.kind == CiChange::Kind::request;
  Resolved resolved;
  if (request)
    resolved = resolve_request(repo, change, platform);
  else if (change.kind == CiChange::Kind::push)
    resolved = resolve_push(repo, change, platform);
  const TrustedFiles trusted = request ? (resolved.trusted ? trust_commit(repo, *resolved.trusted, resolved.trusted_name)
                                                           : trust_nothing())
                                       : trust_folder(repo.workdir());
  const Setup setup = GATE_TRY(make_setup(a.common, machine.environment, trusted, repo.workdir(), request));

  Check check;
  check.command = "ci";
  check.repository = &repo;
  check.gaps = resolved.gaps;
  if (change.text_cut)
    check.gaps.push_back({GapKind::analysis_bounded, "merge request description", "GitLab handed over only its first 2,700 characters",
                          "shorten it, or accept analysis-bounded in the policy"});
  if (change.kind == CiChange::Kind::tree) {
    check.sources.push_back(GATE_TRY(source::open_worktree(repo, {}, setup.filter, setup.limits)));
  } else if (!resolved.spec.include.empty()) {
    if (request) resolved.spec.remotes_publish = false;
    if (!change.branch.empty()) resolved.spec.refs = {"refs/heads/" + change.branch};
    resolved.spec.filter = setup.filter;
    resolved.spec.limits = setup.limits;
    check.sources.push_back(GATE_TRY(source::open_changes(repo, std::move(resolved.spec))));
  }
  if (!change.texts.empty())
    check.sources.push_back(GATE_TRY(source::open_texts(change.texts, change.what, setup.limits)));
  check.outputs = std::move(outputs);
  check.scope = change.what;
  check.branch = change.branch;
  return conclude(std::move(check), setup, a.common, machine);
}

}  // namespace gogate::cli
