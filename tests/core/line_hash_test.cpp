#include "gate/core/line_hash.h"

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace {

std::vector<std::string> all_hashes(std::string_view text, std::size_t lines) {
  std::vector<std::uint32_t> wanted(lines);
  std::iota(wanted.begin(), wanted.end(), 0U);
  return gogate::line_hashes(text, wanted);
}

// The rolling hash as the upload action computes it, for ASCII text: one pass,
// a ring of 100 units, each line's hash read off once its window is full.
std::vector<std::string> rolling_hashes(const std::string& text) {
  std::uint64_t out_factor = 1;
  for (int i = 0; i < 100; ++i) out_factor *= 37;
  std::array<std::uint16_t, 100> ring{};
  std::array<int, 100> line_of{};
  line_of.fill(-1);
  std::vector<std::string> out;
  std::map<std::uint64_t, int> seen;
  std::uint64_t hash = 0;
  std::size_t at = 0;
  int line = 0;
  bool begins = true, after_cr = false;
  const auto push = [&](std::uint16_t unit) {
    if (line_of[at] >= 0) {
      char digits[24];
      std::snprintf(digits, sizeof digits, "%llx", static_cast<unsigned long long>(hash));
      out.push_back(std::string(digits) + ":" + std::to_string(++seen[hash]));
      line_of[at] = -1;
    }
    hash = 37 * hash + unit - out_factor * ring[at];
    ring[at] = unit;
    if (begins) line_of[at] = line++;
    begins = unit == '\n';
    at = (at + 1) % 100;
  };
  for (const char c : text) {
    const bool skip = c == ' ' || c == '\t' || (after_cr && c == '\n');
    after_cr = !skip && c == '\r';
    if (!skip) push(c == '\r' ? std::uint16_t{'\n'} : static_cast<std::uint16_t>(c));
  }
  push(65535);
  for (int i = 0; i < 100; ++i) begins = false, push(0);
  return out;
}

}  // namespace

TEST_CASE("line hashes equal those of the upload action") {
  const auto h = all_hashes("package main\n\nfunc main() {\n\tkey := \"x\"\n\tkey := \"x\"\n}\n", 6);
  CHECK(h[0] == "f36c83a763178766:1");
  CHECK(h[1] == "be2cb5fd08983f93:1");
  CHECK(h[2] == "8456278c3ee09dd5:1");
  CHECK(h[3] == "4a3f3f92a6c0325a:1");
  CHECK(h[4] == "2d7c664c7c58c700:1");
  CHECK(h[5] == "32dce9ccfdbc9d3e:1");
}

TEST_CASE("line ends and indentation do not change a line's hash") {
  CHECK(all_hashes("a b\r\nc\r\n", 3) == all_hashes("ab\n\tc\n", 3));
  CHECK(all_hashes("a\rb", 2) == all_hashes("a\nb", 2));
}

TEST_CASE("equal lines far from each other are counted, wanted or not") {
  std::string filler;
  for (int i = 0; i < 60; ++i) filler += "x\n";
  const std::uint32_t second = 1;
  const auto h = gogate::line_hashes(filler + filler, {&second, 1});
  REQUIRE(h.size() == 1);
  CHECK(h[0].ends_with(":2"));
}

TEST_CASE("text without a final line end, none at all, and lines beyond it") {
  CHECK(all_hashes("", 2)[0] != "");
  CHECK(all_hashes("", 2)[1] == "");
  CHECK(all_hashes("x", 2)[0] != "");
  CHECK(all_hashes("x\n", 3)[1] != "");
  CHECK(all_hashes("x\n", 3)[2] == "");
}

TEST_CASE("hashes of some lines are those of a rolling hash over all of them") {
  std::mt19937 random(11);
  constexpr std::string_view kPieces[] = {"a", "key", " ", "\t", "\n", "\n", "\r\n", "\r", "\r \n", "x = 1\n", "}"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto n = random() % 120; n > 0; --n) text += kPieces[random() % std::size(kPieces)];
    const std::vector<std::string> all = rolling_hashes(text);
    std::vector<std::uint32_t> wanted;
    for (std::uint32_t i = 0; i < all.size(); ++i)
      if (random() % 3 == 0) wanted.push_back(i);
    const auto some = gogate::line_hashes(text, wanted);
    REQUIRE(some.size() == wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) REQUIRE(some[i] == all[wanted[i]]);
  }
}
