// A lowered Go file as what formulas are evaluated over.
#pragma once

#include "scanners/gopatterns/matcher.h"
#include "scanners/gopatterns/subject.h"

namespace gogate::gopatterns {

class GoSubject final : public Subject {
 public:
  // All must outlive it; `index` is built before the first rule begins.
  GoSubject(const Tree& code, Facts& facts, const NodeIndex& index) : code_(code), facts_(facts), matcher_(code, facts, index) {}

  [[nodiscard]] Language language() const override { return Language::go; }
  [[nodiscard]] std::string_view text() const override { return code_.text; }
  void begin(const CompiledRule& rule) override;
  [[nodiscard]] bool exhausted() const override { return matcher_.exhausted(); }
  void find(const CompiledFormula& leaf, Span within, const Bindings& known, std::vector<NameFilter*>& filters,
            std::vector<Range>& out) override;
  [[nodiscard]] bool same(const Binding& a, const Binding& b) const override { return matcher_.same(a, b); }
  std::string_view regex_text(const Binding& b) override;
  std::optional<ComparisonValue> value(const Binding& b) override;
  bool has_type(const Binding& b, const std::vector<std::string>& types) override;
  bool is_of_module(const Binding& b, const std::vector<std::string>& modules) override;
  [[nodiscard]] Span extent(const Binding& b) const override;
  [[nodiscard]] Span foreign_extent(const Binding& b) const override;
  const std::string* held_text(const Binding& b) override;

 private:
  const Constant* constant_of(const Binding& b);

  const Tree& code_;
  Facts& facts_;
  Matcher matcher_;
  Matcher::Settings settings_;
};

}  // namespace gogate::gopatterns
