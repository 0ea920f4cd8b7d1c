#include "scanners/secrets/generic_value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "scanners/secrets/entropy.h"
#include "scanners/secrets/letter_model.h"
#include "scanners/secrets/placeholders.h"

namespace gogate::secrets {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

struct Makeup {
  std::size_t digits = 0, upper = 0, lower = 0, hex_letters = 0, marks = 0, separators = 0, other = 0;
  std::size_t runs = 0;  // changes between letters and digits, and between cases
};

Makeup makeup_of(std::string_view value) {
  Makeup m;
  int last = 0;
  for (const char c : value) {
    int kind = 0;
    if (is_digit(c)) {
      ++m.digits;
      kind = 1;
    } else if (is_upper(c)) {
      ++m.upper;
      kind = 2;
    } else if (is_lower(c)) {
      ++m.lower;
      kind = 3;
    } else if (c == '_' || c == '-' || c == '.' || c == '/' || c == ':' || c == ' ' || c == ',') {
      ++m.separators;
    } else if (c > 0x20 && c < 0x7f) {
      ++m.marks;
    } else {
      ++m.other;
    }
    if (lower(c) >= 'a' && lower(c) <= 'f') ++m.hex_letters;
    if (kind != last) ++m.runs;
    last = kind;
  }
  return m;
}

bool is_path_or_url(std::string_view value) {
  if (value.find("://") != std::string_view::npos) return true;
  if (value.starts_with('/') || value.starts_with("./") || value.starts_with("../") || value.starts_with("~/")) {
    // Base64 may begin with a slash too: a path has words between several.
    return word_share(value) > 0.45 || value.starts_with('.') || value.starts_with('~');
  }
  return std::count(value.begin(), value.end(), '/') >= 2 && word_share(value) > 0.5;
}

// a.b.c, pkg::Type, obj->field, f(x), x[i]: code, not data.
bool is_expression(std::string_view value) {
  if (value.find("::") != std::string_view::npos || value.find("->") != std::string_view::npos) return true;
  const std::size_t call = value.find('(');
  if (call != std::string_view::npos && call > 0 && value.find(')', call) != std::string_view::npos) return true;
  if (value.find('.') == std::string_view::npos) return false;
  std::size_t words = 0;
  std::size_t parts = 0;
  for (std::size_t begin = 0; begin <= value.size();) {
    const std::size_t dot = std::min(value.find('.', begin), value.size());
    const std::string_view part = value.substr(begin, dot - begin);
    ++parts;
    if (!part.empty() && !is_digit(part.front()) && word_share(part) >= 0.4) ++words;
    if (part.size() <= 3) ++words;
    begin = dot + 1;
  }
  return parts >= 2 && words * 3 >= parts * 2;
}

bool is_number_or_date(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    return is_digit(c) || c == '.' || c == '-' || c == ':' || c == ',' || c == '_' || c == '+' || c == 'T' ||
           c == 'Z' || c == ' ';
  });
}

// Long lines with hardly a blank come from minifiers, bundlers and data dumps.
bool is_minified(std::string_view line) {
  if (line.size() < 1000) return false;
  const auto sample = line.substr(0, 4000);
  return std::count(sample.begin(), sample.end(), ' ') * 12 < static_cast<std::ptrdiff_t>(sample.size());
}

}  // namespace

bool is_code(std::string_view value) {
  static constexpr std::array<std::string_view, 10> kHeads{"this.", "self.",  "self::",   "req.",     "request.",
                                                           "args.", "event.", "process.", "e.target", "document."};
  const bool head = std::any_of(kHeads.begin(), kHeads.end(), [&](std::string_view h) { return value.starts_with(h); });
  return head && std::none_of(value.begin(), value.end(), is_digit);
}

GenericVerdict judge_generic(std::string_view value, std::string_view line, std::string_view before) {
  if (value.size() < 8) return {false, "too short"};
  if (value.size() > 512) return {false, "too long"};
  if (is_uuid(value)) return {false, "a UUID"};
  if (is_number_or_date(value)) return {false, "a number"};
  if (is_digest(value, before)) return {false, "a digest"};
  // Too short for the kind that begins so, or its own rule would have it.
  if (value.starts_with("ya29.")) return {false, "a shortened key of a known kind"};
  if (is_minified(line)) return {false, "minified code"};
  const Makeup m = makeup_of(value);
  if (m.other != 0) return {false, "text"};
  if (value.find(' ') != std::string_view::npos) return {false, "a sentence"};
  if (is_path_or_url(value)) return {false, "a path or URL"};
  if (is_expression(value)) return {false, "code"};

  const std::size_t letters = m.upper + m.lower;
  const double bits = shannon_entropy(value);
  const double most = std::log2(static_cast<double>(value.size()));
  const bool hex = m.digits + m.hex_letters == value.size() && (m.upper == 0 || m.lower == 0);
  if (hex) {
    if (value.size() < 16 || m.digits == 0 || letters == 0) return {false, "a short number"};
    return bits >= 2.9 ? GenericVerdict{true, "value is random hex"} : GenericVerdict{false, "low entropy"};
  }
  const double words = word_share(value);
  if (m.digits == 0 && m.marks == 0) {
    // Letters alone: only long ones in mixed case that spell nothing.
    const bool random =
        value.size() >= 20 && m.upper >= 3 && m.lower >= 3 && words < 0.35 && m.runs * 3 >= value.size();
    return random && bits >= 3.5 ? GenericVerdict{true, "value looks random"} : GenericVerdict{false, "words"};
  }
  if (letters == 0) return {false, "no letters"};
  // Names change between cases and digits now and then and have few digits.
  if (words > 0.5 && letters * 2 > value.size() && m.runs * 2 < value.size() && m.digits * 6 < value.size()) {
    // A person's own password may be a word with digits and marks around it:
    // Summer2024! blocks nothing, Tr0ub4dor&3 has no words left.
    return {false, "words"};
  }
  const int classes = (m.digits != 0) + (m.upper != 0) + (m.lower != 0) + (m.marks != 0);
  if (value.size() < 16) {
    // Keys and tokens are longer; only people's passwords are so short.
    std::string name(before.substr(before.size() - std::min<std::size_t>(before.size(), 48)));
    std::transform(name.begin(), name.end(), name.begin(), lower);
    if (name.find("pass") == std::string::npos && name.find("pwd") == std::string::npos) return {false, "too short"};
    const bool mixed = classes >= 3 && bits >= 0.83 * most && bits >= 2.75 && m.runs >= 4;
    return mixed ? GenericVerdict{true, "value mixes letters, digits and marks at random"}
                 : GenericVerdict{false, "low entropy"};
  }
  // name-with-dashes-v2, FOO_BAR_64: identifiers with a digit somewhere.
  if (m.digits <= 2 && m.separators >= 1 && m.marks == 0 && words > 0.3) return {false, "an identifier"};
  // auth_userpass_1234, thinking-count-2026-05-13: words in one case, a number or a date at the end.
  const std::string_view front = value.substr(0, value.find_last_not_of("0123456789-_.") + 1);
  if (std::none_of(front.begin(), front.end(), is_digit) && m.digits <= 8 && m.separators >= 1 && m.marks == 0 &&
      words > 0.3 && (m.upper == 0 || m.lower == 0))
    return {false, "an identifier"};
  if (m.runs < 4) return {false, "an identifier"};
  const double least = value.size() >= 24 ? 3.4 : 3.1;
  return bits >= least ? GenericVerdict{true, "value looks random"} : GenericVerdict{false, "low entropy"};
}

}  // namespace gogate::secrets
