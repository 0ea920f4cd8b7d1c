#include "gate/source/patch_lines.h"

#include <cstring>

#include "gate/source/repository_state.h"

namespace gogate::source {
namespace {

using DiffHandle = Handle<git_diff, git_diff_free>;
using PatchHandle = Handle<git_patch, git_patch_free>;

Result<TreeHandle> tree_of(git_commit* commit, const std::string& place) {
  git_tree* raw = nullptr;
  if (const int code = git_commit_tree(&raw, commit); code != 0) return std::unexpected(git_failure(code, place));
  return TreeHandle(raw);
}

}  // namespace

Result<bool> patch_adds_lines(const Repository& repo, const ObjectId& id, const std::string& path, std::uint32_t first,
                              std::uint32_t last) {
  const std::string place = "commit " + short_hex(id);
  const git_oid oid = to_oid(id);
  git_commit* raw = nullptr;
  if (const int code = git_commit_lookup(&raw, repo.state().get(), &oid); code != 0) return std::unexpected(git_failure(code, place));
  const CommitHandle commit(raw);
  const unsigned parents = git_commit_parentcount(raw);
  if (parents == 0) return true;
  if (parents > 1) return false;
  git_commit* raw_parent = nullptr;
  if (const int code = git_commit_parent(&raw_parent, raw, 0); code != 0) {
    // The first commit of a shallow clone is shown as if it were a root.
    if (repo.state().shallow_commits.contains(id)) return true;
    return std::unexpected(git_failure(code, place));
  }
  const CommitHandle parent(raw_parent);
  const TreeHandle now = GATE_TRY(tree_of(raw, place));
  const TreeHandle before = GATE_TRY(tree_of(raw_parent, place));
  git_diff_options options;
  git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.context_lines = 0;
  git_diff* raw_diff = nullptr;
  if (const int code = git_diff_tree_to_tree(&raw_diff, repo.state().get(), before.get(), now.get(), &options); code != 0)
    return std::unexpected(git_failure(code, place));
  const DiffHandle diff(raw_diff);
  git_diff_find_options find;
  git_diff_find_options_init(&find, GIT_DIFF_FIND_OPTIONS_VERSION);
  find.flags = GIT_DIFF_FIND_RENAMES;
  find.rename_threshold = 50;
  find.rename_limit = 1000;
  if (const int code = git_diff_find_similar(raw_diff, &find); code != 0) return std::unexpected(git_failure(code, place));
  for (std::size_t i = 0; i < git_diff_num_deltas(raw_diff); ++i) {
    const git_diff_delta* delta = git_diff_get_delta(raw_diff, i);
    if (delta->new_file.path == nullptr || path != delta->new_file.path || delta->status == GIT_DELTA_DELETED) continue;
    git_patch* raw_patch = nullptr;
    if (const int code = git_patch_from_diff(&raw_patch, raw_diff, i); code != 0) return std::unexpected(git_failure(code, place));
    const PatchHandle patch(raw_patch);
    if (raw_patch == nullptr) return false;  // git calls the content binary
    for (std::size_t h = 0; h < git_patch_num_hunks(raw_patch); ++h) {
      const git_diff_hunk* hunk = nullptr;
      if (git_patch_get_hunk(&hunk, nullptr, raw_patch, h) != 0) continue;
      const auto begin = static_cast<std::uint32_t>(hunk->new_start);
      const auto lines = static_cast<std::uint32_t>(hunk->new_lines);
      if (lines != 0 && begin <= last && first < begin + lines) return true;
    }
    return false;
  }
  return false;
}

}  // namespace gogate::source
