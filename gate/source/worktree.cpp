// What is on disk in a worktree.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <unordered_set>

#include "gate/source/open.h"
#include "gate/source/repository_state.h"
#include "gate/source/worktree_walk.h"

namespace gogate::source {
namespace fs = std::filesystem;

namespace {

class WorktreeSource final : public Source {
 public:
  WorktreeSource(std::shared_ptr<ReadFrom> from, std::vector<std::string> paths, PathFilter filter, WorktreeOptions options)
      : from_(std::move(from)), paths_(std::move(paths)), filter_(std::move(filter)), options_(options) {}

  Result<Plan> plan() override {
    const Repository& repo = *from_->repository;
    Plan plan;
    plan.root = from_->folder;
    plan.scope = "worktree of " + fs::path(plan.root).filename().string();
    if (const auto head = repo.head(); head && *head) plan.revision = (*head)->hex();
    GATE_TRY(add(repo, "", paths_, plan));
    plan.content_changed = !plan.items.empty();
    return plan;
  }

  [[nodiscard]] std::unique_ptr<Reader> reader() const override { return make_content_reader(from_); }

 private:
  // The worktree of `repo`, which stands at `prefix` ("" or "lib/sub/") in ours.
  Result<Ok> add(const Repository& repo, const std::string& prefix, const std::vector<std::string>& paths, Plan& plan) {
    auto index = open_index(repo, prefix.empty() ? std::string() : repo.git_dir() + "/index");
    if (!index && index.error().code == Errc::not_found) return std::unexpected(std::move(index).error());
    if (!index) {
      plan.warnings.push_back(index.error().what + ": files are taken for tracked that HEAD holds; newer ones that an ignore rule names are left out (" +
                              index.error().next_step + ")");
      index = index_of_head(repo);
    }
    const WorktreeWalk walk(repo, index ? index->get() : nullptr);
    const Folder root = GATE_TRY(Folder::open(repo.workdir()));
    WorktreeWalk::Listing found;
    if (paths.empty()) walk.list(root, "", false, found);
    for (const std::string& path : paths) list_named(walk, root, path, found);
    if (paths.size() > 1) {  // named twice, or a file and its folder
      std::unordered_set<std::string> seen;
      std::erase_if(found.files, [&](const WorktreeWalk::File& f) { return !seen.insert(f.path).second; });
    }
    for (WorktreeWalk::File& file : found.files) {
      Item item;
      item.path = prefix + file.path;
      if (!filter_.accepts(item.path)) {
        ++plan.counts.files_excluded;
        continue;
      }
      if (file.tracked != nullptr) item.size = file.tracked->file_size;
      plan.names.push_back({PlaceKind::path_name, item.path, {}, kNoCommit});
      plan.items.push_back(std::move(item));
    }
    if (walk.not_checked_out() > 0) {
      plan.notes.push_back({NoteKind::other, prefix.empty() ? "." : prefix, std::to_string(walk.not_checked_out()) + " tracked files are left out by a sparse checkout"});
    }
    for (const std::string& path : found.links) {
      if (filter_.accepts(prefix + path)) plan.names.push_back({PlaceKind::content, root.link_target(path), prefix + path, kNoCommit});
      plan.notes.push_back({NoteKind::symlink, prefix + path, "symbolic link, not followed"});
    }
    for (const std::string& path : found.other) plan.notes.push_back({NoteKind::other, prefix + path, "neither file nor folder (socket, pipe or device)"});
    for (Gap& gap : found.gaps) {
      gap.place = prefix + gap.place;
      plan.gaps.push_back(std::move(gap));
    }
    for (const std::string& path : found.repositories) GATE_TRY(add_repository(repo, prefix + path, path, plan));
    return Ok{};
  }

  // What an index would hold right after a checkout; empty where HEAD cannot be read.
  static IndexHandle index_of_head(const Repository& repo) {
    git_index* raw = nullptr;
    if (git_index_new(&raw) != 0) return {};
    IndexHandle index(raw);
    const auto head = repo.head();
    if (!head || !*head) return index;
    const git_oid oid = to_oid(**head);
    git_commit* commit = nullptr;
    if (git_commit_lookup(&commit, repo.state().get(), &oid) != 0) return index;
    const CommitHandle owned(commit);
    git_tree* tree = nullptr;
    if (git_commit_tree(&tree, commit) != 0) return index;
    const TreeHandle owned_tree(tree);
    git_index_read_tree(raw, tree);
    return index;
  }

