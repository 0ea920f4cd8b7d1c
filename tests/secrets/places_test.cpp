// A regex is run where the prefilter says that its matches lie. What it finds there
// is what it finds in the whole text.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gate/prefilter/prefilter.h"
#include "scanners/secrets/near_word.h"
#include "scanners/secrets/regex.h"
#include "scanners/secrets/stretch_search.h"

using namespace gogate::secrets;
using gogate::Candidates;
using gogate::PatternSpec;
using gogate::Prefilter;
using gogate::PrefilterScratch;
using gogate::RunCondition;

namespace {

using Matches = std::vector<std::pair<std::size_t, std::size_t>>;

Matches matches(const Regex& regex, std::string_view text, std::span<const Stretch> stretches) {
  Matches out;
  std::vector<Group> groups(1);
  StretchSearch search;
  search.begin(text);
  std::size_t from = 0;
  for (const Stretch& s : stretches) {
    while (search.find(regex, s, std::max(from, s.begin), groups) == Match::yes) {
      if (groups[0].size() == 0) break;
      out.emplace_back(groups[0].begin, groups[0].end);
      from = groups[0].end;
    }
  }
  return out;
}

std::vector<Stretch> stretches_of(const Candidates& candidates, std::size_t size) {
  std::vector<Stretch> out;
  if (candidates.everywhere(0)) out.push_back({0, 0, size});
  for (const Candidates::Place& p : candidates.places())
    if (!candidates.everywhere(0)) out.push_back({0, p.begin, p.end, p.starts});
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

TEST_CASE("names are words, app passwords are none") {
  for (const std::string_view name : {"zapier-webhook", "zapier-Webhook", "SOME_LONG_NAME", "a-bc", "youtube_data_v", "M2tsPlacementVideoPid"}) CHECK(spells_words(name));
  for (const std::string_view value : {"kxwq-zjrp-vmbt-hgfd", "wkzq1-rjxvbtm", "qzkxwjvpqzkxwj"}) CHECK(!spells_words(value));
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
  std::size_t looked_at = 0;
  std::size_t all = 0;
  for (int round = 0; round < 300; ++round) {
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
    const Stretch whole{0, 0, text.size()};
    PatternSpec spec;
    spec.kind = PatternSpec::Kind::regex;
    spec.text = near_word_filter(near);
    spec.whole = near_word_regex(near);
    spec.leads = spec.located = true;
    spec.before = kBeforeWord;
    spec.run = run;
    const auto filter = Prefilter::compile({&spec, 1});
    REQUIRE(filter);
    PrefilterScratch scratch;
    Candidates candidates(1);
    filter->scan(text, scratch, candidates, 0);
    for (const Candidates::Place& p : candidates.places()) looked_at += p.end - p.begin;
    all += text.size();
    const auto expected = matches(**regex, text, {&whole, 1});
    found += expected.size();
    REQUIRE(matches(**regex, text, stretches_of(candidates, text.size())) == expected);
  }
  CHECK(found > 100);
  CHECK(looked_at * 4 < all * 3);
}

TEST_CASE("a stretch that is not UTF-8 reads as the whole text does") {
  std::mt19937 random(11);
  const auto any = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  constexpr std::string_view kPieces[] = {"a",  "b",   "key",      "\xFF", "\xE2\x84", "\xC3\xA9", "\xE2\x84\xAA", "\n", " ",
                                          "12", "\x80", "\xF0\x9F", "=",    "\xC5\xBF",  "\xED\xA0\x80"};
  constexpr std::string_view kRegexes[] = {"key.{1,3}", "[^a]{2,5}", "(?i)k[^ ]", "\\bkey\\b", "(?m)^.{1,4}$", "\\W{2}", "a+b?$", "\\x{FFFD}{1,2}"};
  std::size_t found = 0;
  for (const std::string_view pattern : kRegexes) {
    const auto regex = compile({std::string(pattern), Engine::re2});
    REQUIRE(regex.has_value());
    for (int round = 0; round < 300; ++round) {
      std::string text;
      for (int i = 0; i < 40; ++i) text += kPieces[any(std::size(kPieces))];
      GoText go;
      go.assign(text);
      std::vector<Group> groups(1);
      Matches expected;
      for (std::size_t from = 0; from <= go.text().size() && (*regex)->find(go.text(), from, go.text().size(), groups) == Match::yes;) {
        if (groups[0].size() == 0) break;
        expected.emplace_back(go.in_blob(groups[0].begin), go.in_blob(groups[0].end));
        from = groups[0].end;
      }
      found += expected.size();
      const Stretch whole{0, 0, text.size()};
      REQUIRE(matches(**regex, text, {&whole, 1}) == expected);
      // And in the part from one match's begin to its end.
      for (const auto& [begin, end] : expected) {
        const Stretch part{0, begin, end};
        const Matches one = matches(**regex, text, {&part, 1});
        REQUIRE(!one.empty());
        REQUIRE(one.front().first == begin);
      }
    }
  }
  CHECK(found > 1000);
}

TEST_CASE("a match that may have any length is looked for where it can begin") {
  const auto regex = compile({"-----BEGIN (?:[A-Z]{1,16} ){0,2}KEY-----[\\w\\s]{20,}?-----END", Engine::re2});
  REQUIRE(regex.has_value());
  PatternSpec spec;
  spec.kind = PatternSpec::Kind::regex;
  spec.text = "-----BEGIN (?:[A-Z]{1,16} ){0,2}KEY-----[\\w\\s]{20,}?-----END";
  spec.located = true;
  const auto filter = Prefilter::compile({&spec, 1});
  REQUIRE(filter);
  const std::string key = "-----BEGIN SOME KEY-----\n" + std::string(3000, 'x') + "\n-----END";
  const std::string text = "-----BEGIN OTHER KEY-----\n" + std::string(9000, '-') + key + std::string(5000, '\n') + key + "-----BEGIN KEY-----";
  PrefilterScratch scratch;
  Candidates candidates(1);
  filter->scan(text, scratch, candidates, 0);
  const Stretch whole{0, 0, text.size()};
  const Matches expected = matches(**regex, text, {&whole, 1});
  REQUIRE(expected.size() == 2);
  CHECK(matches(**regex, text, stretches_of(candidates, text.size())) == expected);
}
