#include "gate/source/repository.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "gate/source/object_database.h"
#include "gate/source/repository_state.h"

namespace gogate::source {
namespace fs = std::filesystem;

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): read before any thread starts
  return value == nullptr ? std::string() : std::string(value);
}

std::string absolute(const std::string& path) {
  if (path.empty()) return path;
  std::error_code ignored;
  const fs::path full = fs::absolute(path, ignored);
  return full.empty() ? path : full.lexically_normal().string();
}

std::string without_slash(const char* path) {
  std::string out = path == nullptr ? "" : path;
  while (out.size() > 1 && out.back() == '/') out.pop_back();
  return out;
}

Error cannot_open(int code, const std::string& where) {
  const std::string text = git_error_text();
  if (text.find("objectformat") != std::string::npos) {
    return Error{Errc::unsupported, where + ": repositories with SHA-256 object ids are not supported yet",
                 "scan a checkout as a plain folder (--no-git), or a SHA-1 mirror"};
  }
  if (text.find("unsupported extension") != std::string::npos || text.find("unsupported repository version") != std::string::npos) {
    return Error{Errc::unsupported, where + ": a git repository of a kind that is not supported yet: " + text,
                 "scan a checkout as a plain folder (--no-git), or an ordinary clone"};
  }
  if (code == GIT_ENOTFOUND) {
    return Error{Errc::not_found, where + ": no git repository here or in a folder above", {}};
  }
  return Error{Errc::unreadable, where + ": cannot open the git repository: " + text, {}};
}

// GIT_ALTERNATE_OBJECT_DIRECTORIES: ':' between paths; git quotes a path that holds ':' in "…" with C escapes.
std::vector<std::string> split_alternates(std::string_view text) {
  std::vector<std::string> out;
  std::size_t i = 0;
  while (i < text.size()) {
    std::string path;
    if (text[i] == '"') {
      for (++i; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        path += text[i];
      }
      while (i < text.size() && text[i] != ':') ++i;
    } else {
      while (i < text.size() && text[i] != ':') path += text[i++];
    }
    ++i;
    if (!path.empty()) out.push_back(absolute(path));
  }
  return out;
}

bool has_promisor(git_repository* repo) {
  git_config* raw = nullptr;
  if (git_repository_config_snapshot(&raw, repo) != 0) return false;
  const ConfigHandle config(raw);
  const char* text = nullptr;
  if (git_config_get_string(&text, config.get(), "extensions.partialclone") == 0) return true;
  bool found = false;
  const auto note = [](const git_config_entry* entry, void* payload) {
    int value = 0;
    if (git_config_parse_bool(&value, entry->value) == 0 && value != 0) *static_cast<bool*>(payload) = true;
    return 0;
  };
  git_config_foreach_match(config.get(), "^remote\\..*\\.promisor$", note, &found);
  return found;
}

std::unordered_set<ObjectId> read_shallow(const std::string& common_dir) {
  std::unordered_set<ObjectId> out;
  std::ifstream in(common_dir + "/shallow");
  std::string line;
  while (std::getline(in, line)) {
    git_oid oid;
    if (line.size() >= GIT_OID_HEXSZ && git_oid_fromstrn(&oid, line.c_str(), GIT_OID_HEXSZ) == 0) out.insert(from_oid(oid));
  }
  return out;
}

Result<Ok> use_environment(Repository::State& s) {
  if (!s.env.common_dir.empty()) {
    std::error_code ec;
    if (!fs::equivalent(s.env.common_dir, git_repository_commondir(s.get()), ec)) {
      return fail(Errc::unsupported, "GIT_COMMON_DIR=" + s.env.common_dir + " is not the common folder of " + s.opened_at,
                  "unset GIT_COMMON_DIR");
    }
  }
  if (!s.env.work_tree.empty() && git_repository_set_workdir(s.get(), s.env.work_tree.c_str(), 0) != 0) {
    return fail(Errc::unreadable, "GIT_WORK_TREE=" + s.env.work_tree + ": " + git_error_text());
  }
  return Ok{};
}

