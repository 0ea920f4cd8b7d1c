#include "scanners/secrets/config.h"

#include <doctest/doctest.h>

using namespace gogate;
using namespace gogate::secrets;

namespace {

RuleSet load(std::string_view toml, Dialect dialect = Dialect::users) {
  auto set = load_config(toml, "r.toml", dialect);
  if (!set) FAIL("unexpected error: " << set.error().what);
  return *std::move(set);
}

std::string error_of(std::string_view toml, Dialect dialect = Dialect::users) {
  auto set = load_config(toml, "r.toml", dialect);
  if (set) return "";
  CHECK(set.error().code == Errc::config);
  return set.error().what;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("every key of the gitleaks format arrives") {
  const RuleSet set = load(R"~(
title = "my rules"
[[rules]]
id = "acme-key"
description = "Acme key"
regex = '''acme_([a-z0-9]{4})(x)?'''
path = '''\.env$'''
secretGroup = 1
entropy = 2.5
keywords = ["ACME_", "acme"]
tags = ["a", "b"]
skipReport = true
[[rules.required]]
id = "other"
withinLines = 5
withinColumns = 3
[[rules.allowlists]]
description = "known"
condition = "AND"
commits = [" ABCDEF "]
paths = ['''^docs/''']
regexes = ['''^x''']
regexTarget = "line"
stopwords = ["Example"]
[[rules]]
id = "other"
regex = "b+"
[rules.allowlist]
regexes = ["bb"]
[[allowlists]]
targetRules = ["other"]
paths = ["vendor/"]
)~");
  CHECK(set.title == "my rules");
  REQUIRE(set.rules.size() == 2);
  const SecretRule& rule = set.rules[0];
  CHECK(rule.info.id == "acme-key");
  CHECK(rule.info.message == "Acme key");
  CHECK(rule.info.scanner == "secrets");
  CHECK(rule.info.severity == Severity::high);
  CHECK(rule.info.confidence == Confidence::high);
  CHECK(rule.info.origin == "r.toml:3");
  CHECK(rule.regex.text == "acme_([a-z0-9]{4})(x)?");
  CHECK(rule.path_regex.text == "\\.env$");
  CHECK(rule.secret_group == 1);
  CHECK(rule.entropy == 2.5);
  CHECK(rule.keywords == std::vector<std::string>{"acme_", "acme"});
  CHECK(rule.info.tags == std::vector<std::string>{"a", "b"});
  CHECK(rule.skip_report);
  CHECK_FALSE(rule.ours);
  REQUIRE(rule.required.size() == 1);
  CHECK(rule.required[0].id == "other");
  CHECK(rule.required[0].within_lines == 5);
  CHECK(rule.required[0].within_columns == 3);
  REQUIRE(rule.allowlists.size() == 1);
  const Allowlist& allowlist = rule.allowlists[0];
  CHECK(allowlist.all);
  CHECK(allowlist.target == RegexTarget::line);
  CHECK(allowlist.commits == std::vector<std::string>{"abcdef"});
  CHECK(allowlist.paths[0].text == "^docs/");
  CHECK(allowlist.regexes[0].text == "^x");
  CHECK(allowlist.stopwords == std::vector<std::string>{"example"});
  REQUIRE(set.rules[1].allowlists.size() == 1);
  CHECK(set.rules[1].allowlists[0].regexes[0].text == "bb");
  REQUIRE(set.allowlists.size() == 1);
  CHECK(set.allowlists[0].target_rules == std::vector<std::string>{"other"});
  CHECK(set.warnings.empty());
}

TEST_CASE("the older global allowlist, and letter case of keys") {
  const RuleSet set =
      load("[allowlist]\nPATHS = ['a']\nstopWords = 'x,y'\n[[Rules]]\nID='a'\nREGEX='b'\nSecretgroup='0'\n");
  REQUIRE(set.allowlists.size() == 1);
  CHECK(set.allowlists[0].stopwords == std::vector<std::string>{"x", "y"});
  REQUIRE(set.rules.size() == 1);
  CHECK(set.rules[0].regex.text == "b");
  CHECK(set.warnings.empty());
}

TEST_CASE("our extension table") {
  constexpr std::string_view kRule = R"~(
[[rules]]
id = "acme-key"
description = "Acme key in the source"
regex = "a(b)"
[rules.gogate]
title = "Acme key"
why = "because"
fix = "revoke it"
severity = "critical"
confidence = "medium"
aliases = ["acme"]
cwe = ["CWE-798"]
references = ["https://example.org"]
checksum = "gitlab-routable"
generic = true
)~";
  const RuleSet set = load(kRule, Dialect::ours);
  const SecretRule& rule = set.rules.at(0);
  CHECK(rule.ours);
  CHECK(rule.generic);
  CHECK(rule.checksum == Checksum::gitlab_routable);
  CHECK(rule.info.title == "Acme key");
  CHECK(rule.info.message == "Acme key in the source");
  CHECK(rule.info.why == "because");
  CHECK(rule.info.fix == "revoke it");
  CHECK(rule.info.severity == Severity::critical);
  CHECK(rule.info.confidence == Confidence::medium);
  CHECK(rule.info.aliases == std::vector<std::string>{"acme"});
  CHECK(rule.info.origin == "embedded");

  std::string without_fix(kRule);
  without_fix.erase(without_fix.find("fix ="), std::string_view("fix = \"revoke it\"\n").size());
  CHECK(contains(error_of(without_fix, Dialect::ours), "has no [rules.gogate] fix"));
  CHECK(error_of(without_fix).empty());
}

TEST_CASE("errors say where and what was meant") {
  CHECK(contains(error_of("[[rules]]\nid = 'a'\nregex = 'a(b'\n"), "r.toml:3:9: regex of rule a: missing )"));
  CHECK(contains(error_of("[[rules]]\nid = 'a'\nregex = 'abc[z-a]'\n"), "at offset 4 of the regex"));
  CHECK(contains(error_of("[[rules]]\nregex = 'a'\n"), "r.toml:1:1: rule without an id"));
  CHECK(contains(error_of("[[rules]]\nid='a'\nregex='(a)'\nsecretGroup = 2\n"),
                 "r.toml:4:15: secretGroup 2 of rule a, but its regex has 1 group"));
  CHECK(contains(error_of("[[rules]]\nid='a'\nregex='(a)'\n[[rules.allowlists]]\nregexTarget='lin'\nregexes=['a']\n"),
                 "did you mean \"line\"?"));
  CHECK(contains(error_of("[[rules]]\nid='a'\nregex='(a)'\n[[rules.allowlists]]\ncondition='nor'\nregexes=['a']\n"),
                 "neither \"AND\" nor \"OR\""));
  CHECK(contains(error_of("[[rules]]\nid='a'\nregex='(a)'\n[[rules.allowlists]]\ndescription='x'\n"), "allow nothing"));
  CHECK(contains(error_of("[[rules]]\nid='a'\nregex='a'\n[rules.gogate]\nchecksum='githb'\n"),
                 "did you mean \"github\"?"));
  CHECK(contains(error_of("[[rules]\n"), "r.toml:1:"));
  CHECK(contains(error_of("[[rules]]\nid='a'\nregex=5.5\n"), "r.toml:3:7: [[rules]] regex must be a string"));
  CHECK(contains(error_of("[extend]\nuseDefault=true\npath='x'\n"), "both useDefault and path"));
  CHECK(contains(error_of("[[allowlists]]\nregexes=['a','b(']\n"), "r.toml:2:14: [[allowlists]] regexes"));
}

TEST_CASE("an unknown key warns in a user's file and is an error in ours") {
  constexpr std::string_view kConfig = "[[rules]]\nid='a'\nregex='b'\nsecretGrup = 1\n";
  const RuleSet set = load(kConfig);
  REQUIRE(set.warnings.size() == 1);
  CHECK(set.warnings[0] == "r.toml:4:1: unknown key \"secretGrup\" in [[rules]], did you mean \"secretGroup\"?");
  CHECK(contains(error_of(kConfig, Dialect::ours), "unknown key"));
}

TEST_CASE("engines: named groups of Go for RE2, lookaround for PCRE2") {
  const RuleSet set = load(R"~(
[[rules]]
id = "a"
regex = '''(?<name>x)\(?<y[(?<z]'''
secretGroup = 1
[[rules]]
id = "b"
regex = '''(?<!a)b(?=c)'''
keywords = ["k1", "k2"]
[[rules]]
id = "c"
path = "p"
[[rules]]
id = "d"
regex = "d"
)~");
  CHECK(set.rules[0].regex.engine == Engine::re2);
  CHECK(set.rules[0].regex.text == "(?P<name>x)\\(?<y[(?<z]");
  CHECK(set.rules[1].regex.engine == Engine::pcre2);

  const auto patterns = patterns_of(set);
  CHECK(rules_of_patterns(set) == std::vector<std::uint32_t>{0, 1, 1, 3});
  REQUIRE(patterns.size() == 4);
  CHECK(patterns[0].kind == PatternSpec::Kind::regex);
  CHECK(patterns[1] == PatternSpec{PatternSpec::Kind::literal, true, "k1"});
  CHECK(patterns[3].text == "d");
}

TEST_CASE("compiled form") {
  RuleSet set = load(
      "title='t'\n[[rules]]\nid='a'\nregex='(a)'\nentropy=1.5\n[[rules.required]]\nid='a'\nwithinLines=2\n[[rules."
      "allowlists]]\ncondition='AND'\npaths=['p']\nregexes=['r']\n");
  const std::string bytes = encode(set);
  const auto back = decode(bytes);
  REQUIRE(back);
  CHECK(encode(*back) == bytes);
  CHECK(back->rules.at(0).required.at(0).within_lines == 2);
  CHECK(back->rules.at(0).allowlists.at(0).all);
  CHECK(back->rules.at(0).entropy == 1.5);
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) CHECK_FALSE(decode(bytes.substr(0, cut)).has_value());
  CHECK_FALSE(decode(bytes + "x").has_value());
}

