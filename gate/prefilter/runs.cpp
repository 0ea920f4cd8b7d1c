#include "gate/prefilter/runs.h"

#include <algorithm>
#include <bit>
#include <cstddef>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gogate::prefilter {
namespace {

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_word(char c) { return is_alphanumeric(c) || c == '_' || c == '-'; }
bool is_token(char c) { return is_word(c) || c == '+' || c == '/' || c == '.' || c == '=' || c == '~'; }

// Lengths of the runs of set bits in a stream of 64-bit blocks.
class Runs {
 public:
  void feed(std::uint64_t block) {
    if (block == ~std::uint64_t{0}) {
      open_ += 64;
      return;
    }
    const int low = std::countr_one(block);
    end(open_ + static_cast<std::size_t>(low));
    const int high = std::countl_one(block);
    open_ = static_cast<std::size_t>(high);
    // What touches neither edge.
    std::uint64_t inner = low == 0 ? block : block & (~std::uint64_t{0} << low);
    if (high != 0) inner &= ~std::uint64_t{0} >> high;
    std::uint64_t starts = inner & inner >> 1;
    starts &= starts >> 2;
    starts &= starts >> 4;  // set where eight in a row begin
    static_assert(kShortestRun == 8);
    while (starts != 0) {
      const int at = std::countr_zero(starts);
      const int length = std::countr_one(inner >> at);
      end(static_cast<std::size_t>(length));
      starts &= ~std::uint64_t{0} << (at + length);  // under 64: the run touches no edge
    }
  }
  std::uint64_t finish() {
    end(open_);
    open_ = 0;
    return lengths_;
  }

 private:
  void end(std::size_t length) {
    if (length >= kShortestRun) lengths_ |= std::uint64_t{1} << std::min<std::size_t>(length, 63);
  }
  std::size_t open_ = 0;  // bits of the run that the last block ended in
  std::uint64_t lengths_ = 0;
};

struct Masks {
  std::uint64_t alphanumeric = 0;
  std::uint64_t word = 0;
  std::uint64_t token = 0;
};

struct AllRuns {
  Runs alphanumeric, word, token;
  void feed(const Masks& m) {
    alphanumeric.feed(m.alphanumeric);
    word.feed(m.word);
    token.feed(m.token);
  }
};

Masks classify_plain(const char* bytes, std::size_t count) {
  Masks m;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    if (is_alphanumeric(bytes[i])) m.alphanumeric |= bit;
    if (is_word(bytes[i])) m.word |= bit;
    if (is_token(bytes[i])) m.token |= bit;
  }
  return m;
}

RunLengths finish(AllRuns& runs, std::string_view rest) {
  if (!rest.empty()) runs.feed(classify_plain(rest.data(), rest.size()));
  return {runs.alphanumeric.finish(), runs.word.finish(), runs.token.finish()};
}

#if defined(__x86_64__)
[[gnu::target("avx2"), gnu::always_inline]] inline Masks classify_half(const char* bytes) {
  const __m256i v = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
  const __m256i letter = _mm256_sub_epi8(_mm256_or_si256(v, _mm256_set1_epi8(0x20)), _mm256_set1_epi8('a'));
  const __m256i digit = _mm256_sub_epi8(v, _mm256_set1_epi8('0'));
  const __m256i alphanumeric =
      _mm256_or_si256(_mm256_cmpeq_epi8(_mm256_min_epu8(letter, _mm256_set1_epi8(25)), letter),
                      _mm256_cmpeq_epi8(_mm256_min_epu8(digit, _mm256_set1_epi8(9)), digit));
  const __m256i word = _mm256_or_si256(alphanumeric, _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('_')),
                                                                     _mm256_cmpeq_epi8(v, _mm256_set1_epi8('-'))));
  const __m256i path = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('.')), _mm256_cmpeq_epi8(v, _mm256_set1_epi8('/')));
  const __m256i other = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('+')),
                                        _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('=')),
                                                        _mm256_cmpeq_epi8(v, _mm256_set1_epi8('~'))));
  const __m256i token = _mm256_or_si256(word, _mm256_or_si256(path, other));
  return {static_cast<std::uint32_t>(_mm256_movemask_epi8(alphanumeric)),
          static_cast<std::uint32_t>(_mm256_movemask_epi8(word)),
          static_cast<std::uint32_t>(_mm256_movemask_epi8(token))};
}

[[gnu::target("avx2")]] RunLengths run_lengths_avx2(std::string_view text) {
  AllRuns runs;
  std::size_t at = 0;
  for (; text.size() - at >= 64; at += 64) {
    const Masks low = classify_half(text.data() + at);
    const Masks high = classify_half(text.data() + at + 32);
    runs.feed({low.alphanumeric | high.alphanumeric << 32, low.word | high.word << 32, low.token | high.token << 32});
  }
  return finish(runs, text.substr(at));
}
#endif

}  // namespace

RunLengths run_lengths_plain(std::string_view text) {
  AllRuns runs;
  std::size_t at = 0;
  for (; text.size() - at >= 64; at += 64) runs.feed(classify_plain(text.data() + at, 64));
  return finish(runs, text.substr(at));
}

RunLengths run_lengths(std::string_view text) {
#if defined(__x86_64__)
  static const bool fast = __builtin_cpu_supports("avx2") != 0;
  if (fast) return run_lengths_avx2(text);
#endif
  return run_lengths_plain(text);
}

}  // namespace gogate::prefilter
