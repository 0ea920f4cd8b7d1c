// Runs a rule's formula over one subject. One thread.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "scanners/gopatterns/compiled_rule.h"
#include "scanners/gopatterns/matcher.h"
#include "scanners/gopatterns/subject.h"

namespace gogate::gopatterns {

class Evaluator {
 public:
  explicit Evaluator(Subject& subject) : subject_(&subject) {}

  // All ranges at which the rule matches, focus applied, sorted, equal spans once.
  // False: stopped by a bound; what was found so far is in `out`.
  bool run(const CompiledRule& rule, std::vector<Range>& out);

  // The same piece by piece, for what combines formulas otherwise: begin() once,
  // then any formulas of the rule, in the order in which they are found.
  void begin(const CompiledRule& rule);
  std::vector<Range> find(const CompiledFormula& formula);
  [[nodiscard]] bool bounded() const { return bounded_ || subject_->exhausted(); }

  // `text` with each metavariable replaced by the code it stands for.
  [[nodiscard]] std::string interpolate(const std::string& text, const CompiledRule& rule, const Range& range) const;

 private:
  std::vector<Range> ranges(const CompiledFormula& f, Span within, const Bindings& known);
  std::vector<Range> conjunction(const CompiledFormula& f, Span within, const Bindings& known);
  std::vector<Range> regex_ranges(const CompiledFormula& f, Span within, const Bindings& known);
  NameFilter* filter_of(const CompiledCondition& c);
  bool holds(const CompiledCondition& c, Range& r);
  bool holds_inside(const CompiledCondition& c, const Binding& b, Range& r);
  bool holds_in_text(const CompiledFormula& formula, std::string_view text, Span within, Bindings* bindings);
  std::vector<Range> focused(const CompiledFormula& f, std::vector<Range> in) const;
  bool compatible(const Range& a, const Range& b) const;
  void merge(Bindings& into, const Bindings& from) const;
  bool spend(std::uint64_t pairs);

  Subject* subject_;
  const CompiledRule* rule_ = nullptr;
  std::vector<NameFilter*> filters_;      // of the formulas that are being evaluated
  std::deque<NameFilter> known_filters_;  // by condition, of this run
  std::uint64_t pairs_left_ = 0;
  std::uint64_t text_steps_left_ = 0;  // of formulas about texts in code
  bool bounded_ = false;
};

}  // namespace gogate::gopatterns