TEST_CASE("of two rules with one id the last counts, as in gitleaks, and a warning says so") {
  const auto set = load_config("[[rules]]\nid='a'\nregex='a'\n[[rules]]\nid='a'\nregex='b'\n", "r.toml");
  REQUIRE(set);
  REQUIRE(set->rules.size() == 1);
  CHECK(set->rules[0].regex.text == "b");
  REQUIRE(set->warnings.size() == 1);
  CHECK(contains(set->warnings[0], "r.toml:4:1: rule id \"a\" is already taken at r.toml:1:1"));
}

TEST_CASE("minVersion: later than what is known is a warning") {
  const auto warnings = [](const std::string& version) {
    const auto set = load_config("minVersion = '" + version + "'\n[[rules]]\nid='a'\nregex='a'\n", "r.toml");
    return set ? set->warnings.size() : 99;
  };
  for (const char* known : {"v8.25.0", "8.30.1", "v8.30.9", "banana", ""}) CHECK(warnings(known) == 0);
  for (const char* newer : {"v8.31.0", "9", "v10.0.0"}) CHECK(warnings(newer) == 1);
}

TEST_CASE("an empty regex in an allowlist allows nothing and is named; a negative group is none") {
  const auto set = load_config(
      "[[rules]]\nid='a'\nregex='(a)'\nsecretGroup=-1\n[[rules.allowlists]]\nregexes=['', 'x']\n", "r.toml");
  REQUIRE(set);
  CHECK(set->rules[0].secret_group == 0);
  REQUIRE(set->warnings.size() == 1);
  CHECK(contains(set->warnings[0], "empty regex in"));
}
