// The promise of the prefilter against RE2 itself, on random regexes and texts.
#include <doctest/doctest.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "gate/core/digest.h"
#include "gate/prefilter/database.h"
#include "gate/prefilter/prefilter.h"
#include "tests/prefilter/random_regex.h"

namespace {

using namespace gogate;

struct Tally {
  int matches = 0;
  int misses = 0;
  int silent = 0;  // the filter rightly said no
  int placed = 0;  // matches of patterns whose places were told
  int displaced = 0;
};

// Whether some place of that pattern holds the match.
bool told(const Candidates& candidates, std::uint32_t id, std::size_t begin, std::size_t end) {
  return std::any_of(candidates.places().begin(), candidates.places().end(), [&](const Candidates::Place& p) {
    return p.pattern == id && p.begin <= begin && end <= p.end && begin <= p.starts;
  });
}

constexpr int kPatterns = 40;

// Every match that a search from some offset finds. Texts that are not UTF-8 are
// searched as they are here: what they read as is the scanner's business.
void check_places(const RE2& regex, const std::string& text, const Candidates& out, std::uint32_t id, std::uint64_t seed,
                  Tally& tally) {
  for (std::size_t from = 0; from <= text.size(); from += 1 + text.size() / 16) {
    re2::StringPiece match;
    if (!regex.Match(text, from, text.size(), RE2::UNANCHORED, &match, 1)) break;
    const auto begin = static_cast<std::size_t>(match.data() - text.data());
    ++tally.placed;
    if (match.empty() || told(out, id, begin, begin + match.size())) continue;
    if (++tally.displaced <= 5)
      FAIL_CHECK("seed " << seed << ": " << regex.pattern() << " matches bytes " << begin << " to " << begin + match.size()
                         << " of " << hex(text) << ", where it has no place");
  }
}

void check_round(std::uint64_t seed, Tally& tally) {
  test::RandomRegex random(seed);
  RE2::Options options;
  options.set_log_errors(false);
  std::vector<PatternSpec> specs;
  std::vector<std::unique_ptr<RE2>> regexes;
  std::vector<std::string> texts{""};
  while (specs.size() < kPatterns) {
    const std::string regex = random.regex();
    auto re2 = std::make_unique<RE2>(regex, options);
    if (re2->error_code() == RE2::ErrorPatternTooLarge) continue;
    const bool parses = check_regex(regex).has_value();
    CHECK_MESSAGE(re2->ok() == parses, regex);
    if (!re2->ok()) {  // repetitions of more than 1000 in all
      CHECK_MESSAGE(re2->error_code() == RE2::ErrorRepeatSize, regex);
      continue;
    }
    specs.push_back({PatternSpec::Kind::regex, false, regex});
    specs.back().located = specs.size() % 4 != 0;
    regexes.push_back(std::move(re2));
    for (int i = 0; i < 8; ++i) texts.push_back(random.text());
  }
  const auto filter = Prefilter::compile(specs);
  REQUIRE(filter);
  PrefilterScratch scratch;
  for (const std::string& text : texts) {
    Candidates out(specs.size());
    filter->scan(text, scratch, out, 0);
    for (std::uint32_t id = 0; id < specs.size(); ++id) {
      const bool matches = RE2::PartialMatch(text, *regexes[id]);
      tally.matches += matches ? 1 : 0;
      tally.silent += out.has(id) ? 0 : 1;
      if (matches && out.has(id) && !out.everywhere(id)) check_places(*regexes[id], text, out, id, seed, tally);
      if (!matches || out.has(id)) continue;
      ++tally.misses;
      if (tally.misses > 5) continue;
      const auto widened = prefilter::widen(specs[id], prefilter::Effort::full);
      FAIL_CHECK("seed " << seed << ": " << specs[id].text << " matches " << hex(text) << ", but the filter "
                         << widened->expression << " did not");
    }
  }
}

TEST_CASE("what RE2 matches is always a candidate") {
  const char* more = std::getenv("GATE_PROPERTY_ROUNDS");
  const int rounds = more != nullptr ? std::atoi(more) : 20;
  Tally tally;
  for (int i = 0; i < rounds; ++i) check_round(static_cast<std::uint64_t>(i) + 1, tally);
  CHECK(tally.misses == 0);
  CHECK(tally.displaced == 0);
  if (prefilter::engine_works()) CHECK(tally.placed > rounds * 500);
  // The test itself works only if both outcomes are common.
  CHECK(tally.matches > rounds * 1000);
  if (prefilter::engine_works()) CHECK(tally.silent > rounds * 1000);
}

}  // namespace
