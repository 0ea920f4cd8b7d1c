// What an entry (a waiver, a line of an ignore file or baseline) names, and how
// findings are set aside by it. Applied while each finding is one place with
// one value, before group_occurrences().
//
// Three things can be named:
//   a secret      by its id: holds wherever it stands
//   a place       by a fingerprint, or in another tool's words by rule, path
//                 and line: holds for the value that was there when it was
//                 agreed on, so in a merge check not for one that the change
//                 put in its place (Finding::value_changed)
//   an occurrence a place in one commit: the commit fixes the value
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gate/core/finding.h"

namespace gogate::policy {

// One of secret and fingerprint is set; `commit` (at least seven hex digits)
// goes with a fingerprint only.
struct Aim {
  std::string secret;
  std::string fingerprint;
  std::string commit;
};

// What silences by place, whatever its form, asks this first.
inline bool may_hold_by_place(const Finding& f) { return !f.value_changed; }
bool is_commit(const Occurrence& o, std::string_view hex);  // the commit or a beginning of it
bool names(const Aim& aim, const Finding& f, const Occurrence& o);

// Calls `named` for each occurrence of each finding and `mark` for what it
// accepts. A finding of which only some occurrences are named is split: what is
// not named stands. Returns how many were marked.
std::size_t set_aside(std::vector<Finding>& findings, const std::function<bool(const Finding&, const Occurrence&)>& named,
                      const std::function<void(Finding&)>& mark);

// After everything that silences: places of one secret (one rule, one id)
// become one entry with all its occurrences; those that are set aside stay
// apart from those that stand, and from those set aside for another reason. What
// can still be undone speaks for the entry, then the gravest, then what stands
// at HEAD, then the earliest.
void group_occurrences(std::vector<Finding>& findings);

}  // namespace gogate::policy
