#include <optional>

#include "scanners/gopatterns/lowering.h"
#include "tests/gopatterns/rule_text.h"

using namespace gogate;
using namespace gogate::gopatterns;
using namespace gogate::gopatterns::test;

namespace {

std::vector<Span> errors_of(const std::string& code) {
  GoParser parser;
  Tree tree;
  REQUIRE(parser.parse_file(code, tree));
  return tree.errors;
}

BlobResult scan(const RuleSet& rules, std::string_view code) {
  BlobResult out;
  scan_file(rules, code, "a.go", out);
  return out;
}

}  // namespace

TEST_CASE("Go of today parses without errors") {
  for (const char* body : {
           "for i := range 10 { use(i) }",
           "for range 3 {}",
           "for k, v := range maps.All(m) { use(k, v) }",
           "p := new(1 + 2)",
           "p := new(f(x))",
           "p := new(\"text\")",
           "p := new([]int{1, 2})",
           "p := new(func() int { return 1 }())",
           "p := new(T{A: 1}); q := new(y); r := new(a.b); s := new(*p); t := new(-x)",
           "make := func(n int) int { return n }; make(n - 1)",
           "x := Map[string, int](m, func(s string) int { return len(s) })",
           "var f func(a, b int, c ...string) (n int, err error)",
           "L:\n\tfor { break L }",
           "switch x := v.(type) { case int, string: use(x); default: }",
           "select { case v, ok := <-c: use(v, ok); case d <- 1: default: }",
           "s := `raw \\ ` + \"a\\n\" + string('x')",
           "a[1:2:3] = <-c; c <- a[:]; *p++; x &^= y",
       }) {
    CAPTURE(body);
    CHECK(errors_of(in_func(body)).empty());
  }
  CHECK(errors_of("package p\n\ntype Set[T comparable] = map[T]struct{}\ntype N interface{ ~int | ~string; M() }\n"
                  "func F[S ~[]E, E any](s S) (r E) { return }\nfunc (l *List[T]) Push(v T) {}\n").empty());
  CHECK(errors_of("package p\n// #include <x.h>\nimport \"C\"\n//go:build linux\nconst (\n\tA = iota\n\tB\n)\n").empty());
}

TEST_CASE("new of an expression is a call like any other") {
  CHECK(in_body("new($X)", "a := new(f(1)); b := new(y); c := new(a.b)") == Texts{"new(f(1))", "new(y)", "new(a.b)"});
  CHECK(in_body("f($X)", "a := new(f(1) + 2)") == Texts{"f(1)"});
  CHECK(in_body("g(($X : *int))", "y := 1; p := new(y); g(p)") == Texts{"g(p)"});
}

TEST_CASE("scopes: an inner name hides an outer one") {
  CHECK(in_body("f(\"...\")", "k := \"a\"; if c { k := get(); f(k) }; f(k)") == Texts{"f(k)"});
  CHECK(in_body("f(\"...\")", "k := \"a\"; func() { k = get() }(); f(k)").empty());
  CHECK(in_body("f(\"...\")", "k := \"a\"; g(&k); f(k)").empty());
  CHECK(in_body("f(\"...\")", "k, err := \"a\", x; k, e2 := get(); f(k)").empty());
  CHECK(in_body("f(\"...\")", "for _, k := range s { f(k) }").empty());
}

TEST_CASE("package names are guessed from paths") {
  CHECK(package_name("math/rand/v2") == "rand");
  CHECK(package_name("gopkg.in/yaml.v3") == "yaml");
  CHECK(package_name("github.com/x/go-redis/v9") == "redis");
  CHECK(package_name("fmt") == "fmt");
  CHECK(package_name("v2") == "v2");
  CHECK(package_name("") == "");
}

TEST_CASE("a broken file still gets its rules, and its errors are reported") {
  const RuleSet rules = rule_of("danger($X)");
  const std::string code = "package p\n\nfunc a() { danger(1) }\n\nfunc b() { x := := 3 }\n\nfunc c() { danger(2) }\n";
  const BlobResult out = scan(rules, code);
  CHECK(out.findings.size() == 2);
  CHECK(out.gaps.empty());
  REQUIRE(out.notes.size() == 1);
  CHECK(out.notes[0].kind == NoteKind::syntax_error);
  CHECK(out.notes[0].what.find("line 5") != std::string::npos);

  // In changed bytes the same error is a gap.
  Options options;
  options.sets.push_back({std::make_shared<const RuleSet>(rules), {}});
  const auto scanner = make_scanner(std::move(options));
  REQUIRE(scanner.has_value());
  const auto worker = (*scanner)->make_worker();
  const auto at = static_cast<std::uint32_t>(code.find(":= :="));
  for (const bool touched : {true, false}) {
    const Span changed[] = {touched ? Span{at, at + 5} : Span{0, 5}};
    Blob blob;
    blob.bytes = code;
    blob.path = "a.go";
    blob.changed = changed;
    CHECK((*scanner)->wants_without_candidate(blob));
    BlobResult result;
    worker->scan(blob, Candidates(rules.literals.size()), result);
    CHECK(result.gaps.size() == (touched ? 1 : 0));
    CHECK(result.notes.size() == (touched ? 0 : 1));
  }
}

