#include "gate/policy/directives.h"

#include <doctest/doctest.h>

#include <chrono>

using namespace gogate;

namespace {

// Places a finding on the text between « and », which are cut out.
struct Case {
  Rule rule;
  std::string text;
  Span match;
  Span statement;
  std::vector<std::string> warnings;
  std::string path = "a.go";

  explicit Case(std::string marked, std::string scanner = "go") {
    rule.id = "weak-rand";
    rule.aliases = {"G404"};
    rule.scanner = std::move(scanner);
    const std::size_t begin = marked.find("\u00ab");
    marked.erase(begin, 2);
    const std::size_t end = marked.find("\u00bb");
    marked.erase(end, 2);
    match = statement = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    text = std::move(marked);
  }
  Finding apply(const policy::DirectiveOptions& options = {}, std::optional<std::span<const Span>> changed = {}) {
    const LineIndex lines(text);
    Finding f;
    f.rule = &rule;
    f.region = lines.region(match);
    f.statement = statement;
    std::vector<Finding> findings{f};
    policy::apply_directives(path, text, lines, changed, options, findings, warnings);
    return findings[0];
  }
  bool silenced() { return apply().suppression.has_value(); }
};

}  // namespace

TEST_CASE("ours hold on the match's lines, above, and where the statement closes") {
  CHECK(Case("x := «r.Int()» // gogate:ignore weak-rand -- dice\n").silenced());
  CHECK(Case("// gogate:ignore weak-rand -- dice\nx := «r.Int()»\n").silenced());
  CHECK(Case("/* gogate:ignore G404 -- dice */ x := «r.Int()»\n").silenced());
  CHECK(Case("// gogate:ignore a, weak-rand -- dice\nx := «r.Int()»\n").silenced());
  CHECK(Case("// gogate:ignore-next-line weak-rand -- dice\nx := «r.Int()»\n").silenced());
  CHECK(Case("// gogate:ignore-begin weak-rand -- dice\ny()\nx := «r.Int()»\n// gogate:ignore-end weak-rand\n").silenced());
  Case closing("f(«r.Int()»,\n  1,\n) // gogate:ignore weak-rand -- dice\n");
  closing.statement = {0, static_cast<std::uint32_t>(closing.text.find(" //"))};
  CHECK(closing.silenced());
  CHECK(Case("x := «r.Int()» // gogate:ignore weak-rand -- dice\n").apply().suppression->reason == "dice");
}

TEST_CASE("ours do not hold elsewhere") {
  CHECK_FALSE(Case("y() // gogate:ignore weak-rand -- dice\nx := «r.Int()»\n").silenced());
  CHECK_FALSE(Case("// gogate:ignore weak-rand -- dice\n\nx := «r.Int()»\n").silenced());
  CHECK_FALSE(Case("x := «r.Int()»\n// gogate:ignore weak-rand -- dice\n").silenced());
  CHECK_FALSE(Case("x := «r.Int()» // gogate:ignore other -- dice\n").silenced());
  CHECK_FALSE(Case("// gogate:ignore-begin weak-rand -- dice\nx := «r.Int()»\n").silenced());
}

TEST_CASE("a near miss silences nothing and shows the right form") {
  for (const char* form : {"gogate:ignore", "gogate:ignore -- dice", "gogate:ignore weak-rand because dice",
                           "gogate:ignore weak-rand other -- dice", "gogate: ignore weak-rand -- dice",
                           "gogate:ignore: weak-rand", "gogate:ignore weak-rand, -- dice", "gogate-ignore weak-rand",
                           "GOGATE:IGNORE weak-rand -- dice", "gogate:ignored weak-rand", "gogate:nosec weak-rand",
                           "gogate:ignore weak-rand --dice"}) {
    Case c(std::string("x := «r.Int()» // ") + form + "\n");
    CAPTURE(form);
    CHECK_FALSE(c.silenced());
    REQUIRE(c.warnings.size() == 1);
    CHECK(c.warnings[0].find("gogate:ignore RULE[,RULE] -- reason") != std::string::npos);
  }
}

TEST_CASE("gitleaks:allow holds for secrets on its line only") {
  CHECK(Case("k = «abc» # gitleaks:allow\n", "secrets").silenced());
  CHECK_FALSE(Case("# gitleaks:allow\nk = «abc»\n", "secrets").silenced());
  CHECK_FALSE(Case("x := «r.Int()» // gitleaks:allow\n").silenced());
}

