// Keys and tokens that decode as what they say they are, made of random bytes:
// the DER is well formed, the numbers in it are no real key.
#include <stdexcept>

#include "sample_template.h"

namespace gogate::samples {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string der(char tag, std::string_view content) {
  std::string out(1, tag);
  if (content.size() < 128) {
    out += static_cast<char>(content.size());
  } else {
    out += '\x82';
    out += static_cast<char>(content.size() >> 8);
    out += static_cast<char>(content.size() & 0xff);
  }
  return out.append(content);
}

constexpr char kInteger = 0x02, kOctets = 0x04, kNull = 0x05, kOid = 0x06, kSequence = 0x30, kBits = 0x03;

std::string big_number(std::size_t bytes, Dice& dice) {
  std::string value = dice.bytes(bytes);
  value.front() = static_cast<char>(0x80 | value.front());
  value.back() = static_cast<char>(0x01 | value.back());
  return der(kInteger, std::string(1, '\0') + value);
}

std::string rsa(Dice& dice) {
  std::string body = der(kInteger, std::string(1, '\0')) + big_number(128, dice) + der(kInteger, {"\1\0\1", 3});
  body += big_number(128, dice);
  for (int i = 0; i < 5; ++i) body += big_number(64, dice);
  return der(kSequence, body);
}

std::string ec(Dice& dice) {
  constexpr std::string_view kP256 = "\x2a\x86\x48\xce\x3d\x03\x01\x07";
  return der(kSequence, der(kInteger, "\1") + der(kOctets, dice.bytes(32)) + der('\xa0', der(kOid, kP256)) +
                            der('\xa1', der(kBits, std::string("\0\4", 2) + dice.bytes(64))));
}

std::string pkcs8(Dice& dice) {
  constexpr std::string_view kRsa = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
  return der(kSequence, der(kInteger, std::string(1, '\0')) + der(kSequence, der(kOid, kRsa) + der(kNull, {})) +
                            der(kOctets, rsa(dice)));
}

std::string ssh_string(std::string_view text) {
  const std::size_t n = text.size();
  std::string out{'\0', '\0', static_cast<char>(n >> 8), static_cast<char>(n & 0xff)};
  return out.append(text);
}

// PROTOCOL.key of OpenSSH, without a passphrase.
std::string openssh(Dice& dice) {
  const std::string check = dice.bytes(4), pub = dice.bytes(32);
  std::string secret = check + check + ssh_string("ssh-ed25519") + ssh_string(pub) + ssh_string(dice.bytes(32) + pub) +
                       ssh_string("deploy");
  for (char pad = 1; secret.size() % 8 != 0; ++pad) secret += pad;
  return std::string("openssh-key-v1\0", 15) + ssh_string("none") + ssh_string("none") + ssh_string("") +
         std::string("\0\0\0\1", 4) + ssh_string(ssh_string("ssh-ed25519") + ssh_string(pub)) + ssh_string(secret);
}

std::string lines_of(std::string_view base64_text, std::string_view line_end) {
  std::string out;
  for (std::size_t at = 0; at < base64_text.size(); at += 64) {
    out += base64_text.substr(at, 64);
    out += line_end;
  }
  return out;
}

std::string encode(std::string_view bytes, char c62, char c63, bool pad) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  const auto put = [&](std::uint32_t value) {
    out += value == 62 ? c62 : value == 63 ? c63 : kBase64[value];
  };
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) put(bits >> (count - 6) & 63);
  }
  if (count > 0) put(bits << (6 - count) & 63);
  while (pad && out.size() % 4 != 0) out += '=';
  return out;
}

}  // namespace

std::string base64(std::string_view bytes) { return encode(bytes, '+', '/', true); }
std::string base64url(std::string_view bytes) { return encode(bytes, '-', '_', false); }

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? crc >> 1 ^ 0xedb88320U : crc >> 1;
  }
  return ~crc;
}

std::string pem(std::string_view kind, std::string_view line_end, Dice& dice) {
  std::string label(kind), content;
  if (kind == "RSA" || kind == "EC") label += " PRIVATE KEY", content = kind == "RSA" ? rsa(dice) : ec(dice);
  else if (kind == "PKCS8") label = "PRIVATE KEY", content = pkcs8(dice);
  else if (kind == "OPENSSH") label += " PRIVATE KEY", content = openssh(dice);
  else if (kind == "PUBLIC") label += " KEY", content = der(kSequence, dice.bytes(200));
  else if (kind == "CERTIFICATE") content = der(kSequence, dice.bytes(400));
  else throw std::runtime_error("unknown kind of PEM: " + std::string(kind));
  const std::string end(line_end);
  return "-----BEGIN " + label + "-----" + end + lines_of(base64(content), line_end) + "-----END " + label + "-----";
}

std::string jwt(Dice& dice) {
  const std::string payload = R"({"sub":")" + std::to_string(dice.below(1000000000)) + R"(","iss":"acme","iat":)" +
                              std::to_string(1700000000 + dice.below(10000000)) + "}";
  return base64url(R"({"alg":"HS256","typ":"JWT"})") + "." + base64url(payload) + "." + base64url(dice.bytes(32));
}

std::string aws_key_id(Dice& dice) {
  // 80 bits: one that is set since 2019, 40 of the account number, the rest unknown.
  const std::uint64_t account = 100000000000 + dice.below(900000000000);
  const std::uint64_t head = (std::uint64_t{1} << 49) | account << 9 | dice.below(512);
  std::string out;
  for (int shift = 45; shift >= 0; shift -= 5) out += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[head >> shift & 31];
  return out + dice.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 6);
}

std::string gitlab_routable(std::string_view prefix, bool versioned, bool wrong, Dice& dice) {
  const auto base36 = [](std::uint32_t value, std::size_t width) {
    std::string out(width, '0');
    for (std::size_t i = width; i-- > 0; value /= 36) out[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[value % 36];
    return out;
  };
  const std::string routes = "o:1\nu:" + dice.text("123456789abcdef", 4) + "\n";
  const std::string payload = base64url(routes + dice.bytes(16) + "\x10");
  std::string token = std::string(prefix) + payload + (versioned ? ".01." : ".");
  token += base36(static_cast<std::uint32_t>(payload.size()), 2);
  return token + base36(crc32(token) ^ (wrong ? 0x5555U : 0U), 7);
}

std::string pgp_private_key(Dice& dice) {
  // An old-format secret-key packet (tag 5) with a length of two octets, version 4.
  const std::string body = std::string("\x04", 1) + dice.bytes(4) + "\x01" + dice.bytes(474);
  const std::string packet =
      std::string("\x95", 1) + static_cast<char>(body.size() >> 8) + static_cast<char>(body.size() & 0xff) + body;
  return "-----BEGIN PGP PRIVATE" " KEY BLOCK-----\n\n" + lines_of(base64(packet), "\n") + "=" +
         dice.text(kBase64, 4) + "\n-----END PGP PRIVATE" " KEY BLOCK-----";
}

std::string putty_private_key(Dice& dice) {
  const std::string open = lines_of(base64(dice.bytes(144)), "\n"), secret = lines_of(base64(dice.bytes(192)), "\n");
  return "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: deploy\nPublic-Lines: 3\n" + open +
         "Private-Lines: 4\n" + secret + "Private-MAC: " + dice.text("0123456789abcdef", 40) + "\n";
}

}  // namespace gogate::samples
