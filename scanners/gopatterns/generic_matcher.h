// Finds a generic pattern in a document. One thread; work is bounded by a budget
// of steps.
#pragma once

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "scanners/gopatterns/generic_document.h"
#include "scanners/gopatterns/generic_pattern.h"
#include "scanners/gopatterns/range.h"

namespace gogate::gopatterns {

class GenericMatcher {
 public:
  struct Settings {
    std::uint32_t metavariables = 0;  // of the rule
    std::uint32_t lines = 10;         // that one ellipsis reaches
  };
  // Matches that agree with `known`, appended: the first way to match from each
  // token; of those with the same end the shortest, or the longest where the
  // pattern ends with an ellipsis.
  void find_all(GenericDocument& document, const GenericPattern& pattern, const Settings& settings, const Bindings& known,
                std::vector<Range>& out);

  void refill(std::uint64_t steps) { steps_ = steps; }
  void charge(std::uint64_t steps) { steps_ -= std::min(steps, steps_); }
  [[nodiscard]] std::uint64_t left() const { return steps_; }
  [[nodiscard]] bool exhausted() const { return steps_ == 0; }

 private:
  // A block that the pattern asks for, and those around it.
  struct Scope {
    std::uint32_t stop;
    std::uint32_t block;
    std::uint64_t key;  // of the chain
    const Scope* around;
    std::uint32_t left;  // in which block the text was before
  };
  struct Here {
    std::uint32_t at;     // the next token
    std::uint32_t last;   // the token behind the last one that matched or was skipped
    std::uint32_t block;  // where that one stands; it may lie deeper than the scope
  };

  bool run(std::size_t step, Here here, const Scope* scope);
  bool skip(std::size_t step, Here here, const Scope* scope);
  [[nodiscard]] bool may_end_at(std::size_t step) const;
  [[nodiscard]] bool only_ends_behind(std::size_t step) const;
  bool bind(std::uint32_t number, Span span);
  bool bind_skipped(const GenericPattern::Step& step, const Here& from, std::uint32_t to);
  void undo(std::size_t trail);
  bool spend();
  void start(std::uint32_t at, std::uint32_t block, std::vector<Range>& out);
  [[nodiscard]] GenericDocument::Symbol symbol_of(const GenericPattern::Step& step) const;

  GenericDocument* document_ = nullptr;
  const GenericPattern* pattern_ = nullptr;
  Settings settings_;
  std::uint64_t steps_ = 0;
  unsigned depth_ = 0;
  std::vector<GenericDocument::Symbol> symbols_;  // of the pattern's steps, in this document
  Bindings bindings_;
  std::vector<std::uint32_t> trail_;
  std::uint32_t begin_ = 0;  // first token of the match
  std::uint32_t end_ = 0;    // token behind it
  bool remembers_ = false;
  std::unordered_set<std::uint64_t> failed_;  // where a skip's rest was tried in vain
};

}  // namespace gogate::gopatterns
