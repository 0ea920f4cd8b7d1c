// Rules that give a token instead of a regex, and what standards print as tokens.
#include "scanners/secrets/published.h"
#include "scanners/secrets/token_edges.h"
#include "tests/secrets/scan_fixture.h"

using namespace gogate;
using namespace gogate::secrets;
using namespace gogate::secrets::test;

namespace {

const std::string kRule = our_rule("acme-token", "token='''acm_[A-Za-z0-9]{20}'''");
std::string token(std::uint32_t seed) { return "acm_" + random_text(20, kAlphanumeric, seed); }

}  // namespace

TEST_CASE("a token is found behind escapes, colours and names, and before them") {
  for (const std::string_view front : {"", "x\\n", "x\\t", "\\u003d", "\\x3D", "%20", "%3d", "\x1b[31m", "[1;32m", "my_", "A_B_", "'", "x/", "x."}) {
    for (const std::string_view behind : {"", "\\n", "\x1b[0m", "_old", "-old", ".txt", "/", "\""}) {
      const Scanned s = scan_ours(kRule, std::string(front) + token(3) + std::string(behind));
      CHECK_MESSAGE(s.secrets() == std::vector{token(3)}, front << " | " << behind);
    }
  }
}

TEST_CASE("a token inside other letters and digits is none") {
  for (const std::string_view front : {"x", "9", "\\n1", "nn", "[31;m2", "%2", "\\x3"})
    CHECK_MESSAGE(scan_ours(kRule, std::string(front) + token(3) + " ").count() == 0, front);
  CHECK(scan_ours(kRule, token(3) + "a").count() == 0);
  CHECK(scan_ours(kRule, token(3) + "7_").count() == 0);
}

TEST_CASE("two tokens with one escape between them are two") {
  const Scanned s = scan_ours(kRule, token(3) + "\\n" + token(4));
  CHECK(s.secrets() == std::vector{token(3), token(4)});
  // The first one's match takes the backslash.
  const std::string dashes = our_rule("acme-token", "token='''acm_[\\w-]{20}'''");
  for (const std::string_view between : {"\\n", "\\t", "\\r\\n"})
    CHECK(scan_ours(dashes, token(3) + std::string(between) + token(4)).secrets() == std::vector{token(3), token(4)});
}

TEST_CASE("what may follow a token depends on what it ends in") {
  CHECK(token_regex("a_[0-9a-f]{40}").ends_with("(?:\\b|_)"));
  CHECK(token_regex("a_[A-Z2-7]{52}").ends_with("(?:\\b|_)"));
  // A length that varies ends where no name goes on; so does a class with - or _.
  for (const std::string_view t : {"a_[a-z]{20,40}", "a_[\\w-]{20}", "a_\\w{20}", "a_[A-Za-z0-9_]{20}", "a_[a-z-]{20}", "a_[0-9]{20}-X", "a_[a-z]+"})
    CHECK_MESSAGE(token_regex(t).ends_with("(?:[^\\w-]|$)"), t);
  for (const std::string_view t : {"a_[A-Za-z0-9+/]{40}", "a_[a-z]{40}={0,2}", "a_[\\w=-]{40}"})
    CHECK_MESSAGE(token_regex(t).ends_with("(?:[^\\w+/=-]|$)"), t);
}

TEST_CASE("a rule has a token or a regex, and the token no groups") {
  const auto fault = [](const std::string& body) {
    const auto set = load_config(our_rule("r", body), "r.toml", Dialect::ours);
    return set ? std::string() : set.error().what;
  };
  CHECK(fault("token='a_[0-9]{20}'").empty());
  CHECK(fault("token='a_[0-9]{20}'\nregex='a'").find("has a token and a regex") != std::string::npos);
  CHECK(fault("token='a_([0-9]{20})'").find("write (?:…)") != std::string::npos);
  // To users' configs the key means nothing.
  const RuleSet users = load("[[rules]]\nid='r'\nregex='x'\ntoken='y'\n");
  CHECK(users.warnings.size() == 1);
  CHECK(users.rules[0].regex.text == "x");
}

TEST_CASE("the tokens that standards print are examples") {
  for (const auto& [head, tail] : std::vector<std::pair<std::string, std::string>>{
           {"2YotnFZFEj", "r1zCsicMWpAA"},               // RFC 6749, access token
           {"tGzv3JOkF0", "XG5Qx2TlKWIA"},               // refresh token
           {"mF_9.B5f-4", ".1JqM"},                      // RFC 6750
           {"MTQ0NjJkZmQ5OTM2", "NDE1ZTZjNGZmZjI3"},     // the one that libraries of OAuth print
           {"dBjftJeZ4CVP-mB92K27", "uhbUJU1p1r_wW1gFWFOEjXk"}}) {  // RFC 7636
    CHECK_MESSAGE(is_published_value(head + tail), head);
    CHECK_FALSE(is_published_value(head + "x" + tail));
  }
}
