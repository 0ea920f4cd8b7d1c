// Shannon entropy as gitleaks counts it. Pure.
#pragma once

#include <string_view>

namespace gogate::secrets {

// Bits for each character: over code points, with frequencies taken against the
// length in bytes (for ASCII that is Shannon's over bytes). 0 for an empty text.
double shannon_entropy(std::string_view text);

}  // namespace gogate::secrets
