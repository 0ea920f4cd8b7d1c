// The history of a repository: every unique piece of content that the chosen
// refs reach, each read once in the order of the packs; hits are joined to
// paths and commits afterwards by locate(). Commit and tag messages are items
// of their own.
//
// plan() also proves completeness: it follows every link from the refs, so an
// object that a shallow, partial or damaged clone lacks is a gap.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gate/core/result.h"
#include "gate/source/repository.h"
#include "gate/source/source.h"

namespace gogate::source {

// `repository` is reopened, so it may go away; as a path it is one in or of a
// repository. `refs` are names as git takes
// them (branches, tags, ids, HEAD~3); empty: every ref, the HEADs of all
// worktrees, and stashes. Errc::usage: no such name or no repository;
// Errc::unsupported: SHA-256 ids. `threads` are used by plan() and locate().
//
// Items come in reading order; hand each worker runs of some hundred neighbours,
// which share delta bases. Located paths of messages read "commit message
// 1a2b3c4d5e" and "tag message v1.0".
Result<std::unique_ptr<Source>> open_history(const Repository& repository, std::vector<std::string> refs = {},
                                             Limits limits = {}, unsigned threads = 2);
Result<std::unique_ptr<Source>> open_history(const std::string& repository, std::vector<std::string> refs = {}, Limits limits = {},
                                             unsigned threads = 2);

}  // namespace gogate::source