TEST_CASE("hostile input is bounded") {
  const RuleSet rules = rule_of("danger($X)");
  const auto nested = [](const char* open, const char* close, int n) {
    std::string out;
    for (int i = 0; i < n; ++i) out += open;
    out += "1";
    for (int i = 0; i < n; ++i) out += close;
    return out;
  };
  for (const std::string& body :
       {"x := " + nested("(", ")", 10000), "x := " + nested("f(", ")", 10000), "x := " + nested("[]T{", "}", 10000),
        nested("if a { ", " }", 5000), "x := " + nested("!", "", 10000), "x := " + nested("func() { y := ", " }", 3000)}) {
    const BlobResult out = scan(rules, in_func("danger(0)\n" + body));
    CHECK(out.findings.size() == 1);
    REQUIRE_FALSE(out.gaps.empty());
    CHECK(out.gaps[0].kind == GapKind::analysis_bounded);
  }
  // A long sum is ordinary generated code: no bound, and folded.
  std::string sum = "\"a\"";
  for (int i = 0; i < 20000; ++i) sum += " + \"a\"";
  CHECK(scan(rules, in_func("danger(" + sum + ")")).gaps.empty());
  // Many ellipses over many arguments.
  std::string arguments = "0";
  for (int i = 0; i < 300; ++i) arguments += ", " + std::to_string(i);
  const BlobResult out = scan(rule_of("f(..., $A, ..., $B, ..., $C, ..., $D, ..., $E, ..., nope)"), in_func("f(" + arguments + ")"));
  REQUIRE(out.gaps.size() == 1);
  CHECK(out.gaps[0].kind == GapKind::analysis_bounded);
}

TEST_CASE("a generated, test or vendored file lowers confidence with its reason") {
  const RuleSet rules = rule_of("danger($X)");
  const BlobResult out = scan(rules, "// Code generated by x. DO NOT EDIT.\npackage p\nfunc f() { danger(1) }\n");
  REQUIRE(out.findings.size() == 1);
  CHECK(out.findings[0].confidence == Confidence::low);
  CHECK(out.findings[0].confidence_why == "file is generated");

  Options options;
  options.sets.push_back({std::make_shared<const RuleSet>(rule_with("pattern: danger($X)\npaths:\n  include: [\"cmd/**\", \"*_test.go\"]\n  exclude: [cmd/old]")), {}});
  const auto scanner = make_scanner(std::move(options));
  REQUIRE(scanner.has_value());
  const auto place = [&](std::string_view path) -> std::optional<Finding> {
    Finding f;
    f.rule = (*scanner)->rules()[0];
    f.confidence = Confidence::medium;
    if (!(*scanner)->place(f, path, {})) return std::nullopt;
    return f;
  };
  CHECK(place("cmd/x/a.go").has_value());
  CHECK_FALSE(place("pkg/a.go").has_value());
  CHECK_FALSE(place("cmd/old/a.go").has_value());
  REQUIRE(place("pkg/a_test.go").has_value());
  CHECK(place("pkg/a_test.go")->confidence == Confidence::low);
  CHECK(place("cmd/vendor/a.go")->confidence_why == "file is vendored");
}

TEST_CASE("a credential is ranked by its file's role, as the scanner of secrets ranks it") {
  const auto ranked = [](const std::string& metadata, std::string_view path) {
    Options options;
    options.sets.push_back({std::make_shared<const RuleSet>(rule_with("pattern: danger($X)\nmetadata: {confidence: HIGH" + metadata + "}")), {}});
    const auto scanner = make_scanner(std::move(options));
    REQUIRE(scanner.has_value());
    Finding f;
    f.rule = (*scanner)->rules()[0];
    f.confidence = f.rule->confidence;
    CHECK((*scanner)->place(f, path, {}));
    return f;
  };
  const std::string credential = ", cwe: [\"CWE-798\"]";
  CHECK(ranked(credential, "app/main.go").confidence == Confidence::high);
  CHECK(ranked(credential, "app/fuzzer/fuzzer.go").confidence == Confidence::low);
  CHECK(ranked(credential, "app/fuzzer/fuzzer.go").confidence_why == "file is a test");
  CHECK(ranked(credential, "hack/main.go").confidence == Confidence::medium);
  // What else a fuzzer does wrong may run all the same.
  CHECK(ranked("", "app/fuzzer/fuzzer.go").confidence == Confidence::high);
}

TEST_CASE("required literals never name what a constant or alias could hide") {
  const auto literals = [](std::string_view body) {
    Texts out;
    for (const PatternSpec& spec : rule_with(body).literals) out.push_back(spec.text);
    return out;
  };
  const auto name = [](std::string_view text) { return "\\b" + std::string(text) + "\\b"; };
  const auto called = [&](std::string_view text) { return name(text) + "[\\s\\x0b]*[(\\[)/]"; };
  CHECK(literals("pattern: md5.New()") == Texts{called("New"), name("md5")});
  CHECK(literals("pattern: f1(\"text\", 0777)").empty());
  CHECK(literals("pattern: 'foo(\"text\", 0777)'") == Texts{called("foo")});
  CHECK(literals("pattern: '($X : *sql.DB).Query(...)'") == Texts{called("Query")});
  CHECK(rule_with("pattern-either:\n  - pattern: aaa.bbbb()\n  - pattern: aaa.cccc()\n").rules[0].required.size() == 2);
  CHECK(rule_with("pattern-either:\n  - pattern: aaa.bbbb()\n  - pattern: $X()\n").rules[0].required.empty());
  CHECK(literals("patterns:\n  - pattern: $X()\n  - pattern-not: foo()\n").empty());
}
