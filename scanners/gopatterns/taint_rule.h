// What a rule of `mode: taint` says beside its search formula, as plain values,
// and the meaning of `requires`. Any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "scanners/gopatterns/formula.h"

namespace gogate::gopatterns {

inline constexpr std::string_view kDefaultLabel = "__SOURCE__";

// One entry of pattern-sources, -sinks, -sanitizers or -propagators.
struct TaintPart {
  enum class SideEffect : std::uint8_t { no, yes, only };
  Formula formula;
  bool exact = false;  // only the matched expression, not those within it
  SideEffect side_effect = SideEffect::no;
  std::string label;               // of sources and propagators
  std::string requires_labels;     // "A and not B"; empty: of sinks the default label, else nothing
  std::string from, to;            // of propagators: metavariables
  std::vector<std::string> replace_labels;
};

struct TaintSpec {
  std::vector<TaintPart> sources, sanitizers, sinks, propagators;
  bool unify_metavariables = false;       // options: taint_unify_mvars
  bool safe_functions = false;            // a call's result is clean unless a propagator says otherwise
  bool safe_indexes = false;
  bool safe_comparisons = false;
  bool safe_booleans = false;
  bool safe_numbers = false;
  bool only_assignments = false;          // taint_only_propagate_through_assignments
};

// Labels with and, or, not and parentheses. Errc::config: what is wrong, and where.
Result<Ok> check_labels(std::string_view text);
bool labels_hold(std::string_view text, const std::function<bool(std::string_view)>& has);

// For gate/core/codec.h.
template <class C>
void visit(C& c, TaintPart& x) {
  c(x.formula), c(x.exact), c(x.side_effect), c(x.label), c(x.requires_labels), c(x.from), c(x.to), c(x.replace_labels);
}
template <class C>
void visit(C& c, TaintSpec& x) {
  c(x.sources), c(x.sanitizers), c(x.sinks), c(x.propagators);
  c(x.unify_metavariables), c(x.safe_functions), c(x.safe_indexes), c(x.safe_comparisons), c(x.safe_booleans), c(x.safe_numbers);
  c(x.only_assignments);
}

}  // namespace gogate::gopatterns
