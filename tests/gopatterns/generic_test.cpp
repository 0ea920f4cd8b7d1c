// Rules with `languages: [generic]` and `[regex]`: what matches where, in texts
// of any kind. What is claimed here was compared with semgrep's answers.
#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gate/prefilter/prefilter.h"
#include "scanners/gopatterns/rule_set.h"
#include "scanners/gopatterns/scanner.h"
#include "tests/gopatterns/rule_text.h"

using namespace gogate;
using namespace gogate::gopatterns;
using test::indented;
using Texts = std::vector<std::string>;

namespace {

RuleSet text_rule(std::string_view body, std::string_view language = "generic") {
  const std::string yaml = "rules:\n  - id: t\n    message: \"[$X] [$...X]\"\n    severity: ERROR\n    languages: [" +
                           std::string(language) + "]\n" + indented(body, 4);
  auto set = load_rules(yaml, "t.yaml");
  REQUIRE_MESSAGE(set.has_value(), (set ? std::string() : set.error().what + " | " + set.error().next_step));
  return *std::move(set);
}

RuleSet of_pattern(std::string_view pattern, std::string_view more = "") {
  return text_rule("pattern: |-2\n" + indented(pattern, 2) + std::string(more));
}

std::vector<Finding> findings(const RuleSet& rules, std::string_view text) {
  BlobResult result;
  scan_file(rules, text, "a.txt", result);
  CHECK(result.gaps.empty());
  return result.findings;
}

Texts texts(const RuleSet& rules, std::string_view text) {
  Texts out;
  for (const Finding& f : findings(rules, text)) out.emplace_back(text.substr(f.region.span.begin, f.region.span.size()));
  return out;
}
Texts texts(std::string_view pattern, std::string_view text, std::string_view more = "") { return texts(of_pattern(pattern, more), text); }

std::string message(const RuleSet& rules, std::string_view text) {
  const auto found = findings(rules, text);
  return found.empty() ? "" : found.front().message;
}

std::string fault(std::string_view body, std::string_view language = "generic") {
  const auto set = load_rules("rules:\n  - id: t\n    message: m\n    severity: ERROR\n    languages: [" + std::string(language) + "]\n" +
                                  indented(body, 4), "t.yaml");
  return set ? "" : set.error().what;
}

std::string lines(int n) {
  std::string out;
  for (int i = 1; i <= n; ++i) out += "l" + std::to_string(i) + "\n";
  return out;
}

}  // namespace

TEST_CASE("words and punctuation match whatever blanks and lines are between them") {
  CHECK(texts("a b", "a b\na\nb\na\n  b\n") == Texts{"a b", "a\nb", "a\n  b"});
  CHECK(texts("a-b", "a-b a - b ab a_b") == Texts{"a-b", "a - b"});
  CHECK(texts("a", "aa a_a a1 a-a A") == Texts{"a", "a"});
  CHECK(texts("a b", "a\r\nb a\tb") == Texts{"a\r\nb", "a\tb"});
  CHECK(texts("é", "a é b è") == Texts{"é"});
}

TEST_CASE("indentation in a pattern asks for a block") {
  CHECK(texts("a\n  b", "a b\na\nb\na\n  b\n\na\n  c\n  b\na\n\tb\n  c\n") == Texts{"a\n  b", "a\n\tb"});
  CHECK(texts("a\n  b\nc", "a\n  b\nc\na\n  b\n  d\nc\n") == Texts{"a\n  b\nc"});
  CHECK(texts("a\n  b c", "a\n        b\n\tc\n") == Texts{"a\n        b\n\tc"});
  CHECK(texts("a\n  b c", "a\n    \tb\n\tc\n").empty());
}

