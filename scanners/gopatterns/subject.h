// What a formula is evaluated over: one file, read in one language. It yields
// the matches of a leaf pattern and knows what a binding means; how matches
// combine is the evaluator's business (evaluate.h). One thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanners/gopatterns/comparison.h"
#include "scanners/gopatterns/compiled_rule.h"
#include "scanners/gopatterns/range.h"

namespace gogate::gopatterns {

struct NameFilter;

class Subject {
 public:
  virtual ~Subject() = default;

  [[nodiscard]] virtual Language language() const = 0;
  // Spans are offsets into it.
  [[nodiscard]] virtual std::string_view text() const = 0;

  // Before the rule's first leaf. Gives a fresh budget.
  virtual void begin(const CompiledRule& rule) = 0;
  // The budget is spent: find() may have left matches out since begin().
  [[nodiscard]] virtual bool exhausted() const = 0;

  // Every match of a leaf's pattern inside `within` that agrees with `known`,
  // appended. What `filters` reject may be left out.
  virtual void find(const CompiledFormula& leaf, Span within, const Bindings& known, std::vector<NameFilter*>& filters,
                    std::vector<Range>& out) = 0;

  // Whether two bindings stand for the same.
  [[nodiscard]] virtual bool same(const Binding& a, const Binding& b) const = 0;
  // What a condition's regex is asked about.
  virtual std::string_view regex_text(const Binding& b) = 0;
  // What a comparison computes with; nullopt: not known.
  virtual std::optional<ComparisonValue> value(const Binding& b) = 0;
  virtual bool has_type(const Binding& b, const std::vector<std::string>& types) = 0;
  // Whether the binding is a package of one of these import paths, or something of it.
  virtual bool is_of_module(const Binding& /*b*/, const std::vector<std::string>& /*modules*/) { return false; }
  // Where a nested formula about the binding is evaluated, in the subject's own
  // language or in another one.
  [[nodiscard]] virtual Span extent(const Binding& b) const = 0;
  [[nodiscard]] virtual Span foreign_extent(const Binding& b) const { return extent(b); }
  // The same for a binding that stands for a text which is not at its place (a
  // constant's value). Null: there is none.
  virtual const std::string* held_text(const Binding&) { return nullptr; }

  [[nodiscard]] std::string_view text_of(const Binding& b) const { return text().substr(b.span.begin, b.span.size()); }
};

}  // namespace gogate::gopatterns
