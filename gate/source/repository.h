// A git repository, opened for reading only. Whoever owns it does not matter,
// and nothing that it configures is run. No libgit2 type shows here.
//
// A Repository belongs to one thread; reopen() makes another for another thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/object_id.h"
#include "gate/core/result.h"

namespace gogate::source {

// What git hands to a hook. Paths may be relative to the current folder.
struct Environment {
  std::string git_dir;
  std::string work_tree;
  std::string common_dir;
  std::string object_directory;  // the quarantine of a push that is being received
  std::string alternates;        // ':' separated
  std::string index_file;        // may be index.lock (`git commit -a`)
  static Environment of_process();
};

struct Ref {
  std::string name;    // "refs/heads/main"
  ObjectId target;     // as stored: a commit, or an annotated tag
  bool broken = false; // does not resolve to an id
};

class Repository {
 public:
  // The repository that holds `path` (a file or folder, searched upwards; a
  // worktree, a submodule, a bare repository, or a .git folder or file itself).
  // Errc::not_found: there is none. Errc::unsupported: SHA-256 object ids.
  static Result<Repository> discover(const std::string& path);
  // As git does in a hook: GIT_DIR and what goes with it, else discover(".").
  static Result<Repository> open_from_env(const Environment& env = Environment::of_process());
  // The same repository for another thread.
  [[nodiscard]] Result<Repository> reopen() const;

  // The commit that `rev` names, annotated tags peeled. Errc::usage: no such
  // name. Errc::missing: a shallow or partial clone lacks it; next_step fetches.
  [[nodiscard]] Result<ObjectId> resolve(const std::string& rev) const;
  // A best common ancestor. Errc::missing: a shallow clone hides it. Errc::usage: unrelated.
  [[nodiscard]] Result<ObjectId> merge_base(const ObjectId& a, const ObjectId& b) const;
  // The file at `path` in the tree of `commit`; nullopt: no file there.
  // Errc::missing: a partial clone lacks it. Errc::unsupported: a symbolic link.
  [[nodiscard]] Result<std::optional<std::string>> read_at(const ObjectId& commit, const std::string& path) const;

  // Paths of the regular files at or below `path` in the tree of `commit`, sorted; none: no such path.
  [[nodiscard]] Result<std::vector<std::string>> list_at(const ObjectId& commit, const std::string& path) const;

  [[nodiscard]] Result<std::optional<ObjectId>> head() const;  // nullopt: no commit yet
  [[nodiscard]] std::string branch() const;                    // "main"; empty when detached
  [[nodiscard]] Result<std::vector<Ref>> refs() const;         // sorted by name; symbolic ones resolved
  [[nodiscard]] std::vector<std::string> remotes() const;
  // Without user, password and query; empty when there is none. An empty name
  // asks for the remote of the current branch, else origin, else the only one.
  [[nodiscard]] std::string remote_url(const std::string& name = {}) const;
  // "origin/main": where the remote's HEAD points, as last fetched; else its main or master.
  [[nodiscard]] std::optional<std::string> default_remote_branch(const std::string& remote = "origin") const;
  // One value of git's configuration (system, user, repository).
  [[nodiscard]] std::optional<std::string> config(const std::string& key) const;

  [[nodiscard]] bool is_bare() const;
  [[nodiscard]] bool is_shallow() const;
  [[nodiscard]] bool is_partial() const;
  [[nodiscard]] std::string workdir() const;     // absolute, no '/' at the end; empty when bare
  [[nodiscard]] std::string git_dir() const;     // of this worktree
  [[nodiscard]] std::string common_dir() const;  // shared by all worktrees
  [[nodiscard]] std::string hooks_path() const;  // core.hooksPath, else <common_dir>/hooks
  [[nodiscard]] std::string index_file() const;  // GIT_INDEX_FILE where open_from_env() saw it, else <git_dir>/index
  // What fetches objects that this clone lacks: "git fetch --unshallow", …; empty for a full clone.
  [[nodiscard]] std::string fetch_advice() const;

  Repository(Repository&&) noexcept;
  Repository& operator=(Repository&&) noexcept;
  ~Repository();

  struct State;  // for the files of this folder
  [[nodiscard]] State& state() const { return *state_; }

 private:
  explicit Repository(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The commits at which the refs of `remote` stand, as last fetched: what a push
// of a new branch need not bring again. An unknown name (a URL): of all remotes.
Result<std::vector<ObjectId>> remote_heads(const Repository& repo, const std::string& remote);

// Where reports say that a ref's name stands: "branch:main", "branch:origin/x", "tag:v1", "ref:refs/notes/x".
std::string place_of_ref(std::string_view name);

// "https://user:token@host/x.git?key=1" -> "https://host/x.git"
std::string without_credentials(std::string_view url);

}  // namespace gogate::source
