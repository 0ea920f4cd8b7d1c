// What our own rules do not report, and how sure they are of the rest.
#include "scanners/secrets/entropy.h"
#include "scanners/secrets/generic_value.h"
#include "scanners/secrets/go_text.h"
#include "scanners/secrets/keyword_search.h"
#include "scanners/secrets/placeholders.h"
#include "scanners/secrets/published.h"
#include "tests/secrets/scan_fixture.h"

using namespace gogate;
using namespace gogate::secrets;
using namespace gogate::secrets::test;

namespace {

bool placeholder(std::string_view value, std::string_view regex = "k_[a-z0-9]{20}") {
  return !placeholder_reason(value, regex).empty();
}
bool generic(std::string_view value) { return judge_generic(value, value, "db_password = ").secret; }

const std::string kGeneric =
    our_rule("generic-secret-assignment",
             "regex='''(?i)(?:password|secret|token|key)[a-z_]*[\"']?\\s*(?::=|=|:)\\s*[\"']?([^\\s\"']{8,})'''",
             "generic=true\nconfidence='medium'");

}  // namespace

TEST_CASE("what is printable inside base64 is judged as what it is") {
  CHECK(text_in_base64("cm9vdHBhc3MxMjM=") == "rootpass123");
  CHECK(text_in_base64("cm9vdHBhc3MxMjM").empty());
  CHECK(text_in_base64("//79/Pv6+fj3").empty());
  CHECK(text_in_base64("").empty());
  CHECK(placeholder("cm9vdHBhc3MxMjM="));
  CHECK(placeholder("ZXhhbXBsZS1hcHAtc2VjcmV0"));
  CHECK_FALSE(placeholder("eDdLcTkyTG0hNHpXcDhR"));
}

TEST_CASE("words with a number or a date at the end are names") {
  CHECK_FALSE(generic("token-efficient-tools-2025-02-19"));
  CHECK_FALSE(generic("auth_userpass_1234"));
  CHECK(generic("Kq8-vR2x_7mWp4-Zt9c"));
}

TEST_CASE("entropy") {
  CHECK(shannon_entropy("") == 0);
  CHECK(shannon_entropy("aaaa") == 0);
  CHECK(shannon_entropy("abcd") == doctest::Approx(2));
  CHECK(shannon_entropy("aabb") == doctest::Approx(1));
  // Two code points, of four bytes: frequencies are taken against bytes.
  CHECK(shannon_entropy("\xC3\xA9\xC3\xA8") == doctest::Approx(1));
}

TEST_CASE("keywords stand in any case, and only whole") {
  CHECK(stands_in("xxAcMe", "acme"));
  CHECK(stands_in("acme", "acme"));
  CHECK_FALSE(stands_in("acm", "acme"));
  CHECK_FALSE(stands_in("", "a"));
  CHECK_FALSE(stands_in("abc", ""));
  CHECK(
      stands_in("to\xE2\x84\xAA"
                "en",
                "token"));
  CHECK(stands_in("p\xC4\xB0n", "pin"));
  CHECK_FALSE(
      stands_in("to\xE2\x84\xAB"
                "en",
                "token"));
}

