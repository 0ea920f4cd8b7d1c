#include "gate/source/revisions.h"

#include "gate/source/repository_state.h"

namespace gogate::source {

namespace {

Result<std::vector<ObjectId>> parents_of(const Repository& repo, const ObjectId& id) {
  const git_oid oid = to_oid(id);
  git_commit* raw = nullptr;
  if (const int code = git_commit_lookup(&raw, repo.state().get(), &oid); code != 0) {
    return std::unexpected(git_failure(code, "commit " + id.hex()));
  }
  const CommitHandle commit(raw);
  std::vector<ObjectId> out;
  for (unsigned i = 0; i < git_commit_parentcount(raw); ++i) out.push_back(from_oid(*git_commit_parent_id(raw, i)));
  return out;
}

// Also of objects that no name leads to; tags peeled. Not a commit, or not here: nullopt.
std::optional<ObjectId> commit_of(const Repository& repo, const ObjectId& id) {
  const git_oid oid = to_oid(id);
  git_object* raw = nullptr;
  if (git_object_lookup(&raw, repo.state().get(), &oid, GIT_OBJECT_ANY) != 0) return std::nullopt;
  const ObjectHandle object(raw);
  git_object* commit = nullptr;
  if (git_object_peel(&commit, raw, GIT_OBJECT_COMMIT) != 0) return std::nullopt;
  const ObjectHandle owned(commit);
  return from_oid(*git_object_id(commit));
}

std::string plural(std::size_t n, const std::string& word) { return std::to_string(n) + " " + word + (n == 1 ? "" : "s"); }

}  // namespace

Result<ChangeSpec> changes_of_commit(const Repository& repo, const std::string& rev) {
  ChangeSpec spec;
  const ObjectId id = GATE_TRY(repo.resolve(rev));
  spec.include = {id};
  spec.exclude = GATE_TRY(parents_of(repo, id));
  spec.scope = "commit " + short_hex(id);
  return spec;
}

Result<ChangeSpec> changes_of_range(const Repository& repo, const std::string& range) {
  const std::size_t dots = range.find("..");
  if (dots == std::string::npos) {
    return fail(Errc::usage, "'" + range + "' is no range", "write A..B, or --commit " + range + " for one commit");
  }
  std::string from = range.substr(0, dots);
  std::string to = range.substr(dots + (range.compare(dots, 3, "...") == 0 ? 3 : 2));
  if (from.empty() && to.empty()) return fail(Errc::usage, "'" + range + "' names no commit", "write A..B");
  if (from.empty()) from = "HEAD";
  if (to.empty()) to = "HEAD";
  ChangeSpec spec;
  spec.exclude = {GATE_TRY(repo.resolve(from))};
  spec.include = {GATE_TRY(repo.resolve(to))};
  return spec;
}

Result<ChangeSpec> changes_since(const Repository& repo, const std::string& rev, bool committed) {
  ChangeSpec spec;
  const ObjectId target = GATE_TRY(repo.resolve(rev));
  const std::optional<ObjectId> head = GATE_TRY(repo.head());
  if (!head) return fail(Errc::usage, "HEAD has no commit yet", "commit first, or use --staged");
  spec.base = GATE_TRY(repo.merge_base(target, *head));
  spec.remotes_publish = false;
  if (const std::string branch = repo.branch(); !branch.empty()) spec.refs = {"refs/heads/" + branch};
  spec.include = {*head};
  spec.exclude = {target};
  spec.with_index_and_worktree = !committed && !repo.is_bare();
  spec.note_uncommitted = committed && !repo.is_bare();
  spec.scope = "change from " + short_hex(*spec.base) + " (merge base with " + rev + ") to " + short_hex(*head) +
               (spec.with_index_and_worktree ? " and the worktree" : "");
  return spec;
}

Result<ChangeSpec> changes_of_push(const Repository& repo, std::span<const RefUpdate> updates, const std::string& remote) {
  ChangeSpec spec;
  for (const RefUpdate& u : updates) {
    if (u.new_id.is_zero()) continue;
    spec.include.push_back(u.new_id);
    spec.refs.push_back(u.ref);
    if (u.old_id.is_zero()) continue;
    if (const auto known = commit_of(repo, u.old_id)) spec.exclude.push_back(*known);
  }
  for (const ObjectId& id : GATE_TRY(remote_heads(repo, remote))) spec.exclude.push_back(id);
  spec.scope = "push of " + plural(spec.include.size(), "ref") + " to " + without_credentials(remote);
  return spec;
}

Result<ChangeSpec> changes_of_receive(const Repository& repo, std::span<const RefUpdate> updates) {
  ChangeSpec spec;
  spec.remotes_publish = false;
  for (const RefUpdate& u : updates) {
    if (u.new_id.is_zero()) continue;
    spec.include.push_back(u.new_id);
    spec.refs.push_back(u.ref);
  }
  for (const Ref& ref : GATE_TRY(repo.refs())) {
    if (ref.broken) continue;
    if (const auto known = commit_of(repo, ref.target)) spec.exclude.push_back(*known);
  }
  spec.scope = "push of " + plural(spec.include.size(), "ref");
  return spec;
}

}  // namespace gogate::source
