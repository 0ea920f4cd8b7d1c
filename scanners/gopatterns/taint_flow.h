// Follows taint through the functions of one file, each for itself: from what a
// rule's sources match, by assignments, fields, calls, literals and loops, to
// what its sinks match. An abstract interpretation of the lowered tree: states
// are joined where branches meet, loops run until nothing changes. Closures are
// read where they stand. One thread; work is bounded by a budget of steps.
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "scanners/gopatterns/facts.h"
#include "scanners/gopatterns/subject.h"
#include "scanners/gopatterns/taint_rule.h"
#include "scanners/gopatterns/taint_state.h"
#include "scanners/gopatterns/tree.h"

namespace gogate::gopatterns {

// What the formulas of a rule's parts match in the file, by part.
struct TaintMatches {
  std::vector<std::vector<Range>> sources, sanitizers, sinks, propagators;
};

struct TaintFinding {
  Range range;              // of the sink; with the source's bindings where it has none of its own
  std::vector<Span> steps;  // from the source to the sink, both included
};

class TaintFlow {
 public:
  TaintFlow(const Tree& tree, Facts& facts, const Subject& subject) : tree_(tree), facts_(facts), subject_(subject) {}

  // Appends to `out`. `from` and `to` of each propagator: numbers of metavariables.
  // False: stopped by its bound.
  bool run(const TaintSpec& spec, const TaintMatches& matches,
           const std::vector<std::pair<std::uint32_t, std::uint32_t>>& propagator_ends, std::vector<TaintFinding>& out);

 private:
  // A match of a part: where it holds.
  struct Match {
    std::uint32_t part = 0;
    std::uint32_t number = 0;  // among all matches of its list
    const Range* range = nullptr;
  };
  struct Lookup {
    std::unordered_map<std::uint64_t, std::vector<Match>> exact;  // by span
    std::vector<Match> around;                                    // whatever lies within counts
    std::vector<Match> near;                                      // of those, in the declaration at hand
  };
  struct Flow {
    const Range* range = nullptr;
    std::uint32_t part = 0;
    TaintSet carried;
    PlaceId to = 0;  // where `to` was read before `from`
  };
  struct Trace {
    Span span;
    std::uint32_t before = 0;
  };
  // A value, and the place that it was read from.
  struct Value {
    TaintSet taint;
    PlaceId place = 0;
  };
  struct Target {  // of break and continue
    Sym label = 0;
    bool loop = false;
    TaintState broken, continued;
  };

  void build(const std::vector<TaintPart>& parts, const std::vector<std::vector<Range>>& matches, Lookup& out);
  void keep_near(Lookup& lookup, Span span);
  [[nodiscard]] static std::uint64_t key(Span span) { return (std::uint64_t{span.begin} << 32) | span.end; }
  template <class F>
  void each_match(const Lookup& lookup, NodeId node, F f);
  [[nodiscard]] bool sanitized(NodeId node, bool by_side_effect);
  void add_sources(NodeId node, Value& value);
  void check_sinks(NodeId node, const TaintSet& taint);
  void take_carried(NodeId node, Value& value);
  void carry(NodeId node, const Value& value);
  void report(const Match& sink, const TaintSet& taint, Span at);
  [[nodiscard]] bool has_label(const TaintSet& taint, std::string_view label) const;
  std::uint32_t label_number(std::string_view label);
  std::uint32_t step(Span span, std::uint32_t before);

  // Expressions.
  TaintSet read(NodeId node);
  Value value(NodeId node);
  Value place_of(NodeId node);
  TaintSet call(NodeId node, TaintSet& passed);
  TaintSet children(NodeId node);
  void closure(NodeId node);
  [[nodiscard]] PlaceId variable(NodeId ident);
  [[nodiscard]] bool is_safe_type(NodeId node);

  // Statements.
  void function(NodeId params, NodeId body);
  void enter(NodeId params);
  void list(NodeId first);
  void statement(NodeId node);
  void assign(NodeId left, NodeId right, bool adds);
  void write(NodeId target, const TaintSet& taint, bool adds);
  void if_else(NodeId node);
  void loop(NodeId node, Sym label);
  void cases(NodeId node, Sym label);
  void labeled(NodeId node);
  void jump(NodeId node);

  const Tree& tree_;
  Facts& facts_;
  const Subject& subject_;
  const TaintSpec* spec_ = nullptr;
  std::vector<TaintFinding>* out_ = nullptr;

  Lookup sources_, sanitizers_, sinks_;
  std::vector<const Range*> source_ranges_;  // by number
  std::vector<Flow> flows_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> flow_from_, flow_to_;
  std::vector<std::string> labels_;
  std::vector<Trace> traces_;
  std::map<std::pair<std::uint64_t, std::uint32_t>, std::uint32_t> trace_numbers_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> reported_;

  Places places_;
  TaintState state_;
  std::vector<Target> targets_;
  std::map<Sym, TaintState> at_labels_;
  bool jumped_ = false;  // a label got more from a goto
  unsigned depth_ = 0;
  NodeId call_ = 0;  // the call whose arguments are being read
  std::uint64_t steps_left_ = 0;
};

}  // namespace gogate::gopatterns