  Result<Ok> add_repository(const Repository& outer, const std::string& place, const std::string& path, Plan& plan) {
    const std::string where = outer.workdir() + "/" + path;
    if (std::error_code ec; !fs::exists(where + "/.git", ec)) {
      plan.notes.push_back({NoteKind::submodule, place, "submodule, not checked out"});
      return Ok{};
    }
    if (!options_.submodules) {
      plan.notes.push_back({NoteKind::submodule, place, "submodule or repository of its own, not entered (--submodules enters it)"});
      return Ok{};
    }
    auto inner = Repository::discover(where);
    std::error_code ec;
    if (!inner || !fs::equivalent(inner->workdir(), where, ec)) {
      plan.gaps.push_back({GapKind::unreadable_file, place, inner ? "its .git leads elsewhere" : inner.error().what, {}, false});
      return Ok{};
    }
    if (auto added = add(*inner, place + "/", {}, plan); !added) {
      plan.gaps.push_back({GapKind::unreadable_file, place, added.error().what, added.error().next_step, false});
    }
    return Ok{};
  }

  static void list_named(const WorktreeWalk& walk, const Folder& root, const std::string& path, WorktreeWalk::Listing& found) {
    std::error_code ec;
    if (path.empty()) return walk.list(root, "", false, found);
    const git_index_entry* known = walk.tracked(path);
    if (known != nullptr && (known->mode & 0170000) == GIT_FILEMODE_COMMIT) {
      found.repositories.push_back(path);
      return;
    }
    if (const auto folder = root.open_below(path, O_PATH | O_DIRECTORY | O_NOFOLLOW); folder >= 0) {
      close(folder);
      walk.list(root, path, walk.ignored(path, true), found);
      return;
    }
    found.files.push_back({path, known});
  }

  std::shared_ptr<ReadFrom> from_;
  std::vector<std::string> paths_;
  PathFilter filter_;
  WorktreeOptions options_;
};

// The path of `given` in the worktree; "" for all of it. Links in the folders above are resolved, the last name is not.
Result<std::string> path_in_worktree(const std::string& given, const std::string& workdir) {
  std::error_code ec;
  fs::path full = fs::absolute(given, ec).lexically_normal();
  if (!full.has_filename()) full = full.parent_path();
  const fs::file_status status = fs::symlink_status(full, ec);
  if (!fs::exists(status)) return fail(Errc::usage, given + ": no such file or folder");
  const fs::path root = fs::canonical(workdir, ec);
  const fs::path real = fs::is_directory(full, ec) && !fs::is_symlink(status) ? fs::canonical(full, ec) : fs::canonical(full.parent_path(), ec) / full.filename();
  if (ec) return fail(Errc::unreadable, given + ": " + ec.message());
  const fs::path relative = real.lexically_relative(root);
  if (relative.empty() || *relative.begin() == "..") {
    // A link that leads to the worktree itself.
    if (fs::equivalent(full, root, ec)) return std::string();
    return fail(Errc::usage, given + ": outside of the worktree " + workdir, "scan it in a run of its own");
  }
  if (fs::is_symlink(status)) return fail(Errc::usage, given + ": a symbolic link, which is not followed", "name what it leads to");
  return relative == "." ? std::string() : relative.generic_string();
}

}  // namespace

Result<std::unique_ptr<Source>> open_worktree(const Repository& repo, std::vector<std::string> paths, PathFilter filter, Limits limits,
                                              WorktreeOptions options) {
  if (repo.is_bare()) return fail(Errc::usage, repo.git_dir() + ": a bare repository has no worktree", "use --history, --range or --base");
  auto from = std::make_shared<ReadFrom>();
  from->repository = std::make_unique<const Repository>(GATE_TRY(repo.reopen()));
  from->folder = repo.workdir();
  from->limits = limits;
  for (std::string& path : paths) path = GATE_TRY(path_in_worktree(path, from->folder));
  return std::make_unique<WorktreeSource>(std::move(from), std::move(paths), std::move(filter), options);
}

}  // namespace gogate::source
