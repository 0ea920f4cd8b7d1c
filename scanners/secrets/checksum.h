// What a secret proves about itself, without asking its provider. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gate/core/severity.h"
#include "scanners/secrets/rule_set.h"

namespace gogate::secrets {

enum class Proof : std::uint8_t {
  unknown,    // this form carries nothing to check
  plausible,  // it decodes as its kind does, but so could something made up
  right,      // a checksum fits: it was issued by its provider
  wrong,      // it cannot be a secret of that kind
};

struct Verified {
  Proof proof = Proof::unknown;
  std::string_view why = {};  // static text: "its checksum fits"
  bool encrypted = false;     // a key that needs a passphrase as well
  bool example = false;       // a documentation's own
  // What it turned out to be, for the message: "RSA, 2048 bits". Never a part
  // of the secret or of what it encodes.
  std::string says = {};
  std::optional<Severity> at_most = std::nullopt;  // what it can do is less than its kind promises
  bool doubtful = false;                           // one step less sure
};

// `match` is the rule's whole match, `secret` the part that is the secret.
// `now`: seconds since 1970, for what expires; 0: nothing is taken for expired.
Verified verify(Checksum kind, std::string_view match, std::string_view secret, std::int64_t now = 0);

// The two that decode more than a line; see their files.
Verified verify_jwt(std::string_view token, std::int64_t now = 0);
Verified verify_private_key(std::string_view armor);

// The account that an access key id of the newer form holds; 0: it holds none.
std::uint64_t account_of_aws_key(std::string_view id);

// zlib's CRC-32 (ISO 3309).
std::uint32_t crc32(std::string_view bytes);

}  // namespace gogate::secrets
