#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "reporters/encoding.h"
#include "reporters/excerpt.h"
#include "reporters/reporter.h"
#include "tests/reporters/golden.h"
#include "tests/reporters/sample_report.h"

using namespace gogate;
using namespace gogate::tests;

namespace {

ReportOptions with(Verbosity v, bool colour = false) {
  ReportOptions o;
  o.verbosity = v;
  o.colour = colour;
  return o;
}

}  // namespace

TEST_CASE("text: golden files") {
  const Sample blocked = blocked_sample();
  check_golden("blocked.txt", written(write_text, blocked.report));
  check_golden("blocked-verbose.txt", written(write_text, blocked.report, with(Verbosity::verbose)));
  check_golden("blocked-quiet.txt", written(write_text, blocked.report, with(Verbosity::quiet)));
  check_golden("blocked-colour.txt", written(write_text, blocked.report, with(Verbosity::normal, true)));
  check_golden("passed.txt", written(write_text, passed_sample().report));
  check_golden("incomplete.txt", written(write_text, incomplete_sample().report));
  check_golden("toolchain.txt", written(write_text, toolchain_sample().report));
}

TEST_CASE("text: nothing from the repository reaches the terminal as a control character") {
  const Sample s = blocked_sample();
  for (const Verbosity v : {Verbosity::quiet, Verbosity::normal, Verbosity::verbose}) {
    const std::string text = written(write_text, s.report, with(v));
    for (std::size_t at = 0; at < text.size();) {
      const auto scalar = reporters::decode(text, at);
      const bool shown =
          scalar.valid && scalar.value != 0x202e &&
          (scalar.value == '\n' || (scalar.value >= 0x20 && (scalar.value < 0x7f || scalar.value > 0x9f)));
      REQUIRE_MESSAGE(shown, "byte " << at << " of " << text);
      at += scalar.size;
    }
  }
}

TEST_CASE("text: fits 80 columns but for paths, which are not broken") {
  const std::string text = written(write_text, blocked_sample().report, with(Verbosity::verbose));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(reporters::columns(line) <= 80);
  }
}

TEST_CASE("text: the caret stands under the match, whatever comes before it") {
  Excerpt e{10, {"\t\U0001F511\x1b key := 1"}, 8, 3};
  const auto drawn = reporters::draw(e, 10, 60);
  REQUIRE(drawn.size() == 2);
  CHECK(drawn[0].number == 10);
  CHECK(drawn[0].text == "    \U0001F511\\x1b key := 1");
  CHECK(drawn[1].text == std::string(10, ' ') + " ^^^");
}

TEST_CASE("text: excerpts that contradict themselves draw something") {
  for (const std::uint32_t column : {0U, 1U, 5U, 4000000000U})
    for (const std::uint32_t length : {0U, 1U, 4000000000U})
      for (const std::uint32_t line : {0U, 1U, 7U, 4000000000U}) {
        const auto drawn = reporters::draw({7, {"ab", "", std::string(9000, 'x')}, column, length}, line, 30);
        CHECK(drawn.size() == 4);
        for (const auto& d : drawn) CHECK(reporters::columns(d.text) <= 31);
      }
  CHECK(reporters::draw({}, 1, 30).empty());
}

TEST_CASE("text: quiet names verdict and blocking findings only") {
  const std::string text = written(write_text, blocked_sample().report, with(Verbosity::quiet));
  CHECK(std::count(text.begin(), text.end(), '\n') == 4);
  CHECK(text.find("BLOCKED: ") != std::string::npos);
  CHECK(text.find("game/cards.go") == std::string::npos);
}

TEST_CASE("text: says what a SARIF report leaves out") {
  const Sample s = large_sample(3);
  CHECK(written(write_text, s.report).find("SARIF") == std::string::npos);
  ReportOptions o;
  o.sarif_left_out = 1200;
  CHECK(written(write_text, s.report, o).find("no room for 1,200 findings: the gravest are in it") != std::string::npos);
}
