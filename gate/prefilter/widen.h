// From a pattern to a Vectorscan expression over bytes that matches wherever
// the pattern does (and perhaps elsewhere). Vectorscan's own reading of the
// pattern would miss matches: its byte mode knows no multi-byte characters and
// no Unicode case folding, its UTF-8 mode is undefined on invalid bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gate/core/pattern.h"
#include "gate/core/result.h"
#include "gate/prefilter/byte_tree.h"

namespace gogate::prefilter {

// How much of the pattern the filter keeps; each step is cheaper to compile
// and lets more through.
enum class Effort : std::uint8_t { full, reduced, literals, always };

// Where all of a match lies, told from the last byte of one of the expression's
// matches. Both bounds hold.
struct Surroundings {
  bool known = false;
  std::uint64_t before = kEndless;  // the match begins at most so many bytes before its end
  std::uint64_t after = kEndless;   // and ends at most so many behind it
  // Of that byte's line, and of as much more as a match can cross lines (see reach.h).
  bool lines = false;
  std::uint64_t reach = 0;  // bytes
  std::uint64_t feeds = 0;  // or line feeds
};

struct Filter {
  bool always = false;  // no useful filter: a candidate in every text
  // Must be looked for in fold_text() of any text in which has_folds() holds,
  // since only ASCII k and s stand in it for U+212A and U+017F.
  bool folded = false;
  // The longest that the expression can match, in bytes of the unfolded text.
  std::uint64_t max_width = kEndless;
  std::string expression;  // for Vectorscan without flags
  // For windows.h: how far a match reaches across lines, in bytes or in lines. Of a pattern whose
  // matches have no such bound the expression is a part of it that has one
  // (kMostMargin at most), and `anchored` says that a text in which that part
  // stands tells nothing about the text's later versions.
  std::uint64_t margin = 0;
  std::uint64_t margin_lines = 0;
  bool anchored = false;
  Surroundings around;
};

inline constexpr std::uint64_t kMostMargin = 256;
inline constexpr std::uint64_t kMostLines = 12;
// The longest match whose place is told in bytes; longer ones by lines alone.
inline constexpr std::uint64_t kLongestPlace = 8192;
inline constexpr std::uint64_t kMostPlaceLines = 64;

// Errors as parse_regex(), but never Errc::unsupported: that becomes `always`.
Result<Filter> widen(const PatternSpec& pattern, Effort effort);

// Replaces U+212A by k and U+017F by s.
void fold_text(std::string_view text, std::string& out);
inline constexpr std::string_view kKelvinBytes = "\xE2\x84\xAA";
inline constexpr std::string_view kLongSBytes = "\xC5\xBF";

}  // namespace gogate::prefilter
