#include "scanners/secrets/checksum.h"

#include "scanners/secrets/base64.h"
#include "tests/secrets/scan_fixture.h"

using namespace gogate;
using namespace gogate::secrets;
using namespace gogate::secrets::test;

namespace {

std::string in_base(std::uint32_t n, std::string_view digits, std::size_t width) {
  std::string out;
  for (std::size_t i = 0; i < width; ++i, n /= static_cast<std::uint32_t>(digits.size()))
    out.insert(out.begin(), digits[n % digits.size()]);
  return out;
}

std::string github_like(const std::string& prefix) {
  const std::string body = random_text(30, kAlphanumeric, 7);
  return prefix + body + in_base(crc32(body), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 6);
}

std::string base64(std::string_view bytes, bool url) {
  const std::string digits =
      std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") + (url ? "-_" : "+/");
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t word = 0;
    for (std::size_t j = 0; j < 3; ++j)
      word = word << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j) {
      if (j <= std::min<std::size_t>(3, bytes.size() - i))
        out += digits[word >> (18 - 6 * j) & 63];
      else if (!url)
        out += '=';
    }
  }
  return out;
}

std::string jwt(const std::string& header, const std::string& payload) {
  return base64(header, true) + "." + base64(payload, true) + "." + random_text(43, kAlphanumeric);
}

std::string in_lines(const std::string& text, const std::string& end = "\n") {
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 64) out += text.substr(i, 64) + end;
  return out;
}

std::string armor(const std::string& kind, const std::string& body) {
  return "-----" + std::string("BEGIN ") + kind + "-----\n" + body + "-----" + "END " + kind + "-----\n";
}

// SEQUENCE { INTEGER 0, … } of 300 bytes.
std::string der() {
  std::string out("\x30\x82\x01\x28\x02\x01\x00", 7);
  return out + random_text(300 - out.size(), kAlphanumeric);
}

Proof proof(Checksum kind, const std::string& secret) { return verify(kind, secret, secret).proof; }

}  // namespace

TEST_CASE("CRC-32 as zlib computes it") {
  CHECK(crc32("123456789") == 0xCBF43926U);
  CHECK(crc32("") == 0);
}

TEST_CASE("base64") {
  CHECK(decode_base64("aGk=") == "hi");
  CHECK(decode_base64("aGk") == "hi");
  CHECK(decode_base64("-_-_") == decode_base64("+/+/"));
  CHECK_FALSE(decode_base64("aGkaG"));
  CHECK_FALSE(decode_base64("aG=k"));
  CHECK_FALSE(decode_base64("a k="));
}

TEST_CASE("tokens with a prefix and a CRC") {
  for (const std::string prefix : {"ghp_", "gho_", "ghs_", "npm_"}) {
    std::string token = github_like(prefix);
    CHECK(proof(Checksum::github, token) == Proof::right);
    token[8] = token[8] == 'x' ? 'y' : 'x';
    CHECK(proof(Checksum::github, token) == Proof::wrong);
  }
  // Newer, longer forms: nothing says that all of them carry it.
  CHECK(proof(Checksum::github, "ghs_" + random_text(76, kAlphanumeric)) == Proof::unknown);
}

TEST_CASE("routable tokens: length and CRC") {
  constexpr std::string_view kBase36 = "0123456789abcdefghijklmnopqrstuvwxyz";
  for (const std::string prefix : {"glpat-", "glrt-t1_"}) {
    for (const std::string version : {"", ".01"}) {
      const std::string payload = random_text(30, kAlphanumeric, 3);
      const std::string before = prefix + payload + version + "." + in_base(30, kBase36, 2);
      CHECK(proof(Checksum::gitlab_routable, before + in_base(crc32(before), kBase36, 7)) == Proof::right);
      CHECK(proof(Checksum::gitlab_routable, before + in_base(crc32(before) + 1, kBase36, 7)) == Proof::wrong);
      const std::string shorter = prefix + payload.substr(1) + version + "." + in_base(30, kBase36, 2);
      CHECK(proof(Checksum::gitlab_routable, shorter + in_base(crc32(shorter), kBase36, 7)) == Proof::wrong);
    }
  }
  CHECK(proof(Checksum::gitlab_routable, "glpat-" + random_text(20, kAlphanumeric)) == Proof::unknown);
}

TEST_CASE("access key ids hold an account number, older ones do not") {
  const auto id = [](std::uint64_t account) {  // 48 bits: 1 unknown, 40 account, 7 unknown
    std::string out = "AKIA";
    const std::uint64_t bits = (std::uint64_t{1} << 47 | account << 7 | 5) << 2;  // 50 bits
    for (int shift = 45; shift >= 0; shift -= 5) out += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[bits >> shift & 31];
    return out + "Q3LM5Z";
  };
  CHECK(id(123456789012).size() == 20);
  CHECK(proof(Checksum::aws_access_key, id(123456789012)) == Proof::plausible);
  CHECK(proof(Checksum::aws_access_key, id(1'050'000'000'000)) == Proof::unknown);
  CHECK(proof(Checksum::aws_access_key, std::string("AKIA") + "Q189" + random_text(12, "ABCDEFG")) == Proof::wrong);
  CHECK(proof(Checksum::aws_access_key, std::string("AKIA") + "IPZ7QK3M5LWX2RTB") == Proof::unknown);
}

