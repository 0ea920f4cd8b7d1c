#include "gate/policy/waivers.h"

#include <doctest/doctest.h>

using namespace gogate;

namespace {
constexpr std::string_view kGood = R"(
[[waiver]]
rule = "weak-rand"
path = "internal/**"
owner = "ana@example.org"
reason = "dice of a game"
expires = 2026-03-01
)";
}

TEST_CASE("a waiver holds to the end of its last day") {
  const auto w = policy::parse_waivers(kGood, "w.toml");
  REQUIRE(w.has_value());
  REQUIRE(w->size() == 1);
  CHECK((*w)[0].expires_at == 1772409600);  // 2026-03-02T00:00:00Z
  Rule rule;
  rule.id = "weak-rand";
  Finding f;
  f.rule = &rule;
  f.at.path = "internal/a/b.go";
  std::vector<Finding> findings{f};
  std::vector<std::string> warnings;
  policy::apply_waivers(*w, 1772409599, findings, warnings);
  CHECK(findings[0].waiver.has_value());
  CHECK(warnings.empty());
  findings = {f};
  policy::apply_waivers(*w, 1772409600, findings, warnings);
  CHECK_FALSE(findings[0].waiver.has_value());
  REQUIRE(warnings.size() == 1);
  findings[0].at.path = "cmd/b.go";
  policy::apply_waivers(*w, 0, findings, warnings);
  CHECK_FALSE(findings[0].waiver.has_value());
}

TEST_CASE("a waiver without owner, reason, day or aim is refused") {
  const auto fails = [](std::string_view text) { return !policy::parse_waivers(text, "w.toml").has_value(); };
  const std::string_view rest = "reason = \"x\"\nexpires = \"2026-02-28\"\nfingerprint = \"ab\"\n";
  CHECK_FALSE(fails("[[waiver]]\nowner = \"a\"\n" + std::string(rest)));
  CHECK(fails("[[waiver]]\n" + std::string(rest)));
  CHECK(fails("[[waiver]]\nowner = \"a\"\nreason = \"x\"\nexpires = \"2026-02-30\"\nfingerprint = \"ab\"\n"));
  CHECK(fails("[[waiver]]\nowner = \"a\"\nreason = \"x\"\nexpires = \"2026-02-28\"\nrule = \"ab\"\n"));
  CHECK(fails("[[waiver]]\nowner = \"a\"\nwho = \"b\"\n" + std::string(rest)));
}

TEST_CASE("a waiver of a path does not hold for the same evidence elsewhere, one of a fingerprint does") {
  const auto by_path = policy::parse_waivers(kGood, "w.toml");
  const auto by_print = policy::parse_waivers("[[waiver]]\nfingerprint = \"ab12\"\nowner = \"a\"\nreason = \"x\"\n"
                                              "expires = 2026-03-01\n",
                                              "w.toml");
  REQUIRE(by_path.has_value());
  REQUIRE(by_print.has_value());
  Rule rule;
  rule.id = "weak-rand";
  Finding f;
  f.rule = &rule;
  f.fingerprint = "ab12";
  f.at.path = "internal/a.go";
  f.also.resize(1);
  f.also[0].path = "internal/b.go";
  const auto waived = [&](const std::vector<policy::WaiverEntry>& entries) {
    std::vector<Finding> findings{f};
    std::vector<std::string> warnings;
    policy::apply_waivers(entries, 0, findings, warnings);
    return findings[0].waiver.has_value();
  };
  CHECK(waived(*by_path));
  f.also[0].path = "cmd/b.go";
  CHECK_FALSE(waived(*by_path));
  CHECK(waived(*by_print));
}