// As git searches: the quarantine of a push first, the repository's own objects
// (always known, whatever the alternates say), what the environment adds.
Result<OdbHandle> objects_of(const Repository::State& s) {
  std::vector<std::string> folders;
  if (!s.env.object_directory.empty()) {
    std::error_code ec;
    if (!fs::is_directory(s.env.object_directory, ec)) {
      return fail(Errc::unreadable, "GIT_OBJECT_DIRECTORY=" + s.env.object_directory + ": no such folder");
    }
    folders.push_back(s.env.object_directory);
  }
  folders.push_back(without_slash(git_repository_commondir(s.get())) + "/objects");
  for (std::string& path : split_alternates(s.env.alternates)) folders.push_back(std::move(path));
  return open_object_database(all_object_folders(folders));
}

}  // namespace

Environment Environment::of_process() {
  return {variable("GIT_DIR"),
          variable("GIT_WORK_TREE"),
          variable("GIT_COMMON_DIR"),
          variable("GIT_OBJECT_DIRECTORY"),
          variable("GIT_ALTERNATE_OBJECT_DIRECTORIES"),
          variable("GIT_INDEX_FILE")};
}

Result<std::unique_ptr<Repository::State>> Repository::State::open(const std::string& git_dir, const Environment& env) {
  if (!start_libgit2()) return fail(Errc::internal, "libgit2 does not start: " + git_error_text());
  auto s = std::make_unique<State>();
  s->opened_at = git_dir;
  s->env = env;
  git_repository* raw = nullptr;
  if (const int code = git_repository_open_ext(&raw, git_dir.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr); code != 0) {
    return std::unexpected(cannot_open(code, git_dir));
  }
  s->repo.reset(raw);
  if (auto used = use_environment(*s); !used) return std::unexpected(std::move(used).error());
  s->odb = GATE_TRY(objects_of(*s));
  if (const int code = git_repository_set_odb(raw, s->odb.get()); code != 0) return std::unexpected(git_failure(code, git_dir));
  s->shallow_commits = read_shallow(git_repository_commondir(raw));
  s->shallow = !s->shallow_commits.empty();
  s->partial = has_promisor(raw);
  return s;
}

Repository::Repository(std::unique_ptr<State> state) : state_(std::move(state)) {}
Repository::Repository(Repository&&) noexcept = default;
Repository& Repository::operator=(Repository&&) noexcept = default;
Repository::~Repository() = default;

// Whether libgit2 could find a repository from here upwards. Starting it takes
// 3 ms, which a folder without git need not wait for.
static bool may_be_in_repository(fs::path at) {
  std::error_code ec;
  for (;; at = at.parent_path()) {
    if (fs::exists(fs::symlink_status(at / ".git", ec))) return true;
    if (fs::exists(at / "HEAD", ec) && fs::exists(at / "objects", ec)) return true;  // bare, or inside .git
    if (fs::exists(at / "HEAD", ec) && fs::exists(at / "commondir", ec)) return true;  // a linked worktree's
    if (at == at.parent_path()) return false;
  }
}

Result<Repository> Repository::discover(const std::string& path) {
  std::error_code ec;
  fs::path start = fs::absolute(path.empty() ? "." : path, ec).lexically_normal();
  if (!start.has_filename()) start = start.parent_path();
  if (!fs::exists(start, ec)) return fail(Errc::not_found, path + ": no such file or folder");
  if (!fs::is_directory(start, ec) && start.filename() != ".git") start = start.parent_path();
  // Links are followed: the repository is that of the place itself.
  if (const fs::path real = fs::canonical(start, ec); !ec && !may_be_in_repository(real) && !may_be_in_repository(start))
    return fail(Errc::not_found, path + ": no git repository here or in a folder above");
  if (!start_libgit2()) return fail(Errc::internal, "libgit2 does not start: " + git_error_text());
  git_repository* raw = nullptr;
  if (const int code = git_repository_open_ext(&raw, start.c_str(), GIT_REPOSITORY_OPEN_CROSS_FS, nullptr); code != 0) {
    return std::unexpected(cannot_open(code, path));
  }
  const RepositoryHandle found(raw);
  Environment env;
  if (!git_repository_is_bare(raw)) env.work_tree = without_slash(git_repository_workdir(raw));
  return Repository(GATE_TRY(State::open(without_slash(git_repository_path(raw)), env)));
}

