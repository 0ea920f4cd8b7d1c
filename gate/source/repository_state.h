// What a Repository holds. Only files of this folder include this header.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/source/libgit2.h"
#include "gate/source/repository.h"

namespace gogate::source {

struct Repository::State {
  // How it was opened, so that reopen() does the same.
  std::string opened_at;  // absolute path of the git directory
  Environment env;        // absolute paths; empty fields: nothing given

  RepositoryHandle repo;
  OdbHandle odb;
  bool shallow = false;
  bool partial = false;
  std::unordered_set<ObjectId> shallow_commits;  // their parents were not fetched

  static Result<std::unique_ptr<State>> open(const std::string& git_dir, const Environment& env);
  [[nodiscard]] git_repository* get() const { return repo.get(); }
};

// The index of `repo` (or `file`), never refreshed or written. Errc::unsupported:
// a split or sparse index, which libgit2 does not read. Errc::corrupt. An absent
// file is empty; one that was named and is not there Errc::not_found.
Result<IndexHandle> open_index(const Repository& repo, const std::string& file);

// The gap for an object that libgit2 could not read, by its return code:
// missing, corrupt or unreadable. `what`: "tree 1a2b…".
Gap gap_of_object(const Repository& repo, int code, std::string place, const std::string& what);

}  // namespace gogate::source
