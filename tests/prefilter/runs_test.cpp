#include "gate/prefilter/runs.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

using gogate::prefilter::run_lengths;
using gogate::prefilter::run_lengths_plain;

namespace {

std::uint64_t by_hand(const std::string& text, const std::string& also) {
  std::uint64_t out = 0;
  std::size_t run = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const auto c = i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    if ((c < 0x80 && std::isalnum(static_cast<int>(c)) != 0) || (c != 0 && also.find(static_cast<char>(c)) != std::string::npos)) {
      ++run;
      continue;
    }
    if (run >= gogate::kShortestRun) out |= std::uint64_t{1} << std::min<std::size_t>(run, 63);
    run = 0;
  }
  return out;
}

}  // namespace

TEST_CASE("lengths of runs are those that counting byte by byte gives") {
  std::mt19937 random(5);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const auto pieces = random() % 12;
    for (unsigned i = 0; i < pieces; ++i) {
      text.append(random() % 3 == 0 ? random() % 140 : random() % 12, "aZ09k"[random() % 5]);
      text += " _-=\xC3\x80@[`{/:.+~,"[random() % 16];
    }
    const auto fast = run_lengths(text);
    const auto plain = run_lengths_plain(text);
    REQUIRE(fast.alphanumeric == by_hand(text, ""));
    REQUIRE(fast.word == by_hand(text, "_-"));
    REQUIRE(fast.token == by_hand(text, "_-+/.=~"));
    REQUIRE(plain.token == fast.token);
    REQUIRE(plain.alphanumeric == fast.alphanumeric);
    REQUIRE(plain.word == fast.word);
  }
}
