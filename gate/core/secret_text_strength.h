// How hard a secret is to guess for someone who knows its kind. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace gogate {

// From here on trying all values is out of reach, and a digest may be printed.
inline constexpr double kIdBits = 60;

// An estimate that errs downwards: what is not plainly random counts little.
// The smaller of two readings, of the text's first 160 bytes:
//   - character by character: by the alphabet in use; next to nothing for
//     repeats, sequences, keyboard runs, years and what stood there before;
//     1.5 to 2.8 bits for a letter in pairs that languages use often (with digits
//     read as the letters they stand for), since passphrases are made of words;
//   - by the frequencies of its characters (Shannon, Miller-Madow corrected).
// Left out: `known` literals, a leading vendor prefix ("ghp_") and, of 30 and
// more characters behind one, 32 bits for a checksum; everything of a URL but password, path and query, the first
// two parts of a JWT, the armor of a PEM block. A UUID of version 1, 2 or 6
// tells a time, not a secret: 0.
double estimated_bits(std::string_view secret, std::span<const std::string> known = {});

}  // namespace gogate
