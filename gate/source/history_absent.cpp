#include "gate/source/history_absent.h"

#include <algorithm>
#include <utility>

namespace gogate::source {
namespace {

constexpr std::size_t kNamed = 20;  // damaged objects listed one by one

void report_missing(const std::unordered_set<ObjectId>& ids, const char* one, const char* many, bool partial,
                    std::vector<Gap>& gaps) {
  if (ids.empty()) return;
  const ObjectId first = *std::min_element(ids.begin(), ids.end());  // the same in every run
  std::string why = ids.size() == 1 ? std::string(one) + " " + first.hex() + " is"
                                    : std::to_string(ids.size()) + " " + many + " (the first: " + first.hex() + ") are";
  why += partial ? " left out of this partial clone" : " named by the history but not in this repository";
  gaps.push_back({GapKind::missing_object, first.hex(), std::move(why),
                  partial ? "git fetch --refetch --no-filter" : "git fetch --refetch, or clone again"});
}

}  // namespace

void AbsentObjects::missing(ObjectKind as, const ObjectId& id) {
  switch (as) {
    case ObjectKind::commit: commits_.insert(id); break;
    case ObjectKind::tree: trees_.insert(id); break;
    case ObjectKind::blob: blobs_.insert(id); break;
    default: others_.insert(id); break;
  }
}

void AbsentObjects::damaged(const ObjectId& id, std::string why) { damaged_.emplace(id, std::move(why)); }

void AbsentObjects::merge(AbsentObjects&& other) {
  commits_.merge(other.commits_);
  trees_.merge(other.trees_);
  blobs_.merge(other.blobs_);
  others_.merge(other.others_);
  damaged_.merge(other.damaged_);
}

void AbsentObjects::report(bool partial, std::vector<Gap>& gaps) const {
  report_missing(commits_, "commit", "commits", partial, gaps);
  report_missing(trees_, "tree", "trees", partial, gaps);
  report_missing(blobs_, "blob", "blobs", partial, gaps);
  report_missing(others_, "object", "objects", partial, gaps);
  std::size_t named = 0;
  for (const auto& [id, why] : damaged_) {
    if (named == kNamed) {
      gaps.push_back({GapKind::corrupt_object, "history",
                      std::to_string(damaged_.size() - kNamed) + " more objects are damaged", "git fsck"});
      break;
    }
    gaps.push_back({GapKind::corrupt_object, id.hex(), why, "git fsck, then fetch or clone again"});
    ++named;
  }
}

}  // namespace gogate::source
