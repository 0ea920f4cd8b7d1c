// No format, at any verbosity, may print eight bytes in a row of a secret.
#include <doctest/doctest.h>

#include "gate/core/digest.h"
#include "tests/reporters/golden.h"
#include "tests/reporters/sample_report.h"

using namespace gogate;
using namespace gogate::tests;

TEST_CASE("secrecy: a report holds the preview and no more") {
  const Sample s = blocked_sample();
  REQUIRE(s.secrets.size() == 2);
  for (const ReportFormat& f : formats())
    for (const Verbosity v : {Verbosity::quiet, Verbosity::normal, Verbosity::verbose})
      for (const bool keep : {false, true}) {
        ReportOptions o;
        o.verbosity = v;
        o.keep_suppressed = keep;
        const std::string text = written(f.write, s.report, o);
        INFO(f.name);
        for (const std::string& secret : s.secrets)
          for (std::size_t i = 0; i + 8 <= secret.size(); ++i)
            CHECK(text.find(secret.substr(i, 8)) == std::string::npos);
        for (const Finding& finding : s.report.findings) {
          if (finding.secret.empty()) continue;
          CHECK(text.find(finding.secret.identity()) == std::string::npos);
          CHECK(text.find(hex(finding.secret.identity())) == std::string::npos);
        }
      }
}

TEST_CASE("secrecy: a fix of a finding about a secret is not printed") {
  Sample s = blocked_sample();
  Finding& f = s.report.findings[0];
  REQUIRE_FALSE(f.secret.empty());
  f.fix = Fix{"quote it", {0, 4}, "marker-of-the-replacement", f.region};
  for (const ReportFormat& format : formats())
    CHECK(written(format.write, s.report).find("marker-of-the-replacement") == std::string::npos);
}
