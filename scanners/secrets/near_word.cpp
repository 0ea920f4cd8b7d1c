#include "scanners/secrets/near_word.h"

#include <algorithm>
#include <cmath>

#include "scanners/secrets/generic_value.h"

namespace gogate::secrets {
namespace {

// \x60 is the backquote.
constexpr std::string_view kNames =
    "api[_.-]?key|key|token|secret|pass(?:word|wd|phrase)?|pwd|auth|bearer|credentials?|creds?|client|pat|jwt|license";

// Between the word and the name: the rest of an identifier, or the nesting of
// a configuration with a neighbour or two in between.
constexpr std::string_view kGap = R"([\t-\r -~]{0,60}?)";  // any; classes of few ranges keep the program small

// For everyday words: only separators and words that belong to the name.
constexpr std::string_view kStrictGap =
    R"([_.\- \t\r\n"'\x60:={}(\[\])/?&<>@\\]{0,12}(?:(?i:api|set|with|app|access|client|account|service|auth|rest|http|production|prod|sandbox|staging|live|test|dev|admin|user|private|secret|personal|bearer|io)[_.-]?){0,2})";

// In front of an everyday word: no other word that it would be part of.
constexpr std::string_view kApart =
    "(?:^|[^A-Za-z0-9_-]|--|(?i:my|our|the|app|prod|production|dev|test|live|staging|new|old|x)[_-])";

// Behind the name: its last parts, and what closes it.
constexpr std::string_view kClose = R"([\w.\-]{0,24}["'\x60\])}\\]{0,4})";

// The value may be a neighbour's: {"name": "X", "value": "…"}, a default
// (`default: …`), the next element, or typed (`x: string = …`, `var x string = …`).
constexpr std::string_view kLink =
    R"((?:["'\x60]?(?:[,;]|\s?\{)?[\t-\r ]{1,16}["'\x60]?(?i:value|default|val)["'\x60\\]{0,2}|</[!-;?-~]{1,16}>[\t-\r ]{0,16}<[!-;?-~]{1,16}|:?\s{1,2}[&*']{0,2}[.-9A-~]{2,20}[?]?)?)";

constexpr std::string_view kAssign =
    R"((?:[\t-\r ]{0,12}(?:[:?.+|!]{0,3}={1,3}>?|:{1,3}-?|->|,|\(|\|{1,2}|\?[?:]|>)[\t-\r ]{0,16}|[ \t]{1,8}(?:(?i:is|was|or)[ \t]{1,4})?))";

// What opens the value: a call, a list, a YAML block, quotes, the scheme of a header.
constexpr std::string_view kOpen =
    R"((?:[.-9A-~]{1,24}\(\s{0,2}|[|>][+-]?[\t-\r ]{1,16}|!!?[a-z]{1,8}\s|[\[({]{1,2}[\t-\r ]{0,12})?[\\"'\x60]{0,4}(?:(?i:bearer|token|basic|apikey|key|ssws)[ =:]{1,2})?)";

constexpr std::string_view kEnd = R"((?:[^\w.+/=@:-]|[.:](?:\W|$)|$))";

std::string names_of(const NearWord& near) { return near.names.empty() ? std::string(kNames) : near.names; }

}  // namespace

std::string near_word_filter(const NearWord& near) {
  const std::string word = "(?i:" + near.word + ")";
  if (!near.strict) return word;
  return std::string(kApart) + word + std::string(kStrictGap) + "(?i:" + names_of(near) + ")";
}

std::string near_word_regex(const NearWord& near) {
  std::string out = near_word_filter(near);
  if (!near.strict && !near.alone) {
    const std::string named = std::string(kGap) + "(?i:" + names_of(near) + ")";
    out += near.names.empty() && !near.named ? "(?:" + named + ")?" : named;
  }
  out += kClose;
  out += kLink;
  out += kAssign;
  out += kOpen;
  out += "(" + near.shape + ")";
  out += kEnd;
  return out;
}

bool has_literal(std::string_view shape) {
  constexpr std::string_view kSpecial = R"([](){}.*+?|\^$)";
  std::size_t depth = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '\\')
      ++i;
    else if (shape[i] == '(')
      ++depth;
    else if (shape[i] == ')')
      --depth;
    else if (shape[i] == '|' && depth == 0)
      return false;
  }
  return std::min(shape.find_first_of(kSpecial), shape.size()) >= 3;
}

bool spells_words(std::string_view value) {
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto digits = static_cast<std::size_t>(std::count_if(value.begin(), value.end(), is_digit));
  if (digits * 8 > value.size()) return false;
  double pairs = 0;  // as word_share() counts them
  for (std::size_t i = 1; i < value.size(); ++i) {
    const char a = value[i - 1];
    const char b = value[i];
    if ((is_lower(a) || is_upper(a)) && (is_lower(b) || is_upper(b)) && !(is_lower(a) && is_upper(b))) ++pairs;
  }
  if (pairs < 5) return false;
  // A quarter of random pairs are common ones: 0.43 is the deviation of one.
  const double deviations = digits == 0 ? 2.5 : 4.5;
  return word_share(value) > 0.25 + deviations * 0.43 / std::sqrt(pairs);
}

}  // namespace gogate::secrets
