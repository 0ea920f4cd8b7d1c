#include "tests/gopatterns/rule_text.h"

using namespace gogate;
using namespace gogate::gopatterns;
using namespace gogate::gopatterns::test;

TEST_CASE("calls, arguments and ellipses") {
  CHECK(in_body("foo(...)", "foo(); foo(1); bar(foo(2, 3)); food(1)") == Texts{"foo()", "foo(1)", "foo(2, 3)"});
  CHECK(in_body("foo(1, ...)", "foo(1); foo(1, 2); foo(2, 1)") == Texts{"foo(1)", "foo(1, 2)"});
  CHECK(in_body("foo(..., 1)", "foo(1); foo(2, 1); foo(1, 2)") == Texts{"foo(1)", "foo(2, 1)"});
  CHECK(in_body("foo(..., $X, ..., $X, ...)", "foo(a, b, a); foo(a, b, c)") == Texts{"foo(a, b, a)"});
  CHECK(in_body("$F(1)", "a(1); b.c(1); d(2)") == Texts{"a(1)", "b.c(1)"});
  CHECK(in_body("$X.$M(...)", "a.b(1); c(2)") == Texts{"a.b(1)"});
  CHECK(in_body("foo($...ARGS)", "foo(); foo(1, 2)") == Texts{"foo()", "foo(1, 2)"});
  CHECK(in_body("f(x...)", "f(x...); f(x)") == Texts{"f(x...)"});
  CHECK(in_body("$X == $X", "_ = a == a; _ = a == b; _ = a.b(1) == a.b(1)") == Texts{"a == a", "a.b(1) == a.b(1)"});
  CHECK(in_body("f($_, $_)", "f(1, 2); f(1)") == Texts{"f(1, 2)"});
  CHECK(in_body("$X. ... .d()", "x := a.b().c().d()") == Texts{"a.b().c().d()"});
  CHECK(in_body("a. ... .d()", "x := a.b().c().d(); y := z.b().d()") == Texts{"a.b().c().d()"});
  CHECK(in_body("f(<... g($X) ...>)", "f(1 + g(2)); f(g(3)); f(h(4))") == Texts{"f(1 + g(2))", "f(g(3))"});
  CHECK(in_body("[]byte(\"...\")", "a([]byte(\"x\")); a([]byte(y))") == Texts{"[]byte(\"x\")"});
  CHECK(in_body("f((1))", "f(1); (f)((1))") == Texts{"f(1)", "(f)((1))"});
}

TEST_CASE("imports, their aliases and shadowing") {
  const std::string code =
      "package p\nimport (\n\tr \"math/rand\"\n\trand2 \"math/rand/v2\"\n\tc \"crypto/rand\"\n)\n"
      "func f() { r.Int(); rand2.Int(); c.Int(); q.Int() }\n";
  CHECK(texts("rand.Int()", code) == Texts{"r.Int()", "rand2.Int()", "c.Int()"});
  const RuleSet only = rule_with(
      "patterns:\n  - pattern-inside: |\n      import \"math/rand\"\n      ...\n  - pattern: rand.Int()\n");
  CHECK(texts(only, code) == Texts{"r.Int()", "rand2.Int()"});
  CHECK(texts(only, "package p\nimport \"math/rand\"\nfunc f(rand T) { rand.Int() }\nfunc g() { rand.Int() }\n") ==
        Texts{"rand.Int()"});
  CHECK(texts(only, "package p\nimport . \"math/rand\"\nfunc f() { Int() }\n") == Texts{"Int()"});
  CHECK(texts("import \"crypto/md5\"", "package p\nimport m \"crypto/md5\"\n").size() == 1);
  CHECK(texts("import \"crypto/md5\"", "package p\nimport \"crypto/sha1\"\n").empty());
  CHECK(texts("yaml.Unmarshal(...)", "package p\nimport y \"gopkg.in/yaml.v3\"\nfunc f() { y.Unmarshal(b, &v) }\n").size() == 1);
}

