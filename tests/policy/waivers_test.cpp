#include "gate/policy/waivers.h"

#include <doctest/doctest.h>

#include "gate/core/secret_text.h"

using namespace gogate;

namespace {
constexpr std::string_view kGood = R"(
[[waiver]]
rule = "weak-rand"
path = "internal/**"
owner = "ana@example.org"
reason = "dice of a game"
expires = 2026-03-01
)";
}

TEST_CASE("a waiver holds to the end of its last day") {
  const auto w = policy::parse_waivers(kGood, "w.toml");
  REQUIRE(w.has_value());
  REQUIRE(w->size() == 1);
  CHECK((*w)[0].expires_at == 1772409600);  // 2026-03-02T00:00:00Z
  Rule rule;
  rule.id = "weak-rand";
  Finding f;
  f.rule = &rule;
  f.at.path = "internal/a/b.go";
  std::vector<Finding> findings{f};
  std::vector<std::string> warnings;
  policy::apply_waivers(*w, 1772409599, findings, warnings);
  CHECK(findings[0].waiver.has_value());
  CHECK(warnings.empty());
  findings = {f};
  policy::apply_waivers(*w, 1772409600, findings, warnings);
  CHECK_FALSE(findings[0].waiver.has_value());
  REQUIRE(warnings.size() == 1);
  findings[0].at.path = "cmd/b.go";
  policy::apply_waivers(*w, 0, findings, warnings);
  CHECK_FALSE(findings[0].waiver.has_value());
}

TEST_CASE("a waiver without owner, reason, day or aim is refused") {
  const auto fails = [](std::string_view text) { return !policy::parse_waivers(text, "w.toml").has_value(); };
  const std::string_view rest = "reason = \"x\"\nexpires = \"2026-02-28\"\nfingerprint = \"ab\"\n";
  CHECK_FALSE(fails("[[waiver]]\nowner = \"a\"\n" + std::string(rest)));
  CHECK(fails("[[waiver]]\n" + std::string(rest)));
  CHECK(fails("[[waiver]]\nowner = \"a\"\nreason = \"x\"\nexpires = \"2026-02-30\"\nfingerprint = \"ab\"\n"));
  CHECK(fails("[[waiver]]\nowner = \"a\"\nreason = \"x\"\nexpires = \"2026-02-28\"\nrule = \"ab\"\n"));
  CHECK(fails("[[waiver]]\nowner = \"a\"\nwho = \"b\"\n" + std::string(rest)));
}

namespace {

std::vector<Finding> applied(std::string_view aim, std::vector<Finding> findings, std::vector<std::string>* warnings = nullptr) {
  const auto w = policy::parse_waivers("[[waiver]]\n" + std::string(aim) +
                                           "\nowner = \"a\"\nreason = \"x\"\nexpires = 2026-03-01\n",
                                       "w.toml");
  REQUIRE(w.has_value());
  std::vector<std::string> ignored;
  policy::apply_waivers(*w, 0, findings, warnings != nullptr ? *warnings : ignored);
  return findings;
}

Occurrence seen(std::string path, std::string print, unsigned char commit = 0) {
  Occurrence o;
  o.path = std::move(path);
  o.fingerprint = std::move(print);
  if (commit != 0) o.commit.bytes.fill(commit);
  return o;
}

std::string strong() {  // no literal of this file may look like a secret
  std::string out;
  for (std::uint32_t x = 99, i = 0; i < 32; ++i, x = x * 1664525 + 1013904223)
    out += "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"[(x >> 16) % 56];
  return out;
}

}  // namespace

