#include <doctest/doctest.h>
#include <re2/re2.h>

#include "gate/policy/baseline.h"
#include "gate/policy/foreign_names.h"
#include "gate/policy/gitleaks_ignore.h"
#include "gate/policy/secret_scanning_yml.h"

using namespace gogate;
using namespace gogate::policy;

namespace {

bool covers(std::string_view pattern, const std::string& path) { return re2::RE2::PartialMatch(path, regex_of_filter_pattern(pattern)); }

}  // namespace

TEST_CASE("filter patterns hold against the whole path") {
  CHECK(covers("docs/**", "docs/a/b.md"));
  CHECK_FALSE(covers("docs/**", "src/docs/a.md"));
  CHECK(covers("**/docs/**", "docs/a.md"));
  CHECK(covers("**/docs/**", "src/docs/a.md"));
  CHECK(covers("*.js", "a.js"));
  CHECK_FALSE(covers("*.js", "src/a.js"));
  CHECK(covers("**.js", "src/a.js"));
  CHECK(covers("src/*.js", "src/a.js"));
  CHECK_FALSE(covers("src/*.js", "src/deep/a.js"));
  CHECK(covers("*.jsx?", "a.js"));
  CHECK(covers("a[0-9]b", "a7b"));
  CHECK_FALSE(covers("a.b", "axb"));
  CHECK_FALSE(covers("docs", "docs/a"));
}

TEST_CASE("places in .gitleaksignore") {
  const std::string commit(40, 'a');
  const auto file = parse_gitleaks_ignore("\xEF\xBB\xBF# c\r\n\r\n" + commit + ":dir\\a:b.zip!in/c.txt:rule:3\r\n  x:r:0\nx:r:\nx:r:y\n:r:1\nx:r:01\nx:r:00\n",
                                          ".gitleaksignore", Directive::gitleaks_ignore_file);
  REQUIRE(file);
  REQUIRE(file->entries.size() == 2);
  const IgnoreEntry& e = file->entries[0];
  CHECK(e.place == ".gitleaksignore:3");
  CHECK(e.commit == commit);
  CHECK(e.path == "dir/a:b.zip!in/c.txt");
  CHECK(e.rule == "rule");
  CHECK(e.first_line == 3);
  CHECK_FALSE(e.any_commit);
  CHECK(file->entries[1].file_itself);
  CHECK(file->warnings.size() == 5);
  CHECK_FALSE(parse_gitleaks_ignore(std::string(70000, 'x'), "f", Directive::gitleaks_ignore_file));
}

TEST_CASE("names of other tools") {
  Rule r;
  r.id = "slack-bot-token";
  r.scanner = "secrets";
  r.aliases = {"slackbot"};
  CHECK(names_rule(r, "SlackBot"));
  CHECK(names_rule(r, "slack-bot-token.1"));
  CHECK(names_rule(r, "Slack Token"));
  CHECK(names_rule(r, "Slack"));
  CHECK_FALSE(names_rule(r, "Slack-Bot-Token"));
  CHECK_FALSE(names_rule(r, "Stripe"));
  Finding f;
  f.rule = &r;
  CHECK(names_finding(f, "Secret Keyword"));
  CHECK_FALSE(names_finding(f, "GitHub Token"));
  r.id = "scalr-api-access-token";
  r.aliases.clear();
  CHECK(names_rule(r, "jwt"));        // gitleaks' rule finds it
  CHECK_FALSE(names_rule(r, "JWT"));  // trufflehog's detector does not
}

TEST_CASE("baselines are told apart by content") {
  const auto ours = parse_baseline(R"({"tool": {}, "findings": [{"rule": "r", "fingerprint": "f"}]})", "b");
  REQUIRE(ours);
  CHECK(ours->entries[0].fingerprint == "f");
  const auto theirs = parse_baseline(R"([{"RuleID": "r", "File": "./a", "Commit": "", "StartLine": 2, "EndLine": 4, "StartColumn": 7, "EndColumn": 9, "Secret": "gh..."}])", "b");
  REQUIRE(theirs);
  CHECK(theirs->entries[0].path == "a");
  CHECK(theirs->entries[0].last_line == 4);
  CHECK_FALSE(theirs->entries[0].by_value());
  CHECK_FALSE(theirs->entries[0].any_commit);
  CHECK_FALSE(parse_baseline("{}", "b"));
}

TEST_CASE("an entry of a gitleaks report silences at most what it can name") {
  const auto read = [](const std::string& more) {
    auto file = parse_baseline("[{\"RuleID\": \"r\", \"File\": \"a\"" + more + "}]", "b");
    REQUIRE(file);
    return *std::move(file);
  };
  CHECK(read(R"(, "StartLine": 2, "Secret": "some value")").entries.size() == 1);
  CHECK(read("").entries.size() == 1);  // the file itself
  for (const char* nothing : {R"(, "StartLine": 2)", R"(, "StartLine": 2, "Secret": "REDACTED")", R"(, "StartLine": 2, "StartColumn": 3)"}) {
    const IgnoreFile file = read(nothing);
    CHECK(file.entries.empty());
    REQUIRE(file.warnings.size() == 1);
    CHECK(file.warnings[0].find("b, finding 1: has neither the secret nor its columns (a:2)") == 0);
  }

  const IgnoreFile file = read(R"(, "StartLine": 2, "EndLine": 2, "StartColumn": 10, "EndColumn": 49, "Secret": "REDACTED")");
  REQUIRE(file.entries.size() == 1);
  Finding f;
  f.at.line = 2;
  const auto stands = [&](std::uint32_t line, std::uint32_t begin, std::uint32_t end) {
    f.at.line = line;
    f.region = {{1, 2}, {1, begin, begin}, {1, end, end}};
    return stands_at(file.entries[0], f, f.at);
  };
  CHECK(stands(2, 10, 50));
  CHECK(stands(2, 20, 50));
  CHECK_FALSE(stands(3, 10, 50));
  CHECK_FALSE(stands(2, 1, 9));
  CHECK_FALSE(stands(2, 52, 92));
}
