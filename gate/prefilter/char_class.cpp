#include "gate/prefilter/char_class.h"

#include <algorithm>
#include <array>
#include <utility>

#include "gate/prefilter/unicode_names.h"

namespace gogate::prefilter {

void CharClass::add(char32_t lo, char32_t hi) {
  for (char32_t c = lo; c <= std::min<char32_t>(hi, 127); ++c) ascii_.set(c);
  if (hi < 128) return;
  lo = std::max<char32_t>(lo, 128);
  kelvin_ = kelvin_ || (lo <= kKelvin && kKelvin <= hi);
  long_s_ = long_s_ || (lo <= kLongS && kLongS <= hi);
  if (lo == 128 && hi == kMaxRune) {
    others_ = Others::all;
  } else if (!(lo == hi && (lo == kKelvin || lo == kLongS)) && others_ == Others::none) {
    others_ = Others::some;
  }
}

void CharClass::add(const CharClass& o) {
  ascii_ |= o.ascii_;
  kelvin_ = kelvin_ || o.kelvin_;
  long_s_ = long_s_ || o.long_s_;
  others_ = std::max(others_, o.others_);
}

void CharClass::negate() {
  ascii_.flip();
  kelvin_ = !kelvin_;
  long_s_ = !long_s_;
  if (others_ == Others::none) {
    others_ = Others::all;
  } else if (others_ == Others::all) {
    others_ = Others::none;
  }
}

void CharClass::fold() {
  for (unsigned lower = 'a'; lower <= 'z'; ++lower) {
    const unsigned upper = lower - 'a' + 'A';
    if (ascii_[lower] || ascii_[upper]) {
      ascii_.set(lower);
      ascii_.set(upper);
    }
  }
  if (kelvin_ || ascii_['k']) {
    kelvin_ = true;
    ascii_.set('k');
    ascii_.set('K');
  }
  if (long_s_ || ascii_['s']) {
    long_s_ = true;
    ascii_.set('s');
    ascii_.set('S');
  }
}

CharClass CharClass::any() {
  CharClass c;
  c.add(0, kMaxRune);
  return c;
}

CharClass CharClass::any_but_newline() {
  CharClass c = any();
  c.ascii_.reset('\n');
  return c;
}

CharClass CharClass::perl(char lower_letter) {
  CharClass c;
  switch (lower_letter) {
    case 'd': c.add('0', '9'); break;
    case 's':
      c.add('\t', '\n');
      c.add('\f', '\r');
      c.add(' ', ' ');
      break;
    default:
      c.add('0', '9');
      c.add('A', 'Z');
      c.add('_', '_');
      c.add('a', 'z');
  }
  return c;
}

std::optional<CharClass> CharClass::posix(std::string_view name) {
  using std::string_view_literals::operator""sv;
  // Pairs: first and last of each range.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kClasses = {{
      {"alnum"sv, "09AZaz"sv},
      {"alpha"sv, "AZaz"sv},
      {"ascii"sv, "\000\177"sv},
      {"blank"sv, "\t\t  "sv},
      {"cntrl"sv, "\000\037\177\177"sv},
      {"digit"sv, "09"sv},
      {"graph"sv, "!~"sv},
      {"lower"sv, "az"sv},
      {"print"sv, " ~"sv},
      {"punct"sv, "!/:@[`{~"sv},
      {"space"sv, "\t\r  "sv},
      {"upper"sv, "AZ"sv},
      {"word"sv, "09AZaz__"sv},
      {"xdigit"sv, "09AFaf"sv},
  }};
  for (const auto& [known, ranges] : kClasses) {
    if (known != name) continue;
    CharClass c;
    for (std::size_t i = 0; i + 1 < ranges.size(); i += 2) {
      c.add(static_cast<unsigned char>(ranges[i]), static_cast<unsigned char>(ranges[i + 1]));
    }
    return c;
  }
  return std::nullopt;
}

std::optional<CharClass> CharClass::unicode(std::string_view name) {
  if (name == "Any") return any();
  const auto group = find_unicode_group(name);
  if (!group) return std::nullopt;
  CharClass c;
  for (std::size_t i = 0; i + 1 < group->ascii_ranges.size(); i += 2) {
    c.add(static_cast<unsigned char>(group->ascii_ranges[i]), static_cast<unsigned char>(group->ascii_ranges[i + 1]));
  }
  c.kelvin_ = group->kelvin;
  c.long_s_ = group->long_s;
  c.others_ = Others::some;
  return c;
}

}  // namespace gogate::prefilter
