// Tokens, keys, templates, .sops.yaml and the files that it names: whatever the
// bytes, decoding ends, and spans stay inside the text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "scanners/secrets/checksum.h"
#include "scanners/secrets/expiry.h"
#include "gate/core/file_role.h"
#include "scanners/secrets/key_body.h"
#include "scanners/secrets/place_rank.h"
#include "scanners/secrets/placeholders.h"
#include "scanners/secrets/sops.h"

using namespace gogate;
using namespace gogate::secrets;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 1U << 16) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  switch (data[0] % 8) {
    case 0: (void)verify_jwt(text, 1'700'000'000); break;
    case 1: (void)verify_private_key(text); break;
    case 2:
      (void)outline_of_der(text);
      (void)outline_of_openssh(text);
      (void)outline_of_pgp(text);
      break;
    case 3:
      (void)placeholder_reason(text, "key_[a-z0-9]{8}x{4}");
      (void)is_encrypted(text);
      (void)is_password_hash(text);
      break;
    case 4:
      (void)end_of_signed_url(text);
      (void)said_by_name(text);
      (void)role_of(text);
      (void)is_client_side(text);
      break;
    case 5: {
      const auto policy = SopsFile::parse(text, ".sops.yaml");
      if (policy) (void)policy->plain_values("a/b.yaml", text);
      break;
    }
    default: {
      static const auto policy = SopsFile::parse("creation_rules:\n- path_regex: '.'\n", ".sops.yaml");
      if (!policy) std::abort();
      for (const std::string_view path : {"a.yaml", "a.json", "a.env", "a.ini"})
        for (const auto& plain : policy->plain_values(path, text))
          if (plain.value.end > text.size() || plain.value.empty()) std::abort();
    }
  }
  return 0;
}
