// Taint through the functions of one file. Lines that a rule must report end with "// hit".
#include <set>

#include "scanners/gopatterns/taint_rule.h"
#include "tests/gopatterns/rule_text.h"

using namespace gogate;
using namespace gogate::gopatterns;
using namespace gogate::gopatterns::test;

namespace {

constexpr std::string_view kPlain =
    "mode: taint\n"
    "pattern-sources:\n  - pattern: source(...)\n"
    "pattern-sinks:\n  - pattern: sink(...)\n"
    "pattern-sanitizers:\n  - pattern: clean(...)\n";

std::set<std::uint32_t> lines_with(std::string_view code, std::string_view mark) {
  std::set<std::uint32_t> out;
  std::uint32_t line = 1;
  for (std::size_t at = 0; at < code.size(); ++line) {
    const std::size_t end = std::min(code.find('\n', at), code.size());
    if (code.substr(at, end - at).find(mark) != std::string_view::npos) out.insert(line);
    at = end + 1;
  }
  return out;
}

void check(std::string_view rule, const std::string& body) {
  const std::string code = "package p\n\n" + body;
  const RuleSet rules = rule_with(rule);
  const LineIndex index(code);
  std::set<std::uint32_t> found;
  for (const Finding& f : findings(rules, code)) found.insert(index.line_of(f.region.span.begin));
  INFO(body);
  CHECK(found == lines_with(code, "// hit"));
}

void in_function(const std::string& body, std::string_view rule = kPlain) { check(rule, "func f() {\n" + body + "}\n"); }

}  // namespace

TEST_CASE("taint goes with values through expressions and assignments") {
  in_function(
      "x := source()\n"
      "sink(x) // hit\n"
      "sink(g(x), 1) // hit\n"
      "sink(1, x) // hit\n"
      "sink(x + \"a\") // hit\n"
      "sink(T{A: x}) // hit\n"
      "sink([]byte(x)) // hit\n"
      "sink(*x) // hit\n"
      "sink(&x) // hit\n"
      "sink(x.(string)) // hit\n"
      "sink(x.a.b()) // hit\n"
      "sink(x[1:2]) // hit\n"
      "sink(y[x]) // hit\n"
      "sink(clean(x))\n"
      "sink(clean(g(x)))\n"
      "sink(g(clean(x)))\n"
      "go sink(x) // hit\n"
      "defer sink(x) // hit\n"
      "x = \"a\"\n"
      "sink(x)\n"
      "x += source()\n"
      "sink(x) // hit\n"
      "a, b := 1, source()\n"
      "sink(a)\n"
      "sink(b) // hit\n"
      "c, err := source()\n"
      "sink(c) // hit\n"
      "var v, w = source(), 1\n"
      "sink(v) // hit\n"
      "sink(w)\n"
      "return sink(v) // hit\n");
}

TEST_CASE("fields are told apart, elements are not") {
  in_function(
      "var o T\n"
      "o.a = source()\n"
      "sink(o) // hit\n"
      "sink(o.a) // hit\n"
      "sink(o.b)\n"
      "o.a = 1\n"
      "sink(o)\n"
      "o.b.c = source()\n"
      "sink(o.b.d)\n"
      "sink(o.b) // hit\n"
      "o = T{}\n"
      "sink(o.b.c)\n"
      "m[\"a\"] = source()\n"
      "sink(m[\"b\"]) // hit\n"
      "m[\"a\"] = 1\n"
      "sink(m) // hit\n"
      "for k, v := range m {\n"
      "sink(k) // hit\n"
      "sink(v) // hit\n"
      "}\n");
}

TEST_CASE("branches meet and loops run until nothing changes") {
  in_function(
      "x := 1\n"
      "if c { x = source() } else { x = 2 }\n"
      "sink(x) // hit\n"
      "x = clean(x)\n"
      "sink(x)\n"
      "if c { x = source(); return }\n"
      "sink(x)\n"
      "for i := 0; i < 3; i++ {\n"
      "sink(z) // hit\n"
      "z = y\n"
      "y = q\n"
      "q = source()\n"
      "}\n"
      "for {\n"
      "if t := source(); t { u = t; break }\n"
      "u = 1\n"
      "}\n"
      "sink(u) // hit\n"
      "switch k { case 1: w = source(); fallthrough\n"
      "case 2: sink(w) // hit\n"
      "case 3: sink(w)\n"
      "}\n"
      "sink(w) // hit\n"
      "switch s := w.(type) { case string:\n"
      "sink(s) // hit\n"
      "}\n"
      "switch { case c: w = 1\n"
      "default: w = 2 }\n"
      "sink(w)\n"
      "select { case v := <-source():\n"
      "sink(v) // hit\n"
      "}\n");
}

