// Identity of a finding across runs and moved lines. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gogate {

// 128 bits in hex over: rule id, path, the matched source with white space
// removed and the secret cut out, the secret's 20 check bits, and `ordinal`
// (how many findings of this file with equal parts came before, so that two
// equal lines differ). Line numbers do not enter. An empty `path` leaves the
// path out (used to compare two versions of a renamed file).
std::string fingerprint(std::string_view rule_id, std::string_view path, std::string_view context,
                        std::uint32_t secret_check_bits, std::uint32_t ordinal);

// The context for the above: text without spaces, tabs, CR and LF.
std::string without_white_space(std::string_view text);

}  // namespace gogate
