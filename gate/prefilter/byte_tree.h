// A regular expression over bytes, in the few forms that filters are made of,
// and the operations that make one cheaper without losing a match. An operation
// is sound when, wherever the old tree matches some part of a text, the new one
// matches some part of the same text: what this file does to a tree is sound.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

namespace gogate::prefilter {

using ByteSet = std::bitset<256>;

struct ByteNode {
  enum class Op : std::uint8_t { empty, set, concat, alternate, repeat, begin, end, boundary, not_boundary };
  Op op = Op::empty;
  ByteSet set;
  int min = 0, max = 0;  // of repeat; max may be -1: unbounded
  std::vector<ByteNode> children;

  static ByteNode make(Op op);
  static ByteNode of(const ByteSet& set);
  static ByteNode concat(std::vector<ByteNode> children);     // flattens, drops empty ones
  static ByteNode alternate(std::vector<ByteNode> children);  // flattens
  static ByteNode repeat(ByteNode child, int min, int max);
};

// Lengths in bytes of what can match.
struct Width {
  std::uint64_t min = 0;
  std::uint64_t max = 0;  // kEndless: no bound
};
inline constexpr std::uint64_t kEndless = ~std::uint64_t{0};
Width width(const ByteNode& node);

// Matches the empty string wherever it stands (no assertion has to hold).
bool freely_empty(const ByteNode& node);
// Byte positions of the automaton, bounded repetitions multiplied out.
std::uint64_t positions(const ByteNode& node);

// Cuts away what may be missing at both ends: x*yz{2,5} becomes yzz.
void trim(ByteNode& node);
// Cuts away more at both ends: what only delimits, as in x{20,30}(?:[^x]|\z),
// which becomes x{20}. The shorter automaton is several times faster, and what
// it lets through besides is rare.
void drop_weak_edges(ByteNode& node);
// Bounds every repetition of one set to `set_cap` and every other one so that
// it takes about `group_cap` positions: [a-z]{20,1000} becomes [a-z]{20,}.
void cap_repeats(ByteNode& node, int set_cap, int group_cap);

// The tree as a Vectorscan expression: no flags needed, bytes as \xHH.
std::string expression(const ByteNode& node);

}  // namespace gogate::prefilter
