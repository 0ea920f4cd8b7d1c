// The history of a repository: every unique piece of content that the chosen
// refs reach, each read once in the order of the packs; hits are joined to
// paths and commits afterwards by locate(). Commit and tag messages are items
// of their own.
//
// plan() also proves completeness: it follows every link from the refs, so an
// object that a shallow, partial or damaged clone lacks is a gap.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gate/core/result.h"
#include "gate/source/repository.h"
#include "gate/source/source.h"

namespace gogate::source {

struct HistoryOptions {
  // Names as git takes them (branches, tags, ids, HEAD~3); "^NAME" leaves out
  // what that name reaches. None without "^": every ref, the HEADs of all
  // worktrees, and stashes.
  std::vector<std::string> refs;
  std::vector<std::string> exclude_refs;  // globs; a match with a ref's full or short name leaves the ref out
  std::optional<std::int64_t> since;      // commits before this (seconds since 1970, committer's date) are left out
  bool stashes = false;      // also where `refs` are named
  bool unreachable = false;  // also objects that no ref reaches
  Limits limits;
  unsigned threads = 2;      // used by plan() and locate()
};

// `repository` is reopened, so it may go away; as a path it is one in or of a
// repository. Errc::usage: no such name or no repository; Errc::unsupported:
// SHA-256 ids.
//
// Items come in reading order; hand each worker runs of some hundred neighbours,
// which share delta bases. Located paths of messages read "commit:ID/message"
// and "tag:NAME/message".
Result<std::unique_ptr<Source>> open_history(const Repository& repository, HistoryOptions options);
Result<std::unique_ptr<Source>> open_history(const std::string& repository, std::vector<std::string> refs = {}, Limits limits = {},
                                             unsigned threads = 2);

// "2026-01-31", "2026-01-31T10:00:00Z" (or with a blank, or an offset), "@1700000000",
// "2 weeks ago", "2.weeks", "yesterday": seconds since 1970. A date alone begins at midnight UTC.
// One that is still to come is an error (Errc::usage) like one that is none.
Result<std::int64_t> parse_since(const std::string& text, std::int64_t now);

}  // namespace gogate::source
