// Base64 of either alphabet (RFC 4648 sections 4 and 5), padded or not. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gogate::secrets {

// 0 to 63; -1: in neither alphabet.
int base64_value(char c);

// nullopt: a character that belongs to neither alphabet, padding inside, or a
// length that no encoder produces.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace gogate::secrets
