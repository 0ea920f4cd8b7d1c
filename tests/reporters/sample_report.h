// One hand-written report with everything that is unpleasant, for all formats.
// It owns its rules, so it is not copied.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "gate/core/report.h"

namespace gogate::tests {

struct Sample {
  std::deque<Rule> rules;
  Report report;
  std::vector<std::string> secrets;  // no eight bytes in a row of these may be printed

  Sample() = default;
  Sample(const Sample&) = delete;
  Sample(Sample&&) = default;
};

Sample blocked_sample();     // findings of all kinds, gaps, notes, hostile bytes
Sample passed_sample();      // rules ran, nothing was found
Sample incomplete_sample();  // a scanner that could not finish, nothing found
Sample toolchain_sample();   // facts of a verifier
Sample large_sample(std::size_t findings);

}  // namespace gogate::tests
