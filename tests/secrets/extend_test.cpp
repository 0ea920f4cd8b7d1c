#include <doctest/doctest.h>

#include <map>

#include "scanners/secrets/config.h"

using namespace gogate;
using namespace gogate::secrets;

namespace {

using FileMap = std::map<std::string, std::string>;

Result<RuleSet> resolve_text(std::string_view toml, const RuleSet* embedded = nullptr, const FileMap& files = {}) {
  RuleSet set = GATE_TRY(load_config(toml, "r.toml"));
  return resolve(std::move(set), embedded, [&](const std::string& path) -> Result<std::string> {
    const auto it = files.find(path);
    if (it == files.end()) return fail(Errc::not_found, "no such file");
    return it->second;
  });
}

RuleSet embedded_rules() {
  return *load_config(R"~(
[[rules]]
id = "acme-key"
description = "Acme"
regex = "acme_([a-z]+)"
keywords = ["acme"]
[rules.gogate]
title = "Acme"
why = "w"
fix = "f"
aliases = ["old-acme"]
checksum = "github"
[[rules]]
id = "zeta-key"
description = "Zeta"
regex = "zeta_([a-z]+)"
[rules.gogate]
title = "Zeta"
why = "w"
fix = "f"
)~",
                      "embedded", Dialect::ours);
}

const SecretRule* find(const RuleSet& set, std::string_view id) {
  for (const SecretRule& rule : set.rules)
    if (rule.info.id == id) return &rule;
  return nullptr;
}

}  // namespace

TEST_CASE("a config without rules that extends nothing is an error that names useDefault") {
  const auto set = resolve_text("[[allowlists]]\npaths=['x']\n");
  REQUIRE_FALSE(set);
  CHECK(set.error().what.find("allowlists have nothing to allow") != std::string::npos);
  CHECK(set.error().next_step.find("useDefault = true") != std::string::npos);
  const RuleSet embedded = embedded_rules();
  CHECK(resolve_text("[extend]\nuseDefault=true\n[[allowlists]]\npaths=['x']\n", &embedded).has_value());
}

TEST_CASE("useDefault: disabled by id and by alias, completed by alias") {
  const RuleSet embedded = embedded_rules();
  const auto disabled = resolve_text("[extend]\nuseDefault=true\ndisabledRules=['old-acme','nope']\n", &embedded);
  REQUIRE(disabled);
  CHECK(disabled->extend.disabled_rules == std::vector<std::string>{"acme-key"});
  REQUIRE(disabled->warnings.size() == 1);
  CHECK(disabled->warnings[0].find("nope") != std::string::npos);

  const auto completed = resolve_text(
      "[extend]\nuseDefault=true\n[[rules]]\nid='old-acme'\nkeywords=['more']\n[[rules.allowlists]]\nstopwords=['s']\n",
      &embedded);
  REQUIRE(completed);
  REQUIRE(completed->rules.size() == 1);
  const SecretRule& rule = completed->rules[0];
  CHECK(rule.info.id == "acme-key");
  CHECK(rule.regex.text == "acme_([a-z]+)");
  CHECK(rule.keywords == std::vector<std::string>{"acme", "more"});
  CHECK(rule.allowlists.size() == 1);
  CHECK(rule.info.message == "Acme");
  CHECK(rule.ours);
  CHECK(rule.checksum == Checksum::github);
  CHECK(completed->extend.disabled_rules == std::vector<std::string>{"acme-key"});
}

TEST_CASE("a user's regex under our id drops what we knew about ours") {
  const RuleSet embedded = embedded_rules();
  const auto set = resolve_text("[extend]\nuseDefault=true\n[[rules]]\nid='acme-key'\nregex='mine'\n", &embedded);
  REQUIRE(set);
  CHECK(set->rules.at(0).regex.text == "mine");
  CHECK_FALSE(set->rules.at(0).ours);
  CHECK(set->rules.at(0).checksum == Checksum::none);
}

TEST_CASE("without useDefault the same id is a rule of its own") {
  const RuleSet embedded = embedded_rules();
  const auto set = resolve_text("[[rules]]\nid='acme-key'\nregex='mine'\n", &embedded);
  REQUIRE(set);
  CHECK(set->rules.at(0).keywords.empty());
  CHECK(set->extend.disabled_rules.empty());
}