TEST_CASE("an ellipsis stays in its block and reaches ten lines") {
  CHECK(texts("a ... d", "  a\n  b\nd\n").empty());
  CHECK(texts("a ... d", "(a b) d\n").empty());
  CHECK(texts("a ... d", "a (b) d\n") == Texts{"a (b) d"});
  CHECK(texts("l1 ... l11", lines(20)) == Texts{"l1\nl2\nl3\nl4\nl5\nl6\nl7\nl8\nl9\nl10\nl11"});
  CHECK(texts("l1 ... l12", lines(20)).empty());
  CHECK(texts("l1 ... ... l21", lines(30)).size() == 1);
  CHECK(texts("l1 ... l3", lines(9), "options:\n  generic_ellipsis_max_span: 1\n").empty());
  CHECK(texts("l1 ... l3", lines(9), "options:\n  generic_ellipsis_max_span: 2\n").size() == 1);
}

TEST_CASE("the end of a block that the pattern did not ask for is an end of the one that it did") {
  CHECK(texts("a\n  b\n  c", "a\n  b\n    c\n  d\n") == Texts{"a\n  b\n    c"});
  CHECK(texts("a\n  b\n  c\ne", "a\n  b\n    c\n  d\ne\n").size() == 1);
  CHECK(texts("a c\n  k", "a\n   c\n  k\nd\n").empty());
  CHECK(texts("a c\n  ...", "a\n   c\n  k\nd\n") == Texts{"a\n   c"});
}

TEST_CASE("an ellipsis at the end takes the rest of the block") {
  CHECK(texts("k ...", "j\n  k b\n  c\n\n    d # x\nl") == Texts{"k b\n  c\n\n    d # x"});
  CHECK(texts("l1 ...", lines(30)) == Texts{"l1\nl2\nl3\nl4\nl5\nl6\nl7\nl8\nl9\nl10\nl11"});
  CHECK(texts("l1 ...", lines(30), "options:\n  generic_ellipsis_max_span: 0\n") == Texts{"l1"});
  CHECK(texts("a:\n  ...\nb", "a:\n  x\n  y\nb\na:\nb\n") == Texts{"a:\n  x\n  y\nb", "a:\nb"});
}

TEST_CASE("of matches with the same end the shortest stands, of open ones the longest") {
  CHECK(texts("a ... b", "a x a b b\n") == Texts{"a b"});
  CHECK(texts("d ...", "d x d y\n") == Texts{"d x d y"});
}

TEST_CASE("a metavariable is one word, with dots any number of tokens") {
  CHECK(texts("$X = $X", "a = a\na = b\n1=1") == Texts{"a = a", "1=1"});
  CHECK(texts("$X", "x y .\n") == Texts{"x", "y"});
  CHECK(message(of_pattern("k $...X e"), "k  b c e") == "[$X] [  b c]");
  CHECK(message(of_pattern("k $...X e"), "k e") == "[$X] []");
  CHECK(texts("k $...X e $...X e", "k b c e b c e\nk b  c e b c e\n") == Texts{"k b c e b c e"});
  CHECK(texts("$1 a", "$1 a b a") == Texts{"$1 a"});
  CHECK(texts("a .... b", "a .... b\na ... b\na x b\n") == Texts{"a .... b"});
}

TEST_CASE("comments count as blanks where the rule says how they look") {
  CHECK(texts("a b", "a /* x */ b\na // x\nb\n", "options:\n  generic_comment_style: c\n") == Texts{"a /* x */ b"});
  CHECK(texts("a b", "a /* x */ b\na // x\nb\n", "options:\n  generic_comment_style: cpp\n").size() == 2);
  CHECK(texts("a b", "a # x\nb\n", "options:\n  generic_comment_style: shell\n") == Texts{"a # x\nb"});
  CHECK(texts("a b", "a # x\nb\n").empty());
  CHECK(fault("pattern: a\noptions:\n  generic_comment_style: sh\n").find("comment style") != std::string::npos);
}

