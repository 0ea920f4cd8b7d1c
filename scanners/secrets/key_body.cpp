#include "scanners/secrets/key_body.h"

#include <array>
#include <optional>

namespace gogate::secrets {
namespace {

std::size_t byte(std::string_view s, std::size_t i) { return static_cast<unsigned char>(s[i]); }

struct Tlv {
  std::size_t tag = 0;
  std::string_view content;
};

// Takes one DER value off the front.
std::optional<Tlv> take(std::string_view& der) {
  if (der.size() < 2) return std::nullopt;
  std::size_t length = byte(der, 1);
  std::size_t header = 2;
  if (length >= 0x80) {
    const std::size_t count = length & 0x7F;
    if (count == 0 || count > 3 || der.size() < 2 + count) return std::nullopt;
    length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length << 8 | byte(der, 2 + i);
    header += count;
  }
  if (header + length > der.size()) return std::nullopt;
  const Tlv out{byte(der, 0), der.substr(header, length)};
  der.remove_prefix(header + length);
  return out;
}

constexpr std::size_t kInteger = 0x02;
constexpr std::size_t kBitString = 0x03;
constexpr std::size_t kOctetString = 0x04;
constexpr std::size_t kObjectId = 0x06;
constexpr std::size_t kSequence = 0x30;

std::size_t bits_of(std::string_view integer) {
  while (!integer.empty() && integer.front() == '\0') integer.remove_prefix(1);
  if (integer.empty()) return 0;
  std::size_t bits = integer.size() * 8;
  for (std::size_t mask = 0x80; mask != 0 && (byte(integer, 0) & mask) == 0; mask >>= 1) --bits;
  return bits;
}

KeyOutline key(std::string says) { return {KeyBody::private_, std::move(says), false}; }

KeyOutline rsa(std::string_view modulus) {
  const std::size_t bits = bits_of(modulus);
  KeyOutline out = key("RSA, " + std::to_string(bits) + " bits");
  out.toy = bits < 1024;
  return out;
}

struct Named {
  std::string_view oid;
  std::string_view name;
};
constexpr std::array<Named, 5> kCurves{{
    {{"\x2a\x86\x48\xce\x3d\x03\x01\x07", 8}, "EC, P-256"},
    {{"\x2b\x81\x04\x00\x22", 5}, "EC, P-384"},
    {{"\x2b\x81\x04\x00\x23", 5}, "EC, P-521"},
    {{"\x2b\x81\x04\x00\x21", 5}, "EC, P-224"},
    {{"\x2b\x81\x04\x00\x0a", 5}, "EC, secp256k1"},
}};
constexpr std::array<Named, 7> kAlgorithms{{
    {{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 9}, "RSA"},
    {{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a", 9}, "RSA"},
    {{"\x2a\x86\x48\xce\x3d\x02\x01", 7}, "EC"},
    {{"\x2a\x86\x48\xce\x38\x04\x01", 7}, "DSA"},
    {{"\x2b\x65\x70", 3}, "Ed25519"},
    {{"\x2b\x65\x6e", 3}, "X25519"},
    {{"\x2b\x65\x71", 3}, "Ed448"},
}};

template <std::size_t N>
std::string_view name_in(const std::array<Named, N>& list, std::string_view oid) {
  for (const Named& n : list)
    if (n.oid == oid) return n.name;
  return {};
}

// INTEGER 0, then eight more (RSA) or five (DSA).
KeyOutline integers(std::string_view rest, std::string_view first) {
  std::size_t count = 1;
  while (const auto next = take(rest)) {
    if (next->tag != kInteger) break;
    ++count;
  }
  if (count >= 8) return rsa(first);
  if (count == 5) return key("DSA, " + std::to_string(bits_of(first)) + " bits");
  return {};
}

KeyOutline pkcs8(std::string_view algorithm, std::string_view rest) {
  const auto value = take(rest);
  if (!value || value->tag != kOctetString || value->content.size() < 8) return {};
  const auto id = take(algorithm);
  if (!id || id->tag != kObjectId) return {};
  const std::string_view name = name_in(kAlgorithms, id->content);
  if (name == "RSA") {
    const KeyOutline inner = outline_of_der(value->content);
    return inner.body == KeyBody::private_ ? inner : KeyOutline{};
  }
  if (name == "EC") {
    const auto curve = take(algorithm);
    const std::string_view known = curve ? name_in(kCurves, curve->content) : std::string_view();
    return key(std::string(known.empty() ? std::string_view("EC") : known));
  }
  return key(std::string(name));
}

// length-prefixed string of SSH (RFC 4251); empty when cut.
std::string_view take_ssh(std::string_view& bytes) {
  if (bytes.size() < 4) return {};
  const std::size_t length = byte(bytes, 0) << 24 | byte(bytes, 1) << 16 | byte(bytes, 2) << 8 | byte(bytes, 3);
  if (length > bytes.size() - 4) return {};
  const std::string_view out = bytes.substr(4, length);
  bytes.remove_prefix(4 + length);
  return out;
}

// Multiprecision integer of OpenPGP: bits, then bytes.
bool skip_mpi(std::string_view& bytes) {
  if (bytes.size() < 2) return false;
  const std::size_t length = ((byte(bytes, 0) << 8 | byte(bytes, 1)) + 7) / 8;
  if (bytes.size() - 2 < length) return false;
  bytes.remove_prefix(2 + length);
  return true;
}

bool skip_counted(std::string_view& bytes) {
  if (bytes.empty() || byte(bytes, 0) + 1 > bytes.size()) return false;
  bytes.remove_prefix(byte(bytes, 0) + 1);
  return true;
}

// The public part of a key packet, for the algorithms of RFC 9580 section 9.1.
bool skip_public(std::string_view& bytes, std::size_t algorithm, std::string& says) {
  const auto mpis = [&](int count) {
    while (count-- > 0)
      if (!skip_mpi(bytes)) return false;
    return true;
  };
  const auto fixed = [&](std::size_t count) {
    if (bytes.size() < count) return false;
    bytes.remove_prefix(count);
    return true;
  };
  switch (algorithm) {
    case 1: case 2: case 3:
      if (bytes.size() >= 2) says = "RSA, " + std::to_string(byte(bytes, 0) << 8 | byte(bytes, 1)) + " bits";
      return mpis(2);
    case 16: says = "ElGamal"; return mpis(3);
    case 17: says = "DSA"; return mpis(4);
    case 18: says = "ECDH"; return skip_counted(bytes) && mpis(1) && skip_counted(bytes);
    case 19: says = "ECDSA"; return skip_counted(bytes) && mpis(1);
    case 22: says = "EdDSA"; return skip_counted(bytes) && mpis(1);
    case 25: says = "X25519"; return fixed(32);
    case 26: says = "X448"; return fixed(56);
    case 27: says = "Ed25519"; return fixed(32);
    case 28: says = "Ed448"; return fixed(57);
    default: return false;
  }
}

}  // namespace

KeyOutline outline_of_der(std::string_view der) {
  const auto outer = take(der);
  if (!outer || outer->tag != kSequence) return {};
  std::string_view inside = outer->content;
  const auto first = take(inside);
  if (!first) return {};
  const auto second = take(inside);
  if (!second) return {};
  if (first->tag == kSequence) {
    if (second->tag == kOctetString) return {KeyBody::encrypted, {}, false};
    // SubjectPublicKeyInfo; a certificate or a request: body, algorithm, signature.
    if (second->tag == kBitString || second->tag == kSequence) return {KeyBody::not_private, {}, false};
    return {};
  }
  if (first->tag != kInteger) return {};
  if (second->tag == kSequence) return pkcs8(second->content, inside);
  if (second->tag == kInteger) {
    // A public RSA key has its two numbers and no more.
    if (inside.empty()) return {KeyBody::not_private, {}, false};
    return integers(inside, second->content);
  }
  if (second->tag == kOctetString && second->content.size() >= 16) {
    std::string_view curve;
    while (const auto next = take(inside)) {
      std::string_view wrapped = next->content;
      if (next->tag != 0xA0) continue;
      if (const auto oid = take(wrapped)) curve = name_in(kCurves, oid->content);
    }
    return key(std::string(curve.empty() ? std::string_view("EC") : curve));
  }
  return {};
}

KeyOutline outline_of_openssh(std::string_view bytes) {
  constexpr std::string_view kMagic("openssh-key-v1\0", 15);
  if (!bytes.starts_with(kMagic)) return {KeyBody::not_private, {}, false};
  bytes.remove_prefix(kMagic.size());
  const std::string_view cipher = take_ssh(bytes);
  if (cipher.empty()) return {KeyBody::not_private, {}, false};
  KeyOutline out{cipher == "none" ? KeyBody::private_ : KeyBody::encrypted, {}, false};
  take_ssh(bytes);  // key derivation
  take_ssh(bytes);  // its options
  if (bytes.size() < 4) return out;
  bytes.remove_prefix(4);  // number of keys
  std::string_view public_key = take_ssh(bytes);
  const std::string_view name = take_ssh(public_key);
  static constexpr std::array<Named, 7> kNames{{{"ssh-ed25519", "Ed25519"},
                                                {"ssh-rsa", "RSA"},
                                                {"ssh-dss", "DSA"},
                                                {"ecdsa-sha2-nistp256", "EC, P-256"},
                                                {"ecdsa-sha2-nistp384", "EC, P-384"},
                                                {"ecdsa-sha2-nistp521", "EC, P-521"},
                                                {"ssh-ed448", "Ed448"}}};
  out.says = name_in(kNames, name);
  if (name.starts_with("sk-")) {
    out.body = KeyBody::hardware;
    out.says = "of a security key";
  }
  if (name == "ssh-rsa") {
    take_ssh(public_key);  // exponent
    if (const std::string_view modulus = take_ssh(public_key); !modulus.empty())
      out.says = "RSA, " + std::to_string(bits_of(modulus)) + " bits";
  }
  return out;
}

KeyOutline outline_of_pgp(std::string_view bytes) {
  if (bytes.size() < 3) return {KeyBody::not_private, {}, false};
  const std::size_t first = byte(bytes, 0);
  const bool current = (first & 0xC0U) == 0xC0U;
  const std::size_t tag = current ? first & 0x3FU : first >> 2 & 0x0FU;
  if ((first & 0x80U) == 0 || tag != 5) return {KeyBody::not_private, {}, false};
  std::size_t header = 0;
  if (current) {
    header = byte(bytes, 1) < 192 ? 2 : byte(bytes, 1) < 224 ? 3 : 6;
  } else {
    constexpr std::array<std::size_t, 4> kHeaders{2, 3, 5, 1};
    header = kHeaders[first & 3U];
  }
  KeyOutline out{KeyBody::unknown, {}, false};
  if (bytes.size() < header + 6) return out;
  bytes.remove_prefix(header);
  const std::size_t version = byte(bytes, 0);
  if (version < 3 || version > 6) return out;
  bytes.remove_prefix(version == 3 ? 7 : 5);  // version, time, and in version 3 days of validity
  if (bytes.empty()) return out;
  const std::size_t algorithm = byte(bytes, 0);
  bytes.remove_prefix(1);
  if (version >= 5) {
    if (bytes.size() < 4) return out;
    bytes.remove_prefix(4);  // length of the public part
  }
  if (!skip_public(bytes, algorithm, out.says) || bytes.empty()) return out;
  const std::size_t usage = byte(bytes, 0);
  out.body = usage == 0 ? KeyBody::private_ : KeyBody::encrypted;
  // GnuPG's own way to say that the secret part is not there, or on a card.
  if (usage >= 254 && bytes.substr(0, 16).find("GNU") != std::string_view::npos) out.body = KeyBody::not_private;
  return out;
}

}  // namespace gogate::secrets
