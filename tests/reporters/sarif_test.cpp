#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "reporters/packed_size.h"
#include "reporters/wording.h"
#include "tests/reporters/golden.h"
#include "tests/reporters/sample_report.h"

using namespace gogate;
using namespace gogate::tests;
using nlohmann::json;

namespace {

json run_of(const Report& report, const ReportOptions& options = {}) {
  const json sarif = json::parse(written(write_sarif, report, options));
  REQUIRE(sarif["runs"].size() == 1);
  return sarif["runs"][0];
}

const json& rule_of(const json& run, const std::string& id) {
  static const json none;
  for (const json& r : run["tool"]["driver"]["rules"])
    if (r["id"] == id) return r;
  return none;
}

}  // namespace

TEST_CASE("sarif: golden files") {
  check_golden("blocked.sarif", written(write_sarif, blocked_sample().report));
  check_golden("passed.sarif", written(write_sarif, passed_sample().report));
  check_golden("incomplete.sarif", written(write_sarif, incomplete_sample().report));
}

TEST_CASE("sarif: suppressed and waived findings are left out unless asked for") {
  const Sample s = blocked_sample();
  CHECK(run_of(s.report)["results"].size() == 4);
  for (const json results = run_of(s.report)["results"]; const json& r : results) CHECK_FALSE(r.contains("suppressions"));

  ReportOptions keep;
  keep.keep_suppressed = true;
  const json kept = run_of(s.report, keep)["results"];
  REQUIRE(kept.size() == 6);
  CHECK(kept[2]["suppressions"][0]["status"] == "rejected");
  CHECK(kept[3]["suppressions"][0] ==
        json{{"kind", "inSource"}, {"status", "accepted"}, {"justification", "#nosec: shuffling cards"}});
  CHECK(kept[4]["suppressions"][0]["kind"] == "external");
}

