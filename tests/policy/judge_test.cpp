#include "gate/policy/judge.h"

#include <doctest/doctest.h>

using namespace gogate;

namespace {

struct Sample {
  Rule rule;
  Report report;
  Sample() {
    rule.id = "r";
    Finding f;
    f.rule = &rule;
    report.findings.push_back(f);
    report.runs.push_back({"secrets", true, "", {&rule}});
  }
};

}  // namespace

TEST_CASE("severity and confidence together decide what blocks") {
  Sample s;
  policy::judge({}, s.report);
  CHECK(s.report.verdict == Verdict::blocked);
  s.report.findings[0].confidence = Confidence::low;
  policy::judge({}, s.report);
  CHECK(s.report.verdict == Verdict::passed);
  s.report.findings[0].confidence = Confidence::certain;
  s.report.findings[0].severity = Severity::medium;
  policy::judge({}, s.report);
  CHECK(s.report.verdict == Verdict::passed);
}

TEST_CASE("blocked outranks incomplete outranks passed") {
  Sample s;
  s.report.gaps.push_back({GapKind::missing_object, "a", "b", ""});
  policy::judge({}, s.report);
  CHECK(s.report.verdict == Verdict::blocked);
  CHECK(s.report.reasons.size() == 2);
  s.report.findings.clear();
  policy::judge({}, s.report);
  CHECK(s.report.verdict == Verdict::incomplete);
  policy::Config accepting;
  accepting.accepted_gaps = {GapKind::missing_object};
  s.report.runs[0].complete = true;
  policy::judge(accepting, s.report);
  CHECK(s.report.verdict == Verdict::passed);
  CHECK(s.report.gaps[0].accepted);
}

TEST_CASE("a suppression that does not count leaves the finding blocking") {
  Sample s;
  s.report.findings[0].suppression = Suppression{};
  policy::judge({}, s.report);
  CHECK(s.report.verdict == Verdict::passed);
  s.report.findings[0].suppression->counts = false;
  policy::judge({}, s.report);
  CHECK(s.report.verdict == Verdict::blocked);
}

TEST_CASE("a policy can make a kind of note count as a gap") {
  Sample s;
  s.report.findings.clear();
  s.report.notes.push_back({NoteKind::lfs_pointer, "big.bin", "object is not here"});
  policy::judge({}, s.report);
  CHECK(s.report.verdict == Verdict::passed);
  policy::Config strict;
  strict.notes_as_gaps = {NoteKind::lfs_pointer};
  policy::judge(strict, s.report);
  CHECK(s.report.verdict == Verdict::incomplete);
}

TEST_CASE("an override of a rule that only agrees with a finding cannot weaken it") {
  Rule other;
  other.id = "other";
  other.aliases = {"G1"};
  Sample s;
  s.report.findings[0].also_rules = {&other};
  s.report.runs[0].rules.push_back(&other);
  policy::Config c;
  c.overrides = {{"G1", Severity::low, {}}};
  policy::judge(c, s.report);
  CHECK(s.report.verdict == Verdict::blocked);
  c.overrides = {{"r", Severity::low, {}}};
  policy::judge(c, s.report);
  CHECK(s.report.verdict == Verdict::passed);
  c.overrides = {{"other", Severity::critical, {}}};
  policy::judge(c, s.report);
  CHECK(s.report.verdict == Verdict::blocked);
  CHECK(s.report.warnings.empty());
}

TEST_CASE("an override that names no rule is warned about") {
  Sample s;
  Rule rand;
  rand.id = "weak-rand";
  s.report.runs[0].rules = {&rand};
  policy::Config c;
  c.origin = ".gogate.toml";
  c.overrides = {{"weak-rnd", Severity::low, {}}};
  policy::judge(c, s.report);
  REQUIRE(s.report.warnings.size() == 1);
  CHECK(s.report.warnings[0] ==
        ".gogate.toml: [[rule]] \"weak-rnd\" names no rule of this run, so it changes nothing, did you mean \"weak-rand\"?");
}

TEST_CASE("fail-on info blocks on everything that is confident enough") {
  Sample s;
  s.report.findings[0].severity = Severity::info;
  policy::Config c;
  c.fail_severity = Severity::info;
  policy::judge(c, s.report);
  CHECK(s.report.verdict == Verdict::blocked);
  c.fail_confidence = Confidence::high;
  policy::judge(c, s.report);
  CHECK(s.report.verdict == Verdict::passed);
}
