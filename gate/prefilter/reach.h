// How far a match of a regex can reach, in lines: what decides how much text
// around a change can show whether anything new matches.
#pragma once

#include <cstdint>

#include "gate/prefilter/byte_tree.h"
#include "gate/prefilter/regex_syntax.h"

namespace gogate::prefilter {

struct Reach {
  // The bytes of a match between the first and the last place where it can hold a
  // line feed; 0 when it stands on one line, but for a line feed as its very first
  // or very last byte. What is before and after that stands on one line each.
  // Counted in bytes of a text whose invalid bytes may read as U+FFFD.
  std::uint64_t bytes = 0;
  std::uint64_t feeds = 0;  // the most line feeds that it holds
};
// kEndless: no bound.
Reach lines_reach(const Regex& regex);

// Cuts a tree down to a part that every match must contain and that holds no line
// feed, or else has at most `longest` bytes; `until`: that part ends so many bytes
// behind the match's begin at most. False, and the tree untouched: it has none.
bool cut_to_anchor(ByteNode& tree, std::uint64_t longest, std::uint64_t& until);
// Cuts a sequence down to neighbours of at most `longest` bytes, those whose
// shortest match is longest. False, and the tree untouched: there are none.
bool cut_to_part(ByteNode& tree, std::uint64_t longest);
// Whether some match holds a line feed.
bool can_hold_line_feed(const ByteNode& tree);

}  // namespace gogate::prefilter
