// Where may something encoded stand? Asked of every byte of a history, so it
// looks at 32 positions at once, with bits for classes of characters:
//
//   base64  a group of four characters gives three bytes. They are ASCII only if
//           one bit of each of the first three characters is right; a run that
//           decodes has four such groups in a row. Names in source code pass a
//           group once in twenty times, so four about never.
//   hex     sixteen pairs whose first digit is below 8
//   percent, unicode, colour  their first characters
//   compressed data  no bit of it is sure, but it is long: a run of 63 fills 32
//           positions; how it begins then tells
//
// Which character begins a run does not matter here: every alignment is tried.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "scanners/secrets/encoded_text.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gogate::secrets {
namespace {

constexpr std::size_t kStep = 32;

enum Class : std::size_t { kAny, kFirst, kSecond, kThird, kDigit, kLowDigit, kClasses };

constexpr bool in_class(std::size_t which, unsigned c) {
  int value = -1;
  if (c >= 'A' && c <= 'Z') value = static_cast<int>(c - 'A');
  if (c >= 'a' && c <= 'z') value = static_cast<int>(c - 'a' + 26);
  if (c >= '0' && c <= '9') value = static_cast<int>(c - '0' + 52);
  if (c == '+' || c == '-') value = 62;
  if (c == '/' || c == '_') value = 63;
  switch (which) {
    case kAny: return value >= 0;
    case kFirst: return value >= 2 && value < 32;             // 0x09 and above, below 0x80
    case kSecond: return value >= 0 && (value & 8) == 0;      // high bit of the second byte
    case kThird: return value >= 0 && (value & 2) == 0;       // and of the third
    case kDigit: return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
    case kLowDigit: return c >= '0' && c <= '7';
    default: return false;
  }
}

// For each position of 32 bytes, a bit for each class, and for single characters.
struct Bits {
  std::array<std::uint32_t, kClasses> in{};
  std::uint32_t percent = 0, backslash = 0, u = 0, capital_u = 0, plus = 0, colour = 0;
};

std::uint64_t joined(std::uint32_t now, std::uint32_t next) { return now | (std::uint64_t{next} << 32); }

// Of the first 32 of 64 positions, those at which something may stand.
std::uint32_t hits(const Bits& now, const Bits& next) {
  const auto both = [&](std::size_t c) { return joined(now.in[c], next.in[c]); };
  const std::uint64_t digit = both(kDigit);
  std::uint64_t group = both(kFirst) & (both(kSecond) >> 1) & (both(kThird) >> 2) & (both(kAny) >> 3);
  group &= group >> 4;
  group &= group >> 8;
  std::uint64_t pairs = both(kLowDigit) & (digit >> 1);
  pairs &= pairs >> 2;
  pairs &= pairs >> 4;
  pairs &= pairs >> 8;
  pairs &= pairs >> 16;
  std::uint64_t found = group | pairs;
  if ((now.percent | now.backslash | now.capital_u) != 0) {
    const std::uint64_t four = digit & (digit >> 1) & (digit >> 2) & (digit >> 3);
    found |= now.percent & (both(kLowDigit) >> 1) & (digit >> 2);
    found |= now.backslash & ((joined(now.u, next.u) | joined(now.capital_u, next.capital_u)) >> 1) & (four >> 2);
    found |= now.capital_u & (joined(now.plus, next.plus) >> 1) & (four >> 2);
  }
  return static_cast<std::uint32_t>(found);
}

// The last bytes, and zeros behind them.
struct Tail {
  std::array<char, kStep> bytes{};
  Tail(std::string_view text, std::size_t at) {
    if (at < text.size()) std::memcpy(bytes.data(), text.data() + at, std::min(kStep, text.size() - at));
  }
};

// What is ours alone, at the same 32 positions. A run is looked at once, where
// the first of them that it fills stand.
class More {
 public:
  More(std::string_view text, std::size_t from, Decoders decoders) : text_(text), from_(from), on_(decoders == Decoders::ours) {}
  [[gnu::always_inline]] inline std::uint32_t hits(const Bits& now, std::size_t at) {
    if (!on_) return 0;
    const bool full = now.in[kAny] == ~std::uint32_t{0};
    const bool first = full && !full_;
    full_ = full;
    return now.colour | (first && compressed(at) ? 1U : 0U);
  }