TEST_CASE("a waiver names a path, a place, one occurrence or the secret") {
  Rule rule;
  rule.id = "weak-rand";
  Finding f;
  f.rule = &rule;
  f.at = seen("internal/a.go", "ab12", 0x11);
  f.also = {seen("internal/a.go", "ab12", 0x22)};
  f.secret = SecretText(strong());
  Finding other = f;
  other.at = seen("cmd/b.go", "cd34", 0x33);
  other.also.clear();
  const auto shape = [](const std::vector<Finding>& all) {  // W: waived, S: stands; with the number of occurrences
    std::string out;
    for (const Finding& x : all) out += (x.waiver ? "W" : "S") + std::to_string(1 + x.also.size());
    return out;
  };
  CHECK(shape(applied("rule = \"weak-rand\"\npath = \"internal/**\"", {f, other})) == "W2S1");
  CHECK(shape(applied("fingerprint = \"ab12\"", {f, other})) == "W2S1");
  CHECK(shape(applied("fingerprint = \"ab12\"\ncommit = \"1111111\"", {f, other})) == "S1S1W1");
  CHECK(shape(applied("fingerprint = \"ab12\"\ncommit = \"3333333\"", {f, other})) == "S2S1");
  CHECK(shape(applied("id = \"" + f.secret.id() + "\"", {f, other})) == "W2W1");
  CHECK(shape(applied("id = \"s1-0000000000000000\"", {f, other})) == "S2S1");

  // The part that stands is a whole finding of its own.
  const auto split = applied("fingerprint = \"ab12\"\ncommit = \"1111111\"", {f});
  CHECK(split[0].at.commit.bytes[0] == 0x22);
  CHECK(split[1].at.commit.bytes[0] == 0x11);
}

TEST_CASE("what names a place does not hold for a value that the change put there") {
  Rule rule;
  rule.id = "weak-rand";
  Finding f;
  f.rule = &rule;
  f.at = seen("internal/a.go", "ab12", 0x11);
  f.secret = SecretText(strong());
  f.value_changed = true;
  std::vector<std::string> warnings;
  CHECK_FALSE(applied("fingerprint = \"ab12\"", {f}, &warnings)[0].waiver.has_value());
  CHECK(warnings.size() == 1);
  CHECK_FALSE(applied("rule = \"weak-rand\"\npath = \"internal/**\"", {f}, &warnings)[0].waiver.has_value());
  CHECK(warnings.size() == 2);
  CHECK(applied("fingerprint = \"ab12\"\ncommit = \"11111111\"", {f})[0].waiver.has_value());
  CHECK(applied("id = \"" + f.secret.id() + "\"", {f})[0].waiver.has_value());
}

TEST_CASE("a waiver with two aims, half an aim or a secret in it is refused") {
  const auto fails = [](std::string_view aim) {
    return !policy::parse_waivers("[[waiver]]\n" + std::string(aim) + "\nowner = \"a\"\nreason = \"x\"\nexpires = 2026-03-01\n", "w.toml").has_value();
  };
  CHECK(fails("fingerprint = \"ab\"\nrule = \"a\"\npath = \"b\""));
  CHECK(fails("fingerprint = \"ab\"\nid = \"s1-0123456789abcdef\""));
  CHECK(fails("commit = \"0123456\""));
  CHECK(fails("fingerprint = \"ab\"\ncommit = \"0123\""));
  CHECK(fails("rule = \"a\"\npath = \"b\"\ncommit = \"0123456\""));
  CHECK(fails("id = \"changeme\""));
}

TEST_CASE("places of one secret become one entry; those set aside stay apart") {
  Rule rule;
  rule.id = "r";
  const auto at = [&](const char* path, std::int64_t time) {
    Finding f;
    f.rule = &rule;
    f.at = seen(path, path);
    f.at.time = time;
    f.secret = SecretText(strong());
    return f;
  };
  std::vector<Finding> all{at("c", 3), at("a", 1), at("b", 2), at("d", 4)};
  all[3].waiver = Waiver{"o", "r", ""};
  Finding weak = at("e", 5);
  weak.secret = SecretText("changeme");
  all.push_back(weak);
  all.push_back(weak);
  all.back().at = seen("f", "f");
  policy::group_occurrences(all);
  REQUIRE(all.size() == 4);
  CHECK(all[0].at.path == "a");
  REQUIRE(all[0].also.size() == 2);
  CHECK(all[0].also[0].path == "b");
  CHECK(all[0].also[1].path == "c");
  CHECK(all[1].at.path == "d");
  CHECK(all[2].at.path == "e");
  CHECK(all[3].at.path == "f");
}
