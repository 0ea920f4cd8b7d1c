// Where a pattern's matches can lie, told from where its filter matched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "gate/core/pattern.h"
#include "gate/core/span.h"
#include "gate/prefilter/database.h"

namespace gogate::prefilter {

// For one text after the other, and matches in the order of their ends.
class PlaceFinder {
 public:
  void begin(std::string_view text);
  // The filter of a located pattern matched up to `end` (> 0): adds the place
  // around it to `out` as pattern `id`, unless what every match holds besides
  // does not stand there.
  void add(const Outline::Located& pattern, std::size_t end, std::uint32_t id, Candidates& out) {
    add(pattern, end, 1, id, out);
  }

  // U+212A or U+017F, these bytes, stand up to `end`. In the order of the text.
  void add_fold(std::size_t end, std::string_view bytes);
  [[nodiscard]] const std::vector<Span>& folds() const { return folds_; }
  // The folded text of this window is scanned now.
  void begin_folded(Span window);
  // As add(), with `end` in that folded text; only of matches that can hold one of those characters.
  void add_folded(const Outline::Located& pattern, std::size_t end, std::uint32_t id, Candidates& out);

 private:
  void find_line(std::size_t at);
  [[nodiscard]] bool holds_fold(std::size_t begin, std::size_t end) const;
  void add(const Outline::Located& pattern, std::size_t end, std::uint64_t scale, std::uint32_t id, Candidates& out);

  std::string_view text_;
  std::vector<Span> folds_;
  Span window_;
  std::vector<std::uint32_t> folded_at_;  // where the window's folds stand in its folded text
  std::size_t first_fold_ = 0;            // of the window
  std::size_t line_begin_ = 0;  // of the line that was asked for last
  std::size_t line_end_ = 0;    // behind its line feed
};

// Whether a run as the condition says lies between `begin` and `end`. What is
// outside decides where a run ends.
bool holds_run(std::string_view text, std::size_t begin, std::size_t end, const RunCondition& run);

}  // namespace gogate::prefilter
