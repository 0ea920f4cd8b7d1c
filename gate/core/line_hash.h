// GitHub's primaryLocationLineHash: the rolling hash that the code scanning
// upload action computes for SARIF results without one. If ours differed,
// alerts would be closed and opened anew when another upload path is used.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gogate {

// One entry for each of `lines` ("f36c83a763178766:1"; numbers from 0, rising,
// each within the text, whose lines end at CR, LF or CRLF): 64-bit hash in
// lower-case hex over the 100 UTF-16 code units that begin at the line, with
// spaces and tabs left out and each line end counted as one LF; then ":" and how
// often that hash has occurred in the file so far. Invalid UTF-8 counts as
// U+FFFD, as it does for a JavaScript reader. A line that the text does not
// have gets an empty entry.
std::vector<std::string> line_hashes(std::string_view text, std::span<const std::uint32_t> lines);

}  // namespace gogate
