// Names, refs, remotes and files of a repository.
#include <algorithm>

#include "gate/source/commit_walk.h"
#include "gate/source/repository_state.h"

namespace gogate::source {

namespace {

bool is_full_id(std::string_view text) {
  return text.size() == GIT_OID_HEXSZ && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

Error unresolved(const Repository& repo, const std::string& rev) {
  const std::string quoted = "'" + rev + "'";
  const std::string cause = repo.is_shallow() ? "this clone is shallow" : "this clone is partial";
  const bool incomplete = repo.is_shallow() || repo.is_partial();
  if (is_full_id(rev) && incomplete) {
    return {Errc::missing, "commit " + rev + " is not here: " + cause, "git fetch origin " + rev};
  }
  // HEAD~20, main^2: the name before the operator may be fine and the history too short.
  const std::size_t op = rev.find_first_of("~^");
  if (op != std::string::npos && op > 0 && incomplete) {
    git_object* raw = nullptr;
    if (git_revparse_single(&raw, repo.state().get(), rev.substr(0, op).c_str()) == 0) {
      const ObjectHandle owned(raw);
      return {Errc::missing, quoted + " is not here: " + cause, repo.fetch_advice()};
    }
  }
  const std::string slash = "refs/remotes/";
  std::string next = "see `git branch --all` and `git tag` for the names that exist here";
  if (rev.find('/') != std::string::npos && !rev.starts_with("refs/")) {
    next = "git fetch " + rev.substr(0, rev.find('/')) + " " + rev.substr(rev.find('/') + 1) + ", or see `git branch --all`";
  } else if (is_full_id(rev)) {
    next = "git fetch origin " + rev;
  }
  return {Errc::usage, quoted + " names no commit in " + repo.git_dir(), next};
}

}  // namespace

Result<ObjectId> Repository::resolve(const std::string& rev) const {
  git_object* raw = nullptr;
  const int code = rev.empty() ? GIT_ENOTFOUND : git_revparse_single(&raw, state_->get(), rev.c_str());
  if (code == GIT_EAMBIGUOUS) {
    return fail(Errc::usage, "'" + rev + "' is ambiguous: several objects begin with it", "give more digits");
  }
  if (code != 0) {
    const int about = rev.empty() || git_error_last() == nullptr ? GIT_ERROR_NONE : git_error_last()->klass;
    const bool of_object = about == GIT_ERROR_ODB || about == GIT_ERROR_OS || about == GIT_ERROR_ZLIB;
    if (code == GIT_ENOTFOUND && about == GIT_ERROR_ODB && !is_full_id(rev)) {
      // The name is there, and what it leads to is not.
      const std::string next = fetch_advice();
      return fail(Errc::missing, "'" + rev + "': " + git_error_text(), next.empty() ? "git fsck, then fetch or clone again" : next);
    }
    if (code == GIT_ENOTFOUND || code == GIT_EINVALIDSPEC || !of_object) return std::unexpected(unresolved(*this, rev));
    return std::unexpected(git_failure(code, "'" + rev + "'"));
  }
  const ObjectHandle found(raw);
  git_object* commit = nullptr;
  if (const int peeled = git_object_peel(&commit, raw, GIT_OBJECT_COMMIT); peeled != 0) {
    const bool damaged = peeled != GIT_ENOTFOUND && peeled != GIT_EINVALIDSPEC && peeled != GIT_EPEEL && peeled != GIT_EAMBIGUOUS;
    if (peeled == GIT_ENOTFOUND || damaged) {  // a tag whose object is gone or damaged; libgit2's text does not say which
      const std::string next = fetch_advice();
      return fail(damaged ? Errc::corrupt : Errc::missing, "'" + rev + "': the object that this tag names " + (damaged ? "cannot be read" : "is not here"),
                  next.empty() ? "git fsck, then fetch or clone again" : next);
    }
    return fail(Errc::usage, "'" + rev + "' is a " + std::string(git_object_type2string(git_object_type(raw))) + ", not a commit");
  }
  const ObjectHandle owned(commit);
  return from_oid(*git_object_id(commit));
}

Result<ObjectId> Repository::merge_base(const ObjectId& a, const ObjectId& b) const {
  CommitWalk walk(*this);
  const std::vector<ObjectId> bases = GATE_TRY(walk.merge_bases({&a, 1}, {&b, 1}));
  if (!bases.empty()) return bases.front();
  const std::string what = "no common ancestor of " + short_hex(a) + " and " + short_hex(b);
  if (!walk.gaps().empty()) {
    const Gap& gap = walk.gaps().front();
    return fail(gap.kind == GapKind::missing_object ? Errc::missing : Errc::corrupt, what + " can be read here: " + gap.why, gap.next_step);
  }
  if (walk.met_boundary()) {
    return fail(Errc::missing, what + " in this shallow clone", "git fetch --unshallow (or git fetch --deepen=200)");
  }
  return fail(Errc::usage, what + ": their histories are unrelated", "name a base that they share");
}

Result<std::vector<std::string>> Repository::list_at(const ObjectId& commit, const std::string& path) const {
  const std::string place = short_hex(commit) + ":" + path;
  const git_oid oid = to_oid(commit);
  git_commit* raw_commit = nullptr;
  if (const int code = git_commit_lookup(&raw_commit, state_->get(), &oid); code != 0) return std::unexpected(git_failure(code, place));
  const CommitHandle owned_commit(raw_commit);
  git_tree* raw_tree = nullptr;
  if (const int code = git_commit_tree(&raw_tree, raw_commit); code != 0) return std::unexpected(git_failure(code, place));
  const TreeHandle tree(raw_tree);
  struct Walk {
    std::string wanted;
    std::vector<std::string> found;
  } walk{path, {}};
  while (walk.wanted.ends_with('/')) walk.wanted.pop_back();
  const auto visit = [](const char* folder, const git_tree_entry* entry, void* payload) -> int {
    auto& w = *static_cast<Walk*>(payload);
    const std::string name = std::string(folder) + git_tree_entry_name(entry);
    const bool below = w.wanted.empty() || name == w.wanted || name.starts_with(w.wanted + "/");
    if (git_tree_entry_type(entry) == GIT_OBJECT_TREE) return below || w.wanted.starts_with(name + "/") ? 0 : 1;  // 1: skip it
    const git_filemode_t mode = git_tree_entry_filemode(entry);
    if (below && (mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE)) w.found.push_back(name);
    return 0;
  };
  if (const int code = git_tree_walk(tree.get(), GIT_TREEWALK_PRE, visit, &walk); code != 0) return std::unexpected(git_failure(code, place));
  std::sort(walk.found.begin(), walk.found.end());
  return std::move(walk.found);
}

Result<std::optional<std::string>> Repository::read_at(const ObjectId& commit, const std::string& path) const {
  const std::string place = short_hex(commit) + ":" + path;
  const auto lost = [&](int code) -> Error {
    if (code == GIT_ENOTFOUND) return {Errc::missing, place + ": an object is not in this clone", fetch_advice()};
    return git_failure(code, place);
  };
  const git_oid oid = to_oid(commit);
  git_commit* raw_commit = nullptr;
  if (const int code = git_commit_lookup(&raw_commit, state_->get(), &oid); code != 0) return std::unexpected(lost(code));
  const CommitHandle owned_commit(raw_commit);
  git_tree* raw_tree = nullptr;
  if (const int code = git_commit_tree(&raw_tree, raw_commit); code != 0) return std::unexpected(lost(code));
  TreeHandle tree(raw_tree);
  // Folder by folder: a missing tree and a missing name are different answers.
  std::string_view rest = path;
  while (true) {
    const std::size_t cut = rest.find('/');
    const std::string name(rest.substr(0, cut));
    const git_tree_entry* entry = git_tree_entry_byname(tree.get(), name.c_str());
    if (entry == nullptr) return std::optional<std::string>();
    if (cut == std::string_view::npos) {
      const git_filemode_t mode = git_tree_entry_filemode(entry);
      if (mode == GIT_FILEMODE_LINK) return fail(Errc::unsupported, place + ": is a symbolic link", "put a regular file there");
      if (git_tree_entry_type(entry) != GIT_OBJECT_BLOB) return std::optional<std::string>();
      git_odb_object* raw = nullptr;
      if (const int code = git_odb_read(&raw, state_->odb.get(), git_tree_entry_id(entry)); code != 0) {
        return std::unexpected(lost(code));
      }
      const OdbObject object(raw);
      return std::optional(std::string(static_cast<const char*>(git_odb_object_data(raw)), git_odb_object_size(raw)));
    }
    if (git_tree_entry_type(entry) != GIT_OBJECT_TREE) return std::optional<std::string>();
    git_tree* next = nullptr;
    if (const int code = git_tree_lookup(&next, state_->get(), git_tree_entry_id(entry)); code != 0) {
      return std::unexpected(lost(code));
    }
    tree.reset(next);
    rest.remove_prefix(cut + 1);
  }
}

Result<std::optional<ObjectId>> Repository::head() const {
  git_oid oid;
  const int code = git_reference_name_to_id(&oid, state_->get(), "HEAD");
  if (code == 0) return std::optional(from_oid(oid));
  git_reference* raw = nullptr;
  if (git_reference_lookup(&raw, state_->get(), "HEAD") != 0) return std::unexpected(git_failure(code, git_dir() + "/HEAD"));
  const ReferenceHandle head(raw);
  if (code == GIT_ENOTFOUND && git_reference_type(raw) == GIT_REFERENCE_SYMBOLIC) return std::optional<ObjectId>();
  return std::unexpected(git_failure(code, git_dir() + "/HEAD"));
}

std::string Repository::branch() const {
  git_reference* raw = nullptr;
  if (git_reference_lookup(&raw, state_->get(), "HEAD") != 0) return {};
  const ReferenceHandle head(raw);
  const char* target = git_reference_symbolic_target(raw);
  const std::string_view name = target == nullptr ? "" : target;
  constexpr std::string_view kHeads = "refs/heads/";
  return name.starts_with(kHeads) ? std::string(name.substr(kHeads.size())) : std::string();
}

Result<std::vector<Ref>> Repository::refs() const {
  git_reference_iterator* raw = nullptr;
  if (const int code = git_reference_iterator_new(&raw, state_->get()); code != 0) {
    return std::unexpected(git_failure(code, git_dir() + ": refs"));
  }
  const ReferenceIterator it(raw);
  std::vector<Ref> out;
  const char* name = nullptr;
  int code = 0;
  while ((code = git_reference_next_name(&name, raw)) == 0) {
    Ref ref{name, {}, false};
    git_oid oid;
    if (git_reference_name_to_id(&oid, state_->get(), name) == 0) {
      ref.target = from_oid(oid);
    } else {
      ref.broken = true;
    }
    out.push_back(std::move(ref));
  }
  if (code != GIT_ITEROVER) return std::unexpected(git_failure(code, git_dir() + ": refs"));
  std::ranges::sort(out, {}, &Ref::name);
  return out;
}

std::vector<std::string> Repository::remotes() const {
  git_strarray names{};
  std::vector<std::string> out;
  if (git_remote_list(&names, state_->get()) == 0) {
    for (std::size_t i = 0; i < names.count; ++i) out.emplace_back(names.strings[i]);
    git_strarray_dispose(&names);
  }
  std::ranges::sort(out);
  return out;
}

std::optional<std::string> Repository::config(const std::string& key) const {
  git_config* raw = nullptr;
  if (git_repository_config_snapshot(&raw, state_->get()) != 0) return std::nullopt;
  const ConfigHandle config(raw);
  const char* value = nullptr;
  if (git_config_get_string(&value, raw, key.c_str()) != 0) return std::nullopt;
  return std::string(value);
}

std::string Repository::remote_url(const std::string& asked) const {
  std::string name = asked;
  if (name.empty()) name = config("branch." + branch() + ".remote").value_or("");
  if (name.empty() || name == ".") {
    const std::vector<std::string> all = remotes();
    name = std::ranges::find(all, "origin") != all.end() || all.empty() ? "origin" : all.front();
  }
  return without_credentials(config("remote." + name + ".url").value_or(""));
}

std::optional<std::string> Repository::default_remote_branch(const std::string& remote) const {
  const std::string prefix = "refs/remotes/" + remote + "/";
  git_reference* raw = nullptr;
  if (git_reference_lookup(&raw, state_->get(), (prefix + "HEAD").c_str()) == 0) {
    const ReferenceHandle head(raw);
    const char* target = git_reference_symbolic_target(raw);
    git_oid oid;
    if (target != nullptr && std::string_view(target).starts_with(prefix) &&
        git_reference_name_to_id(&oid, state_->get(), target) == 0) {
      return std::string(target).substr(sizeof("refs/remotes/") - 1);
    }
  }
  for (const char* name : {"main", "master"}) {
    git_oid oid;
    if (git_reference_name_to_id(&oid, state_->get(), (prefix + name).c_str()) == 0) return remote + "/" + name;
  }
  return std::nullopt;
}

Result<std::vector<ObjectId>> remote_heads(const Repository& repo, const std::string& remote) {
  const std::vector<Ref> refs = GATE_TRY(repo.refs());
  const std::vector<std::string> remotes = repo.remotes();
  const bool known = std::ranges::find(remotes, remote) != remotes.end();
  const std::string prefix = known ? "refs/remotes/" + remote + "/" : "refs/remotes/";
  std::vector<ObjectId> out;
  for (const Ref& ref : refs) {
    if (!ref.name.starts_with(prefix) || ref.broken) continue;
    const git_oid oid = to_oid(ref.target);
    git_object* raw = nullptr;
    if (git_object_lookup(&raw, repo.state().get(), &oid, GIT_OBJECT_ANY) != 0) continue;
    const ObjectHandle object(raw);
    git_object* commit = nullptr;
    if (git_object_peel(&commit, raw, GIT_OBJECT_COMMIT) != 0) continue;
    const ObjectHandle owned(commit);
    out.push_back(from_oid(*git_object_id(commit)));
  }
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

std::string place_of_ref(std::string_view name) {
  for (const std::string_view branches : {"refs/heads/", "refs/remotes/"})
    if (name.starts_with(branches)) return "branch:" + std::string(name.substr(branches.size()));
  if (constexpr std::string_view tags = "refs/tags/"; name.starts_with(tags)) return "tag:" + std::string(name.substr(tags.size()));
  return "ref:" + std::string(name);
}

std::string without_credentials(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(url);  // a path, or user@host:path, where the user is public
  std::string out(url.substr(0, scheme + 3));
  std::string_view rest = url.substr(scheme + 3);
  if (const std::size_t query = rest.find_first_of("?#"); query != std::string_view::npos) rest = rest.substr(0, query);
  const std::size_t slash = rest.find('/');
  std::string_view host = rest.substr(0, slash);
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  out += host;
  if (slash != std::string_view::npos) out += rest.substr(slash);
  return out;
}

}  // namespace gogate::source