 private:
  [[nodiscard]] bool compressed(std::size_t at) const {
    while (at > from_ && in_class(kAny, static_cast<unsigned char>(text_[at - 1]))) --at;
    return container_of(text_.substr(at)) != Container::none;
  }
  std::string_view text_;
  std::size_t from_;
  bool on_;
  bool full_ = false;
};

template <class Classify>
[[gnu::always_inline]] inline std::size_t find_with(std::string_view text, std::size_t from, Decoders decoders,
                                                    const Classify& classify) {
  if (from >= text.size()) return std::string_view::npos;
  More more(text, from, decoders);
  const auto bits_at = [&](std::size_t at) __attribute__((always_inline)) {
    if (at + kStep <= text.size()) return classify(text.data() + at);
    const Tail tail(text, at);
    return classify(tail.bytes.data());
  };
  Bits now = bits_at(from);
  for (std::size_t at = from; at < text.size(); at += kStep) {
    const Bits next = bits_at(at + kStep);
    if (const std::uint32_t found = hits(now, next) | more.hits(now, at); found != 0)
      return at + static_cast<std::size_t>(std::countr_zero(found));
    now = next;
  }
  return std::string_view::npos;
}

constexpr std::array<std::uint8_t, 256> kClassBits = [] {
  std::array<std::uint8_t, 256> out{};
  for (unsigned c = 0; c < 256; ++c)
    for (std::size_t k = 0; k < kClasses; ++k)
      if (in_class(k, c)) out[c] = static_cast<std::uint8_t>(out[c] | (1U << k));
  return out;
}();

Bits classify_plainly(const char* bytes) {
  Bits out;
  for (std::size_t i = 0; i < kStep; ++i) {
    const char c = bytes[i];
    const std::uint32_t bit = std::uint32_t{1} << i;
    const std::uint8_t classes = kClassBits[static_cast<unsigned char>(c)];
    for (std::size_t k = 0; k < kClasses; ++k)
      if ((classes >> k & 1) != 0) out.in[k] |= bit;
    if (c == '%') out.percent |= bit;
    if (c == '\\') out.backslash |= bit;
    if (c == 'u') out.u |= bit;
    if (c == 'U') out.capital_u |= bit;
    if (c == '+') out.plus |= bit;
    // Of the last position the next character is not seen here.
    if (c == '\x1b' && (i + 1 == kStep || bytes[i + 1] == '[')) out.colour |= bit;
  }
  return out;
}

#if defined(__x86_64__)

// For a class, bit r of entry l: whether the character 16 r + l is in it. Only
// ASCII can be, so eight rows do.
using Nibbles = std::array<std::uint8_t, 32>;
constexpr Nibbles nibbles_of(std::size_t which) {
  Nibbles out{};
  for (unsigned c = 0; c < 128; ++c)
    if (in_class(which, c)) {
      out[c & 15] = static_cast<std::uint8_t>(out[c & 15] | (1U << (c >> 4)));
      out[16 + (c & 15)] = out[c & 15];
    }
  return out;
}
alignas(32) constexpr std::array<Nibbles, kClasses> kNibbles{nibbles_of(kAny),    nibbles_of(kFirst),
                                                             nibbles_of(kSecond), nibbles_of(kThird),
                                                             nibbles_of(kDigit),  nibbles_of(kLowDigit)};

[[gnu::target("avx2"), gnu::always_inline]] inline Bits classify_avx2(const char* bytes) {
  const __m256i text = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
  const __m256i low_mask = _mm256_set1_epi8(0x0F);
  const __m256i low = _mm256_and_si256(text, low_mask);
  const __m256i high = _mm256_and_si256(_mm256_srli_epi16(text, 4), low_mask);
  const __m256i rows = _mm256_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0,  //
                                        1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i row = _mm256_shuffle_epi8(rows, high);
  const __m256i zero = _mm256_setzero_si256();
  Bits out;
  for (std::size_t k = 0; k < kClasses; ++k) {
    const __m256i table = _mm256_load_si256(reinterpret_cast<const __m256i*>(kNibbles[k].data()));
    const __m256i outside = _mm256_cmpeq_epi8(_mm256_and_si256(_mm256_shuffle_epi8(table, low), row), zero);
    out.in[k] = ~static_cast<std::uint32_t>(_mm256_movemask_epi8(outside));
  }
  const auto equal = [&](char c) __attribute__((target("avx2"), always_inline)) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(text, _mm256_set1_epi8(c))));
  };
  out.percent = equal('%');
  out.backslash = equal('\\');
  out.u = equal('u');
  out.capital_u = equal('U');
  out.plus = equal('+');
  if (const std::uint32_t escape = equal('\x1b'); escape != 0) out.colour = escape & ((equal('[') >> 1) | 0x80000000U);
  return out;
}

[[gnu::target("avx2")]] std::size_t find_avx2(std::string_view text, std::size_t from, Decoders decoders) {
  if (from >= text.size()) return std::string_view::npos;
  More more(text, from, decoders);
  Bits now;
  {
    const Tail head(text, from);
    now = classify_avx2(head.bytes.data());
  }
  std::size_t at = from;
  for (; at + 2 * kStep <= text.size(); at += kStep) {
    const Bits next = classify_avx2(text.data() + at + kStep);
    if (const std::uint32_t found = hits(now, next) | more.hits(now, at); found != 0)
      return at + static_cast<std::size_t>(std::countr_zero(found));
    now = next;
  }
  for (; at < text.size(); at += kStep) {
    const Tail tail(text, at + kStep);
    const Bits next = classify_avx2(tail.bytes.data());
    if (const std::uint32_t found = hits(now, next) | more.hits(now, at); found != 0)
      return at + static_cast<std::size_t>(std::countr_zero(found));
    now = next;
  }
  return std::string_view::npos;
}

#endif

}  // namespace

std::size_t find_encoded_plainly(std::string_view text, std::size_t from, Decoders decoders) {
  return find_with(text, from, decoders, [](const char* bytes) { return classify_plainly(bytes); });
}

std::size_t find_encoded(std::string_view text, std::size_t from, Decoders decoders) {
#if defined(__x86_64__)
  static const bool fast = __builtin_cpu_supports("avx2") != 0;
  if (fast) return find_avx2(text, from, decoders);
#endif
  return find_encoded_plainly(text, from, decoders);
}

}  // namespace gogate::secrets
