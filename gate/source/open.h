// The sources, one function each. Paths in plans are relative to Plan::root.
// All of them read only; each keeps its own handles, so `repo` may go away.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gate/source/content_reader.h"
#include "gate/source/repository.h"
#include "gate/source/source.h"

namespace gogate::source {

// A folder (or one file) that git knows nothing about, or whose git is not
// asked. Links are not followed, except in `path` itself; a folder named .git
// is left out. Errc::usage: nothing is there.
Result<std::unique_ptr<Source>> open_folder(const std::string& path, PathFilter filter = {}, Limits limits = {});

// One text, as from stdin; `name` is its path in reports and for path rules.
Result<std::unique_ptr<Source>> open_input(std::string bytes, std::string name, Limits limits = {});
// Texts that are no files: the title and description of a request.
Result<std::unique_ptr<Source>> open_texts(std::vector<Text> texts, std::string scope, Limits limits = {});

struct WorktreeOptions {
  bool submodules = false;  // enter submodules and other repositories below
};
// What is on disk: tracked and untracked files, not ignored ones; a tracked
// file is scanned even when a rule ignores it, and so is whatever `paths` names.
// `paths` (absolute, or relative to the current folder) narrow the scan; empty:
// all of it. Errc::usage: a path outside the worktree, or a bare repository.
Result<std::unique_ptr<Source>> open_worktree(const Repository& repo, std::vector<std::string> paths = {}, PathFilter filter = {},
                                              Limits limits = {}, WorktreeOptions options = {});

// What the next commit would bring in: the index against HEAD (an empty tree
// when there is no commit yet). `index_file` empty: that of the repository.
Result<std::unique_ptr<Source>> open_staged(const Repository& repo, std::string index_file = {}, PathFilter filter = {},
                                            Limits limits = {});

// What commits introduce; see revisions.h for specs from command line words.
struct ChangeSpec {
  std::vector<ObjectId> include;  // tips: commits or annotated tags
  std::vector<ObjectId> exclude;  // what these reach is known already
  // End states are compared with this commit's tree; nullopt: with the merge
  // bases of each tip with `exclude`, or with nothing when there is none.
  std::optional<ObjectId> base;
  bool with_index_and_worktree = false;  // of HEAD, which must be the one tip
  // False where the question is whether these commits come in: then they can still
  // be rewritten, even where a remote's branch has them already.
  bool remotes_publish = true;
  std::vector<std::string> refs;         // full names that come in or are looked at: their names are searched
  bool note_uncommitted = false;         // say how many uncommitted files were not looked at
  PathFilter filter;
  Limits limits;
  std::string scope;  // "merge request into origin/main"; empty: "range 1a2b3c4..5d6e7f8"
};
// Items: each version that a commit brought in and none of its parents had
// (every_version), each commit message, and the last versions (end_state).
Result<std::unique_ptr<Source>> open_changes(const Repository& repo, ChangeSpec spec);

}  // namespace gogate::source