TEST_CASE("labels, goto, break and continue lead where they say") {
  in_function(
      "outer:\n"
      "for a := range b {\n"
      "for {\n"
      "x = source()\n"
      "break outer\n"
      "}\n"
      "}\n"
      "sink(x) // hit\n"
      "goto end\n"
      "sink(x)\n"
      "back:\n"
      "sink(y) // hit\n"
      "y = source()\n"
      "goto back\n"
      "end:\n"
      "sink(y)\n"
      "goto back\n");
  in_function(
      "for a := range b {\n"
      "if c { x = source(); continue }\n"
      "x = 1\n"
      "}\n"
      "sink(x) // hit\n");
}

TEST_CASE("closures see the variables around them, and may change them") {
  in_function(
      "x := source()\n"
      "f := func(p string) {\n"
      "sink(x) // hit\n"
      "sink(p)\n"
      "y = x\n"
      "}\n"
      "sink(y) // hit\n"
      "func() { z := source(); sink(z) }() // hit\n"
      "sink(f)\n");
  check(kPlain, "var g = source()\nfunc a() { sink(g) }\nfunc b() { x := source() }\nfunc c() { sink(x) }\nvar h = sink(source()) // hit\n");
}

TEST_CASE("sources: their inner parts, parameters, side effects") {
  in_function("source(sink(y)) // hit\n");
  in_function("source(sink(y))\nsink(source()) // hit\n",
              "mode: taint\npattern-sources:\n  - pattern: source(...)\n    exact: true\npattern-sinks:\n  - pattern: sink(...)\n");
  check("mode: taint\npattern-sources:\n  - patterns:\n      - pattern: |\n          func $F(..., $P string, ...) { ... }\n      - focus-metavariable: $P\n"
        "pattern-sinks:\n  - patterns:\n      - pattern: sink($A, ...)\n      - focus-metavariable: $A\n",
        "func a(q int, s, t string) {\nsink(s) // hit\nsink(t, 1) // hit\nsink(q, s)\ns = \"a\"\nsink(s)\n}\n");
  const std::string side =
      "mode: taint\npattern-sources:\n  - by-side-effect: true\n    patterns:\n      - pattern: fill($X)\n      - focus-metavariable: $X\n"
      "pattern-sanitizers:\n  - by-side-effect: true\n    patterns:\n      - pattern: scrub($X)\n      - focus-metavariable: $X\n"
      "pattern-sinks:\n  - pattern: sink(...)\n";
  in_function("sink(v)\nsink(fill(v)) // hit\nsink(v) // hit\nscrub(v)\nsink(v)\nfill(m.f)\nsink(m.g)\nsink(m.f) // hit\n", side);
  std::string only = side;
  only.replace(only.find("effect: true"), 12, "effect: only");
  in_function("sink(fill(v))\nsink(v) // hit\n", only);
}

TEST_CASE("propagators carry taint to what a call changes") {
  const std::string_view rule =
      "mode: taint\npattern-sources:\n  - pattern: source(...)\npattern-sinks:\n  - pattern: sink(...)\n"
      "pattern-propagators:\n  - {pattern: $TO.Write($FROM), from: $FROM, to: $TO}\n  - {pattern: 'copy($TO, $FROM)', from: $FROM, to: $TO}\n";
  in_function("var b T\nb.Write(1)\nsink(b)\nb.Write(source())\nsink(b) // hit\nsink(b.String()) // hit\ncopy(o.p, source())\nsink(o.p) // hit\nsink(o.q)\n", rule);
  in_function("b.Write(source())\nsink(b)\n", kPlain);
}

TEST_CASE("labels say what a sink minds") {
  const std::string_view rule =
      "mode: taint\npattern-sources:\n  - {pattern: srcA(), label: A}\n  - {pattern: srcB(), label: B}\n"
      "  - {pattern: up(...), exact: true, label: C, requires: A and not B}\n"
      "pattern-sinks:\n  - {pattern: both(...), requires: A and B}\n  - {pattern: alone(...), requires: A and not B}\n  - {pattern: upper(...), requires: C}\n";
  in_function(
      "both(srcA())\n"
      "both(srcA(), srcB()) // hit\n"
      "alone(srcA()) // hit\n"
      "alone(srcA() + srcB())\n"
      "x := srcA()\n"
      "upper(up(x)) // hit\n"
      "upper(up(1))\n"
      "upper(up(x + srcB()))\n",
      rule);
}

