// Random regexes in RE2's syntax, each with texts that it is likely to match.
// Deterministic for a seed.
#pragma once

#include <random>
#include <string>
#include <vector>

namespace gogate::test {

class RandomRegex {
 public:
  explicit RandomRegex(std::uint64_t seed) : random_(seed) {}

  std::string regex();               // a new one
  std::string text();                // for the last regex: noise, or noise around a sample of it
  std::string noise(int pieces);

 private:
  struct Piece {  // one element of a regex, or many
    std::string regex;
    // Enough of the structure to produce a matching text.
    enum class Kind { literal, one_of, sequence, choice, repeat, nothing } kind = Kind::nothing;
    std::string literal;                // literal: bytes
    std::vector<std::string> one_of;    // characters that match
    std::vector<Piece> children;
    int min = 0, max = 0;
  };

  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool one_in(int n) { return below(n) == 0; }
  template <class T>
  const T& pick(const std::vector<T>& v) {
    return v[static_cast<std::size_t>(below(static_cast<int>(v.size())))];
  }

  std::string character();  // one character, as UTF-8
  Piece alternation(int depth, bool fold);
  Piece sequence(int depth, bool& fold);
  Piece element(int depth, bool& fold);
  Piece atom(int depth, bool fold);
  Piece bracket();
  static std::string escaped(const std::string& character);
  void sample(const Piece& p, bool fold, std::string& out);

  std::mt19937_64 random_;
  Piece last_;
  bool last_folds_ = false;
};

}  // namespace gogate::test
