// The rule language as it is read, and what its options and conditions change.
#include <doctest/doctest.h>

#include "rule_text.h"
#include "scanners/gopatterns/fix_regex.h"
#include "scanners/gopatterns/string_analysis.h"
#include "scanners/gopatterns/tree_text.h"

using namespace gogate;
using namespace gogate::gopatterns;

namespace {

const std::string kHead = "rules:\n  - id: a\n    message: m\n    severity: HIGH\n    languages: [go]\n";

std::vector<Error> mistakes(const std::string& yaml) {
  std::vector<Error> out;
  LoadOptions options;
  options.mistakes = &out;
  const auto set = load_rules(yaml, "r.yaml", options);
  if (!set) out.push_back(set.error());
  return out;
}

bool says(const Error& e, const char* what, const char* next = "") {
  return e.what.find(what) != std::string::npos && e.next_step.find(next) != std::string::npos;
}

std::size_t matches(const std::string& rule, const std::string& body) {
  const auto set = load_rules(kHead + rule, "r.yaml");
  REQUIRE_MESSAGE(set.has_value(), (set ? "" : set.error().what));
  BlobResult out;
  scan_file(*set, "package p\nfunc f0() {\n" + body + "\n}\n", "x.go", out);
  return out.findings.size();
}

}  // namespace

TEST_CASE("every mistake of a file is named, each with place and suggestion") {
  const auto all = mistakes(kHead +
                            "    mesage: x\n"
                            "    patterns:\n"
                            "      - patern: x\n"
                            "      - pattern: f(\n"
                            "      - metavariable-regex: {metavariable: X, regex: a}\n"
                            "      - metavariable-analysis: {metavariable: $X, analyzer: entropi}\n"
                            "      - f(x)\n"
                            "  - id: b\n    message: m\n    severity: HIHG\n    languages: [go]\n    pattern: x\n"
                            "  - id: c\n    message: m\n    severity: LOW\n    languages: [goo]\n    pattern: x\n"
                            "  - id: d\n    message: m\n    severity: LOW\n    languages: [go]\n    pattern: x\n"
                            "    options: {constant_propagatio: true}\n"
                            "  - id: e\n    message: m\n    severity: LOW\n    languages: [go]\n    pattern: x\n    pattern: y\n"
                            "  - id: f\n    message: m\n    severity: LOW\n    languages: [go]\n    mode: taintt\n");
  REQUIRE(all.size() == 11);
  CHECK(says(all[0], "r.yaml:6:5: unknown key 'mesage'", "'message'"));
  CHECK(says(all[1], "r.yaml:8:9: unknown key 'patern'", "'pattern'"));
  CHECK(says(all[2], "r.yaml:9:18: the pattern is not Go", "brackets"));
  CHECK(says(all[3], "'X' is not a metavariable", "$NAME"));
  CHECK(says(all[4], "unknown analyzer 'entropi'", "'entropy'"));
  CHECK(says(all[5], "r.yaml:12:9: an entry of 'patterns' must be a table", "- pattern: f(x)"));
  CHECK(says(all[6], "unknown severity 'HIHG'", "HIGH"));
  CHECK(says(all[7], "unknown language 'goo'", "'go'"));
  CHECK(says(all[8], "unknown key 'constant_propagatio'", "'constant_propagation'"));
  CHECK(says(all[9], "'pattern' stands twice", "remove"));
  CHECK(says(all[10], "unknown mode 'taintt'", "'taint'"));
}

TEST_CASE("rules for another version of the language are named, not applied") {
  const auto set = load_rules(kHead + "    min-version: 99.1.0\n    pattern: x\n", "r.yaml");
  REQUIRE(set.has_value());
  CHECK(set->rules.empty());
  CHECK(set->not_applicable == 0);
  REQUIRE(set->left_out.size() == 1);
  CHECK(set->left_out[0].find("rule a asks for Semgrep 99.1.0") != std::string::npos);
  CHECK(load_rules(kHead + "    min-version: 1.0.0\n    max-version: 1.999.0\n    pattern: x\n", "r.yaml")->rules.size() == 1);
  CHECK_FALSE(load_rules(kHead + "    min-version: new\n    pattern: x\n", "r.yaml").has_value());
}

