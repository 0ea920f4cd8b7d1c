// A compiled Vectorscan database and what it does not say itself.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/codec.h"
#include "gate/core/pattern.h"
#include "gate/core/result.h"
#include "gate/prefilter/widen.h"

struct hs_database;

namespace gogate::prefilter {

// Facts about the patterns, stored in front of the serialized database.
struct Outline {
  std::uint32_t pattern_count = 0;
  std::vector<std::uint32_t> always;  // candidates in every text
  std::vector<std::uint32_t> wide;    // matches may be longer than kOverlap or have no bound
  std::vector<std::uint32_t> anchored;  // see Filter
  std::uint64_t margin = 0;             // the largest of all
  std::uint64_t margin_lines = 0;
  struct Located {
    std::uint32_t id = 0;
    Surroundings around;
    RunCondition run;
    bool leads = false;  // the run stands behind the expression's match
  };
  std::vector<Located> located;  // by id
  bool folds = false;     // ids pattern_count and pattern_count + 1 stand for U+212A and U+017F
  bool wide_folds = false;  // a filter for folded texts has no bound, and its place is not told
};

template <class C>
void visit(C& c, Outline::Located& l) {
  c(l.id), c(l.around.known), c(l.around.before), c(l.around.after), c(l.around.lines), c(l.around.reach), c(l.around.feeds);
  c(l.run.of), c(l.run.lengths), c(l.leads);
}
template <class C>
void visit(C& c, Outline& o) {
  c(o.pattern_count), c(o.always), c(o.wide), c(o.anchored), c(o.margin), c(o.margin_lines), c(o.located), c(o.folds), c(o.wide_folds);
}

inline constexpr std::size_t kPart = std::size_t{1} << 30;  // bytes of one Vectorscan call
inline constexpr std::size_t kOverlap = std::size_t{1} << 20;

class Database {
 public:
  static Result<std::shared_ptr<const Database>> compile(std::span<const PatternSpec> patterns, bool any_machine);
  static Result<std::shared_ptr<const Database>> load(std::string_view serialized, std::size_t pattern_count);
  [[nodiscard]] std::string serialize() const;

  [[nodiscard]] const hs_database* handle() const { return handle_.get(); }  // null: nothing to scan for
  [[nodiscard]] const Outline& outline() const { return outline_; }
  // Null: its places are not told.
  [[nodiscard]] const Outline::Located* located(std::uint32_t id) const {
    return located_[id] == 0 ? nullptr : &outline_.located[located_[id] - 1];
  }
  [[nodiscard]] Effort effort(std::size_t pattern) const { return efforts_[pattern]; }

 private:
  struct Free {
    void operator()(hs_database* db) const;
  };
  using Handle = std::unique_ptr<hs_database, Free>;

  Handle handle_;
  void number_located();

  Outline outline_;
  std::vector<std::uint32_t> located_;  // by pattern: one more than its number in outline_.located
  std::vector<Effort> efforts_;
};

// Vectorscan's version, and the processor features it compiles for here: a
// database made under another text may not load.
std::string engine_identity();
// False: the library failed its probe, and every pattern is always a candidate.
bool engine_works();

}  // namespace gogate::prefilter
