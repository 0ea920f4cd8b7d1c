// What is left out of a text's later version: every match there must stand in a
// window, or have been one in the text before, on the same lines.
#include "gate/prefilter/windows.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <cstdlib>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gate/core/digest.h"
#include "gate/prefilter/prefilter.h"
#include "gate/prefilter/reach.h"
#include "gate/prefilter/regex_syntax.h"
#include "tests/prefilter/random_regex.h"

namespace {

using namespace gogate;

// A version made of pieces of another text and of new ones, and its seams.
struct Version {
  std::string text;
  std::vector<Span> seams;
  std::size_t next = 0;  // of the base: what would continue the text

  void seam(std::size_t begin) {
    const auto b = static_cast<std::uint32_t>(begin);
    const auto e = static_cast<std::uint32_t>(text.size());
    if (!seams.empty() && seams.back().end == b) {
      seams.back().end = e;
    } else {
      seams.push_back({b, e});
    }
  }
  void copy(const std::string& base, std::size_t from, std::size_t to) {
    if (from != next) seam(text.size());
    text.append(base, from, to - from);
    next = to;
  }
  void insert(const std::string& bytes) {
    const std::size_t begin = text.size();
    text += bytes;
    seam(begin);
  }
  void finish(const std::string& base) {
    if (next != base.size()) seam(text.size());
  }
};

using Matches = std::set<std::pair<std::string, std::string>>;  // the match, and its whole lines

Matches matches_of(const RE2& regex, const std::string& text) {
  Matches out;
  std::size_t from = 0;
  re2::StringPiece found;
  while (from <= text.size() && regex.Match(text, from, text.size(), RE2::UNANCHORED, &found, 1)) {
    const auto begin = static_cast<std::size_t>(found.data() - text.data());
    const std::size_t end = begin + found.size();
    const std::size_t before = begin == 0 ? std::string::npos : text.rfind('\n', begin - 1);
    const std::size_t line = before == std::string::npos ? 0 : before + 1;
    const std::size_t line_end = std::min(text.find('\n', end), text.size());
    if (begin < end) out.emplace(found.as_string(), text.substr(line, line_end - line));
    from = end > from ? end : from + 1;
    while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U) ++from;
  }
  return out;
}

struct Tally {
  int left_out = 0;   // versions that were not looked at as a whole, although their base had a match
  int misses = 0;
};

void check_round(std::uint64_t seed, Tally& tally) {
  std::mt19937_64 rng(seed * 7919);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(rng() % std::max<std::size_t>(n, 1)); };
  test::RandomRegex random(seed);
  RE2::Options options;
  options.set_log_errors(false);
  for (int n = 0; n < 30; ++n) {
    std::string regex = random.regex();
    // Random regexes rarely cross lines by themselves.
    const std::string other = random.regex();
    if (n % 3 == 1) regex = "(?:" + regex + ")\\s{0,3}(?:" + other + ")";
    if (n % 3 == 2) regex = "(?:" + regex + ")(?s:.){1," + std::to_string(1 + below(300)) + "}?(?:" + other + ")";
    const RE2 re2(regex, options);
    const std::vector<PatternSpec> specs{{PatternSpec::Kind::regex, false, regex}};
    const auto filter = Prefilter::compile(specs);
    if (!re2.ok() || !filter) continue;
    PrefilterScratch scratch;
    for (int t = 0; t < 8; ++t) {
      std::string base;
      for (std::size_t i = 0, pieces = 2 + below(6); i < pieces; ++i) {
        base += random.text();
        if (below(3) != 0) base += '\n';
        if (below(3) == 0) base += std::string(below(400), 'x') + (below(2) == 0 ? "\n" : "");
      }
      Version version;
      std::size_t at = 0;
      while (at < base.size()) {
        const std::size_t to = std::min(base.size(), at + 1 + below(base.size()));
        version.copy(base, at, to);
        at = to;
        const std::size_t kind = below(4);
        if (kind == 0) version.insert(random.text());
        if (kind == 1) version.insert("\n");
        if (kind == 2) at = std::min(base.size(), at + below(12));
        if (kind == 3 && below(4) == 0) version.copy(base, 0, below(base.size()));
      }
      version.finish(base);

      Candidates of_base(1);
      filter->scan(base, scratch, of_base, 0);
      if (filter->any_anchored(of_base, 0)) continue;
      std::vector<Span> windows;
      if (!prefilter::make_windows(version.text, version.seams, filter->window_margin(), windows)) continue;
      Candidates of_windows(1);
      for (const Span w : windows)
        filter->scan(std::string_view(version.text).substr(w.begin, w.size()), scratch, of_windows, 0);
      if (of_windows.any()) continue;
      const Matches before = matches_of(re2, base);
      tally.left_out += before.empty() ? 0 : 1;
      for (const auto& match : matches_of(re2, version.text)) {
        if (before.contains(match)) continue;
        if (++tally.misses > 5) return;
        FAIL_CHECK("seed " << seed << ": " << regex << " matches " << hex(match.first) << " of " << hex(version.text)
                           << " outside of the windows, but not in " << hex(base));
      }
    }
  }
}

