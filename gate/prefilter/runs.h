// Which lengths of runs of letters and digits stand in a text: a cheap look that
// tells most texts with a provider's name in them from those with a key as well.
#pragma once

#include <cstdint>
#include <string_view>

#include "gate/core/pattern.h"

namespace gogate::prefilter {

// Bit n: a run of n bytes stands in the text, bounded by other bytes or its
// ends; bit 63: one of 63 or more. Bits under kShortestRun stay empty.
struct RunLengths {
  std::uint64_t alphanumeric = 0;
  std::uint64_t word = 0;
  std::uint64_t token = 0;
  [[nodiscard]] bool meet(const RunCondition& c) const {
    switch (c.of) {
      case RunCondition::Bytes::none: return true;
      case RunCondition::Bytes::alphanumeric: return (alphanumeric & c.lengths) != 0;
      case RunCondition::Bytes::word: return (word & c.lengths) != 0;
      case RunCondition::Bytes::token: return (token & c.lengths) != 0;
    }
    return true;
  }
};

// 64 bytes at a time where the processor has AVX2.
RunLengths run_lengths(std::string_view text);
// Byte by byte; for tests and other processors.
RunLengths run_lengths_plain(std::string_view text);

}  // namespace gogate::prefilter