TEST_CASE("nosemgrep holds on the first line and, alone, on the line above") {
  CHECK(Case("x := «r.Int()» // nosemgrep\n").silenced());
  CHECK(Case("x := «r.Int()» // nosemgrep: weak-rand because\n").silenced());
  CHECK(Case("x := «r.Int()» // NOSEM: a,weak-rand\n").silenced());
  CHECK(Case("// nosemgrep: weak-rand\nx := «r.Int()»\n").silenced());
  CHECK(Case("x := «r.Int()» // nosemgrep: rules.go.weak-rand\n").silenced());
  CHECK_FALSE(Case("x := «r.Int()» // nosemgrep: rules.go.not-weak-rand\n").silenced());
  CHECK_FALSE(Case("y() // nosemgrep\nx := «r.Int()»\n").silenced());
  CHECK_FALSE(Case("x := «r.Int()» // nosemgrep: other\n").silenced());
  CHECK_FALSE(Case("x := «r.Int()» //nosemgrep\n").silenced());
  CHECK_FALSE(Case("x := «f(\n  r.Int(),\n)» // nosemgrep\n").silenced());
}

TEST_CASE("#nosec opens a comment and belongs to what ends there or comes next") {
  CHECK(Case("x := «r.Int()» // #nosec\n").silenced());
  CHECK(Case("x := «r.Int()» //#nosec G404\n").silenced());
  CHECK(Case("x := «r.Int()» // #nosec G401 G404\n").silenced());
  CHECK(Case("x := «r.Int()» // #nosec G404: dice\n").silenced());
  CHECK(Case("x := «r.Int()» /* #nosec G404 -- dice */\n").silenced());
  CHECK(Case("x := «r.Int()» //gosec:disable G404 -- dice\n").silenced());
  CHECK(Case("// #nosec G404 -- dice\nx := «r.Int()»\n").silenced());
  CHECK(Case("// #nosec G404\nfunc f() {\n  x := «r.Int()»\n}\n").silenced());
  CHECK(Case("x := f(«r.Int()»,\n  1) // #nosec G404\n").silenced());
  CHECK_FALSE(Case("x := «r.Int()» // #nosec G401\n").silenced());
  CHECK_FALSE(Case("x := «r.Int()» // see #nosec\n").silenced());
  CHECK_FALSE(Case("x := «r.Int(\"// #nosec\")»\n").silenced());
  CHECK_FALSE(Case("// #nosec G404\ny()\nx := «r.Int()»\n").silenced());
}

TEST_CASE("in a merge check a directive that the change adds does not count") {
  policy::DirectiveOptions merge;
  merge.merge_check = true;
  Case c("x := «r.Int()» // #nosec G404\n");
  const std::vector<Span> whole{{0, 30}};
  const std::vector<Span> elsewhere{{100, 130}};
  CHECK(c.apply(merge, elsewhere).suppression->counts);
  const Finding added = c.apply(merge, whole);
  REQUIRE(added.suppression.has_value());
  CHECK_FALSE(added.suppression->counts);
  CHECK(added.active());
  CHECK_FALSE(c.apply(merge, std::nullopt).suppression->counts);  // a new file is all new
  merge.honour_added = true;
  CHECK(c.apply(merge, whole).suppression->counts);
}

TEST_CASE("a policy can demand ids and reasons") {
  policy::DirectiveOptions ids;
  ids.require_ids = true;
  CHECK_FALSE(Case("x := «r.Int()» // #nosec\n").apply(ids).suppression.has_value());
  CHECK(Case("x := «r.Int()» // #nosec G404\n").apply(ids).suppression.has_value());
  policy::DirectiveOptions reasons;
  reasons.require_reason = true;
  CHECK_FALSE(Case("x := «r.Int()» // #nosec G404\n").apply(reasons).suppression.has_value());
  CHECK(Case("x := «r.Int()» // #nosec G404 -- dice\n").apply(reasons).suppression.has_value());
}

