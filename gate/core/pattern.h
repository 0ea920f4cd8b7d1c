// What a scanner asks a prefilter to look for, and what it gets back.
//
// The promise: if the pattern's own regex (RE2 syntax and meaning) or literal
// matches anywhere in the bytes, its id is in Candidates. The converse does not
// hold; a scanner confirms every candidate itself.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gogate {

// What every match holds besides the pattern: a run of these bytes, bounded by
// others or the text's ends, of one of these lengths (bit n: n bytes; bit 63:
// 63 and more). Lengths under kShortestRun cannot be asked for.
struct RunCondition {
  // A-Z a-z 0-9; those, _ and -; those and + / . = ~
  enum class Bytes : std::uint8_t { none, alphanumeric, word, token };
  Bytes of = Bytes::none;
  std::uint64_t lengths = 0;
  auto operator<=>(const RunCondition&) const = default;
};
inline constexpr std::size_t kShortestRun = 8;

struct PatternSpec {
  enum class Kind : std::uint8_t { literal, regex };
  Kind kind = Kind::literal;
  bool caseless = false;  // of a literal: ASCII letters, and the Unicode folds of k and s
  std::string text;       // literal bytes, or RE2 syntax
  // Where `text` is only a part of what the scanner then looks for: all of that,
  // in RE2 syntax. Each of its matches holds one of `text`. Empty: `text`.
  std::string whole = {};
  RunCondition run = {};
  auto operator<=>(const PatternSpec&) const = default;
};

// Patterns that were compiled together. `prebuilt` is the serialized Vectorscan
// database made of exactly these at build time; empty: compile (and cache) now.
struct PatternSet {
  std::span<const PatternSpec> patterns;
  std::string_view prebuilt;
};

// Set of pattern numbers (positions in the scanner's pattern list).
class Candidates {
 public:
  explicit Candidates(std::size_t patterns = 0) : words_((patterns + 63) / 64) {}
  void clear() {
    for (auto& w : words_) w = 0;
    any_ = false;
  }
  void set(std::uint32_t id) {
    words_[id >> 6] |= std::uint64_t{1} << (id & 63);
    any_ = true;
  }
  [[nodiscard]] bool has(std::uint32_t id) const { return (words_[id >> 6] >> (id & 63) & 1) != 0; }
  [[nodiscard]] bool any() const { return any_; }
  [[nodiscard]] const std::vector<std::uint64_t>& words() const { return words_; }

 private:
  std::vector<std::uint64_t> words_;
  bool any_ = false;
};

}  // namespace gogate
