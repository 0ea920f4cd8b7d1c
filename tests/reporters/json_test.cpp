#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/reporters/golden.h"
#include "tests/reporters/sample_report.h"

using namespace gogate;
using namespace gogate::tests;
using nlohmann::json;

TEST_CASE("json: golden files") {
  check_golden("blocked.json", written(write_json, blocked_sample().report));
  check_golden("passed.json", written(write_json, passed_sample().report));
  check_golden("toolchain.json", written(write_json, toolchain_sample().report));
}

TEST_CASE("json: a path that is no UTF-8 survives") {
  const Sample s = blocked_sample();
  const json report = json::parse(written(write_json, s.report));
  const json& at = report["findings"][2]["at"];
  CHECK(at["path"] == "evil\n\x1b[2K/\uFFFD\"%20:\u202Egpj.go");
  const std::string text = written(write_json, s.report);
  CHECK(std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x7f; }));
  CHECK(at["uri"] == "evil%0A%1B%5B2K/%FF%22%2520%3A%E2%80%AEgpj.go");
}

TEST_CASE("json: suppressed and waived findings are there, marked") {
  const json report = json::parse(written(write_json, blocked_sample().report));
  CHECK(report["findings"].size() == 6);
  CHECK(report["findings"][2]["active"] == true);
  CHECK(report["findings"][2]["suppression"]["counts"] == false);
  CHECK(report["findings"][3]["active"] == false);
  CHECK(report["findings"][4]["waiver"]["owner"] == "team-auth");
  CHECK(report["exit_code"] == 1);
  CHECK_FALSE(report["findings"][5].contains("region"));
}

TEST_CASE("json: a report without anything is valid JSON") {
  const json report = json::parse(written(write_json, Report{}));
  CHECK(report["verdict"] == "incomplete");
  CHECK(report["schema_version"] == 1);
}