TEST_CASE("text as Go sees it maps back to the blob") {
  CHECK(valid_utf8("a\xC3\xA9\xF0\x9F\x98\x80"));
  for (const std::string_view bad :
       {"\x80", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3", "a\xFFz"})
    CHECK_FALSE(valid_utf8(bad));
  GoText text;
  text.assign("a\xFF\xC3\xA9\xC3z");
  CHECK(text.text() == "a\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBDz");
  CHECK(text.in_blob(0) == 0);
  CHECK(text.in_blob(1) == 1);
  CHECK(text.in_blob(4) == 2);
  CHECK(text.in_blob(6) == 4);
  CHECK(text.in_blob(9) == 5);
  CHECK(text.in_blob(10) == 6);
  // Every character of a long mixture maps to where it began.
  std::string blob;
  for (int i = 0; i < 20000; ++i) blob += i % 5 == 0 ? "\x80" : i % 7 == 0 ? "\xE2\x82\xAC" : "q";
  text.assign(blob);
  std::size_t at = 0;
  std::size_t in_text = 0;
  while (at < blob.size()) {
    REQUIRE(text.in_blob(in_text) == at);
    const std::size_t length = utf8_sequence(blob, at);
    in_text += length == 0 ? 3 : length;
    at += length == 0 ? 1 : length;
  }
  CHECK(text.in_blob(in_text) == blob.size());
}

TEST_CASE("placeholders, and values that only look a little like them") {
  for (const std::string_view value : {"<token>",
                                       "[token]",
                                       "{token}",
                                       "%s",
                                       "%(token)s",
                                       "${TOKEN}",
                                       "$TOKEN",
                                       "$(cat x)",
                                       "{{ .Values.token }}",
                                       "#{token}",
                                       "os.Getenv(\"X\")",
                                       "process.env.TOKEN",
                                       "k_xxxxxxxxxxxxxxxxxxxx",
                                       "k_********",
                                       "k_00000000000000000000",
                                       "k_your-token-here-99",
                                       "k_EXAMPLEkey123",
                                       "changeme",
                                       "ChangeMe1",
                                       "password",
                                       "PASSWORD",
                                       "postgres",
                                       "k_0123456789abcdefghij",
                                       "k_abcdefghijklmnopqrst",
                                       "k_a1b2a1b2a1b2a1b2a1b2",
                                       "k_abc...xyz",
                                       "ENC[AES256_GCM,data:abc]",
                                       "$ANSIBLE_VAULT;1.1",
                                       "k_deadbeefdeadbeef0000",
                                       "aaaabbbbaabb"})
    CHECK_MESSAGE(placeholder(value), value);
  for (const std::string_view value :
       {"k_q8Zt5LmW2rXv7BnKd3Pf", "k_aaaa8tLm5Wr2Xv7Bn3Pf", "p@ssw0rd-Kq82", "k_1234567ZtLmWrXvBnKd",
        "$2a$10$Kq8ZtLmWrXv", "k_exampl8tLm5Wr2Xv7Bn3", "Tr0ub4dor&3"})
    CHECK_MESSAGE(!placeholder(value), value);
  // A run that the kind itself prescribes is none.
  CHECK(placeholder("Zq8AAAAAAAAAAt5LmW"));
  CHECK_FALSE(placeholder("Zq8AAAAAAAAAAt5LmW", "[a-z]{3}A{10}[a-z]+"));
}

TEST_CASE("examples that vendors publish") {
  CHECK(is_published_value(std::string("czZCaGRSa3F0") + "MzpnWDFmQmF0M2JW"));
  CHECK_FALSE(is_published_value(std::string("czZCaGRSa3F0") + "MzpnWDFmQmF0M2JX"));
  CHECK(placeholder(std::string("AKIA") + "IOSFODNN7" + "EXAMPLE", "AKIA[A-Z2-7]{16}"));
  CHECK_FALSE(placeholder(std::string("AKIA") + "IOSFODNN7" + "EXAMPLD", "AKIA[A-Z2-7]{16}"));
  CHECK(placeholder(std::string("wJalrXUtnFEMI/K7MDENG/bPxRfiCY") + "EXAMPLEKEY", "x"));
  CHECK(placeholder(std::string("sk_test_4eC39Hq") + "LyjWDarjtT1zdp7dc", "sk_test_[a-z]+"));
  CHECK(placeholder(std::string("Eby8vdM0") + "2xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq==", "x"));
}

TEST_CASE("a word or a run makes no placeholder of what is random beside it") {
  // Pairs: the first is none of anybody's secrets, the second may be one.
  const std::string random = random_text(14, kAlphanumeric, 31);
  for (const auto& [none, some] : std::vector<std::pair<std::string, std::string>>{
           {"k_example_key_01", "k_example_" + random},
           {"this-is-my-example-1", "this-is-my-example-" + random},
           {"k_xxxxxxxxxxxx4f2a", "k_xxxxxxxx" + random},
           {"test-your-token-here", "test-your-" + random},
           {"k_1234567890ab", "k_12345678" + random},
           {"changeme-2024", "changeme-" + random},
           {"db_password_1", "db_password_" + random},
           {"k_a1b2c3d4e5f6g7h8", "k_a1b2c3d4e" + random},
           {"password-12345", "password84726154930172"},
           {"k_****4f2a", "k_***" + random},
           {"{token}", "{" + random + "}"},
           {"<your token>", "<" + random + ">"},
           {"%s", "%s" + random},
           {"%DB_PASSWORD%", "%" + random},
           {"$DB_PASSWORD", "$" + random + "Zq"},
           {"${DB_PASSWORD}", "${" + random.substr(0, 2)},
           {"pre-{{ .Values.x }}", random + "{{"},
           {"env.DB_PASSWORD", "env.k!" + random},
           {"https://${HOST}", "https" + random}}) {
    CHECK_MESSAGE(placeholder(none), none);
    if (some.size() > 6) CHECK_MESSAGE(!placeholder(some), some);
  }
}

TEST_CASE("values that are encrypted, and those that only begin like it") {
  const std::string random = random_text(160, kAlphanumeric, 33);
  const std::string sealed = "AgB" + random_text(741, kAlphanumeric, 34);
  for (const std::string& value :
       {"ENC[AES256_GCM,data:" + random, "ENC[PKCS7," + random, "ENC(" + random + ")", "EJ[1:" + random,
        std::string("$ANSIBLE_VAULT;1.1;AES256"), "{cipher}" + random, "vault:v1:" + random, "AQICAH" + random, "gAAAAAB" + random, sealed})
    CHECK_MESSAGE(is_encrypted(value), value.substr(0, 30));
  for (const std::string& value : {"ENC" + random, "EJ1" + random, "AQICAH" + random.substr(0, 30), "gAAAA" + random,
                                   sealed.substr(0, 600), "AgX" + sealed.substr(3), "cipher" + random})
    CHECK_MESSAGE(!is_encrypted(value), value.substr(0, 30));
  CHECK(is_password_hash("$2a$10$" + random.substr(0, 53)));
  CHECK(is_password_hash("$argon2id$v=19$m=65536,t=3,p=4$" + random.substr(0, 60)));
  CHECK(is_password_hash("{SSHA}" + random.substr(0, 32)));
  CHECK_FALSE(is_password_hash("$" + random.substr(0, 30)));
  CHECK_FALSE(is_password_hash("SSHA" + random.substr(0, 32)));
}

TEST_CASE("generic values: random, or not") {
  for (const std::string& value :
       {random_text(32, kHex, 3), random_text(40, kHex, 4), random_text(20, kAlphanumeric, 5),
        random_text(32, kAlphanumeric, 6), random_text(44, kAlphanumeric, 8), std::string("xK9$mP2vQ8!z"),
        std::string("Tr0ub4dor&3x"), random_text(24, "abcdefghijklmnopqrstuvwxyz0123456789", 9)})
    CHECK_MESSAGE(generic(value), value);
  for (const std::string_view value : {"short1A",
                                       "authenticationToken",
                                       "getPasswordFromVault2",
                                       "my-service-account-2",
                                       "config.auth.token1",
                                       "SECRET_KEY_BASE_64",
                                       "/etc/ssl/private/key1.pem",
                                       "https://host/path?x=1a2B3c4D",
                                       "f47ac10b-58cc-4372-a567-0e02b2c3d479",
                                       "2024-01-02T03:04:05Z",
                                       "1234.5678.9012",
                                       "passwordPassword1",
                                       "application/json;v=2",
                                       "fmt.Sprintf(\"%d\", x1)",
                                       "pkg::Type2",
                                       "user->secret1",
                                       "kubernetes.io/service-account-token",
                                       "v1beta1.SecretReference",
                                       "a sentence with 2 numbers",
                                       "AbstractTokenProvider2Factory",
                                       "token_endpoint_auth_method1",
                                       "com.example2.security.Token"})
    CHECK_MESSAGE(!generic(value), value);
  // What generators draw is hardly ever mistaken for words.
  int missed = 0;
  for (std::uint32_t seed = 100; seed < 1100; ++seed) {
    if (!generic(random_text(32, kAlphanumeric, seed))) ++missed;
    if (!generic(random_text(24, "abcdefghijklmnopqrstuvwxyz0123456789", seed))) ++missed;
  }
  CHECK(missed <= 20);
  CHECK(judge_generic("xK9$mP2vQ8!z", "", "PWD=").secret);
  CHECK_FALSE(judge_generic("xK9$mP2vQ8!z", "", "token=").secret);
  const std::string hash = random_text(64, kHex, 3);
  CHECK_FALSE(judge_generic(hash, "sha256:" + hash, "image@sha256:").secret);
  CHECK_FALSE(judge_generic(hash, "", "token integrity = ").secret);
  std::string minified;
  while (minified.size() < 3000) minified += "function(a,b){return{token:a};},";
  CHECK_FALSE(judge_generic(random_text(32, kAlphanumeric, 6), minified, "token:").secret);
}

TEST_CASE("the generic rule at work") {
  const std::string value = random_text(28, kAlphanumeric, 21);
  CHECK(scan_ours(kGeneric, "db_password = \"" + value + "\"").secret() == value);
  CHECK(scan_ours(kGeneric, "db_password = \"${DB_PASSWORD}\"").count() == 0);
  CHECK(scan_ours(kGeneric, "secret: os.Getenv(\"SECRET_1\")").count() == 0);
  CHECK(scan_ours(kGeneric, "token: f47ac10b-58cc-4372-a567-0e02b2c3d479").count() == 0);
  Scanned s = scan_ours(kGeneric, "secret: " + value);
  REQUIRE(s.count() == 1);
  CHECK(s.result.findings[0].confidence == Confidence::medium);
  CHECK(s.result.findings[0].confidence_why == "value looks random");
  CHECK_FALSE(s.scanner->place(s.result.findings[0], "web/app.min.js", {}));
  CHECK(s.scanner->place(s.result.findings[0], "web/app.js", {}));
}

TEST_CASE("a specific rule wins over the generic one, two kinds become one finding") {
  const std::string rules = kGeneric + our_rule("acme-key", "regex='acme_[a-zA-Z0-9]{28}'") +
                            our_rule("acme-any", "regex='acme_[a-zA-Z0-9]{20,40}'", "confidence='low'") +
                            our_rule("beta-key", "regex='beta_[a-zA-Z0-9]{28}'");
  const std::string value = random_text(28, kAlphanumeric, 22);
  const Scanned s = scan_ours(rules, "token = 'acme_" + value + "'\nkey = 'beta_" + value + "'");
  REQUIRE(s.count() == 2);
  CHECK(s.result.findings[0].rule->id == "acme-key");
  REQUIRE(s.result.findings[0].also_rules.size() == 1);
  CHECK(s.result.findings[0].also_rules[0]->id == "acme-any");
  CHECK(s.result.findings[1].rule->id == "beta-key");
}

TEST_CASE("the place lowers the confidence, says why, and can be asked again") {
  Scanned s =
      scan_ours(our_rule("acme-key", "regex='acme_[a-zA-Z0-9]{28}'"), "acme_" + random_text(28, kAlphanumeric, 23));
  REQUIRE(s.count() == 1);
  Finding& f = s.result.findings[0];
  CHECK(s.scanner->place(f, "main.go", {}));
  CHECK(f.confidence == Confidence::high);
  CHECK(f.confidence_why == "it has the form of this kind");
  CHECK(s.scanner->place(f, "main_test.go", {}));
  CHECK(f.confidence == Confidence::low);
  CHECK(f.confidence_why == "it has the form of this kind; the file is a test");
  CHECK(s.scanner->place(f, "pkg/README.md", {}));
  CHECK(f.confidence == Confidence::medium);
  CHECK(s.scanner->place(f, "main.go", {}));
  CHECK(f.confidence == Confidence::high);
  CHECK(f.confidence_why == "it has the form of this kind");
}

TEST_CASE("hex next to the name of a digest is no secret") {
  const std::string rule = our_rule("acme-hex", "regex='acme.{0,40}?\\b([a-f0-9]{40})\\b'");
  const std::string hex = random_text(40, kHex, 12);
  CHECK(scan_ours(rule, "acme_token: " + hex).count() == 1);
  CHECK(scan_ours(rule, "acme commit: " + hex).count() == 0);
}

TEST_CASE("what an issued key loses by its place, and what a self-made one does") {
  const std::string token = "acme_" + random_text(28, kAlphanumeric, 23);
  const auto confidence = [&](const std::string& body, const std::string& path) {
    Scanned s = scan_ours(our_rule("acme-key", "regex='acme_[a-zA-Z0-9]{28}'\n" + body), token);
    REQUIRE(s.count() == 1);
    CHECK(s.scanner->place(s.result.findings[0], path, {}));
    return s.result.findings[0].confidence;
  };
  const std::string self = "tags=['self-made']";
  CHECK(confidence("", "deploy/app.yaml") == Confidence::high);
  CHECK(confidence(self, "deploy/app.yaml") == Confidence::high);
  CHECK(confidence("", "examples/app.yaml") == Confidence::medium);
  CHECK(confidence(self, "examples/app.yaml") == Confidence::low);
  CHECK(confidence("", "README.md") == Confidence::medium);
  CHECK(confidence(self, "README.md") == Confidence::low);
  CHECK(confidence("", "a/testdata/app.yaml") == Confidence::low);
  // A copy of what runs, among the test data.
  CHECK(confidence("", "a/testdata/prod.env") == Confidence::medium);
  CHECK(confidence(self, "a/testdata/prod.env") == Confidence::low);
  CHECK(confidence("", "web/app.min.js") == Confidence::medium);
  CHECK(confidence("", "hack/run.sh") == Confidence::high);
  CHECK(confidence(self, "hack/run.sh") == Confidence::low);
}

TEST_CASE("the name of a value may say that it is none; a comment may not") {
  const std::string rule = our_rule("acme-key", "regex='acme_[a-zA-Z0-9]{28}'");
  const std::string token = "acme_" + random_text(28, kAlphanumeric, 24);
  const auto confidence = [&](const std::string& before, const std::string& after = {}) {
    const Scanned s = scan_ours(rule, before + token + after);
    REQUIRE(s.count() == 1);
    return s.result.findings[0].confidence;
  };
  for (const std::string before : {"testToken := \"", "const fakeKey string = \"", "TEST_KEY=", "var exampleKey = []byte(\"",
                                   "os.Setenv(\"TEST_KEY\", \"", "newMockClient(\"", "{Name: \"x\", DummyKey: \"",
                                   "encryptedToken = \""})
    CHECK_MESSAGE(confidence(before) == Confidence::medium, before);
  for (const std::string before : {"token := \"", "latestToken := \"", "contestKey=", "encryptionKey = \"", "attestationKey = \"",
                                   "{Name: \"test\", Token: \"", "/* an example */ token = \"", "x = example(1); token = \""})
    CHECK_MESSAGE(confidence(before) == Confidence::high, before);
  CHECK(confidence("token = \"", "\" // for example") == Confidence::high);
}

TEST_CASE("a lock file holds digests, and may hold a key all the same") {
  const auto place = [&](const std::string& value, std::string_view path) {
    Scanned s = scan_ours(kGeneric, "auth_token: \"" + value + "\"");
    REQUIRE(s.count() == 1);
    return s.scanner->place(s.result.findings[0], path, {});
  };
  CHECK_FALSE(place(random_text(64, kHex, 3), "poetry.lock"));
  CHECK_FALSE(place(random_text(40, kHex, 3), "yarn.lock"));
  CHECK(place(random_text(28, kAlphanumeric, 21), "poetry.lock"));
  CHECK(place(random_text(64, kHex, 3), "secrets-lock.json"));
  CHECK(place(random_text(64, kHex, 3), "db.lock"));
}

TEST_CASE("the mark of documentation inside an issued token, and inside a password") {
  const std::string value = random_text(12, kAlphanumeric, 41) + "EXAMPLE" + random_text(12, kAlphanumeric, 42);
  const std::string body = "regex='key=([a-zA-Z0-9]{20,40})'\n";
  CHECK(scan_ours(our_rule("acme-key", body), "key=" + value).count() == 0);
  CHECK(scan_ours(our_rule("acme-password", body + "tags=['self-made']"), "key=" + value).count() == 1);
}

TEST_CASE("a kind that is public in browsers keeps its rank on a server") {
  Scanned s = scan_ours(our_rule("map-key", "regex='acme_[a-zA-Z0-9]{28}'\ntags=['client-side']"),
                        "acme_" + random_text(28, kAlphanumeric, 25));
  REQUIRE(s.count() == 1);
  const auto severity = [&](std::string_view path) {
    CHECK(s.scanner->place(s.result.findings[0], path, {}));
    return s.result.findings[0].severity;
  };
  CHECK(severity("web/public/index.html") == Severity::info);
  CHECK(severity("cmd/server/main.go") == Severity::high);
  CHECK(severity("frontend/src/map.js") == Severity::info);
  CHECK(severity("server/map.js") == Severity::high);
  CHECK(severity("app/google-services.json") == Severity::info);
  CHECK(severity(".env") == Severity::high);
}

TEST_CASE("letters of names read as words, letters drawn at random do not") {
  for (const std::string_view name : {"HTTPServer", "billingCredentialName", "kubernetes", "refresh_interval", "svcAccountKeyFile"}) {
    CAPTURE(name);
    CHECK(word_share(name) > 0.5);
  }
  int words = 0;
  for (int seed = 0; seed < 200; ++seed)
    if (word_share(random_text(16, kAlphanumeric, static_cast<unsigned>(1000 + seed))) > 0.5) ++words;
  CHECK(words <= 4);
  CHECK(word_share("abc") == 0);
  CHECK(word_share("") == 0);
  CHECK(word_share("\xff\xfe{|}~\x80") == 0);
}
