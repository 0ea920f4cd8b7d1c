#include "gate/policy/config.h"

#include <doctest/doctest.h>

using namespace gogate;
using policy::parse_config;

TEST_CASE("a policy says what blocks") {
  const auto c = parse_config(R"(
fail-on = "critical"
fail-confidence = "certain"
[scan]
exclude = ["third_party/**"]
max-file-size = "10MB"
[gaps]
accept = ["too-large"]
from-notes = ["lfs-pointer"]
[suppressions]
require-reason = true
[go]
skip = ["weak-rand"]
[[rule]]
id = "tls-old-version"
severity = "low"
)",
                              ".gogate.toml");
  REQUIRE(c.has_value());
  CHECK(c->fail_severity == Severity::critical);
  CHECK(c->fail_confidence == Confidence::certain);
  CHECK(*c->max_file_size == 10U << 20);
  CHECK(c->accepted_gaps == std::vector{GapKind::too_large});
  CHECK(c->notes_as_gaps == std::vector{NoteKind::lfs_pointer});
  CHECK(c->require_reason);
  CHECK(c->go.skip == std::vector<std::string>{"weak-rand"});
  CHECK(c->overrides.at(0).severity == Severity::low);
}

TEST_CASE("mistakes in a policy are named with place and remedy") {
  const auto error = [](std::string_view toml) {
    const auto c = parse_config(toml, "p.toml");
    REQUIRE_FALSE(c.has_value());
    CHECK(c.error().code == Errc::config);
    return c.error().what;
  };
  CHECK(error("[secrts]\n") == "p.toml:1:2: unknown key \"secrts\", did you mean \"secrets\"?");
  CHECK(error("[go]\nskp = []\n") == "p.toml:2:1: unknown key \"skp\", did you mean \"skip\"?");
  CHECK(error("fail-on = \"hihg\"\n") == "p.toml:1:11: fail-on must be info, low, medium, high or critical");
  CHECK(error("[gaps]\naccept = [\"all\"]\n").starts_with("p.toml:2:10: accept holds \"all\""));
  CHECK(error("[suppressions]\ninline = \"no\"\n") == "p.toml:2:10: inline must be true or false");
  CHECK(error("[gaps]\nfrom-notes = [\"lfs\"]\n").find("which is no kind of note") != std::string::npos);
  CHECK(error("[[rule]]\nid = \"x\"\n") == "p.toml:1:1: [[rule]] needs a severity or a confidence");
  CHECK(error("x = [").starts_with("p.toml:1:"));
  // Nothing enforces it, so nobody may believe that something does.
  CHECK(error("\n[toolchain]\ngo = \">=1.26\"\n") == "p.toml:2:1: [toolchain] is enforced by no command of this version");
  CHECK(error("toolchain = 1\n") == "p.toml:1:13: toolchain must be a table, [toolchain]");
}

TEST_CASE("a policy may begin with a byte order mark and have CRLF lines") {
  const auto c = parse_config("\xEF\xBB\xBF" "fail-on = \"low\"\r\n[go]\r\nskip = [\"a\"]\r\n", "p.toml");
  REQUIRE(c.has_value());
  CHECK(c->fail_severity == Severity::low);
  CHECK(c->go.skip == std::vector<std::string>{"a"});
}