TEST_CASE("targetRules reach their rules, embedded ones too, and misspelt ones are named") {
  const RuleSet embedded = embedded_rules();
  const auto set = resolve_text(
      "[extend]\nuseDefault=true\n[[rules]]\nid='own'\nregex='o'\n[[allowlists]]\ntargetRules=['own','zeta-key']"
      "\npaths=['x']\n",
      &embedded);
  REQUIRE(set);
  CHECK(set->allowlists.empty());
  REQUIRE(find(*set, "own"));
  CHECK(find(*set, "own")->allowlists.size() == 1);
  REQUIRE(find(*set, "zeta-key"));
  CHECK(find(*set, "zeta-key")->allowlists.size() == 1);
  CHECK(set->extend.disabled_rules == std::vector<std::string>{"zeta-key"});

  const auto wrong =
      resolve_text("[[rules]]\nid='own-key'\nregex='o'\n[[allowlists]]\ntargetRules=['own-kay']\npaths=['x']\n");
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().what.find("did you mean \"own-key\"?") != std::string::npos);
}

TEST_CASE("extend.path merges field by field, two levels deep") {
  const FileMap files{
      {"base.toml",
       "[extend]\npath='base2.toml'\n[[rules]]\nid='a'\ndescription='A'\nregex='ra'\nentropy=2\ntags=['t']\n"
       "[[rules]]\nid='b'\nregex='rb'\n[[allowlists]]\nstopwords=['s']\n"},
      {"base2.toml", "[extend]\npath='base3.toml'\n[[rules]]\nid='c'\nregex='rc'\n"},
      {"base3.toml", "[[rules]]\nid='d'\nregex='rd'\n"}};
  const auto set = resolve_text(
      "[extend]\npath='base.toml'\ndisabledRules=['b']\n[[rules]]\nid='a'\nentropy=3\ntags=['u']\n", nullptr, files);
  REQUIRE(set);
  REQUIRE(find(*set, "a"));
  CHECK(find(*set, "a")->regex.text == "ra");
  CHECK(find(*set, "a")->entropy == 3);
  CHECK(find(*set, "a")->info.message == "A");
  CHECK(find(*set, "a")->info.tags == std::vector<std::string>{"t", "u"});
  CHECK_FALSE(find(*set, "b"));
  CHECK(find(*set, "c"));
  CHECK_FALSE(find(*set, "d"));
  CHECK(set->allowlists.size() == 1);

  const auto missing = resolve_text("[extend]\npath='gone.toml'\n", nullptr, files);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().what == "r.toml: [extend] path \"gone.toml\": no such file");
}

TEST_CASE("targetRules of an extended file reach its own rules alone; skipReport is not handed down") {
  const FileMap files{{"base.toml",
                       "[[rules]]\nid='r'\nregex='r'\n[[allowlists]]\ntargetRules=['r','own']\nstopwords=['s']\n"}};
  const auto set = resolve_text(
      "[extend]\npath='base.toml'\n[[rules]]\nid='own'\nregex='o'\n[[rules]]\nid='r'\nskipReport=true\n", nullptr, files);
  REQUIRE(set);
  REQUIRE(find(*set, "own"));
  CHECK(find(*set, "own")->allowlists.empty());
  REQUIRE(find(*set, "r"));
  CHECK(find(*set, "r")->allowlists.size() == 1);
  CHECK_FALSE(find(*set, "r")->skip_report);
  CHECK(set->allowlists.empty());
  REQUIRE(set->warnings.size() == 1);
  CHECK(set->warnings[0].find("names \"own\", which is no rule of this file") != std::string::npos);
}

TEST_CASE("a rule that could never match is an error") {
  const auto set = resolve_text("[[rules]]\nid='a'\nkeywords=['x']\n");
  REQUIRE_FALSE(set);
  CHECK(set.error().what.find("r.toml:1: rule a has neither regex nor path") != std::string::npos);
  const auto required = resolve_text("[[rules]]\nid='a'\nregex='x'\n[[rules.required]]\nid='b'\n");
  REQUIRE_FALSE(required);
  CHECK(required.error().what.find("requires \"b\", which is no rule") != std::string::npos);
}

TEST_CASE("joining files refuses a second rule of one id") {
  std::vector<RuleSet> twice;
  twice.push_back(embedded_rules());
  CHECK(join(twice, "embedded").has_value());
  twice.push_back(embedded_rules());
  const auto set = join(twice, "embedded");
  REQUIRE_FALSE(set);
  CHECK(set.error().what.find("already taken") != std::string::npos);
}
