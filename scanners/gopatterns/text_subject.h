// Any text as what formulas are evaluated over.
#pragma once

#include <deque>

#include "scanners/gopatterns/generic_matcher.h"
#include "scanners/gopatterns/subject.h"

namespace gogate::gopatterns {

inline constexpr std::uint64_t kTextSteps = 20'000'000;  // of one rule in one file

class TextSubject final : public Subject {
 public:
  TextSubject() = default;
  // `text` must outlive the use of it.
  void open(std::string_view text);

  [[nodiscard]] Language language() const override { return Language::generic; }
  [[nodiscard]] std::string_view text() const override { return text_; }
  void begin(const CompiledRule& rule) override;
  // Of the budget; what several subjects of one rule spend together.
  void limit(std::uint64_t steps) { matcher_.refill(steps); }
  [[nodiscard]] std::uint64_t left() const { return matcher_.left(); }
  [[nodiscard]] bool exhausted() const override { return too_large_ || matcher_.exhausted(); }
  void find(const CompiledFormula& leaf, Span within, const Bindings& known, std::vector<NameFilter*>& filters,
            std::vector<Range>& out) override;
  [[nodiscard]] bool same(const Binding& a, const Binding& b) const override { return text_of(a) == text_of(b); }
  std::string_view regex_text(const Binding& b) override { return text_of(b); }
  std::optional<ComparisonValue> value(const Binding& b) override;
  bool has_type(const Binding&, const std::vector<std::string>&) override { return false; }
  [[nodiscard]] Span extent(const Binding& b) const override { return b.span; }

 private:
  struct Read {
    Span within;
    CommentStyle comments;
    GenericDocument document;
    bool whole;  // false: too many tokens
  };
  Read& read(Span within);

  std::string_view text_;
  std::deque<Read> known_;  // of this text, the latest last
  TextOptions options_;
  GenericMatcher::Settings settings_;
  GenericMatcher matcher_;
  bool too_large_ = false;
};

}  // namespace gogate::gopatterns
