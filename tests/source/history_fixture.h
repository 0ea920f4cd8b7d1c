// What the tests of the history source share: a repository with a tale in it,
// a search for a marked text, and git's own word for what should have come out.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gate/source/history.h"
#include "sandbox.h"

namespace gogate::source::test {

struct Place {
  std::string path;
  std::string commit;  // full hex
  auto operator<=>(const Place&) const = default;
};

// Reads everything and locates whatever holds `needle`, as one group.
struct Search {
  Everything all;
  std::vector<Place> places;  // sorted
  std::vector<Gap> gaps;      // of the plan, the readers and locate()
};
Search search(Result<std::unique_ptr<Source>> source, const std::string& needle);

// id -> content of every blob that `git rev-list --objects ARGS` names, by git itself.
std::map<std::string, std::string> blobs_by_git(const Sandbox& box, const std::string& folder,
                                                const std::string& args = "--all");
std::map<std::string, std::string> blobs_of(const Everything& all);  // items that are no messages

// A few dozen commits: edits of some growing files, a merge, a tag; the text
// "planted" comes in twice (see below). For packs with real deltas.
struct Tale {
  std::string first;   // brought "planted" into app/config.go
  std::string second;  // brought it into docs/notes.txt
};
Tale tell(const Sandbox& box, const std::string& folder);

bool has_gap(const std::vector<Gap>& gaps, GapKind kind, const std::string& part = {});

}  // namespace gogate::source::test
