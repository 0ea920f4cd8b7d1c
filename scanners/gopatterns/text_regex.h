// A weaker regex that a prefilter can look for in a whole file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gogate::gopatterns {

struct TextRegex {
  std::string text;            // RE2 syntax; no anchors, no look-around
  std::size_t literal = 0;     // how many letters and digits every match holds at least
};

// Where `regex` (RE2 or PCRE) matches a piece of a file, the result matches
// somewhere in the file. With `quoted` the piece is what a string literal
// holds: the result also matches its spelling with backslashes, save those of
// octal, hexadecimal and Unicode escapes (kNumericEscape) and carriage returns
// that a raw string drops. nullopt: nothing useful could be proven.
std::optional<TextRegex> text_regex(std::string_view regex, bool quoted);

inline constexpr std::string_view kNumericEscape = "\\\\[0-7xuU]";

}  // namespace gogate::gopatterns
