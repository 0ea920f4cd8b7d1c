// RE2's regular expression syntax (version 20220601, default options) as a
// tree, for deriving filters from it. Accepts exactly what RE2 accepts.
// Captures, and laziness, which do not change whether a match exists, are gone.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "gate/prefilter/char_class.h"

namespace gogate::prefilter {

enum class Op : std::uint8_t {
  empty,
  rune,      // exactly this code point, encoded as UTF-8
  chars,     // one code point of a class
  any_byte,  // \C
  concat,
  alternate,
  repeat,
  begin_text,
  end_text,
  begin_line,
  end_line,
  word_boundary,
  not_word_boundary,
};

inline constexpr int kUnbounded = -1;

struct Node {
  Op op = Op::empty;
  bool caseless = false;               // the class is one letter in both its cases
  char32_t rune = 0;                   // of rune; of caseless chars: the lower-case letter
  std::uint32_t chars = 0;             // of chars: index into Regex::classes
  int min = 0, max = 0;                // of repeat; max may be kUnbounded
  std::vector<std::uint32_t> children;  // indexes into Regex::nodes
};

// Owns its nodes; children always stand before their parents.
struct Regex {
  std::vector<Node> nodes;
  std::vector<CharClass> classes;
  std::uint32_t root = 0;
  bool has_any_byte = false;
};

// Errc::config: not RE2 syntax; `what` is "offset 12: …" (bytes from the start).
// Errc::unsupported: RE2 may well accept it, but it is nested too deeply for
// this parser to follow. Time and memory are linear in the text.
Result<Regex> parse_regex(std::string_view text);

}  // namespace gogate::prefilter
