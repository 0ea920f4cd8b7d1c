#include "gate/core/secret_text_strength.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace gogate {
namespace {

constexpr std::size_t kMostBytes = 160;
constexpr double kChecksumBits = 32;
constexpr std::ptrdiff_t kWithChecksum = 30;  // characters; shorter kinds carry none
constexpr double kAllBytes = 6;       // no character of a secret counts more
constexpr double kInWord = 1.5;       // a letter in ordinary pairs on both sides: diceware has 3 a letter, prose 1 to 2
constexpr double kInPair = 2.8;       // on one side
constexpr double kExpected = 0.5;     // the next one of a repeat or sequence
constexpr double kDigit = 3.32;
constexpr double kForeign = 1;        // a byte of a letter beyond ASCII

// The pairs that make up nearly nine tenths of English text and much of
// other languages written in these letters.
constexpr std::string_view kPairs =
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro "
    "ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so "
    "rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl "
    "ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt "
    "oc fa";

struct PairTable {
  std::array<bool, 26 * 26> ordinary{};
  constexpr PairTable() {
    for (std::size_t i = 0; i + 1 < kPairs.size(); i += 3)
      ordinary[static_cast<std::size_t>(kPairs[i] - 'a') * 26 + static_cast<std::size_t>(kPairs[i + 1] - 'a')] = true;
  }
};
constexpr PairTable kTable;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// The letter that a character stands for in "P4$$w0rd"; 0: none.
char as_letter(char c) {
  switch (c) {
    case '0': return 'o';
    case '1': case '!': return 'i';
    case '3': return 'e';
    case '4': case '@': return 'a';
    case '5': case '$': return 's';
    case '7': return 't';
    default: return is_letter(c) ? lower(c) : '\0';
  }
}

bool ordinary_pair(char a, char b) {
  const char x = as_letter(a);
  const char y = as_letter(b);
  // Two digits are a number, not a word.
  if (x == 0 || y == 0 || (!is_letter(a) && !is_letter(b))) return false;
  return kTable.ordinary[static_cast<std::size_t>(x - 'a') * 26 + static_cast<std::size_t>(y - 'a')];
}

// On how many sides text[i] stands in one; the edge of a word counts as one.
int ordinary_pairs(std::string_view text, std::size_t i) {
  const bool first = i == 0 || as_letter(text[i - 1]) == 0;
  const bool last = i + 1 == text.size() || as_letter(text[i + 1]) == 0;
  const bool left = !first && ordinary_pair(text[i - 1], text[i]);
  const bool right = !last && ordinary_pair(text[i], text[i + 1]);
  if (!left && !right) return 0;
  return (left || first) && (right || last) ? 2 : 1;
}

bool keyboard_neighbours(char a, char b) {
  static constexpr std::array<std::string_view, 15> rows{"qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop",
                                                         "1qaz",       "2wsx",      "3edc",    "4rfv",       "5tgb",
                                                         "6yhn",       "7ujm",      "8ik",     "9ol",        "0p"};
  for (const std::string_view row : rows) {
    const std::size_t i = row.find(lower(a));
    const std::size_t k = row.find(lower(b));
    if (i != std::string_view::npos && k != std::string_view::npos && (i + 1 == k || k + 1 == i)) return true;
  }
  return false;
}

// log2 of the smallest usual alphabet that holds all of it.
double alphabet_bits(std::string_view text) {
  bool digit = false;
  bool upper = false;
  bool lower_case = false;
  bool beyond_hex = false;
  bool other = false;
  for (const char c : text) {
    digit = digit || is_digit(c);
    upper = upper || is_upper(c);
    lower_case = lower_case || is_lower(c);
    beyond_hex = beyond_hex || (is_letter(c) && lower(c) > 'f');
    other = other || (!is_digit(c) && !is_letter(c));
  }
  if (!upper && !lower_case) return kDigit;
  if (!beyond_hex && !other && !(upper && lower_case)) return 4;
  if (upper && lower_case) return digit || other ? kAllBytes : 5.7;
  return digit || other ? 5 : 4.7;
}

// What of the text is secret at all.
std::string_view secret_part(std::string_view s) {
  if (const std::size_t begin = s.find("-----BEGIN "); begin != std::string_view::npos) {
    const std::size_t armor = s.find("-----", begin + 11);
    if (armor == std::string_view::npos) return {};
    s.remove_prefix(armor + 5);
    return s.substr(0, std::min(s.find("-----"), s.size()));
  }
  if (const std::size_t scheme = s.find("://"); scheme != std::string_view::npos && scheme < 24) {
    s.remove_prefix(scheme + 3);
    const std::size_t host_end = std::min(s.find_first_of("/?#"), s.size());
    const std::size_t at = s.substr(0, host_end).rfind('@');
    if (at == std::string_view::npos) return s.substr(host_end);
    const std::string_view user = s.substr(0, at);
    const std::size_t colon = user.find(':');
    return colon == std::string_view::npos ? user : user.substr(colon + 1);
  }
  if (s.starts_with("eyJ") && std::count(s.begin(), s.end(), '.') == 2) return s.substr(s.rfind('.') + 1);
  return s;
}

bool tells_a_time(std::string_view s) {
  if (s.size() != 36) return false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash != (s[i] == '-')) return false;
  }
  return s[14] == '1' || s[14] == '2' || s[14] == '6';
}