TEST_CASE("JWT") {
  CHECK(proof(Checksum::jwt, jwt(R"({"alg":"HS256"})", R"({"sub":"u-17","exp":1})")) == Proof::plausible);
  CHECK(proof(Checksum::jwt, jwt(R"({"typ":"JWT"})", R"({"sub":"u-17"})")) == Proof::wrong);
  CHECK(proof(Checksum::jwt, jwt(R"({"alg":"HS256"})", "[1,2]")) == Proof::wrong);
  CHECK(proof(Checksum::jwt, jwt(R"({"alg":"HS256"})", R"({"sub":)")) == Proof::wrong);
  const std::string tutorial = jwt(R"({"alg":"HS256"})", R"({"sub":"1234567890","name":"John Doe"})");
  CHECK(verify_jwt(tutorial).example);
  CHECK(proof(Checksum::jwt, "ey") == Proof::wrong);
}

TEST_CASE("private keys decode, however source code wraps them") {
  const std::string body = base64(der(), false);
  const std::string plain = armor("RSA PRIVATE KEY", in_lines(body));
  CHECK(verify_private_key(plain).proof == Proof::plausible);
  CHECK_FALSE(verify_private_key(plain).encrypted);
  std::string escaped;
  for (const char c : plain) escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
  CHECK(verify_private_key("{\"key\": \"" + escaped + "\"}").proof == Proof::plausible);
  std::string quoted;
  for (std::size_t at = 0; at < plain.size();) {
    const std::size_t end = plain.find('\n', at);
    quoted += "  \"" + plain.substr(at, end - at) + "\\n\" +\n";
    at = end + 1;
  }
  CHECK(verify_private_key(quoted).proof == Proof::plausible);
  CHECK(verify_private_key(armor("PRIVATE KEY", "    " + body + "\r\n")).proof == Proof::plausible);

  CHECK(verify_private_key(armor("PRIVATE KEY", "")).proof == Proof::wrong);
  CHECK(verify_private_key(armor("PRIVATE KEY", "...\n")).proof == Proof::wrong);
  CHECK(verify_private_key(armor("PRIVATE KEY", "<your key>\n")).proof == Proof::wrong);
  CHECK(verify_private_key(armor("RSA PRIVATE KEY", in_lines(body.substr(0, 128)))).proof == Proof::wrong);
  CHECK(verify_private_key(armor("RSA PRIVATE KEY", in_lines(base64(random_text(300, kAlphanumeric), false)))).proof ==
        Proof::wrong);
}

TEST_CASE("encrypted private keys are said to be so") {
  const std::string random = base64(random_text(320, kAlphanumeric), false);
  CHECK(verify_private_key(
            armor("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n" + in_lines(random)))
            .encrypted);
  CHECK(verify_private_key(armor("ENCRYPTED PRIVATE KEY", in_lines(base64(der(), false)))).encrypted);
  const auto openssh = [](std::string_view cipher) {
    std::string bytes("openssh-key-v1\0\0\0\0", 18);
    bytes += static_cast<char>(cipher.size());
    bytes += cipher;
    return armor("OPENSSH PRIVATE KEY", in_lines(base64(bytes + random_text(200, kAlphanumeric), false)));
  };
  CHECK_FALSE(verify_private_key(openssh("none")).encrypted);
  CHECK(verify_private_key(openssh("none")).proof == Proof::plausible);
  CHECK(verify_private_key(openssh("aes256-ctr")).encrypted);
  CHECK(verify_private_key(armor("OPENSSH PRIVATE KEY", in_lines(random))).proof == Proof::wrong);
  const std::string pgp("\x95\x03\x98\x04", 4);
  const std::string block =
      armor("PGP PRIVATE KEY BLOCK",
            "Version: GnuPG v2\n\n" + in_lines(base64(pgp + random_text(300, kAlphanumeric), false)) + "=aB3d\n");
  CHECK(verify_private_key(block).proof == Proof::plausible);
}

TEST_CASE("a right checksum makes a finding certain wherever it stands, a wrong one drops it") {
  const std::string rule =
      our_rule("github-pat", "regex='ghp_[A-Za-z0-9]{36}'\nkeywords=['ghp_']", "checksum='github'");
  Scanned s = scan_ours(rule, "t = " + github_like("ghp_"));
  REQUIRE(s.count() == 1);
  Finding& f = s.result.findings[0];
  CHECK(f.confidence == Confidence::certain);
  CHECK(s.scanner->place(f, "x/testdata/a.txt", {}));
  CHECK(f.confidence == Confidence::certain);
  CHECK(scan_ours(rule, "t = ghp_" + random_text(36, kAlphanumeric)).count() == 0);
}

TEST_CASE("an encrypted key ranks lower") {
  const std::string rule =
      our_rule("private-key", "regex='(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----'",
               "checksum='pem'\nseverity='critical'");
  const Scanned open = scan_ours(rule, armor("PRIVATE KEY", in_lines(base64(der(), false))));
  REQUIRE(open.count() == 1);
  CHECK(open.result.findings[0].severity == Severity::critical);
  const Scanned closed = scan_ours(rule, armor("ENCRYPTED PRIVATE KEY", in_lines(base64(der(), false))));
  REQUIRE(closed.count() == 1);
  CHECK(closed.result.findings[0].severity == Severity::medium);
  CHECK(closed.result.findings[0].confidence_why == "the key is encrypted with a passphrase");
}
