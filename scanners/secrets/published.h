// Secrets that everybody knows: those that vendors' documentation, RFCs and the
// tests of widely copied libraries print. Kept as digests, since a literal here
// would be taken for a leak. Pure; any thread.
#pragma once

#include <string_view>

namespace gogate::secrets {

// The value exactly as it was published.
bool is_published_value(std::string_view value);

// A private key's DER, or the body of an OpenSSH key.
bool is_published_key(std::string_view decoded);

}  // namespace gogate::secrets
