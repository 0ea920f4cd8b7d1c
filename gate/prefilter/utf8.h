// UTF-8 as RE2 reads and writes it: surrogates are encoded like other code
// points, and read back as errors.
#pragma once

#include <string>
#include <string_view>

namespace gogate::prefilter {

void append_utf8(std::string& out, char32_t rune);
// Length of the valid sequence at the start of `text`, with its code point in
// `rune`; 0: invalid or empty.
std::size_t decode_utf8(std::string_view text, char32_t& rune);

}  // namespace gogate::prefilter
