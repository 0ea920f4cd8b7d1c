// Sets of code points as far as a byte filter needs them: exact in ASCII and
// for the two characters that fold into it (U+212A KELVIN SIGN to k, U+017F
// LATIN SMALL LETTER LONG S to s); of all others only none, some or all.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gogate::prefilter {

inline constexpr char32_t kKelvin = 0x212A;
inline constexpr char32_t kLongS = 0x017F;
inline constexpr char32_t kMaxRune = 0x10FFFF;

class CharClass {
 public:
  enum class Others : std::uint8_t { none, some, all };

  void add(char32_t lo, char32_t hi);  // lo <= hi <= kMaxRune
  void add(const CharClass& o);
  void negate();
  // Adds what differs only in case (simple folding, as RE2's (?i)).
  void fold();

  [[nodiscard]] bool has_ascii(unsigned c) const { return ascii_[c]; }
  [[nodiscard]] bool kelvin() const { return kelvin_; }
  [[nodiscard]] bool long_s() const { return long_s_; }
  [[nodiscard]] Others others() const { return others_; }
  [[nodiscard]] std::size_t ascii_count() const { return ascii_.count(); }
  // No member beyond ASCII except folds whose ASCII letters are members too:
  // on a text whose folds were replaced by k and s, the ASCII part suffices.
  [[nodiscard]] bool ascii_and_folds() const {
    return others_ == Others::none && (!kelvin_ || ascii_['k']) && (!long_s_ || ascii_['s']);
  }

  // `(?s).`, `.`
  static CharClass any();
  static CharClass any_but_newline();
  // \d \w \s (their capitals: negate).
  static CharClass perl(char lower_letter);
  // [:name:], name without a leading ^; nullopt: unknown.
  static std::optional<CharClass> posix(std::string_view name);
  // \p{name}: a general category, script, or Any; nullopt: unknown to RE2.
  static std::optional<CharClass> unicode(std::string_view name);

 private:
  std::bitset<128> ascii_;
  bool kelvin_ = false;
  bool long_s_ = false;
  Others others_ = Others::none;
};

}  // namespace gogate::prefilter