TEST_CASE("constants are folded") {
  CHECK(in_body("f(\"...\")", "f(\"a\"); const k = \"x\"; f(k); f(\"a\" + k); f(v)") ==
        Texts{"f(\"a\")", "f(k)", "f(\"a\" + k)"});
  CHECK(in_body("f(0777)", "f(511); f(0o777); f(0x1ff); f(510); const p = 0o700 | 0o77; f(p)") ==
        Texts{"f(511)", "f(0o777)", "f(0x1ff)", "f(p)"});
  CHECK(in_body("f(\"ab\")", "x := \"a\" + \"b\"; f(x); y := \"ab\"; y = z(); f(y)") == Texts{"f(x)"});
  CHECK(in_body("f(\"=~/^http:/\")", "f(\"http://a\"); f(\"https://a\")") == Texts{"f(\"http://a\")"});
  CHECK(texts("f(\"...\")", "package p\nconst k = \"x\"\nvar v = \"y\"\nfunc g() { f(k); f(v); f(w) }\nvar w string\n") ==
        Texts{"f(k)"});
  CHECK(in_body("f(true)", "f(true); const t = true; f(t); f(false)") == Texts{"f(true)", "f(t)"});
}

TEST_CASE("composite literals match in any order of keys") {
  CHECK(in_body("T{A: 1, ...}", "_ = T{B: 2, A: 1}; _ = T{B: 2}; _ = &T{A: 1}") == Texts{"T{B: 2, A: 1}", "T{A: 1}"});
  CHECK(in_body("T{A: 1}", "_ = T{B: 2, A: 1}; _ = T{A: 1}") == Texts{"T{A: 1}"});
  CHECK(in_body("tls.Config{B: $X, A: $Y}", "_ = tls.Config{A: 1, B: 2}") == Texts{"tls.Config{A: 1, B: 2}"});
  CHECK(in_body("A: $V", "_ = T{A: 1, B: 2}") == Texts{"A: 1"});
  CHECK(in_body("[]string{..., \"a\", ...}", "_ = []string{\"b\", \"a\"}; _ = []string{\"b\"}") ==
        Texts{"[]string{\"b\", \"a\"}"});
}

TEST_CASE("statements and their sequences") {
  CHECK(in_body("$X = f()", "a = f(); b := f(); var c = f(); d += f()") == Texts{"a = f()", "b := f()", "c = f()"});
  CHECK(in_body("$X := f()", "a = f(); b := f(); var c = f()") == Texts{"b := f()"});
  CHECK(in_body("if $X { ... }", "if a := g(); a { x() } else { y() }").size() == 1);
  CHECK(in_body("if $X { foo() }", "if a { foo(); bar() }; if b { foo() }") == Texts{"if b { foo() }"});
  CHECK(in_body("if $X { ... } else { ... }", "if a { x() }; if b { } else { y() }") == Texts{"if b { } else { y() }"});
  CHECK(in_body("$X := open()\n...\nclose($X)", "a := open()\nb := open()\nuse(a)\nclose(a)") ==
        Texts{"a := open()\nb := open()\nuse(a)\nclose(a)"});
  CHECK(in_body("first()\n...\n$X := 1", "first()\nif c {\n\ta := 1\n\tuse(a)\n}").size() == 1);
  CHECK(in_body("foo()\nbar()", "foo()\nbar()\nfoo()\nx()\nbar()") == Texts{"foo()\nbar()"});
  CHECK(in_body("return $X", "return 1") == Texts{"return 1"});
  CHECK(in_body("return ..., nil", "return a, nil") == Texts{"return a, nil"});
  CHECK(in_body("go func() { ... }()", "go func() { x() }(); go y()") == Texts{"func() { x() }()"});
  CHECK(in_body("defer $X.Close()", "defer f.Close(); f.Close()") == Texts{"f.Close()"});
  CHECK(in_body("for ... { ... }", "for i := 0; i < 3; i++ { a() }; for range 10 { b() }; for { c() }").size() == 3);
  CHECK(in_body("for $K, $V := range $X { ... }", "for a, b := range m { x() }; for a := range m { x() }").size() == 1);
  CHECK(in_body("switch $X { ... }", "switch a { case 1: b(); default: }").size() == 1);
  CHECK(in_body("switch $X {\ncase 1:\n  ...\ncase 2:\n  ...\n}", "switch a { case 1: b(); case 2: c() }").size() == 1);
  CHECK(in_body("const $X = \"...\"", "const a = \"x\"\nvar b = \"y\"") == Texts{"a = \"x\""});
  CHECK(in_body("$X.f = $V", "s.f = 4; s.g = 5") == Texts{"s.f = 4"});
}

