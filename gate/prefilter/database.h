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
  struct Run {
    std::uint32_t id = 0;
    RunCondition run;
  };
  std::vector<Run> runs;  // by id
  bool folds = false;     // ids pattern_count and pattern_count + 1 stand for U+212A and U+017F
};

template <class C>
void visit(C& c, Outline::Run& r) {
  c(r.id), c(r.run.of), c(r.run.lengths);
}
template <class C>
void visit(C& c, Outline& o) {
  c(o.pattern_count), c(o.always), c(o.wide), c(o.anchored), c(o.margin), c(o.margin_lines), c(o.runs), c(o.folds);
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
  // Patterns with a condition on runs.
  [[nodiscard]] const Candidates& conditional() const { return conditional_; }
  [[nodiscard]] Effort effort(std::size_t pattern) const { return efforts_[pattern]; }

 private:
  struct Free {
    void operator()(hs_database* db) const;
  };
  using Handle = std::unique_ptr<hs_database, Free>;

  Handle handle_;
  void note_conditions();

  Outline outline_;
  Candidates conditional_;
  std::vector<Effort> efforts_;
};

// Vectorscan's version, and the processor features it compiles for here: a
// database made under another text may not load.
std::string engine_identity();
// False: the library failed its probe, and every pattern is always a candidate.
bool engine_works();

}  // namespace gogate::prefilter