TEST_CASE("what matches outside of the windows matched before, on the same lines") {
  const char* more = std::getenv("GATE_PROPERTY_ROUNDS");
  const int rounds = more != nullptr ? std::atoi(more) : 25;
  Tally tally;
  for (int i = 0; i < rounds; ++i) check_round(static_cast<std::uint64_t>(i) + 1, tally);
  CHECK(tally.misses == 0);
  CHECK(tally.left_out > rounds);  // else the test looks at nothing
}

TEST_CASE("windows hold whole lines, the margin, and the neighbours' bytes") {
  const std::string text = "first line\nsecond line\nthird line\nfourth line\n";
  std::vector<Span> windows;
  const auto only = [&](Span seam, prefilter::Margin margin) {
    const std::vector<Span> seams{seam};
    if (!prefilter::make_windows(text, seams, margin, windows)) return std::string("all");
    std::string out;
    for (const Span w : windows) out += "[" + text.substr(w.begin, w.size()) + "]";
    return out;
  };
  CHECK(only({15, 16}, {}) == "[e\nsecond line\nt]");
  CHECK(only({15, 15}, {}) == "[e\nsecond line\nt]");
  CHECK(only({11, 11}, {}) == "[first line\nsecond line\nt]");  // the line feed before it is touched, too
  CHECK(only({30, 31}, {0, 1}) == "[e\nsecond line\nthird line\nfourth line\n]");
  CHECK(only({46, 46}, {}) == "[e\nfourth line\n]");
  CHECK(only({15, 16}, {100, 0}) == "all");
  const std::vector<Span> two{{2, 3}, {40, 41}};
  REQUIRE(prefilter::make_windows(text, two, {}, windows));
  CHECK(windows == std::vector<Span>{{0, 12}, {32, 46}});
  REQUIRE(prefilter::make_windows(text, {}, {}, windows));
  CHECK(windows.empty());
}

TEST_CASE("how far matches reach across lines") {
  const auto reach = [](std::string_view regex) {
    const auto parsed = prefilter::parse_regex(regex);
    REQUIRE(parsed);
    return prefilter::lines_reach(*parsed).bytes;
  };
  CHECK(reach("abc") == 0);
  CHECK(reach(R"(\b([a-z]{20})(?:[^\w-]|$))") == 0);
  CHECK(reach(R"([^a]key=[^\n]{0,900}[^b])") == 0);
  CHECK(reach(R"(key\s{0,3}=\s{0,4}"[a-z]+")") == 8);
  CHECK(reach(R"(key\s*=)") == prefilter::kEndless);
  CHECK(reach(R"((?:a\nb|key:\n\n  x)c)") == 9);
  CHECK(reach(R"(BEGIN[\s\S]{64,}END)") == prefilter::kEndless);
  CHECK(reach("(?:x\n)?y") == 2);
}

}  // namespace
