// What the prefilter is asked for must be in every file in which a rule matches.
#include <doctest/doctest.h>

#include <random>

#include "gate/prefilter/prefilter.h"
#include "scanners/gopatterns/regex.h"
#include "scanners/gopatterns/scanner.h"
#include "scanners/gopatterns/text_regex.h"

using namespace gogate;
using namespace gogate::gopatterns;

namespace {

bool finds(const std::string& regex, std::string_view text) {
  const auto compiled = Regex::compile(regex, false);
  REQUIRE_MESSAGE(compiled.has_value(), regex);
  return compiled->find(text, 0, false, nullptr) == Regex::Found::yes;
}

std::string weak(std::string_view regex, bool quoted = false) {
  const auto out = text_regex(regex, quoted);
  return out ? out->text : "-";
}

constexpr const char* kRules = R"(rules:
  - id: url
    message: m
    severity: HIGH
    languages: [go]
    options: {constant_propagation: false}
    patterns:
      - pattern: '"$URL"'
      - metavariable-regex: {metavariable: $URL, regex: '^(?i)skv://[^:\s]+:[^@]{3,}@(?!x)'}
  - id: folded
    message: m
    severity: HIGH
    languages: [go]
    patterns:
      - pattern: use("$V")
      - metavariable-regex: {metavariable: $V, regex: '^abcdef$'}
  - id: call
    message: m
    severity: HIGH
    languages: [go]
    patterns:
      - pattern-either:
          - pattern: $DB.$M($Q + $R)
          - pattern: os.Remove($Q)
      - metavariable-regex: {metavariable: $Q, regex: '^(?s)["`]?\s*(select\b.*|dele[t]e\s+from)'}
  - id: name
    message: m
    severity: HIGH
    languages: [go]
    patterns:
      - pattern: $NAME := $V
      - metavariable-regex: {metavariable: $NAME, regex: '^(?i)(user_?|db)?(secret|key\d{2})$'}
  - id: text
    message: m
    severity: HIGH
    languages: [go]
    pattern-regex: '(?m)^//go:linkname[ \t]+\S+$'
  - id: imported
    message: m
    severity: HIGH
    languages: [go]
    patterns:
      - pattern-inside: |
          import "net/url"
          ...
      - pattern: url.Parse(...)
  - id: deferred
    message: m
    severity: HIGH
    languages: [go]
    pattern: defer $X.Close()
)";

}  // namespace

TEST_CASE("a weaker regex matches wherever the regex did") {
  CHECK(weak("^(?i)_?(pass|key)$") == "(?i)(?:pass|key)");
  CHECK(weak("^(?!no)select\\b\\s+x*+") == "select[\\s\\x0b]+");
  CHECK(weak("a(?=b)c|d\\Z") == "ac|d");
  CHECK(weak("[^\\s/]{2,}@") == "[^\\s/]{2,}@");
  CHECK(weak("a\"b", true) == "a(?:\"|\\\\.)b");
  for (const char* empty : {"", "^$", "x*", "(a|)", "(?i)"}) CHECK(weak(empty) == "-");
  for (const char* unknown : {"(a)\\1", "a\\Qb\\E", "(?x) a", "\\p{L}", "(?(1)a|b)", "(*UTF)a", "[[:alpha:]]", "a)", "(a", "a\\K", "\\h"})
    CHECK(weak(unknown) == "-");
}

TEST_CASE("random regexes and what they match") {
  std::mt19937 random(7);
  const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const char* const atoms[] = {"a",    "b",  "K",     ".",   "[ab]", "[^a]", "\\s",       "\\w",     "(a|b)", "(?:b|)",
                               "(?i)", "\\b", "(?!ab)", "\\.", "\"",  "s",    "(?i:k\\d)", "(?<=a)b", "^",     "$"};
  const char* const marks[] = {"", "", "", "", "*", "+?", "?", "{1,2}", "|"};
  const char letters[] = "abkK1 .\"s";
  int matched = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string regex;
    for (std::size_t n = 1 + pick(6); n-- > 0;) {
      const std::string atom = atoms[pick(std::size(atoms))];
      const bool plain = atom.size() < 4 && atom[0] != '^' && atom[0] != '$' && atom != "\\b";
      regex += atom + (plain ? marks[pick(std::size(marks))] : "");
    }
    const auto original = Regex::compile(regex, false);
    if (!original) continue;
    for (int k = 0; k < 6; ++k) {
      std::string text;
      for (std::size_t n = pick(9); n-- > 0;) text += letters[pick(std::size(letters) - 1)];
      if (original->find(text, 0, false, nullptr) != Regex::Found::yes) continue;
      // The piece stands in a file, and in a string literal with escapes.
      std::string spelled;
      for (const char c : text) spelled += c == '"' ? "\\\"" : std::string(1, c);
      if (const auto w = text_regex(regex, false)) {
        ++matched;
        CHECK_MESSAGE(finds(w->text, "xa" + text + "bb"), regex << " -> " << w->text << " in " << text);
      }
      if (const auto w = text_regex(regex, true))
        CHECK_MESSAGE(finds(w->text, "x\"" + spelled + "\""), regex << " -> " << w->text << " in " << spelled);
    }
  }
  CHECK(matched > 500);
}

