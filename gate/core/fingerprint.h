// Identity of a finding across runs and moved lines. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gogate {

// 128 bits in hex over: rule id, path, `context` (the enclosing text with every
// secret masked and white space removed) and `ordinal` (how many findings of
// this rule with equal context stand before it in its file, so that two equal
// lines differ). Nothing of a secret's value enters, nor do line numbers.
std::string fingerprint(std::string_view rule_id, std::string_view path, std::string_view context,
                        std::uint32_t ordinal);

// The context for the above: text without spaces, tabs, CR and LF.
std::string without_white_space(std::string_view text);

}  // namespace gogate
