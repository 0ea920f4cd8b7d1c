// Gathers what a walk should have found but did not, and says it briefly: a
// clone without blobs lacks half a million objects, which is one gap.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/object_id.h"
#include "gate/core/result.h"
#include "gate/source/pack_order.h"

namespace gogate::source {

// One thread; merge() joins those of several workers.
class AbsentObjects {
 public:
  // An object that something names: `as` says as what.
  void missing(ObjectKind as, const ObjectId& id);
  void damaged(const ObjectId& id, std::string why);
  void merge(AbsentObjects&& other);

  // `partial`: the clone left objects out on purpose, so another command helps.
  void report(bool partial, std::vector<Gap>& gaps) const;

 private:
  std::unordered_set<ObjectId> commits_, trees_, blobs_, others_;
  std::map<ObjectId, std::string> damaged_;
};

}  // namespace gogate::source