TEST_CASE("ours end where their comment does, in any language") {
  const auto reason = [](std::string text, const char* path) {
    Case c(std::move(text));
    c.path = path;
    const Finding f = c.apply();
    CAPTURE(c.text);
    for (const std::string& w : c.warnings) CAPTURE(w);
    return f.suppression ? f.suppression->reason : std::string("not silenced");
  };
  CHECK(reason("/* gogate:ignore weak-rand -- dice */ x := «r.Int()»\n", "a.go") == "dice");
  CHECK(reason("/* gogate:ignore weak-rand */ x := «r.Int()»\n", "a.go").empty());
  CHECK(reason("<!-- gogate:ignore weak-rand --> <b>«x»</b>\n", "a.html").empty());
  CHECK(reason("<!-- gogate:ignore weak-rand -- dice --> <b>«x»</b>\n", "a.html") == "dice");
  CHECK(reason("<!--\n gogate:ignore weak-rand -- dice -->\n<b>«x»</b>\n", "a.html") == "dice");
  CHECK(reason("{{/* gogate:ignore weak-rand -- dice */}}\n«x»\n", "a.tmpl") == "dice");
  CHECK(reason("{{- /* gogate:ignore weak-rand -- dice */ -}}\n«x»\n", "a.tmpl") == "dice");
  CHECK(reason("{# gogate:ignore weak-rand -- dice #}\n«x»\n", "a.j2") == "dice");
  CHECK(reason("«x» -- gogate:ignore weak-rand -- dice\n", "a.sql") == "dice");
  CHECK(reason("-- gogate:ignore weak-rand\n«x»\n", "a.sql").empty());
  CHECK(reason("--gogate:ignore weak-rand -- dice\n«x»\n", "a.sql") == "dice");
  CHECK(reason("k: «x» # gogate:ignore weak-rand -- dice -- really\n", "a.yaml") == "dice -- really");
  CHECK(reason("K=«x» # gogate:ignore weak-rand -- a {{b}}\n", ".env") == "a {{b");  // looks like a comment's end
  CHECK(reason("# gogate:ignore weak-rand-\n«x»\n", ".env") == "not silenced");
  CHECK(reason("; gogate:ignore weak-rand -- dice\nk=«x»\n", "a.ini") == "dice");
}

TEST_CASE("directives hold in the first line, with CRLF, and without an end of line") {
  CHECK(Case("x := «r.Int()» // gogate:ignore weak-rand -- dice").silenced());
  CHECK(Case("// gogate:ignore weak-rand -- dice\r\nx := «r.Int()»\r\n").apply().suppression->reason == "dice");
  CHECK(Case("// #nosec G404 -- dice\r\nx := «r.Int()»\r\n").apply().suppression->reason == "dice");
  CHECK(Case("x := «r.Int()» //gosec:disable\r\n").silenced());
  CHECK(Case("// nosemgrep: weak-rand\r\nx := «r.Int()»\r\n").silenced());
  CHECK(Case("\xEF\xBB\xBF// gogate:ignore weak-rand -- dice\nx := «r.Int()»\n").silenced());
}

TEST_CASE("a #nosec comment above the package clause holds for the file, one behind its last declaration does not") {
  CHECK(Case("// Package a rolls.\n// #nosec G404\npackage a\n\nfunc f() {\n\tx := «r.Int()»\n}\n").silenced());
  CHECK_FALSE(Case("package a\n\nfunc f() {\n\tx := «r.Int()»\n}\n\nvar b = 1 // #nosec G404\n").silenced());
}

TEST_CASE("ten thousand directives and findings are quick") {
  Rule rule;
  rule.id = "weak-rand";
  rule.aliases = {"G404"};
  rule.scanner = "go";
  std::string text = "package a\n\nfunc f() {\n";
  std::vector<Span> spans;
  for (int i = 0; i < 10000; ++i) {
    text += i % 2 == 0 ? "\t// #nosec G404\n" : "\t// gogate:ignore weak-rand -- dice\n";
    const auto at = static_cast<std::uint32_t>(text.size());
    text += "\tuse(rand.Int(),\n\t\t1)\n\n\n\n\n\n\n";
    spans.push_back({at + 5, at + 15});
  }
  text += "}\n";
  const LineIndex lines(text);
  REQUIRE(lines.line_count() > 90000);
  std::vector<Finding> findings;
  for (const Span s : spans) {
    Finding f;
    f.rule = &rule;
    f.region = lines.region(s);
    f.statement = s;
    findings.push_back(std::move(f));
  }
  std::vector<std::string> warnings;
  const auto begin = std::chrono::steady_clock::now();
  policy::apply_directives("a.go", text, lines, std::nullopt, {}, findings, warnings);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));  // milliseconds; minutes if it were cubic
  for (const Finding& f : findings) CHECK(f.suppression.has_value());
}

TEST_CASE("broken Go with many comments is quick") {
  for (const char* piece : {"if // #nosec\n", "a{ // #nosec\n", "/* #nosec */ a.", "case // #nosec\n", "} // #nosec\n"}) {
    std::string text = "x := rand.Int()\n";
    for (int i = 0; i < 50000; ++i) text += piece;
    const LineIndex lines(text);
    Rule rule;
    rule.scanner = "go";
    std::vector<Finding> findings(1);
    findings[0].rule = &rule;
    findings[0].region = lines.region({5, 15});
    std::vector<std::string> warnings;
    CAPTURE(piece);
    const auto begin = std::chrono::steady_clock::now();
    policy::apply_directives("a.go", text, lines, std::nullopt, {}, findings, warnings);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
  }
}
