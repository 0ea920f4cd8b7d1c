#include <doctest/doctest.h>

#include <algorithm>

#include "tests/reporters/golden.h"
#include "tests/reporters/sample_report.h"

using namespace gogate;
using namespace gogate::tests;

namespace {

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("junit: golden files") {
  check_golden("blocked.xml", written(write_junit, blocked_sample().report));
  check_golden("passed.xml", written(write_junit, passed_sample().report));
  check_golden("incomplete.xml", written(write_junit, incomplete_sample().report));
}

TEST_CASE("junit: red exactly when the verdict is") {
  const std::string blocked = written(write_junit, blocked_sample().report);
  CHECK(count(blocked, "<failure ") == 3);  // two findings and the verdict
  CHECK(count(blocked, "<error ") == 1);    // the gap
  CHECK(count(blocked, "<skipped ") == 5);  // two that warn, suppressed, waived, accepted gap
  const std::string passed = written(write_junit, passed_sample().report);
  CHECK(count(passed, "<failure ") + count(passed, "<error ") + count(passed, "<skipped ") == 0);
  CHECK(count(passed, "found nothing") == 5);
  const std::string nothing = written(write_junit, Report{});
  CHECK(count(nothing, "<error ") == 1);  // no verdict is no pass
}

TEST_CASE("junit: a scanner that did not finish passes nothing") {
  const std::string text = written(write_junit, incomplete_sample().report);
  CHECK(count(text, "<error ") == 2);
  CHECK(count(text, "found nothing") == 2);  // of the scanner that did
  CHECK(count(text, "classname=\"go.weak-rand\"") == 0);
}

TEST_CASE("junit: equal places get an ordinal") {
  const std::string text = written(write_junit, large_sample(3).report);
  CHECK(count(text, "name=\"a.go:1\"") == 2);  // one of each rule
  CHECK(count(text, "name=\"a.go:1 #2\"") == 1);
}

TEST_CASE("junit: no character that XML 1.0 forbids, by itself or by reference") {
  const std::string text = written(write_junit, blocked_sample().report);
  CHECK(std::all_of(text.begin(), text.end(),
                    [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t'; }));
  CHECK(text.find("&#") == std::string::npos);
  CHECK(text.find("]]>") == std::string::npos);
  CHECK(text.find("\\x1b") != std::string::npos);
}
