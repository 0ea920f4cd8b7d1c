#include "scanners/gopatterns/taint_state.h"

#include <algorithm>

namespace gogate::gopatterns {
namespace {

constexpr std::uint64_t kByDeclaration = 1;
constexpr std::uint64_t kByName = 2;
constexpr std::uint64_t kField = 3;
constexpr std::size_t kMostTaints = 64;  // of one place: more sources of one rule meet nowhere

}  // namespace

void TaintSet::add(Taint taint) {
  const auto at = std::lower_bound(items_.begin(), items_.end(), taint, [](const Taint& a, const Taint& b) { return a.key() < b.key(); });
  if (at != items_.end() && at->key() == taint.key()) return;
  if (items_.size() < kMostTaints) items_.insert(at, taint);
}

bool TaintSet::add(const TaintSet& other) {
  const std::size_t before = items_.size();
  for (const Taint& t : other.items_) add(t);
  return items_.size() != before;
}

void Places::clear() {
  known_.clear();
  parents_.assign(1, 0);
}

PlaceId Places::number(std::uint64_t kind, PlaceId parent, std::uint32_t name) {
  const auto [at, is_new] = known_.try_emplace({kind << 32 | parent, name}, static_cast<PlaceId>(parents_.size()));
  if (is_new) parents_.push_back(parent);
  return at->second;
}

PlaceId Places::variable(DeclId decl, Sym name) {
  return decl != 0 ? number(kByDeclaration, 0, decl) : number(kByName, 0, name);
}

PlaceId Places::field(PlaceId of, Sym name) { return number(kField, of, name); }

bool TaintState::within(PlaceId place, PlaceId outer, const Places& places) const {
  while (place > outer) place = places.parent(place);  // a field is met after what it is a field of
  return place == outer;
}

const TaintSet* TaintState::own(PlaceId place, const Places& places) const {
  for (; place != 0; place = places.parent(place))
    if (const auto at = held_.find(place); at != held_.end()) return &at->second;
  return nullptr;
}

TaintSet TaintState::all(PlaceId place, const Places& places) const {
  TaintSet out;
  if (const TaintSet* const held = own(place, places)) out = *held;
  for (auto at = held_.upper_bound(place); at != held_.end(); ++at)
    if (within(at->first, place, places)) out.add(at->second);
  return out;
}

void TaintState::set(PlaceId place, TaintSet taint, const Places& places) {
  for (auto at = held_.upper_bound(place); at != held_.end();)
    at = within(at->first, place, places) ? held_.erase(at) : std::next(at);
  held_[place] = std::move(taint);
}

void TaintState::add(PlaceId place, const TaintSet& taint, const Places& places) {
  if (taint.empty()) return;
  TaintSet now;
  if (const TaintSet* const held = own(place, places)) now = *held;
  now.add(taint);
  held_[place] = std::move(now);
}

bool TaintState::join(const TaintState& other, const Places& places) {
  if (!other.reachable) return false;
  if (!reachable) {
    *this = other;
    return true;
  }
  bool changed = false;
  // A place that only one of them wrote holds in the other what it inherits there.
  for (const auto& [place, taint] : other.held_) {
    const TaintSet* const mine = own(place, places);
    const bool written = held_.contains(place);
    TaintSet sum = mine != nullptr ? *mine : TaintSet{};
    const bool grew = sum.add(taint);
    if (grew || (!written && mine != nullptr && !mine->empty())) {
      changed = changed || grew;
      held_[place] = std::move(sum);
    }
  }
  for (auto& [place, taint] : held_) {
    if (other.held_.contains(place)) continue;
    if (const TaintSet* const theirs = other.own(place, places)) changed = taint.add(*theirs) || changed;
  }
  return changed;
}

}  // namespace gogate::gopatterns