TEST_CASE("metadata of any shape are the author's own") {
  const auto set = load_rules(kHead + "    pattern: x\n    metadata:\n      confidence: [a]\n      cwe: {a: b}\n      title: 3\n      references: x\n", "r.yaml");
  REQUIRE(set.has_value());
  CHECK(set->rules[0].info.references == std::vector<std::string>{"x"});
  CHECK(set->rules[0].info.confidence == Confidence::medium);
}

TEST_CASE("match: says the same as patterns") {
  CHECK(matches("    match: f(1)\n", "f(1); f(2)") == 1);
  CHECK(matches("    match:\n      all:\n        - f($X)\n        - not: f(1)\n      where:\n        - comparison: $X < 3\n", "f(1); f(2); f(3)") == 1);
  CHECK(matches("    match:\n      all:\n        - f($X)\n        - not: {inside: 'g(...)'}\n", "g(f(1)); f(2)") == 1);
  CHECK(matches("    match:\n      any: [{pattern: f(1)}, {regex: 'f\\(3'}]\n", "f(1); f(2); f(3)") == 2);
  CHECK(matches("    match:\n      pattern: f($X)\n      where:\n        - {metavariable: $X, all: [{not: g(...)}]}\n", "f(g(1)); f(2)") == 1);
  CHECK(matches("    match:\n      all:\n        - {any: [f($X)], as: $CALL}\n      where:\n        - {metavariable: $CALL, regex: 'f.2'}\n", "f(1); f(2)") == 1);
  CHECK(says(mistakes(kHead + "    match:\n      all:\n        - not: f(1)\n").at(0), "holds nothing that can match"));
  CHECK(says(mistakes(kHead + "    match:\n      patern: f(1)\n").at(0), "unknown key 'patern'", "'pattern'"));
}

TEST_CASE("conditions") {
  CHECK(matches("    patterns:\n      - pattern: $X.Get()\n      - metavariable-name: {metavariable: $X, module: net/http}\n", "http.Get()") == 0);
  CHECK(matches("    patterns:\n      - pattern: f($X)\n      - metavariable-pattern: {metavariable: $X, pattern-not: g(...)}\n", "f(g(1)); f(2)") == 1);
  CHECK(matches("    patterns:\n      - pattern: f($X)\n      - metavariable-comparison: {metavariable: $X, comparison: '$X > 5', strip: true}\n", "f(\"7\"); f(\"3\"); f(9)") == 2);
  CHECK(matches("    patterns:\n      - pattern: f($X)\n      - metavariable-comparison: {comparison: 'strptime($X) < today()'}\n", "f(\"2020-01-01\"); f(\"2999-01-01\")") == 1);
  CHECK(matches("    patterns:\n      - pattern: f($X)\n      - metavariable-comparison: {comparison: '10 / $X > 0'}\n", "f(0); f(1)") == 1);
  CHECK(matches("    patterns:\n      - pattern: f($X)\n      - metavariable-comparison: {comparison: 'str($X) == \"y\"'}\n", "f(y); f(z)") == 1);
  CHECK(matches("    patterns:\n      - pattern: f($X)\n      - metavariable-regex: {metavariable: $X, regex: ab, constant-propagation: true}\n", "const k = \"abc\"; f(k); f(l)") == 1);
  CHECK(matches("    patterns:\n      - pattern: f(...)\n      - pattern-not-regex: '\\d'\n", "f(1); f(x)") == 1);
  CHECK(matches("    patterns:\n      - pattern: f($X)\n      - pattern-not: g(f($X))\n", "g(f(1))") == 1);
}

TEST_CASE("an element is not its list, a computed key no field") {
  CHECK(matches("    pattern: g(xs)\n", "g(xs[0]); g(xs)") == 1);
  CHECK(matches("    pattern: g(x.ys)\n", "g(x.ys[0]); g(x.ys)") == 1);
  CHECK(matches("    pattern: g(1)\n", "g[int](1)") == 1);
  CHECK(matches("    pattern: 'T{..., $K: 1, ...}'\n", "_ = T{\"a\": 1}; _ = T{a: 1}") == 1);
}