TEST_CASE("sarif: what GitHub reads of a result") {
  const Sample s = blocked_sample();
  const json run = run_of(s.report);
  const json& first = run["results"][0];
  CHECK(first["partialFingerprints"]["primaryLocationLineHash"] == s.report.findings[0].line_hash);
  CHECK(first["partialFingerprints"]["gogate/v2"] == s.report.findings[0].fingerprint);
  CHECK(run["tool"]["driver"]["rules"][first["ruleIndex"].get<std::size_t>()]["id"] == first["ruleId"]);
  const json& place = first["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"] == json{{"uri", "config/prod.go"}, {"uriBaseId", "%SRCROOT%"}});
  // The emoji before the match is four bytes and two UTF-16 code units.
  CHECK(place["region"]["startColumn"] == s.report.findings[0].region.begin.column - 2);
  CHECK(run["columnKind"] == "utf16CodeUnits");
  CHECK(run["originalUriBaseIds"]["%SRCROOT%"]["uri"] == "file:///src/my%20app/");
  CHECK(first["relatedLocations"].size() == 5);
  CHECK(run["results"][1]["codeFlows"][0]["threadFlows"][0]["locations"].size() == 2);
  CHECK(run["results"][1]["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] ==
        "\"SELECT ?\", name");
  CHECK(run["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
        "evil%0A%1B%5B2K/%FF%22%2520%3A%E2%80%AEgpj.go");
}

TEST_CASE("sarif: what GitHub reads of a rule") {
  const json run = run_of(blocked_sample().report);
  const json& sql = rule_of(run, "go.sql-concat");
  const json& tags = sql["properties"]["tags"];
  CHECK(tags.size() == 10);
  CHECK(tags[0] == "security");
  CHECK(tags[1] == "external/cwe/cwe-89");
  CHECK(tags[3] == "G201");
  CHECK(sql["name"] == "GoSqlConcat");
  CHECK(sql["properties"]["security-severity"] == "8.0");
  CHECK(sql["properties"]["precision"] == "high");
  CHECK(sql["defaultConfiguration"]["level"] == "error");
  CHECK(sql["help"]["markdown"].get<std::string>().find("```go") != std::string::npos);
  CHECK_FALSE(rule_of(run, "go.unused-rule").is_null());
  CHECK(rule_of(run, "github-pat")["helpUri"] == "https://docs.example.com/tokens?a=1&b=2");
}

TEST_CASE("sarif: a run that could not look at everything says so") {
  const json blocked = run_of(blocked_sample().report)["invocations"][0];
  CHECK(blocked["executionSuccessful"] == false);  // blocked, and a gap besides
  CHECK(blocked["exitCode"] == 1);
  CHECK(blocked["toolExecutionNotifications"][0]["level"] == "error");
  CHECK(blocked["toolExecutionNotifications"][1]["level"] == "note");  // the accepted gap
  const json incomplete = run_of(incomplete_sample().report)["invocations"][0];
  CHECK(incomplete["executionSuccessful"] == false);
  CHECK(incomplete["toolExecutionNotifications"][0]["descriptor"]["id"] == "scanner-incomplete");
  CHECK(run_of(passed_sample().report)["invocations"][0]["executionSuccessful"] == true);
  Sample accepted = passed_sample();
  accepted.report.gaps.push_back({GapKind::too_large, "a", "b", "", true});
  CHECK(run_of(accepted.report)["invocations"][0]["executionSuccessful"] == true);
}

TEST_CASE("sarif: over 25,000 results the gravest stay and the rest is counted") {
  const json run = run_of(large_sample(25'010).report);
  REQUIRE(run["results"].size() == 25'000);
  CHECK(run["results"].back()["ruleId"] == "github-pat");
  const std::string text = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
  CHECK(text.starts_with("10 results are left out: only the 25,000 gravest"));
  CHECK(sarif_left_out(large_sample(25'010).report, {}) == 10);
  CHECK(run_of(large_sample(25'000).report)["results"].size() == 25'000);
  CHECK_FALSE(run_of(large_sample(25'000).report)["invocations"][0].contains("toolExecutionNotifications"));
}

TEST_CASE("sarif: what is too large for GitHub after gzip is cut, the gravest stay, and the rest is counted") {
  // 25,000 findings in lines of their own that nobody can compress.
  Sample s = large_sample(25'000);
  std::uint64_t state = 1;
  for (Finding& f : s.report.findings) {
    std::string line;
    while (line.size() < 1200) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      line += static_cast<char>('!' + (state >> 33) % 90);
    }
    f.excerpt.lines = {line};
    f.excerpt.first_line = f.region.begin.line;
  }
  const std::string whole = written(write_sarif, s.report);
  reporters::PackedSize packed;
  packed.add(whole);
  CHECK(packed.bytes() < 10'000'000);
  CHECK(packed.bytes() > 8'000'000);  // and no more is cut than must be

  const json run = json::parse(whole)["runs"][0];
  const std::size_t kept = run["results"].size();
  CHECK(kept < 20'000);
  CHECK(run["results"].back()["ruleId"] == "github-pat");  // the gravest, in its place
  const std::string text = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
  CHECK(text.find(" results are left out") != std::string::npos);
  CHECK(sarif_left_out(s.report, {}) == 25'000 - kept);
}

TEST_CASE("sarif: very many gaps, notes and warnings are counted, not listed") {
  Sample s = passed_sample();
  for (int i = 0; i < 1500; ++i) {
    s.report.gaps.push_back({GapKind::missing_object, std::to_string(i), "gone", "", false});
    s.report.notes.push_back({NoteKind::symlink, std::to_string(i), "not followed"});
  }
  s.report.warnings.assign(1001, "odd");
  const json invocation = run_of(s.report)["invocations"][0];
  CHECK(invocation["toolExecutionNotifications"].size() == 2003);
  CHECK(invocation["toolConfigurationNotifications"].size() == 1000);
  const std::string all = invocation["toolExecutionNotifications"].dump();
  for (const char* said : {"500 more gaps are left out", "500 more notes are left out", "1 more warnings are left out"})
    CHECK(all.find(said) != std::string::npos);
  CHECK(invocation["executionSuccessful"] == false);
}

TEST_CASE("sarif: categories end in one slash") {
  const Sample s = passed_sample();
  CHECK(run_of(s.report)["automationDetails"]["id"] == "gogate/scan/");
  ReportOptions o;
  o.category = "nightly/app//";
  CHECK(run_of(s.report, o)["automationDetails"]["id"] == "nightly/app/");
}

TEST_CASE("sarif: where the code comes from, without credentials") {
  CHECK(run_of(passed_sample().report)["versionControlProvenance"][0]["repositoryUri"] ==
        "https://git.example.com/team/app.git");
  CHECK(run_of(incomplete_sample().report)["versionControlProvenance"][0]["repositoryUri"] ==
        "ssh://git.example.com/team/app.git");
  CHECK_FALSE(run_of(Report{}).contains("versionControlProvenance"));

  using reporters::without_credentials;
  CHECK(without_credentials("https://user:pass@host:8443/a.git?token=b#c") == "https://host:8443/a.git");
  CHECK(without_credentials("https://us@er:pa@host/a@b") == "https://host/a@b");
  CHECK(without_credentials("ssh://git@host/a") == "ssh://host/a");
  CHECK(without_credentials("host:a/b") == "ssh://host/a/b");
  CHECK(without_credentials("/srv/git/a.git").empty());
  CHECK(without_credentials("").empty());
  CHECK(without_credentials("https://ho st/a").empty());
}
