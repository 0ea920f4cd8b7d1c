// What stands inside a private key's armor, once decoded. Reads only the
// outline: kind and size, or that nothing private is there. Pure; total on any
// bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gogate::secrets {

enum class KeyBody : std::uint8_t {
  unknown,     // some DER value that is no key we know
  private_,    // readable
  encrypted,
  hardware,    // a handle of a key that never leaves its device (FIDO)
  not_private  // a public key, a certificate, a stub without its secret part
};

struct KeyOutline {
  KeyBody body = KeyBody::unknown;
  std::string says;  // "RSA, 2048 bits"; empty: unknown
  bool toy = false;  // so small that nobody uses it
};

// PKCS#1 (RFC 8017), PKCS#8 (RFC 5958), SEC 1 (RFC 5915), OpenSSL's DSA form.
KeyOutline outline_of_der(std::string_view der);
// openssh-key-v1 (OpenSSH's PROTOCOL.key).
KeyOutline outline_of_openssh(std::string_view bytes);
// The first packet of RFC 9580, versions 3 to 6.
KeyOutline outline_of_pgp(std::string_view bytes);

}  // namespace gogate::secrets
