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