TEST_CASE("formulas combine matches in texts as they do in code") {
  CHECK(texts(text_rule("patterns:\n  - pattern: a $X\n  - pattern-not: a b\n"), "a b a c") == Texts{"a c"});
  CHECK(texts(text_rule("patterns:\n  - pattern-inside: |\n      a\n        ...\n  - pattern: $X\n  - pattern-not: b\n"), "a\n  b\n  c\nb") ==
        Texts{"a", "c"});
  CHECK(texts(text_rule("patterns:\n  - pattern: a $X\n  - focus-metavariable: $X\n"), "a b") == Texts{"b"});
  CHECK(texts(text_rule("patterns:\n  - pattern: $X y\n  - metavariable-comparison:\n      comparison: $X > 5\n"),
              "3 y 7 y 0x10 y k y 1_0 y") == Texts{"7 y", "0x10 y", "1_0 y"});
  CHECK(texts(text_rule("patterns:\n  - pattern: a $...X z\n  - metavariable-pattern:\n      metavariable: $...X\n      pattern: $Y ... $Y\n"),
              "a b c b z a c z") == Texts{"a b c b z"});
  const auto fixed = findings(text_rule("pattern: $X k $...Y\nfix: j $X $...Y\n"), "k12\nk k");
  REQUIRE(fixed.size() == 1);
  REQUIRE(fixed[0].fix.has_value());
  CHECK(fixed[0].fix->replacement == "j k12  k");
}

TEST_CASE("rules for regex run on any text and know nothing but regexes") {
  CHECK(texts(text_rule("pattern-regex: k(\\d+)\n", "regex"), "k12 k3") == Texts{"k12", "k3"});
  CHECK(texts(text_rule("pattern-regex: ^k\n", "none"), "k12\nk3 k") == Texts{"k", "k"});
  CHECK(fault("pattern: k\n", "regex").find("regex") != std::string::npos);
}

TEST_CASE("strings of Go are read as text where a rule says so") {
  const auto rule = [](std::string_view language, std::string_view formula) {
    return test::rule_with("patterns:\n  - pattern: g($X)\n  - metavariable-pattern:\n      metavariable: $X\n      language: " +
                           std::string(language) + "\n" + indented(formula, 6));
  };
  const std::string code = test::in_func("g(\"sel * from t\")\ng(`sel * from u`)\ng(\"sel x from v\")\nconst c = \"sel * from w\"\ng(c)\n");
  CHECK(test::texts(rule("generic", "pattern: sel * from $Y"), code) == Texts{"g(\"sel * from t\")", "g(`sel * from u`)"});
  CHECK(test::texts(rule("generic", "pattern: '\"sel'"), code).empty());
  CHECK(test::texts(rule("regex", "pattern-regex: ^sel.*[tv]$"), code) == Texts{"g(\"sel * from t\")", "g(\"sel x from v\")"});
  const RuleSet held = test::rule_with(
      "patterns:\n  - pattern: g(\"$X\")\n  - metavariable-pattern:\n      metavariable: $X\n      language: generic\n      pattern: sel * from w\n");
  CHECK(test::texts(held, code) == Texts{"g(c)"});
}

TEST_CASE("a pattern that cannot be meant is an error") {
  CHECK(fault("pattern: a ... $...X\n").find("ellipsis") != std::string::npos);
  CHECK(fault("pattern: a\noptions:\n  generic_engine: aliengrep\n").find("aliengrep") != std::string::npos);
  CHECK(fault("pattern: \"\"\n").find("empty") != std::string::npos);
  CHECK(fault("patterns:\n  - pattern: a\n  - metavariable-regex:\n      metavariable: $X\n      regex: b\n").find("$X") != std::string::npos);
}

TEST_CASE("rules for other languages are not applicable") {
  const auto set = load_rules("rules:\n  - {id: a, message: m, severity: ERROR, languages: [python], pattern: x}\n"
                              "  - {id: b, message: m, severity: ERROR, languages: [generic], pattern: x}\n", "t.yaml");
  REQUIRE(set);
  CHECK(set->rules.size() == 1);
  CHECK(set->not_applicable == 1);
  const auto back = decode(encode(*set));
  REQUIRE(back);
  CHECK(back->rules[0].language == Language::generic);
}

