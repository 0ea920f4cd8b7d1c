#include "scanners/secrets/near_word.h"

#include <algorithm>
#include <cmath>

#include "scanners/secrets/letter_model.h"

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
  return "(?i:" + near.word + ")";
}

std::string near_word_regex(const NearWord& near) {
  std::string out = near_word_filter(near);
  if (near.strict) {
    out = std::string(kApart) + out + std::string(kStrictGap) + "(?i:" + names_of(near) + ")";
  } else if (!near.alone) {
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

namespace {

enum class Kind : std::uint8_t { alphanumeric, word, token, other };

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

Kind kind_of(char c) {
  if (is_alphanumeric(c)) return Kind::alphanumeric;
  if (c == '_' || c == '-') return Kind::word;
  return std::string_view("+/.=~").find(c) != std::string_view::npos ? Kind::token : Kind::other;
}

// Reads one atom: a class, an escape, a character.
Kind read_atom(std::string_view shape, std::size_t& at) {
  const auto escape = [&] {
    const char c = at < shape.size() ? shape[at++] : '\0';
    if (c == 'd') return Kind::alphanumeric;
    if (c == 'w') return Kind::word;
    return is_alphanumeric(c) ? Kind::other : kind_of(c);
  };
  const char first = shape[at++];
  if (first == '\\') return escape();
  if (first == '.') return Kind::other;  // any character
  if (first != '[') return kind_of(first);
  Kind all = Kind::alphanumeric;
  if (at < shape.size() && shape[at] == '^') return Kind::other;
  while (at < shape.size() && shape[at] != ']') {
    Kind one = Kind::other;
    if (shape[at] == '\\') {
      ++at;
      one = escape();
    } else if (at + 2 < shape.size() && shape[at + 1] == '-' && shape[at + 2] != ']') {
      const char from = shape[at];
      const char to = shape[at + 2];
      const auto within = [&](char a, char z) { return from >= a && to <= z; };
      if (within('0', '9') || within('A', 'Z') || within('a', 'z')) one = Kind::alphanumeric;
      at += 3;
    } else {
      one = kind_of(shape[at++]);
    }
    all = std::max(all, one);
  }
  if (at == shape.size()) return Kind::other;
  ++at;
  return all;
}

// Reads {n}, {n,m}, ?, or nothing. False: no bound, or not understood.
bool read_count(std::string_view shape, std::size_t& at, std::size_t& least, std::size_t& most) {
  least = most = 1;
  if (at == shape.size()) return true;
  if (shape[at] == '*' || shape[at] == '+') return false;
  if (shape[at] == '?') {
    least = 0;
    ++at;
  } else if (shape[at] == '{') {
    const auto number = [&](std::size_t& n) {
      const std::size_t begin = ++at;
      for (n = 0; at < shape.size() && shape[at] >= '0' && shape[at] <= '9' && n < 10000; ++at)
        n = n * 10 + static_cast<std::size_t>(shape[at] - '0');
      return at > begin && at < shape.size();
    };
    if (!number(least)) return false;
    most = least;
    if (shape[at] == ',' && !number(most)) return false;
    if (shape[at] != '}') return false;
    ++at;
  }
  // A lazy or repeated count.
  return at == shape.size() || (shape[at] != '?' && shape[at] != '{' && shape[at] != '*' && shape[at] != '+');
}

// What the values of a shape are made of, and how long they are.
struct Extent {
  Kind kind = Kind::alphanumeric;
  std::size_t least = 0;
  std::size_t most = 0;
};

// Up to a closing bracket or the end: alternatives of atoms and groups.
Extent read_alternatives(std::string_view shape, std::size_t& at, int depth) {
  constexpr Extent kUnknown{Kind::other, 0, 0};
  Extent all;
  Extent one;
  bool first = true;
  const auto take = [&] {
    all = {std::max(all.kind, one.kind), first ? one.least : std::min(all.least, one.least), std::max(all.most, one.most)};
    first = false;
    one = {};
  };
  while (at < shape.size() && shape[at] != ')') {
    if (shape[at] == '|') {
      ++at;
      take();
      continue;
    }
    Extent piece{Kind::alphanumeric, 1, 1};
    if (shape[at] == '(') {
      if (depth > 8 || !shape.substr(at).starts_with("(?:")) return kUnknown;
      at += 3;
      piece = read_alternatives(shape, at, depth + 1);
      if (piece.kind == Kind::other || at == shape.size()) return kUnknown;
      ++at;
    } else {
      piece.kind = read_atom(shape, at);
    }
    std::size_t low = 0;
    std::size_t high = 0;
    if (piece.kind == Kind::other || !read_count(shape, at, low, high)) return kUnknown;
    one = {std::max(one.kind, piece.kind), one.least + low * piece.least, one.most + high * piece.most};
  }
  take();
  return all;
}

// A name in kebab or snake case, as in a list of ids: letters of one case alone,
// in parts that are not all of one length (those of app passwords are).
bool is_name(std::string_view value) {
  bool lower = false;
  bool upper = false;
  std::size_t parts = 0;
  std::size_t length = 0;
  std::size_t first = 0;
  bool even = true;
  for (std::size_t i = 0; i <= value.size(); ++i) {
    if (i < value.size() && value[i] != '-' && value[i] != '_') {
      lower = lower || (value[i] >= 'a' && value[i] <= 'z');
      upper = upper || (value[i] >= 'A' && value[i] <= 'Z');
      if (kind_of(value[i]) != Kind::alphanumeric || (value[i] >= '0' && value[i] <= '9')) return false;
      ++length;
      continue;
    }
    if (parts == 0) first = length;
    even = even && length == first;
    ++parts;
    length = 0;
  }
  return parts >= 2 && !even && lower != upper;
}

}  // namespace

RunCondition runs_of_shape(std::string_view shape) {
  std::size_t at = 0;
  Extent value = read_alternatives(shape, at, 0);
  if (value.kind == Kind::other || at != shape.size() || value.least < kShortestRun) return {};
  RunCondition out;
  switch (value.kind) {
    case Kind::alphanumeric: out.of = RunCondition::Bytes::alphanumeric; break;
    case Kind::word:
      out.of = RunCondition::Bytes::word;
      ++value.most;  // `:-` may stand before it
      break;
    default:
      out.of = RunCondition::Bytes::token;
      value.most = 63;  // what assigns may stand before it, a full stop behind
  }
  for (std::size_t n = std::min<std::size_t>(value.least, 63); n <= std::min<std::size_t>(value.most, 63); ++n)
    out.lengths |= std::uint64_t{1} << n;
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
  if (is_name(value)) return true;
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto digits = static_cast<std::size_t>(std::count_if(value.begin(), value.end(), is_digit));
  if (digits * 8 > value.size()) return false;
  const auto letters = std::count_if(value.begin(), value.end(), [&](char c) { return is_lower(c) || is_upper(c); });
  if (letters < 6) return false;
  // Of random letters a fifth reads as words; one letter deviates from it by 0.6.
  const double deviations = digits == 0 ? 2.5 : 3.0;
  return word_share(value) > 0.2 + deviations * 0.6 / std::sqrt(static_cast<double>(letters));
}

}  // namespace gogate::secrets
