// What tokens and keys say about themselves once decoded.
#include "scanners/secrets/base64.h"
#include "scanners/secrets/checksum.h"
#include "scanners/secrets/expiry.h"
#include "scanners/secrets/key_body.h"
#include "tests/secrets/scan_fixture.h"

using namespace gogate;
using namespace gogate::secrets;
using namespace gogate::secrets::test;

namespace {

constexpr std::int64_t kNow = 1'700'000'000;  // 2023-11-14

std::string base64(std::string_view bytes, bool url = false) {
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

std::string jwt(const std::string& alg, const std::string& payload, std::size_t signature) {
  return base64("{\"alg\":\"" + alg + "\",\"typ\":\"JWT\"}", true) + "." + base64(payload, true) + "." +
         random_text(signature, kAlphanumeric);
}

std::string tlv(char tag, const std::string& content) {
  std::string out(1, tag);
  if (content.size() < 0x80) {
    out += static_cast<char>(content.size());
  } else {
    out += '\x82';
    out += static_cast<char>(content.size() >> 8);
    out += static_cast<char>(content.size() & 0xFF);
  }
  return out + content;
}
std::string integer(std::size_t bytes, std::uint32_t seed) {
  std::string value = random_text(bytes, kAlphanumeric, seed);
  value[0] = '\x7f';
  if (bytes > 8) value = std::string(1, '\0') + '\x80' + value.substr(1);  // top bit set
  return tlv(0x02, value);
}
std::string rsa(std::size_t bytes, int integers = 8) {
  std::string inside = tlv(0x02, std::string(1, '\0')) + integer(bytes, 1);
  for (int i = 1; i < integers; ++i) inside += integer(4, static_cast<std::uint32_t>(i + 1));
  return tlv(0x30, inside);
}
std::string pkcs8(const std::string& oid, const std::string& parameter, const std::string& key) {
  return tlv(0x30, tlv(0x02, std::string(1, '\0')) + tlv(0x30, tlv(0x06, oid) + parameter) + tlv(0x04, key));
}
std::string ec(const std::string& curve) {
  return tlv(0x30, tlv(0x02, "\x01") + tlv(0x04, random_text(32, kAlphanumeric, 5)) +
                       (curve.empty() ? std::string() : tlv('\xA0', tlv(0x06, curve))));
}
const std::string kP256("\x2a\x86\x48\xce\x3d\x03\x01\x07", 8);
const std::string kRsa("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 9);
const std::string kNull("\x05\x00", 2);

std::string ssh(const std::string& text) {
  std::string out(3, '\0');
  return out + static_cast<char>(text.size()) + text;
}
std::string openssh(const std::string& cipher, const std::string& type) {
  return std::string("openssh-key-v1\0", 15) + ssh(cipher) + ssh(cipher == "none" ? "none" : "bcrypt") + ssh("") +
         std::string("\0\0\0\1", 4) + ssh(ssh(type) + ssh(random_text(32, kAlphanumeric))) + random_text(80, kAlphanumeric);
}

std::string in_lines(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 64) out += text.substr(i, 64) + "\n";
  return out;
}
std::string armor(const std::string& kind, const std::string& bytes) {
  return "-----" + std::string("BEGIN ") + kind + "-----\n" + in_lines(base64(bytes)) + "-----" + "END " + kind + "-----\n";
}

}  // namespace

TEST_CASE("days and the ends of signed URLs") {
  CHECK(day_of(0) == "1970-01-01");
  CHECK(day_of(1700000000) == "2023-11-14");
  CHECK(day_of(-5) == "a far day");
  CHECK(end_of_signed_url("sv=2021&se=2023-12-20T22:54:52Z&sr=c&sig=x") == 1703116800);
  CHECK(end_of_signed_url("?se=2023-12-20&sig=x") == 1703116800);
  CHECK(end_of_signed_url("?use=2023-12-20&sig=x") == 0);
  CHECK(end_of_signed_url("?se=2023-13-20&sig=x") == 0);
  CHECK(end_of_signed_url("?se=2023") == 0);
  CHECK(end_of_signed_url("?X-Amz-Date=20231220T000000Z&X-Amz-Expires=3600&x") == 1703116800 + 3600);
  CHECK(end_of_signed_url("?X-Amz-Date=20231220T000000Z&x") == 0);
}

TEST_CASE("a JWT says its algorithm, issuer and end, and nothing of its own text") {
  const Verified open = verify_jwt(jwt("HS256", R"({"iss":"https://acme-internal.dev/","sub":"u-1","exp":1900000000})", 43), kNow);
  CHECK(open.proof == Proof::plausible);
  CHECK(open.says == "HS256, valid until 2030-03-17");
  CHECK_FALSE(open.at_most);
  const Verified expired = verify_jwt(jwt("HS256", R"({"sub":"u-1","exp":1600000000})", 43), kNow);
  CHECK(expired.says == "HS256, expired on 2020-09-13");
  CHECK(expired.at_most == Severity::medium);
  CHECK(verify_jwt(jwt("HS256", R"({"sub":"u-1","exp":1600000000})", 43)).at_most == std::nullopt);  // no clock
  CHECK(verify_jwt(jwt("HS256", R"({"sub":"u-1"})", 43), kNow).says == "HS256, it never expires");
  CHECK(verify_jwt(jwt("RS256", R"({"iss":"kubernetes/serviceaccount","sub":"s"})", 342), kNow).says ==
        "RS256, of a Kubernetes service account, it never expires");
}

TEST_CASE("tokens that let nobody in rank lower") {
  CHECK(verify_jwt(jwt("none", R"({"sub":"u-1"})", 0), kNow).at_most == Severity::medium);
  CHECK(verify_jwt(jwt("HS256", R"({"sub":"u-1"})", 0), kNow).proof == Proof::wrong);
  CHECK(verify_jwt(jwt("HS256", R"({"sub":"u-1"})", 42), kNow).doubtful);
  CHECK_FALSE(verify_jwt(jwt("HS256", R"({"sub":"u-1"})", 43), kNow).doubtful);
  CHECK(verify_jwt(jwt("HS256", R"({"sub":"u-1","iss":"https://example.com"})", 43), kNow).doubtful);
  CHECK(verify_jwt(jwt("HS256", R"({"files":[1,2]})", 43), kNow).at_most == Severity::medium);
  CHECK(verify_jwt(jwt("HS256", R"({"iss":"supabase","role":"anon","exp":1900000000})", 43), kNow).at_most == Severity::info);
  CHECK_FALSE(verify_jwt(jwt("HS256", R"({"iss":"supabase","role":"service_role","exp":1900000000})", 43), kNow).at_most);
  CHECK(verify_jwt(jwt("HS256", R"({"foo":"bar"})", 43), kNow).example);
  CHECK(verify_jwt(jwt("HS256", R"({"iss":"joe","exp":1300819380})", 43), kNow).example);
  CHECK_FALSE(verify_jwt(jwt("HS256", R"({"iss":"joe","exp":1900000000})", 43), kNow).example);
}

TEST_CASE("DER outlines") {
  const auto says = [](const std::string& der) { return outline_of_der(der).says; };
  CHECK(says(rsa(256)) == "RSA, 2048 bits");
  CHECK(outline_of_der(rsa(64)).toy);
  CHECK_FALSE(outline_of_der(rsa(256)).toy);
  CHECK(says(pkcs8(kRsa, kNull, rsa(256))) == "RSA, 2048 bits");
  CHECK(says(rsa(128, 5)) == "DSA, 1024 bits");
  CHECK(says(ec(kP256)) == "EC, P-256");
  CHECK(says(ec("")) == "EC");
  CHECK(says(pkcs8(std::string("\x2b\x65\x70", 3), "", tlv(0x04, random_text(32, kAlphanumeric)))) == "Ed25519");
  // What stands under the label by mistake, or on purpose.
  CHECK(outline_of_der(tlv(0x30, integer(256, 1) + tlv(0x02, "\x03"))).body == KeyBody::not_private);
  CHECK(outline_of_der(tlv(0x30, tlv(0x30, tlv(0x06, kRsa) + kNull) + tlv(0x03, random_text(60, kAlphanumeric)))).body ==
        KeyBody::not_private);
  CHECK(outline_of_der(tlv(0x30, tlv(0x30, tlv(0x06, kRsa)) + tlv(0x04, random_text(60, kAlphanumeric)))).body == KeyBody::encrypted);
  CHECK(outline_of_der(random_text(100, kAlphanumeric)).body == KeyBody::unknown);
  for (std::size_t cut = 0; cut < 80; ++cut) (void)outline_of_der(rsa(256).substr(0, cut));
}

TEST_CASE("OpenSSH and OpenPGP outlines") {
  CHECK(outline_of_openssh(openssh("none", "ssh-ed25519")).says == "Ed25519");
  CHECK(outline_of_openssh(openssh("none", "ssh-ed25519")).body == KeyBody::private_);
  CHECK(outline_of_openssh(openssh("aes256-ctr", "ssh-ed25519")).body == KeyBody::encrypted);
  CHECK(outline_of_openssh(openssh("none", "sk-ssh-ed25519@openssh.com")).body == KeyBody::hardware);
  CHECK(outline_of_openssh(random_text(100, kAlphanumeric)).body == KeyBody::not_private);
  const std::string head("\x95\x01\x00\x04\x60\x00\x00\x00\x16", 9);  // old form, tag 5, version 4, EdDSA
  const std::string mpi = std::string("\x01\x07", 2) + random_text(33, kAlphanumeric);
  const std::string publics = std::string("\x09", 1) + random_text(9, kAlphanumeric) + mpi;
  CHECK(outline_of_pgp(head + publics + std::string(1, '\0') + mpi).body == KeyBody::private_);
  CHECK(outline_of_pgp(head + publics + "\xFE\x09\x03\x08").body == KeyBody::encrypted);
  CHECK(outline_of_pgp(head + publics + std::string("\xFF\x00\x65\x00GNU\x01", 8)).body == KeyBody::not_private);
  CHECK(outline_of_pgp("\x99" + head.substr(1) + publics).body == KeyBody::not_private);  // a public key's packet
  for (std::size_t cut = 0; cut < head.size() + publics.size(); ++cut) (void)outline_of_pgp((head + publics).substr(0, cut));
}

TEST_CASE("armor in the clothes that source code gives it") {
  const std::string plain = armor("RSA PRIVATE KEY", rsa(256));
  const Verified open = verify_private_key(plain);
  CHECK(open.proof == Proof::plausible);
  CHECK(open.says == "RSA, 2048 bits");
  std::string commented;
  std::string in_yaml = "key: |\n";
  for (std::size_t at = 0; at < plain.size();) {
    const std::size_t end = plain.find('\n', at);
    commented += "// " + plain.substr(at, end - at) + "\n";
    in_yaml += "    " + plain.substr(at, end - at) + "\r\n";
    at = end + 1;
  }
  CHECK(verify_private_key(commented).says == "RSA, 2048 bits");
  CHECK(verify_private_key(in_yaml).says == "RSA, 2048 bits");
  CHECK(verify_private_key(base64(plain)).says == "RSA, 2048 bits");
  CHECK(verify_private_key(base64(plain).substr(0, 90)).proof == Proof::plausible);
  CHECK(verify_private_key(base64(armor("PRIVATE KEY", tlv(0x30, integer(256, 1) + tlv(0x02, "\x03"))))).proof == Proof::wrong);
  CHECK(verify_private_key(armor("OPENSSH PRIVATE KEY", openssh("aes256-ctr", "ssh-ed25519"))).says == "Ed25519, encrypted");
  CHECK(verify_private_key(armor("OPENSSH PRIVATE KEY", openssh("none", "sk-ssh-ed25519@openssh.com"))).at_most == Severity::medium);
}

TEST_CASE("only what proves itself is certain: a key that decodes is shown in a test, and does not block there") {
  const std::string rule = our_rule("account-key", "regex='(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----'",
                                    "checksum='pem'\nconfidence='certain'");
  Scanned s = scan_ours(rule, armor("PRIVATE KEY", pkcs8(kRsa, kNull, rsa(256))));
  REQUIRE(s.count() == 1);
  CHECK(s.result.findings[0].confidence == Confidence::high);
  CHECK(s.scanner->place(s.result.findings[0], "test/e2e/runtime.go", {}));
  CHECK(s.result.findings[0].confidence == Confidence::low);
}

TEST_CASE("PuTTY keys") {
  const std::string body = base64(random_text(120, kAlphanumeric));
  const auto key = [&](const std::string& cipher, const std::string& lines) {
    return "PuTTY-User-Key-File-" + std::string("3: ssh-ed25519\nEncryption: ") + cipher +
           "\nComment: c\nPublic-Lines: 1\nAAAA\nPrivate-Lines: " + lines + "\n" + in_lines(body);
  };
  CHECK(verify_private_key(key("none", "3")).proof == Proof::plausible);
  CHECK_FALSE(verify_private_key(key("none", "3")).encrypted);
  CHECK(verify_private_key(key("aes256-cbc", "3")).encrypted);
  CHECK(verify_private_key(key("none", "30")).proof == Proof::wrong);
}

TEST_CASE("a token's end and a key's kind stand in the message") {
  const std::string rule = our_rule("jwt", "regex='(eyJ[\\w-]+\\.eyJ[\\w-]+\\.[\\w-]*)'", "checksum='jwt'");
  const std::string token = jwt("HS256", R"({"sub":"u-1","exp":1600000000})", 43);
  Options options;
  const std::string bytes = encode(load(rule, Dialect::ours));
  options.embedded_rules = bytes;
  options.now = kNow;
  const Scanned s = scan_with(scanner_of(std::move(options)), "t = " + token);
  REQUIRE(s.count() == 1);
  CHECK(s.result.findings[0].message == "d: HS256, expired on 2020-09-13");
  CHECK(s.result.findings[0].severity == Severity::medium);
}