TEST_CASE("options say what carries no taint") {
  const std::string plain(kPlain);
  const auto with = [&](const std::string& option) { return plain + "options:\n  " + option + ": true\n"; };
  in_function("x := source()\nsink(x) // hit\nsink(g(x))\nsink([]byte(x)) // hit\n", with("taint_assume_safe_functions"));
  in_function("x := source()\nsink(y[x])\nsink(x[y]) // hit\n", with("taint_assume_safe_indexes"));
  in_function("x := source()\nsink(x == 1)\nsink(x + 1) // hit\n", with("taint_assume_safe_comparisons"));
  in_function("var n int = source()\nsink(n)\nvar s string = source()\nsink(s) // hit\n", with("taint_assume_safe_numbers"));
  in_function("x := source()\ny := g(x)\nsink(y)\nsink(x) // hit\n", with("taint_only_propagate_through_assignments"));
}

TEST_CASE("a sink can be a part of a statement") {
  const std::string_view rule =
      "mode: taint\npattern-sources:\n  - pattern: source(...)\npattern-sinks:\n  - patterns:\n      - pattern: $O.HTML = $V\n      - focus-metavariable: $V\n  - pattern: return $Z\n";
  in_function("o.HTML = source() // hit\no.HTML = 1\no.Text = source()\nreturn o.Text // hit\n", rule);
}

TEST_CASE("a finding tells its way, and what the source was") {
  const RuleSet rules = rule_with(
      "mode: taint\npattern-sources:\n  - pattern: source($X)\npattern-sinks:\n  - pattern: sink($Y)\n");
  const std::string code = "package p\nfunc f() {\n\ta := source(1)\n\tb := a + 1\n\tsink(b)\n}\n";
  const std::vector<Finding> found = findings(rules, code);
  REQUIRE(found.size() == 1);
  CHECK(found[0].message == "found 1");
  std::vector<std::string> steps;
  for (const Step& s : found[0].steps) steps.push_back(code.substr(s.region.span.begin, s.region.span.size()));
  CHECK(steps == std::vector<std::string>{"source(1)", "a", "b", "sink(b)"});
  // Two sources that the message tells apart.
  CHECK(findings(rules, "package p\nfunc f() {\n\tsink(source(1) + source(2))\n}\n").size() == 2);
}

TEST_CASE("more flows than a rule may report are a gap, never lost silently") {
  const RuleSet rules = rule_with(kPlain);
  std::string code = "package p\n";
  for (int i = 0; i < 5100; ++i) code += "func f" + std::to_string(i) + "() { sink(source()) }\n";
  BlobResult result;
  scan_file(rules, code, "a.go", result);
  CHECK(result.findings.size() == 5000);
  REQUIRE(result.gaps.size() == 1);
  CHECK(result.gaps[0].kind == GapKind::analysis_bounded);
}

TEST_CASE("requires is read with and, or, not and parentheses") {
  const auto holds = [](std::string_view text) {
    return labels_hold(text, [](std::string_view label) { return label == "A" || label == "B"; });
  };
  CHECK(holds("A"));
  CHECK_FALSE(holds("C"));
  CHECK(holds("C or A and B"));
  CHECK_FALSE(holds("(C or A) and not B"));
  CHECK(holds("not (C or not A)"));
  for (const char* bad : {"", "A and", "(A", "A B", "and A", "A or or B", ")"}) {
    INFO(bad);
    CHECK_FALSE(check_labels(bad).has_value());
  }
  CHECK_FALSE(check_labels(std::string(100000, '(')).has_value());
}

TEST_CASE("a taint rule with a mistake says what is wrong") {
  const auto problem = [](std::string_view body) {
    const std::string yaml = "rules:\n  - id: t\n    message: m\n    severity: ERROR\n    languages: [go]\n" + indented(body, 4);
    const auto set = load_rules(yaml, "t.yaml");
    return set ? std::string() : set.error().what;
  };
  CHECK(problem("mode: taint\npattern-sinks: [{pattern: a()}]\n").find("without 'pattern-sources'") != std::string::npos);
  CHECK(problem("mode: taint\npattern-sources: [{patern: a()}]\npattern-sinks: [{pattern: a()}]\n").find("patern") != std::string::npos);
  CHECK(problem("mode: taint\npattern: a()\npattern-sources: [{pattern: a()}]\npattern-sinks: [{pattern: a()}]\n").find("no meaning") != std::string::npos);
  CHECK(problem("pattern-sources: [{pattern: a()}]\npattern: b()\n").find("belongs to a taint rule") != std::string::npos);
  CHECK(problem("mode: taint\npattern-sources: [{pattern: a(), requires: A and}]\npattern-sinks: [{pattern: a()}]\n").find("requires") != std::string::npos);
  CHECK(problem("mode: taint\npattern-sources: [{pattern: a()}]\npattern-sinks: [{pattern: a()}]\npattern-propagators: [{pattern: $A.b(), from: $A, to: $C}]\n")
            .find("$C") != std::string::npos);
}
