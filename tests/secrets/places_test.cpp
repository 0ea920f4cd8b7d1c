#include "scanners/secrets/value_places.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "scanners/secrets/near_word.h"
#include "scanners/secrets/regex.h"

using namespace gogate::secrets;
using gogate::RunCondition;

namespace {

std::vector<std::pair<std::size_t, std::size_t>> matches(const Regex& regex, std::string_view text,
                                                         std::span<const Stretch> stretches) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  std::vector<Group> groups(1);
  std::size_t from = 0;
  for (const Stretch s : stretches) {
    from = std::max(from, s.begin);
    while (from <= s.end && regex.find(text, from, s.end, groups) == Match::yes) {
      out.emplace_back(groups[0].begin, groups[0].end);
      from = groups[0].end;
    }
  }
  return out;
}

}  // namespace

TEST_CASE("the runs of a shape") {
  using Bytes = RunCondition::Bytes;
  const auto bits = [](std::size_t from, std::size_t to) {
    std::uint64_t out = 0;
    for (std::size_t n = from; n <= to; ++n) out |= std::uint64_t{1} << n;
    return out;
  };
  CHECK(runs_of_shape("[A-Za-z0-9]{32}") == RunCondition{Bytes::alphanumeric, bits(32, 32)});
  CHECK(runs_of_shape("\\w{20,24}") == RunCondition{Bytes::word, bits(20, 25)});
  CHECK(runs_of_shape("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}") == RunCondition{Bytes::word, bits(36, 37)});
  CHECK(runs_of_shape("(?:live|test)_[0-9a-f]{35}") == RunCondition{Bytes::word, bits(40, 41)});
  CHECK(runs_of_shape("[0-9a-f]{32}\\.[a-z]{16}") == RunCondition{Bytes::token, bits(49, 63)});
  CHECK(runs_of_shape("sk_[a-z]{5,70}") == RunCondition{Bytes::word, bits(8, 63)});
  for (const std::string_view none : {"[^ ]{32}", "a{6}", "[a-z]{30}|x", ".{40}", "[a-z]+", "\\S{40}", "[!-~]{32}", "(a){40}", "\\bkey[a-z]{20}"})
    CHECK(runs_of_shape(none).of == Bytes::none);
}

// The quick way against the plain one.
TEST_CASE("matches beside the places of values are those of the whole text") {
  std::mt19937 random(3);
  const auto any = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  constexpr std::string_view kShapes[] = {"[A-Za-z0-9]{32}", "[\\w-]{20}", "[0-9a-f]{8}-[0-9a-f]{4}", "sk_[A-Za-z0-9]{12,14}",
                                          "[0-9a-f]{12}\\.[a-z]{6}", "[A-Za-z0-9+/]{22}=="};
  constexpr std::string_view kBetween[] = {" ",   "\n",  "\"",   "': '", "=",   ":-", " := \"", "_key", "-token", ".",
                                           "acme", "Acme", "ACME_", "(",    "\xC3\xA9", "\\n",  ", ",     "{",    "api",    "secret"};
  constexpr std::string_view kLetters = "abcdef0123456789ABXYZ_-.+/=";
  std::size_t found = 0;
  for (int round = 0; round < 1000; ++round) {
    NearWord near;
    near.word = "acme";
    near.shape = std::string(kShapes[any(std::size(kShapes))]);
    near.strict = any(3) == 0;
    near.named = any(3) == 0;
    const RunCondition run = runs_of_shape(near.shape);
    REQUIRE(run.of != RunCondition::Bytes::none);
    const auto regex = compile({near_word_regex(near), Engine::re2});
    REQUIRE(regex.has_value());
    std::string text;
    for (int i = 0; i < 60; ++i) {
      text += kBetween[any(std::size(kBetween))];
      if (any(4) == 0) {
        const std::size_t length = any(2) == 0 ? 12 + any(12) : 32;
        const std::size_t letters = any(2) == 0 ? 6 : any(2) == 0 ? 16 : kLetters.size();
        for (std::size_t k = 0; k < length; ++k) text += kLetters[any(letters)];
      }
      if (any(6) == 0) text.append(any(300), ' ');
      if (any(5) == 0) text += near.shape[0] == 's' ? "acme: sk_abcdef012345" : "acme_key = \"0123456789abcdef0123456789abcdef\"";
    }
    const Stretch whole{0, text.size()};
    ValuePlaces places;
    places.begin(text);
    const auto expected = matches(**regex, text, {&whole, 1});
    found += expected.size();
    REQUIRE(matches(**regex, text, places.find(run)) == expected);
  }
  CHECK(found > 300);
}