Result<Repository> Repository::open_from_env(const Environment& given) {
  Environment env{absolute(given.git_dir),          absolute(given.work_tree), absolute(given.common_dir),
                  absolute(given.object_directory), given.alternates,          absolute(given.index_file)};
  if (env.git_dir.empty()) {
    const Repository found = GATE_TRY(discover("."));
    env.git_dir = found.state_->opened_at;
    if (env.work_tree.empty()) env.work_tree = found.workdir();
  }
  if (std::error_code ec; fs::is_regular_file(env.git_dir, ec)) {  // a .git file of a worktree or submodule
    const Repository found = GATE_TRY(discover(env.git_dir));
    env.git_dir = found.state_->opened_at;
  }
  return Repository(GATE_TRY(State::open(without_slash(env.git_dir.c_str()), env)));
}

Result<Repository> Repository::reopen() const { return Repository(GATE_TRY(State::open(state_->opened_at, state_->env))); }

bool Repository::is_bare() const { return git_repository_is_bare(state_->get()) != 0; }
bool Repository::is_shallow() const { return state_->shallow; }
bool Repository::is_partial() const { return state_->partial; }
std::string Repository::workdir() const { return without_slash(git_repository_workdir(state_->get())); }
std::string Repository::git_dir() const { return without_slash(git_repository_path(state_->get())); }
std::string Repository::common_dir() const { return without_slash(git_repository_commondir(state_->get())); }

std::string Repository::hooks_path() const {
  git_config* raw = nullptr;
  if (git_repository_config_snapshot(&raw, state_->get()) == 0) {
    const ConfigHandle config(raw);
    Buffer path;
    if (git_config_get_path(&path.buf, raw, "core.hookspath") == 0 && path.buf.size > 0) {
      const fs::path base = is_bare() ? git_dir() : workdir();  // where git runs hooks
      return (base / path.str()).lexically_normal().string();
    }
  }
  return common_dir() + "/hooks";
}

std::string Repository::index_file() const {
  return state_->env.index_file.empty() ? git_dir() + "/index" : state_->env.index_file;
}

std::string Repository::fetch_advice() const {
  if (is_shallow()) return "git fetch --unshallow";
  if (is_partial()) return "git fetch --refetch --no-filter";
  return {};
}

Gap gap_of_object(const Repository& repo, int code, std::string place, const std::string& what) {
  if (code == GIT_ENOTFOUND) {
    const std::string next = repo.fetch_advice();
    return {GapKind::missing_object, std::move(place), what + " is not in this clone", next.empty() ? "git fsck, then fetch or clone again" : next, false};
  }
  const Error e = git_failure(code, what);
  if (git_error_last() != nullptr && git_error_last()->klass == GIT_ERROR_OS) {
    return {GapKind::unreadable_file, std::move(place), e.what, "check its permissions", false};
  }
  return {GapKind::corrupt_object, std::move(place), e.what, "git fsck, then fetch or clone again", false};
}

Result<IndexHandle> open_index(const Repository& repo, const std::string& file) {
  git_index* raw = nullptr;
  const std::string path = file.empty() ? repo.index_file() : file;
  // Without an index git takes it for empty. One that was named and is not there is a mistake, and must not pass as empty.
  if (std::error_code ec; path != repo.git_dir() + "/index" && !fs::exists(path, ec)) {
    return fail(Errc::not_found, path + ": there is no such index");
  }
  if (const int code = git_index_open(&raw, path.c_str()); code != 0) {
    if (git_error_text().find("unsupported mandatory extension") != std::string::npos) {
      return fail(Errc::unsupported, path + ": a split or sparse index", "git update-index --no-split-index, or git sparse-checkout reapply --no-sparse-index");
    }
    Error e = git_failure(code, path);
    if (git_error_last() != nullptr && git_error_last()->klass == GIT_ERROR_INDEX) {
      e.code = Errc::corrupt;
      e.what = path + ": this index is damaged";  // libgit2 says of a short one that it is gone
    }
    e.next_step = e.code == Errc::corrupt ? "move it away and run git reset, which makes it anew" : "check its permissions";
    return std::unexpected(std::move(e));
  }
  return IndexHandle(raw);
}

}  // namespace gogate::source