// Length of a leading "ghp_", "sk_live_", "xoxb-": letters, few digits, a separator.
std::size_t vendor_prefix(std::string_view s) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(s.size(), 16); ++i) {
    if (s[i] == '_' || s[i] == '-' || s[i] == '.') {
      end = i + 1;
      continue;
    }
    if (!is_letter(s[i]) && !is_digit(s[i])) break;
  }
  return end;
}

void leave_out(std::string_view text, std::span<const std::string> known, std::array<bool, kMostBytes>& counts) {
  for (const std::string& word : known) {
    if (word.size() < 2 || word.size() > text.size()) continue;
    for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
      std::size_t i = 0;
      while (i < word.size() && lower(text[at + i]) == lower(word[i])) ++i;
      if (i == word.size()) std::fill_n(counts.begin() + static_cast<std::ptrdiff_t>(at), word.size(), false);
    }
  }
}

// How much of text[at, …) stood in text before; at least four characters, or 0.
std::size_t seen_before(std::string_view text, std::size_t at) {
  std::size_t most = 0;
  for (std::size_t from = 0; from < at; ++from) {
    std::size_t n = 0;
    while (at + n < text.size() && lower(text[from + n]) == lower(text[at + n])) ++n;
    most = std::max(most, n);
  }
  return most >= 4 ? most : 0;
}

bool is_year(std::string_view text, std::size_t at) {
  const std::string_view four = text.substr(at, 4);
  return four.size() == 4 && (four.starts_with("19") || four.starts_with("20")) && is_digit(four[2]) && is_digit(four[3]);
}

double character_bits(std::string_view text, const std::array<bool, kMostBytes>& counts) {
  const double full = alphabet_bits(text);
  const bool is_hex = full == 4;
  double bits = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (!counts[i]) {
      ++i;
      continue;
    }
    if (const std::size_t n = seen_before(text, i); n != 0) {
      bits += 2 * std::log2(static_cast<double>(text.size()));
      i += n;
      continue;
    }
    const char c = text[i];
    const char before = i == 0 ? '\0' : text[i - 1];
    const int step = i == 0 ? 99 : lower(c) - lower(before);
    if (is_year(text, i) && !is_digit(before) && !is_hex) {
      bits += 6;
      i += 4;
      continue;
    }
    if (step == 0 || ((step == 1 || step == -1) && (is_letter(c) || is_digit(c)))) {
      bits += kExpected;
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      bits += kForeign;
    } else if (i != 0 && keyboard_neighbours(before, c)) {
      bits += 1;
    } else if (const int pairs = is_hex ? 0 : ordinary_pairs(text, i); pairs != 0) {
      bits += std::min(full, pairs == 2 ? kInWord : kInPair);
    } else if (is_digit(c) && !is_hex) {
      bits += kDigit;
    } else if (!is_letter(c) && !is_digit(c)) {
      bits += std::min(full, 3.0);  // people put the same few signs between words
    } else {
      bits += full;
    }
    ++i;
  }
  return bits;
}

double frequency_bits(std::string_view text, const std::array<bool, kMostBytes>& counts) {
  std::array<unsigned, 256> seen{};
  double n = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!counts[i]) continue;
    ++seen[static_cast<unsigned char>(text[i])];
    ++n;
  }
  if (n == 0) return 0;
  double entropy = 0;
  double kinds = 0;
  for (const unsigned count : seen) {
    if (count == 0) continue;
    ++kinds;
    entropy -= count / n * std::log2(count / n);
  }
  return n * entropy + (kinds - 1) / (2 * std::log(2.0));
}

}  // namespace

double estimated_bits(std::string_view secret, std::span<const std::string> known) {
  if (tells_a_time(secret)) return 0;
  const std::string_view text = secret_part(secret).substr(0, kMostBytes);
  if (text.size() < 10) return 0;
  std::array<bool, kMostBytes> counts{};
  counts.fill(true);
  leave_out(text, known, counts);
  const bool known_start = !counts[0];
  const std::size_t prefix = vendor_prefix(text);
  // A prefix longer than what follows is no prefix: a passphrase with dashes.
  const bool prefixed = prefix >= 2 && prefix * 2 <= text.size();
  if (prefixed) std::fill_n(counts.begin(), prefix, false);
  double bits = std::min(character_bits(text, counts), frequency_bits(text, counts));
  const auto counted = std::count(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(text.size()), true);
  if ((known_start || prefixed) && counted >= kWithChecksum) bits -= kChecksumBits;
  return std::max(bits, 0.0);
}

}  // namespace gogate
