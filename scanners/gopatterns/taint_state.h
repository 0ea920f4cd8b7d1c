// What is known of taint at one point of a function: which variables and fields
// of them hold what came from a source. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "scanners/gopatterns/tree.h"

namespace gogate::gopatterns {

// One source's taint. `trace` tells how it came here and does not make a difference.
struct Taint {
  std::uint32_t source = 0;  // number of the source's match
  std::uint32_t label = 0;
  std::uint32_t trace = 0;
  [[nodiscard]] std::uint64_t key() const { return (std::uint64_t{source} << 32) | label; }
};

// Sorted by key, each key once; the first trace stays.
class TaintSet {
 public:
  TaintSet() = default;
  explicit TaintSet(Taint one) : items_{one} {}
  void add(Taint taint);
  // Whether anything was new.
  bool add(const TaintSet& other);
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] const std::vector<Taint>& items() const { return items_; }
  [[nodiscard]] std::vector<Taint>& items() { return items_; }

 private:
  std::vector<Taint> items_;
};

// A variable, or a field of another place. 0: no place.
using PlaceId = std::uint32_t;

// The places of one file, numbered as they are met.
class Places {
 public:
  Places() { clear(); }
  void clear();
  PlaceId variable(DeclId decl, Sym name);  // by name where the declaration is unknown
  PlaceId field(PlaceId of, Sym name);
  [[nodiscard]] PlaceId parent(PlaceId place) const { return parents_[place]; }

 private:
  PlaceId number(std::uint64_t kind, PlaceId parent, std::uint32_t name);
  std::map<std::pair<std::uint64_t, std::uint32_t>, PlaceId> known_;
  std::vector<PlaceId> parents_;
};

// A field that was not written itself holds what its parent does. Writing a place
// forgets its fields.
class TaintState {
 public:
  bool reachable = true;

  // What reading the place itself gives, without what its fields hold.
  [[nodiscard]] const TaintSet* own(PlaceId place, const Places& places) const;
  // And with it.
  [[nodiscard]] TaintSet all(PlaceId place, const Places& places) const;
  void set(PlaceId place, TaintSet taint, const Places& places);
  void add(PlaceId place, const TaintSet& taint, const Places& places);
  // What holds here when either was before. True: this changed.
  bool join(const TaintState& other, const Places& places);

 private:
  [[nodiscard]] bool within(PlaceId place, PlaceId outer, const Places& places) const;
  std::map<PlaceId, TaintSet> held_;
};

}  // namespace gogate::gopatterns
