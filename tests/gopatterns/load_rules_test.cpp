#include <doctest/doctest.h>

#include "scanners/gopatterns/rule_set.h"

using namespace gogate;
using namespace gogate::gopatterns;

namespace {

constexpr const char* kGood = R"(rules:
  - id: go.weak-rand
    message: $X is not secret
    severity: HIGH
    languages: [go]
    metadata:
      cwe: ["CWE-338: Use of weak PRNG"]
      owasp: "A02:2021 - Cryptographic Failures"
      confidence: HIGH
      aliases: [G404]
    patterns:
      - pattern: rand.Int()
      - pattern-not-inside: |
          func init() { ... }
  - id: other
    message: m
    severity: ERROR
    languages: [python]
    pattern: foo
)";

std::string error_of(const std::string& yaml) {
  const auto set = load_rules(yaml, "r.yaml");
  REQUIRE_FALSE(set.has_value());
  return set.error().what + " | " + set.error().next_step;
}

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

const std::string kHead = "rules:\n  - id: a\n    message: m\n    severity: ERROR\n    languages: [go]\n";

}  // namespace

TEST_CASE("a rule file is read, encoded and decoded") {
  const auto set = load_rules(kGood, "r.yaml");
  REQUIRE_MESSAGE(set.has_value(), (set ? "" : set.error().what));
  REQUIRE(set->rules.size() == 1);
  CHECK(set->not_applicable == 1);
  const Rule& info = set->rules[0].info;
  CHECK(info.id == "go.weak-rand");
  CHECK(info.severity == Severity::high);
  CHECK(info.confidence == Confidence::high);
  CHECK(info.cwe == std::vector<std::string>{"CWE-338"});
  CHECK(info.owasp == std::vector<std::string>{"A02:2021"});
  CHECK(info.aliases == std::vector<std::string>{"G404"});
  CHECK(info.origin == "r.yaml:2");

  const std::string bytes = encode(*set);
  const auto back = decode(bytes);
  REQUIRE(back.has_value());
  CHECK(encode(*back) == bytes);
  CHECK(patterns_of(*back) == patterns_of(*set));
  for (std::size_t n = 0; n < bytes.size(); ++n) CHECK_FALSE(decode(std::string_view(bytes).substr(0, n)).has_value());
}

TEST_CASE("mistakes in a rule file are named with their place") {
  CHECK(contains(error_of("rules: ["), "r.yaml:1:"));
  CHECK(contains(error_of("rule: []"), "'rules' is missing"));
  std::string e = error_of(kHead + "    patern: foo()\n");
  CHECK(contains(e, "r.yaml:6:5: unknown key 'patern'"));
  CHECK(contains(e, "did you mean 'pattern'?"));
  e = error_of(kHead + "    patterns:\n      - pattern-not: foo()\n");
  CHECK(contains(e, "nothing that can match"));
  e = error_of(kHead + "    mode: taint\n    pattern-sources: []\n");
  CHECK(contains(e, "r.yaml:7:22: 'pattern-sources' must be a list of patterns"));
  e = error_of(kHead + "    pattern-regex: '(a'\n");
  CHECK(contains(e, "r.yaml:6:20: bad regex"));
  CHECK(contains(e, "(rule a)"));
  CHECK(contains(error_of(kHead), "has no pattern"));
  CHECK(contains(error_of("rules:\n  - id: a\n    message: m\n    severity: HIHG\n    languages: [go]\n    pattern: x\n"),
                 "did you mean HIGH?"));
}

TEST_CASE("skip_bad keeps the good rules and names the bad ones") {
  const auto set = load_rules(kHead + "    mode: taint\n  - id: b\n    message: m\n    severity: INFO\n    languages: [golang]\n    pattern: f()\n",
                              "r.yaml", {.skip_bad = true});
  REQUIRE(set.has_value());
  REQUIRE(set->rules.size() == 1);
  CHECK(set->rules[0].info.id == "b");
  CHECK(set->rules[0].info.severity == Severity::low);
  REQUIRE(set->bad_rules.size() == 1);
  CHECK(contains(set->bad_rules[0], "without 'pattern-sources'"));
}
