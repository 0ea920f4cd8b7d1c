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
  bool leads = false;     // each match of `whole` begins with one of `text`, but for `before` bytes at most
  std::uint32_t before = 0;
  bool located = false;   // the scanner asks where, too
  std::uint32_t lines_around = 0;  // so many lines before and behind a match's own tell the scanner what it means
  RunCondition run = {};  // minded where `located`; with `leads`, the run stands behind `text`
  auto operator<=>(const PatternSpec&) const = default;
};

// Patterns that were compiled together. `prebuilt` is the serialized Vectorscan
// database made of exactly these at build time; empty: compile (and cache) now.
struct PatternSet {
  std::span<const PatternSpec> patterns;
  std::string_view prebuilt;
};

// Which patterns can match (by their positions in the scanner's list), and of
// those that it wants located, where: every match of the pattern (of `whole`,
// if it has one) lies inside one of its places.
class Candidates {
 public:
  struct Place {
    std::uint32_t pattern = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t starts = kAnyStart;  // no match begins behind it; such places may lie over each other
  };
  static constexpr std::size_t kAnyStart = ~std::size_t{0};

  explicit Candidates(std::size_t patterns = 0)
      : words_((patterns + 63) / 64), everywhere_(words_.size()), last_(patterns) {}
  void clear() {
    for (auto& w : words_) w = 0;
    for (auto& w : everywhere_) w = 0;
    for (const Place& p : places_) last_[p.pattern] = 0;
    places_.clear();
    any_ = false;
  }
  // A match may lie anywhere.
  void set(std::uint32_t id) {
    words_[id >> 6] |= bit(id);
    everywhere_[id >> 6] |= bit(id);
    any_ = true;
  }
  // Places of one pattern come in order of their ends.
  void add(std::uint32_t id, std::size_t begin, std::size_t end) {
    words_[id >> 6] |= bit(id);
    any_ = true;
    std::uint32_t& last = last_[id];
    if (last != 0 && begin <= places_[last - 1].end) {
      Place& p = places_[last - 1];
      p.begin = p.begin < begin ? p.begin : begin;
      p.end = p.end > end ? p.end : end;
      return;
    }
    places_.push_back({id, begin, end});
    last = static_cast<std::uint32_t>(places_.size());
  }
  // Of a match that may have any length, from where it can begin.
  void add_start(std::uint32_t id, std::size_t begin, std::size_t starts, std::size_t text_end) {
    words_[id >> 6] |= bit(id);
    any_ = true;
    std::uint32_t& last = last_[id];
    if (last != 0 && begin <= places_[last - 1].starts && starts >= places_[last - 1].begin) {
      Place& p = places_[last - 1];
      p.begin = p.begin < begin ? p.begin : begin;
      p.starts = p.starts > starts ? p.starts : starts;
      return;
    }
    places_.push_back({id, begin, text_end, starts});
    last = static_cast<std::uint32_t>(places_.size());
  }

  [[nodiscard]] bool has(std::uint32_t id) const { return (words_[id >> 6] >> (id & 63) & 1) != 0; }
  [[nodiscard]] bool everywhere(std::uint32_t id) const { return (everywhere_[id >> 6] >> (id & 63) & 1) != 0; }
  [[nodiscard]] bool any() const { return any_; }
  [[nodiscard]] const std::vector<std::uint64_t>& words() const { return words_; }
  // Not in any order between patterns.
  [[nodiscard]] const std::vector<Place>& places() const { return places_; }

 private:
  static std::uint64_t bit(std::uint32_t id) { return std::uint64_t{1} << (id & 63); }

  std::vector<std::uint64_t> words_;
  std::vector<std::uint64_t> everywhere_;
  std::vector<Place> places_;
  std::vector<std::uint32_t> last_;  // by pattern: one more than its last place's number
  bool any_ = false;
};

}  // namespace gogate
