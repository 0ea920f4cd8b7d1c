// The parts of a text in which anything new can match.
//
// A text that was made from another one by copying and inserting has seams: what
// was inserted, and where pieces meet that were apart. If a pattern matches in
// the new text, then either the match and its lines are one copied piece, so
// that it matched in the old text and was judged there, or a seam touches its
// lines. All of such a match stands in the window around that seam:
//
//   - the lines that the seam touches, the byte before and the byte after it
//     included (a match may depend on its neighbours: \b, ^, $);
//   - as many bytes more on both sides as the part of a match that crosses lines
//     can have (see reach.h), and the rest of the lines where they end; or as many
//     lines more as a match has line feeds;
//   - two bytes before and one behind: a match may begin and end with a line
//     feed, whose own neighbour decides \b and \B.
//
// A window begins and ends where the text does, or at an edge that lets patterns
// match more often than in the text, never less.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "gate/core/span.h"

namespace gogate::prefilter {

struct Margin {
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
};

// `seams` as apply_delta() gives them; `out` is replaced by
// sorted, disjoint windows. False: they are so many or large that scanning all
// of the text is cheaper; `out` is then of no use.
bool make_windows(std::string_view text, std::span<const Span> seams, Margin margin, std::vector<Span>& out);

}  // namespace gogate::prefilter
