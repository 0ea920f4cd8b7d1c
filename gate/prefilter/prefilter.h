// Which of a list of patterns can match in these bytes? One Vectorscan pass.
//
// The promise (see PatternSpec): a pattern whose own regex (RE2, UTF-8 mode,
// also on bytes that are not UTF-8) or literal matches is always reported.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/pattern.h"
#include "gate/core/result.h"
#include "gate/prefilter/widen.h"
#include "gate/prefilter/windows.h"

namespace gogate {

namespace prefilter {
class Database;
}

// One worker's memory for scanning, for any number of prefilters; it keeps
// those it has seen alive. One thread at a time.
class PrefilterScratch {
 public:
  PrefilterScratch();
  ~PrefilterScratch();
  PrefilterScratch(PrefilterScratch&&) noexcept;
  PrefilterScratch& operator=(PrefilterScratch&&) noexcept;

 private:
  friend class Prefilter;
  struct State;
  std::unique_ptr<State> state_;
};

// Immutable; cheap to copy; any number of threads may scan.
class Prefilter {
 public:
  // For which processors compile() generates code: a database for any of them
  // loads everywhere, one for this machine only where its features exist.
  enum class Machine : std::uint8_t { this_one, any };

  // Never fails for a pattern that RE2 accepts: one that cannot be filtered is
  // always a candidate, as is an empty literal. Errc::config for a regex that
  // is not RE2 syntax: "pattern 3: offset 12: …". Takes around 2 ms a pattern.
  static Result<Prefilter> compile(std::span<const PatternSpec> patterns, Machine machine = Machine::this_one);

  // From what serialize() gave, in well under a millisecond; the bytes are
  // copied. Errc::corrupt when they are damaged, of another version or
  // processor, or not made for `pattern_count` patterns. The checks find
  // accidents, not malice: bytes from elsewhere need a digest (see cache.h).
  static Result<Prefilter> load(std::string_view serialized_database, std::size_t pattern_count);
  [[nodiscard]] std::string serialize() const;

  // Sets id_base + N in `out` for each pattern N that may match, and clears
  // nothing; `out` must have room. Of bytes beyond Vectorscan's limits (4 GiB)
  // overlapping parts are scanned. Never fails: if memory runs out, every
  // pattern is a candidate.
  void scan(std::string_view bytes, PrefilterScratch& scratch, Candidates& out, std::uint32_t id_base) const;
  // The same in parts of `part` bytes, each beginning `overlap` bytes before
  // the last one's end (overlap < part); for tests.
  void scan_in_parts(std::string_view bytes, std::size_t part, std::size_t overlap, PrefilterScratch& scratch,
                     Candidates& out, std::uint32_t id_base) const;

  // Only what the filters match in one of these windows of the text.
  void scan_windows(std::string_view text, std::span<const Span> windows, PrefilterScratch& scratch, Candidates& out,
                    std::uint32_t id_base) const;

  // For texts that are judged by what is new in them (windows.h): the margin
  // that make_windows() needs, and whether a text with these candidates tells
  // nothing about the texts that are made from it.
  [[nodiscard]] prefilter::Margin window_margin() const;
  [[nodiscard]] bool any_anchored(const Candidates& candidates, std::uint32_t id_base) const;

  // Takes over what `from` says of the patterns that any_anchored() asks about.
  void copy_anchored(const Candidates& from, Candidates& to, std::uint32_t id_base) const;

  [[nodiscard]] std::size_t pattern_count() const;
  // What became of pattern N when it was compiled (full after load(), where
  // only `always` is still known).
  [[nodiscard]] prefilter::Effort effort(std::size_t pattern) const;

 private:
  struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  void scan_pieces(std::string_view text, std::span<const Piece> pieces, bool cut, PrefilterScratch& scratch,
                   Candidates& out, std::uint32_t id_base) const;
  explicit Prefilter(std::shared_ptr<const prefilter::Database> database);
  std::shared_ptr<const prefilter::Database> database_;
};

// Whether RE2's syntax allows this; Errc::config: "offset 12: …".
Result<Ok> check_regex(std::string_view regex);

}  // namespace gogate