TEST_CASE("options") {
  CHECK(matches("    pattern: $X == 1\n", "_ = 1 == x") == 0);
  CHECK(matches("    pattern: $X == 1\n    options: {symmetric_eq: true}\n", "_ = 1 == x") == 1);
  CHECK(matches("    pattern: $X && a\n", "_ = a && b") == 0);
  CHECK(matches("    pattern: $X && a\n    options: {commutative_boolop: true}\n", "_ = a && b") == 1);
  CHECK(matches("    pattern: $X | A\n", "_ = A | B") == 1);
  CHECK(matches("    pattern: $X | A\n    options: {ac_matching: false}\n", "_ = A | B") == 0);
  CHECK(matches("    pattern: f(g(...))\n", "y := g(1); z := y; f(z)") == 0);
  CHECK(matches("    pattern: f(g(...))\n    options: {symbolic_propagation: true}\n", "y := g(1); z := y; f(z)") == 1);
  CHECK(matches("    pattern: $X = 1\n    options: {vardef_assign: false}\n", "var x = 1; x = 1") == 1);
  CHECK(matches("    pattern: return $X\n", "h(func() { g() })") == 1);
  CHECK(matches("    pattern: return $X\n    options: {implicit_return: false}\n", "h(func() { g() })") == 0);
  CHECK(matches("    pattern: |\n      a()\n      ...\n      b()\n    options: {go_deeper_stmt: false}\n", "a(); if x { b() }") == 0);
}

TEST_CASE("what a name was given last counts, unless it may not have run") {
  const std::string rule = "    pattern: f(\"b\")\n";
  CHECK(matches(rule, "x := \"a\"; x = \"b\"; f(x)") == 1);
  CHECK(matches(rule, "x := \"b\"; f(x); x = \"a\"") == 1);
  CHECK(matches(rule, "x := \"b\"; x = \"a\"; f(x)") == 0);
  CHECK(matches(rule, "x := \"a\"; if c { x = \"b\" }; f(x)") == 0);
  CHECK(matches(rule, "x := \"b\"; for { f(x); x = \"a\" }") == 0);
  CHECK(matches(rule, "x := \"b\"; h(&x); f(x)") == 0);
  CHECK(matches(rule, "x, y := g(); x = \"b\"; f(x); f(y)") == 1);
}

TEST_CASE("fix-regex names groups in every spelling") {
  const auto regex = Regex::compile("(a)(b)?", false);
  REQUIRE(regex.has_value());
  CHECK(replaced("ab a", *regex, {"", "<\\1$2\\g<1>>", 0}) == "<aba> <aa>");
  CHECK(replaced("aaa", *regex, {"", "x", 2}) == "xxa");
  CHECK(replaced("", *regex, {"", "x", 0}).empty());
}

TEST_CASE("strings are analysed") {
  CHECK_FALSE(has_high_entropy("password"));
  CHECK_FALSE(has_high_entropy("my-very-long-identifier-name"));
  CHECK_FALSE(has_high_entropy(std::string(64, 'a')));
  CHECK(has_high_entropy(std::string("7TpecWfQ99t") + "5wSZ17VMN"));
  CHECK(has_high_entropy(std::string("2e16c39bd4eb") + "2f06e1123a4b"));
  CHECK(backtracks_badly("(a+)+$"));
  CHECK(backtracks_badly("([a-z]+)*$"));
  CHECK_FALSE(backtracks_badly("(a+)+"));
  CHECK_FALSE(backtracks_badly("^a*$"));
  CHECK_FALSE(backtracks_badly(")+"));
}

TEST_CASE("the lowered tree in writing") {
  const auto text = tree_text("package p\n\nfunc f() { g(\"x\") }\n");
  REQUIRE(text.has_value());
  CHECK(text->find("\n  func_decl  3:1-3:20\n") != std::string::npos);
  CHECK(text->find("          string \"x\"  3:14-3:17\n") != std::string::npos);
}
