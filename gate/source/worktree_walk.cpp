#include "gate/source/worktree_walk.h"

#include <fcntl.h>
#include <unistd.h>

#include "gate/source/folder_listing.h"
#include "gate/source/repository_state.h"

namespace gogate::source {

WorktreeWalk::WorktreeWalk(const Repository& repo, git_index* index) : repo_(repo) {
  const std::size_t count = index == nullptr ? 0 : git_index_entrycount(index);
  entries_.reserve(count);
  std::string_view last_folder;
  for (std::size_t i = 0; i < count; ++i) {
    const git_index_entry* e = git_index_get_byindex(index, i);
    const std::string_view path = e->path;
    entries_.emplace(path, e);  // of a conflict's stages, the first
    if ((e->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0) ++not_checked_out_;
    std::string_view folder = path;
    while (true) {
      const std::size_t slash = folder.rfind('/');
      if (slash == std::string_view::npos) break;
      folder = folder.substr(0, slash);
      if (folder == last_folder || !folders_.insert(folder).second) break;
    }
    const std::size_t slash = path.rfind('/');
    last_folder = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  }
}

const git_index_entry* WorktreeWalk::tracked(const std::string& path) const {
  const auto found = entries_.find(path);
  return found == entries_.end() ? nullptr : found->second;
}

bool WorktreeWalk::ignored(const std::string& path, bool folder) const {
  int answer = 0;
  const std::string asked = folder ? path + "/" : path;
  return git_ignore_path_is_ignored(&answer, repo_.state().get(), asked.c_str()) == 0 && answer != 0;
}

void WorktreeWalk::list(const Folder& root, const std::string& under, bool everything, Listing& out) const {
  std::vector<std::string> open{under};
  while (!open.empty()) {
    const std::string folder = std::move(open.back());
    open.pop_back();
    const auto listing = list_folder(root, folder);
    if (!listing) {
      out.gaps.push_back({GapKind::unreadable_file, folder.empty() ? "." : folder, listing.error().what, {}, false});
      continue;
    }
    std::vector<std::string> below;
    for (const Listed& entry : *listing) {
      if (entry.name == ".git") continue;
      std::string path = folder.empty() ? entry.name : folder + "/" + entry.name;
      const git_index_entry* known = tracked(path);
      if (entry.kind == Listed::folder) {
        if (known != nullptr && (known->mode & 0170000) == GIT_FILEMODE_COMMIT) {
          out.repositories.push_back(std::move(path));
          continue;
        }
        if (!folders_.contains(path)) {
          if (!everything && ignored(path, true)) continue;
          // Like git, do not enter a repository of its own.
          if (const int fd = root.open_below(path + "/.git", O_PATH | O_NOFOLLOW); fd >= 0) {
            close(fd);
            out.repositories.push_back(std::move(path));
            continue;
          }
        }
        below.push_back(std::move(path));
        continue;
      }
      if (known == nullptr && !everything && ignored(path, false)) continue;
      if (entry.kind == Listed::file) {
        out.files.push_back({std::move(path), known});
      } else if (entry.kind == Listed::link) {
        out.links.push_back(std::move(path));
      } else {
        out.other.push_back(std::move(path));
      }
    }
    for (auto it = below.rbegin(); it != below.rend(); ++it) open.push_back(std::move(*it));
  }
}

}  // namespace gogate::source
