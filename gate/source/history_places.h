// Where the hits of a history stand: content, messages and names joined to
// paths and commits, and whether others have those commits already.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gate/source/attribution.h"
#include "gate/source/history_refs.h"
#include "gate/source/history_walk.h"
#include "gate/source/source.h"

namespace gogate::source {

// What locating needs of a planned history; all of it outlives this.
struct HistoryView {
  const ObjectIndex& index;
  const ObjectReaders& readers;
  const Walk& walk;
  std::span<const HistoryRoot> roots;  // every ref of the repository
  std::optional<ObjectId> head;        // the commit
  std::optional<std::int64_t> since;   // tags older than this are left out
  bool bare = false;
  unsigned threads = 2;
};

// As Source::locate() and locate_names() promise. Places: "commit:ID/message",
// "tag:NAME/message", "note:ID" (a note on that object; "note:REF/ID" where it
// stands in another ref than git's own), else the path.
Result<std::vector<Located>> locate_objects(const HistoryView& view, std::span<const ObjectId> ids,
                                            std::span<const std::uint32_t> groups, std::vector<Gap>& gaps);
Result<std::vector<Located>> locate_path_names(const HistoryView& view, std::span<const std::string> names, std::vector<Gap>& gaps);

// By commit: a ref of a remote, as last fetched, reaches it; in a bare
// repository a branch or tag does.
std::vector<bool> published_commits(const HistoryView& view, std::span<const ObjectId> commits);

// People, and names of refs. Names of files and folders come with an empty place.
std::vector<Name> names_of_history(const HistoryView& view, std::vector<Commit>& commits);

}  // namespace gogate::source
