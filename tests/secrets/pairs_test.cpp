// Ids and the secrets that belong to them.
#include "scanners/secrets/pairs.h"

#include "tests/secrets/scan_fixture.h"

using namespace gogate;
using namespace gogate::secrets;
using namespace gogate::secrets::test;

namespace {

const std::string kRules =
    our_rule("aws-access-token", "regex='\\b(A[KS]IA[A-Z2-7]{16})\\b'", "checksum='aws-access-key'\nseverity='critical'") +
    our_rule("aws-secret-access-key", "regex='secret[\\w ]*[=:] *\"?([A-Za-z0-9+/]{40})\\b'", "severity='critical'\nconfidence='medium'") +
    our_rule("aws-session-token", "regex='(IQoJb3JpZ2lu[A-Za-z0-9]{80,})'");

std::string id(std::uint32_t seed) { return "AKIA" + random_text(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", seed); }
std::string secret(std::uint32_t seed) { return random_text(40, kAlphanumeric, seed); }

}  // namespace

TEST_CASE("an id and its secret are one finding, at the secret, and surer") {
  const std::string key = id(3);
  const Scanned s = scan_ours(kRules, "id = " + key + "\nsecret = " + secret(2) + "\n");
  REQUIRE(s.count() == 1);
  const Finding& f = s.result.findings[0];
  CHECK(f.rule->id == "aws-secret-access-key");
  CHECK(f.confidence == Confidence::high);
  CHECK(f.message.find("access key id AKIA…" + key.substr(16)) != std::string::npos);
  CHECK(f.message.find(key.substr(0, 8)) == std::string::npos);
  REQUIRE(f.also_rules.size() == 1);
  CHECK(f.also_rules[0]->id == "aws-access-token");
  // Nothing stands on the id any more; it must not be shown all the same.
  REQUIRE(s.result.hidden.size() == 1);
  CHECK(s.text.substr(s.result.hidden[0].begin, s.result.hidden[0].size()) == key);
}

TEST_CASE("all three parts join, in any order") {
  const Scanned s = scan_ours(kRules, "token: " + ("IQoJb3JpZ2lu" + random_text(90, kAlphanumeric, 9)) + "\nsecret: " + secret(2) +
                                          "\nid: " + id(3) + "\n");
  REQUIRE(s.count() == 1);
  CHECK(s.result.findings[0].also_rules.size() == 2);
  CHECK(s.result.hidden.size() == 2);
}

TEST_CASE("two pairs stay two") {
  const Scanned s = scan_ours(kRules, "[a]\nid=" + id(3) + "\nsecret=" + secret(2) + "\n[b]\nid=" + id(4) + "\nsecret=" + secret(5) + "\n");
  REQUIRE(s.count() == 2);
  CHECK(s.result.findings[0].message.find(id(3).substr(16)) != std::string::npos);
  CHECK(s.result.findings[1].message.find(id(4).substr(16)) != std::string::npos);
}

TEST_CASE("too far apart is apart, and an id alone ranks lower") {
  for (const std::size_t gap : {kPairReach, kPairReach + 1}) {
    const std::string head = "id=" + id(3) + "\n";
    const std::string tail = "secret=";
    const std::string fill(gap - 1 - tail.size() - 1, '-');
    const Scanned s = scan_ours(kRules, head + fill + "\n" + tail + secret(2) + "\n");
    REQUIRE(s.count() == (gap == kPairReach ? 1U : 2U));
    if (gap == kPairReach) continue;
    CHECK(s.result.findings[0].confidence == Confidence::medium);
    CHECK(s.result.findings[1].confidence == Confidence::medium);  // its rule's own
  }
  CHECK(scan_ours(kRules, "id=" + id(3)).result.findings.at(0).confidence == Confidence::medium);
  CHECK(scan_ours(kRules, "//  \"accessKeyId\": \"" + id(3) + "\"").result.findings.at(0).confidence == Confidence::low);
}

TEST_CASE("the rank of a pair is what its place starts from") {
  Scanned s = scan_ours(kRules, "id = " + id(3) + "\nsecret = " + secret(2) + "\n");
  REQUIRE(s.count() == 1);
  Finding& f = s.result.findings[0];
  CHECK(s.scanner->place(f, "deploy/a.env", {}));
  CHECK(f.confidence == Confidence::high);
  CHECK(s.scanner->place(f, "a/testdata/a.env", {}));
  CHECK(f.confidence == Confidence::low);
  CHECK(s.scanner->place(f, "web/app.min.js", {}));
  CHECK(f.confidence == Confidence::medium);
}
