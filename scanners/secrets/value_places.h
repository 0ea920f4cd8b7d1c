// Where values of a shape can stand in a text, for rules whose words are common
// and whose values are not: only there is their regex run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "gate/core/pattern.h"

namespace gogate::secrets {

struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A match of near_word_regex() begins at most so many bytes before its value,
// and ends at most kValueTail bytes behind it. Far above the sum of its parts.
inline constexpr std::size_t kValueLead = 1024;
inline constexpr std::size_t kValueTail = 8;

// Answers for one text at a time; belongs to one worker.
class ValuePlaces {
 public:
  // `text` must outlive the answers.
  void begin(std::string_view text);
  // Sorted, disjoint; each match whose value meets `run` lies in one of them.
  // Valid until the next call.
  std::span<const Stretch> find(const RunCondition& run);

 private:
  struct Run {
    std::size_t begin;
    std::size_t length;
  };
  const std::vector<Run>& runs_of(RunCondition::Bytes bytes);

  std::string_view text_;
  struct Known {
    bool ready = false;
    std::vector<Run> runs;
  };
  Known known_[4];
  std::vector<Stretch> found_;
};

}  // namespace gogate::secrets