TEST_CASE("declarations") {
  const std::string code =
      "package p\nfunc a(w http.ResponseWriter, r *http.Request) (int, error) { return 0, nil }\n"
      "func (s *S) m(x int) {}\ntype T struct {\n\tA string `json:\"a\"`\n\tB int\n}\nfunc g[K any](k K) K { return k }\n";
  CHECK(texts("func $F(...) {...}", code).size() == 3);
  CHECK(texts("func ($R $T) $F(...) {...}", code).size() == 1);
  CHECK(texts("func $F($W http.ResponseWriter, $R *http.Request) {...}", code).size() == 1);
  CHECK(texts("func $F(..., $R *http.Request, ...) {...}", code).size() == 1);
  CHECK(texts("func $F($A int) {...}", code).empty());  // a method has a receiver
  CHECK(texts("type $T struct { ... }", code).size() == 1);
  CHECK(texts("type $T struct {\n  ...\n  $F string\n  ...\n}", code).size() == 1);
  CHECK(texts("$F string `json:\"a\"`", code).size() == 1);
  CHECK(texts("package p", code).size() == 1);
}

TEST_CASE("typed metavariables") {
  const std::string code =
      "package p\nimport \"database/sql\"\ntype S struct { db *sql.DB }\n"
      "func f(a *sql.DB, b sql.DB, s S) {\n"
      "\ta.Query(1)\n\tb.Query(2)\n\tc, err := sql.Open(x, y)\n\tc.Query(3)\n\td := &sql.DB{}\n\td.Query(4)\n"
      "\tvar e *sql.DB\n\te.Query(5)\n\tg := new(sql.DB)\n\tg.Query(6)\n\ts.db.Query(7)\n\th := make(map[string]*sql.DB)\n\th[k].Query(8)\n}\n";
  CHECK(texts("($X : *sql.DB).Query(...)", code) ==
        Texts{"a.Query(1)", "c.Query(3)", "d.Query(4)", "e.Query(5)", "g.Query(6)", "s.db.Query(7)", "h[k].Query(8)"});
  CHECK(in_body("f(($X : string))", "a := \"x\"; f(a); b := 1; f(b); f(\"c\" + d)") == Texts{"f(a)", "f(\"c\" + d)"});
}

TEST_CASE("formulas combine ranges") {
  const std::string code = "package p\nfunc a() { x := get(); use(x) }\nfunc b() { x := get(); check(x); use(x) }\n";
  CHECK(texts(rule_with("patterns:\n  - pattern: use($X)\n  - pattern-not-inside: |\n      func $F(...) {\n        ...\n        check($X)\n        ...\n      }\n"), code).size() == 1);
  CHECK(texts(rule_with("patterns:\n  - pattern-inside: func b() { ... }\n  - pattern: use(...)\n"), code).size() == 1);
  CHECK(texts(rule_with("pattern-either:\n  - pattern: get()\n  - pattern: check(...)\n"), code).size() == 3);
  CHECK(texts(rule_with("patterns:\n  - pattern: $F(...)\n  - metavariable-regex:\n      metavariable: $F\n      regex: ^(use|check)$\n"), code).size() == 3);
  CHECK(texts(rule_with("patterns:\n  - pattern: $F($X)\n  - pattern-not: use(...)\n"), code) == Texts{"check(x)"});
  CHECK(texts(rule_with("patterns:\n  - pattern: $F($X)\n  - focus-metavariable: $X\n"), code).size() == 3);
  CHECK(texts(rule_with("pattern-regex: 'func\\s+(\\w+)'"), code).size() == 2);
  const std::string numbers = in_func("f(10); f(2048); const k = 1 << 10; f(k); f(n)");
  CHECK(texts(rule_with("patterns:\n  - pattern: f($N)\n  - metavariable-comparison:\n      metavariable: $N\n      comparison: $N < 2048 and $N % 2 == 0\n"), numbers) == Texts{"f(10)", "f(k)"});
  CHECK(texts(rule_with("patterns:\n  - pattern: f($N)\n  - metavariable-pattern:\n      metavariable: $N\n      patterns:\n        - pattern-either:\n            - pattern: g(...)\n"), in_func("f(g(1)); f(2)")) == Texts{"f(g(1))"});
  CHECK(findings(rule_with("pattern: f($X)"), in_func("f(a.b)"))[0].message == "found a.b");
}

TEST_CASE("a finding carries its statement and its fix") {
  const RuleSet set = rule_with("pattern: md5.New($X)\nfix: sha256.New($X)");
  const std::string code = in_func("if x {\n\th := md5.New(1)\n}");
  const std::vector<Finding> found = findings(set, code);
  REQUIRE(found.size() == 1);
  CHECK(code.substr(found[0].statement.begin, found[0].statement.size()) == "h := md5.New(1)");
  REQUIRE(found[0].fix.has_value());
  CHECK(found[0].fix->replacement == "sha256.New(1)");
}