TEST_CASE("the prefilter loses no finding, however the code is spelled") {
  const auto rules = load_rules(kRules, "r.yaml");
  REQUIRE_MESSAGE(rules.has_value(), (rules ? "" : rules.error().what));
  for (const GoRule& r : rules->rules) CHECK_MESSAGE(!r.required.empty(), r.info.id);
  const auto shared = std::make_shared<const RuleSet>(*rules);
  const std::vector<PatternSpec> specs = patterns_of(*shared);
  const auto prefilter = Prefilter::compile(specs);
  REQUIRE(prefilter.has_value());
  Options options;
  options.sets.push_back({shared, {}});
  const auto scanner = make_scanner(std::move(options));
  REQUIRE(scanner.has_value());
  const auto worker = (*scanner)->make_worker();
  PrefilterScratch scratch;

  const std::string pieces[] = {
      "import \"net/url\"\n", "import `net/url`\n", "import u \"net/\\x75rl\"\n", "import . \"net/url\"\n", "import . \"os\"\n",
      "//go:linkname a b\n",
      "var a = url.Parse(x)\n", "var a = u.Parse\t(x)\n", "var a = (url.Parse)(x)\n", "var a = url.Parse /* c */ (x)\n",
      "var a = Parse(x)\n", "var b = \"skv://u:pass@h\"\n", "var b = \"SKV:/\\x2fu:pass@h\"\n", "var b = \"s\\u006bv://u:p\\\"\\\"@h\"\n",
      "var b = `skv://u:\rpass\r@h`\n", "var b = \"skv://u:\\t\\\\\\n@h\"\n", "var b = \"\u212A\" + \"s\u212Av://u:pass@x\"\n",
      "var b = \"\\163kv://u:pass@h\"\n", "var c = use(\"abc\" + \"def\")\n", "const d = \"abc\"\nvar c = use(d + \"def\")\n",
      "var e = db.Get(\"select x\" + y)\n", "var e = db.Get(` dele" "te\n from` + y)\n", "var e = os.Remove(selectAll)\n", "var e = Remove(`select`)\n",
      "var e = db.Get(select_ + y)\n",
      "func f() { secret := 1 }\n", "func f() { USER_\u017Fecret := 1 }\n", "func f() { dbKey12 := x }\n", "func f() { var db\u212Aey12 = x }\n",
      "func g() { defer x.Close() }\n", "func g() { defer (x.y().\nClose)() }\n", "func g() { defer func() T { return t }().Close() }\n",
  };
  std::mt19937 random(11);
  std::size_t total = 0;
  std::vector<std::string> texts;
  for (const std::string& p : pieces) texts.push_back("package p\n" + p);
  for (int i = 0; i < 400; ++i) {
    std::string text = "package p\n";
    for (std::size_t n = 1 + random() % 4; n-- > 0;) text += pieces[random() % std::size(pieces)];
    texts.push_back(text);
  }
  for (const std::string& text : texts) {
    BlobResult whole;
    scan_file(*shared, text, "a.go", whole);
    Candidates candidates(specs.size());
    prefilter->scan(text, scratch, candidates, 0);
    BlobResult filtered;
    Blob blob;
    blob.bytes = text;
    blob.path = "a.go";
    worker->scan(blob, candidates, filtered);
    const auto ids = [](const BlobResult& r) {
      std::vector<std::string> out;
      for (const Finding& f : r.findings) out.push_back(f.rule->id + " " + std::to_string(f.region.span.begin));
      std::sort(out.begin(), out.end());
      return out;
    };
    CHECK_MESSAGE(ids(whole) == ids(filtered), text);
    total += whole.findings.size();
  }
  CHECK(total > 300);
}
