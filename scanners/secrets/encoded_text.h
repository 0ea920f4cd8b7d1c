// Text with what is encoded in it decoded, one level at a time, as gitleaks does
// it (found by experiment with 8.30):
//
//   percent  from the first %XX of a line to its last; every byte so written
//            must be printable, what stands between is kept
//   unicode  \uXXXX, \\uXXXX and "U+XXXX " (one white space goes with it)
//   hex      32 and more digits, an even number
//   base64   16 and more of A-Z a-z 0-9 + / - _, not letters alone, then up to
//            two '='; standard with its padding, or the URL alphabet without
//
// Whatever begins first wins, in this order. Hex and base64 count only when all
// that they decode to is printable: 0x09 to 0x7E.
//
// Ours alone are, so that a configuration of gitleaks finds what gitleaks finds:
//
//   gzip, deflate  base64 of compressed data (inflate.h), with its line ends where
//                  it goes on over several lines
//   colour         ESC [ … m, which a terminal takes for a colour, stands for nothing
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/span.h"
#include "scanners/secrets/inflate.h"

namespace gogate::secrets {

// Bits, since a text may be encoded several times over.
enum Encoding : std::uint8_t { kPercent = 1, kUnicode = 2, kHex = 4, kBase64 = 8, kGzip = 16, kDeflate = 32, kColour = 64 };
std::string names_of(std::uint8_t encodings);  // "base64", "percent and base64"

enum class Decoders : std::uint8_t { gitleaks, ours };

// First byte at or after `from` at which something that decodes may stand, or
// npos. Never misses one; seldom wrong (a run of 16 letters passes once in a
// hundred thousand). Several gigabytes a second with AVX2. Any thread.
std::size_t find_encoded(std::string_view text, std::size_t from, Decoders decoders = Decoders::gitleaks);
inline bool may_hold_encoded(std::string_view text, Decoders decoders) {
  return find_encoded(text, 0, decoders) != std::string_view::npos;
}
// The same without vector instructions; for tests.
std::size_t find_encoded_plainly(std::string_view text, std::size_t from, Decoders decoders = Decoders::gitleaks);

// Compressed data in base64 beyond these is left as it is, and over_bound().
inline constexpr std::size_t kMostInflated = std::size_t{16} << 20;       // bytes of one part
inline constexpr std::size_t kMostInflatedOfLevel = std::size_t{32} << 20;  // of all

// One level of decoding. Belongs to one worker.
class DecodedText {
 public:
  // False: nothing in `text` decodes. `outer` is the level that gave `text`, or
  // null when it is the blob's own; both must outlive their use here.
  bool assign(std::string_view text, const DecodedText* outer, Decoders decoders = Decoders::gitleaks);

  [[nodiscard]] std::string_view text() const { return text_; }
  // What this level decoded, in text().
  [[nodiscard]] const std::vector<Span>& new_parts() const { return new_parts_; }
  // Some compressed data in it was not looked into.
  [[nodiscard]] bool over_bound() const { return over_bound_; }
  // Something stood on several lines, or may have: what is new in a version does not tell of it.
  [[nodiscard]] bool joined_lines() const { return joined_lines_; }
  // Where the edge of a part of the text before stands in text(); of what was
  // decoded, the edge.
  [[nodiscard]] std::size_t begin_here(std::size_t position) const;
  [[nodiscard]] std::size_t end_here(std::size_t position) const;
  // Whether a match in text() has bytes that this level decoded, or next to it.
  [[nodiscard]] bool touches_new(std::size_t begin, std::size_t end) const;
  // Where a match stands in the blob: encoded parts are taken whole.
  struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint8_t encodings = 0;
  };
  [[nodiscard]] Place in_blob(std::size_t begin, std::size_t end) const;

 private:
  // A decoded part of text_, at this level or before. Sorted, disjoint.
  struct Part {
    std::size_t begin = 0, end = 0;            // in text_
    std::size_t blob_begin = 0, blob_end = 0;  // what it was decoded from
    std::uint8_t encodings = 0;
    bool is_new = false;
  };
  void read_lines(std::string_view text, std::size_t from, std::size_t until, const DecodedText* outer);
  void read_line(std::string_view text, std::size_t begin, std::size_t end, const DecodedText* outer);
  std::size_t read_run(std::string_view text, std::size_t begin, std::size_t end, const DecodedText* outer);
  bool inflate(std::string_view text, std::size_t begin, std::size_t& end, const DecodedText* outer);
  void keep_until(std::string_view text, std::size_t end, const DecodedText* outer);
  void put(std::string_view text, std::size_t begin, std::size_t end, std::uint8_t encoding, const DecodedText* outer);

  std::string text_;
  std::vector<Part> parts_;
  std::vector<Span> new_parts_;
  std::vector<Span> sources_;  // of those, in the text before
  std::string piece_;     // what one part decodes to
  Decoders decoders_ = Decoders::gitleaks;
  Inflater inflater_;
  std::string packed_;         // of one part, the compressed bytes
  std::size_t inflated_ = 0;   // bytes of this level
  bool over_bound_ = false;
  bool joined_lines_ = false;
  std::size_t done_ = 0;  // so much of the text before is in text_
  std::size_t carried_ = 0;  // so many parts of the level before are done with
};

}  // namespace gogate::secrets
