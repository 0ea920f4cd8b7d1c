// Lists a worktree as `git ls-files --cached --others --exclude-standard` does,
// without looking into any file. One thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/source/file_reading.h"
#include "gate/source/libgit2.h"
#include "gate/source/repository.h"

namespace gogate::source {

class WorktreeWalk {
 public:
  // `index` null: which files are tracked is not known; ignored ones are left out.
  WorktreeWalk(const Repository& repo, git_index* index);

  struct File {
    std::string path;
    const git_index_entry* tracked = nullptr;
  };
  struct Listing {
    std::vector<File> files;         // sorted folder by folder
    std::vector<std::string> links;
    std::vector<std::string> other;  // sockets, pipes, devices that are not ignored
    std::vector<std::string> repositories;  // submodules and repositories of their own, not entered
    std::vector<Gap> gaps;
  };
  // `under`: a folder relative to the worktree, empty for all; `everything`:
  // ignore rules do not hold.
  void list(const Folder& root, const std::string& under, bool everything, Listing& out) const;
  [[nodiscard]] const git_index_entry* tracked(const std::string& path) const;
  // Files that a sparse checkout leaves out.
  [[nodiscard]] std::size_t not_checked_out() const { return not_checked_out_; }
  [[nodiscard]] bool ignored(const std::string& path, bool folder) const;

 private:
  const Repository& repo_;
  std::unordered_map<std::string_view, const git_index_entry*> entries_;
  std::unordered_set<std::string_view> folders_;  // that hold tracked files
  std::size_t not_checked_out_ = 0;
};

}  // namespace gogate::source