TEST_CASE("ellipses that match nothing before anything else did") {
  CHECK(texts("...\n  ...\n...\n  b", "b\n  b\n").size() <= 1);
  CHECK(texts("$...X\n ...\n...", "| |") == Texts{"| |"});
}

TEST_CASE("hard patterns over one long line stop at a limit and say so") {
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += i % 3 == 0 ? "a " : i % 3 == 1 ? "b " : "c ";
  const auto gaps = [&](const RuleSet& rules) {
    BlobResult result;
    scan_file(rules, text + "zz", "a.txt", result);
    return result.gaps.size();
  };
  CHECK(gaps(of_pattern("$X ... $Y ... $X $Y $X $Y zz")) == 1);
  CHECK(gaps(text_rule("patterns:\n  - pattern: a $...X zz\n  - pattern-not: b\n")) == 0);
  CHECK(gaps(text_rule("pattern-either:\n  - pattern: a ... zz a\n  - pattern: b ... ... c\n")) == 0);
  // What is shown is bounded, too.
  std::string many;
  for (int i = 0; i < 3'000; ++i) many += std::string(40'000, ' ').replace(0, 1, "(") + "a\n";
  BlobResult result;
  scan_file(of_pattern("( $...X a"), many, "a.txt", result);
  CHECK(result.gaps.size() == 1);
  CHECK(result.findings.size() < 3'000);
}

TEST_CASE("the prefilter loses no finding in any text") {
  const auto loaded = load_rules(
      "rules:\n"
      "  - {id: a, message: m, severity: ERROR, languages: [generic], pattern: \"name: $X ... privileged: true\"}\n"
      "  - {id: b, message: m, severity: ERROR, languages: [generic], pattern: \"$X = $X\"}\n"
      "  - id: c\n    message: m\n    severity: ERROR\n    languages: [generic]\n    patterns:\n      - pattern: $K = $V\n"
      "      - metavariable-regex: {metavariable: $K, regex: '(?i)level$'}\n"
      "  - {id: d, message: m, severity: ERROR, languages: [regex], pattern-regex: '^name\\b.*web'}\n"
      "  - id: e\n    message: m\n    severity: ERROR\n    languages: [generic]\n    pattern-either:\n"
      "      - pattern: level true\n      - pattern: '{ web ... }'\n",
      "t.yaml");
  REQUIRE(loaded);
  const auto shared = std::make_shared<const RuleSet>(*loaded);
  const std::vector<PatternSpec> specs = patterns_of(*shared);
  const auto prefilter = Prefilter::compile(specs);
  REQUIRE(prefilter);
  Options options;
  options.sets.push_back({shared, {}});
  const auto scanner = make_scanner(std::move(options));
  REQUIRE(scanner);
  const auto worker = (*scanner)->make_worker();
  PrefilterScratch scratch;
  const std::string pieces[] = {"name", ":", "web", "privileged", "true", "=", "level", "LEVEL", "\n", "  ", "{", "}", "xname", "a"};
  std::mt19937 random(5);
  std::size_t total = 0;
  for (int i = 0; i < 6000; ++i) {
    std::string text;
    for (std::size_t n = 1 + random() % 14; n-- > 0;) text += pieces[random() % std::size(pieces)] + (random() % 2 ? " " : "");
    BlobResult whole;
    scan_file(*shared, text, "a.txt", whole);
    Candidates candidates(specs.size());
    prefilter->scan(text, scratch, candidates, 0);
    BlobResult filtered;
    Blob blob;
    blob.bytes = text;
    blob.path = "a.txt";
    worker->scan(blob, candidates, filtered);
    CHECK_MESSAGE(whole.findings.size() == filtered.findings.size(), text);
    total += whole.findings.size();
  }
  CHECK(total > 300);
}
