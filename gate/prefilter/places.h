// Where a pattern's matches can lie, told from where its filter matched.
#pragma once

#include <cstddef>
#include <string_view>

#include "gate/core/pattern.h"
#include "gate/prefilter/database.h"

namespace gogate::prefilter {

// For one text after the other, and matches in the order of their ends.
class PlaceFinder {
 public:
  void begin(std::string_view text);
  // The filter of a located pattern matched up to `end` (> 0): adds the place
  // around it to `out` as pattern `id`, unless what every match holds besides
  // does not stand there.
  void add(const Outline::Located& pattern, std::size_t end, std::uint32_t id, Candidates& out);

 private:
  void find_line(std::size_t at);

  std::string_view text_;
  std::size_t line_begin_ = 0;  // of the line that was asked for last
  std::size_t line_end_ = 0;    // behind its line feed
};

// Whether a run as the condition says lies between `begin` and `end`. What is
// outside decides where a run ends.
bool holds_run(std::string_view text, std::size_t begin, std::size_t end, const RunCondition& run);

}  // namespace gogate::prefilter
