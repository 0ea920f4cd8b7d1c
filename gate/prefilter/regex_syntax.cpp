#include "gate/prefilter/regex_syntax.h"

#include <algorithm>
#include <string>
#include <utility>

#include "gate/prefilter/utf8.h"

namespace gogate::prefilter {
namespace {

constexpr int kMaxRepeat = 1000;  // RE2's limit, for nested repetitions together
constexpr int kMaxDepth = 400;    // groups within groups

struct Flags {
  bool fold = false;       // i
  bool multiline = false;  // m
  bool dot_newline = false;  // s
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_octal(char c) { return c >= '0' && c <= '7'; }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Recursive descent. The first fault stops everything: each function returns
// false from then on, and fault_ tells.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Regex> run() {
    std::uint32_t root = 0;
    if (valid_utf8() && alternation(Flags{}, 0, root) && pos_ < text_.size()) fail_at(pos_, "unexpected )");
    if (!fault_.empty()) return fail(fault_code_, std::move(fault_));
    regex_.root = root;
    return std::move(regex_);
  }

 private:
  struct Item {
    std::uint32_t node = 0;
    int repeat_left = kMaxRepeat;  // how often it may still be repeated
  };

  bool fail_at(std::size_t offset, std::string what, Errc code = Errc::config) {
    if (fault_.empty()) {
      fault_ = "offset " + std::to_string(offset) + ": " + std::move(what);
      fault_code_ = code;
    }
    return false;
  }
  [[nodiscard]] std::string quoted(std::size_t from, std::size_t to) const {
    return "'" + std::string(text_.substr(from, std::min(to, from + 24) - from)) + "'";
  }
  [[nodiscard]] bool more() const { return pos_ < text_.size(); }
  [[nodiscard]] char at(std::size_t ahead) const {
    return pos_ + ahead < text_.size() ? text_[pos_ + ahead] : '\0';
  }
  [[nodiscard]] bool starts(std::string_view what) const { return text_.substr(pos_).starts_with(what); }
  bool take(std::string_view what) {
    if (!starts(what)) return false;
    pos_ += what.size();
    return true;
  }
  bool valid_utf8() {
    for (std::size_t i = 0; i < text_.size();) {
      char32_t rune = 0;
      const std::size_t n = decode_utf8(text_.substr(i), rune);
      if (n == 0) return fail_at(i, "not valid UTF-8");
      i += n;
    }
    return true;
  }
  char32_t next_rune() {  // the text is valid UTF-8
    char32_t rune = 0;
    pos_ += decode_utf8(text_.substr(pos_), rune);
    return rune;
  }

  std::uint32_t add(Node node) {
    regex_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(regex_.nodes.size() - 1);
  }
  std::uint32_t add(Op op) {
    Node n;
    n.op = op;
    return add(std::move(n));
  }
  std::uint32_t add(const CharClass& c) {
    regex_.classes.push_back(c);
    Node n;
    n.op = Op::chars;
    n.chars = static_cast<std::uint32_t>(regex_.classes.size() - 1);
    return add(std::move(n));
  }
  std::uint32_t add_rune(char32_t rune, bool fold) {
    const bool letter = rune < 128 && is_alnum(static_cast<char>(rune)) && !is_digit(static_cast<char>(rune));
    if (!fold || (rune < 128 && !letter)) {
      Node n;
      n.op = Op::rune;
      n.rune = rune;
      return add(std::move(n));
    }
    CharClass c;
    c.add(rune, rune);
    // Which other characters a letter beyond ASCII folds to is not known here:
    // none of them is ASCII, but for the two that fold() knows.
    c.fold();
    if (!letter && rune != kKelvin && rune != kLongS) c.add(0x100, 0x101);
    const std::uint32_t id = add(c);
    if (letter) {
      regex_.nodes[id].caseless = true;
      regex_.nodes[id].rune = rune | 0x20;
    }
    return id;
  }
  std::uint32_t add_list(Op op, std::vector<std::uint32_t> children) {
    if (children.size() == 1) return children.front();
    Node n;
    n.op = children.empty() ? Op::empty : op;
    n.children = std::move(children);
    return add(std::move(n));
  }

  // alternation := sequence ('|' sequence)*, up to ')' or the end. `left` is
  // how often what was read may still be repeated.
  bool alternation(Flags flags, int depth, std::uint32_t& out, int* left = nullptr) {
    if (depth > kMaxDepth) return fail_at(pos_, "groups are nested too deeply", Errc::unsupported);
    std::vector<std::uint32_t> branches;
    int least = kMaxRepeat;
    do {
      std::vector<Item> items;
      if (!sequence(flags, depth, items)) return false;  // changes flags: (?i) holds for later branches too
      std::vector<std::uint32_t> nodes;
      for (const Item& i : items) {
        nodes.push_back(i.node);
        least = std::min(least, i.repeat_left);
      }
      branches.push_back(add_list(Op::concat, std::move(nodes)));
    } while (take("|"));
    out = add_list(Op::alternate, std::move(branches));
    if (left != nullptr) *left = least;
    return true;
  }

  bool sequence(Flags& flags, int depth, std::vector<Item>& items) {
    bool after_operator = false;
    std::size_t operator_at = 0;
    while (more() && at(0) != '|' && at(0) != ')') {
      const std::size_t start = pos_;
      int min = 0;
      int max = 0;
      if (repetition(min, max)) {
        if (!fault_.empty()) return false;
        if (items.empty()) return fail_at(start, "nothing to repeat before " + quoted(start, pos_));
        take("?");
        if (after_operator) {
          return fail_at(operator_at, "repetition of a repetition: " + quoted(operator_at, pos_) +
                                          " (RE2 knows no possessive quantifiers)");
        }
        if (!repeat(items.back(), min, max, start)) return false;
        after_operator = true;
        operator_at = start;
        continue;
      }
      after_operator = false;
      if (!element(flags, depth, items)) return false;
    }
    return fault_.empty();
  }

  // True when a repetition operator stood here (it may still be a fault).
  bool repetition(int& min, int& max) {
    max = kUnbounded;
    if (take("*")) return true;
    if (take("+")) return min = 1, true;
    if (take("?")) return max = 1, true;
    if (at(0) != '{') return false;
    const std::size_t start = pos_;
    ++pos_;
    bool whole = count(min);
    if (whole && take(",")) {
      if (at(0) != '}') whole = count(max);
    } else {
      max = min;
    }
    if (!whole || !take("}")) {  // a literal brace
      pos_ = start;
      return false;
    }
    if (min > kMaxRepeat || max > kMaxRepeat || (max != kUnbounded && max < min)) {
      fail_at(start, "bad repetition size " + quoted(start, pos_) + " (at most 1000, the lower first)");
    }
    return true;
  }
  bool count(int& n) {
    if (!is_digit(at(0)) || (at(0) == '0' && is_digit(at(1)))) return false;
    n = 0;
    while (is_digit(at(0))) {
      n = std::min(n * 10 + (at(0) - '0'), 100'000'000);
      ++pos_;
    }
    return true;
  }
  bool repeat(Item& item, int min, int max, std::size_t start) {
    const int times = max == kUnbounded ? min : max;
    if (min >= 2 || max >= 2) {
      if (times > 0) item.repeat_left /= times;
      if (item.repeat_left == 0) return fail_at(start, "nested repetitions of more than 1000 in all");
    } else if (times > 0) {
      item.repeat_left /= times;
    }
    Node n;
    n.op = Op::repeat;
    n.min = min;
    n.max = max;
    n.children = {item.node};
    item.node = add(std::move(n));
    return true;
  }

  bool element(Flags& flags, int depth, std::vector<Item>& items) {
    const auto push = [&](std::uint32_t node) { items.push_back({node, kMaxRepeat}); };
    switch (at(0)) {
      case '(': return group(flags, depth, items);
      case '[': {
        CharClass c;
        if (!bracket(flags, c)) return false;
        push(add(c));
        return true;
      }
      case '.':
        ++pos_;
        push(add(flags.dot_newline ? CharClass::any() : CharClass::any_but_newline()));
        return true;
      case '^':
        ++pos_;
        push(add(flags.multiline ? Op::begin_line : Op::begin_text));
        return true;
      case '$':
        ++pos_;
        push(add(flags.multiline ? Op::end_line : Op::end_text));
        return true;
      case '\\': break;
      default: push(add_rune(next_rune(), flags.fold)); return true;
    }
    if (take("\\b")) return push(add(Op::word_boundary)), true;
    if (take("\\B")) return push(add(Op::not_word_boundary)), true;
    if (take("\\A")) return push(add(Op::begin_text)), true;
    if (take("\\z")) return push(add(Op::end_text)), true;
    if (take("\\C")) {
      regex_.has_any_byte = true;
      return push(add(Op::any_byte)), true;
    }
    if (take("\\Q")) {
      while (more() && !take("\\E")) push(add_rune(next_rune(), flags.fold));
      return true;
    }
    CharClass c;
    if (class_escape(flags.fold, c)) {
      push(add(c));
      return true;
    }
    if (!fault_.empty()) return false;
    char32_t rune = 0;
    if (!escape(rune)) return false;
    push(add_rune(rune, flags.fold));
    return true;
  }

  bool group(Flags& flags, int depth, std::vector<Item>& items) {
    const std::size_t start = pos_;
    ++pos_;
    Flags inner = flags;
    if (take("?")) {
      if (take("P<")) {
        if (!group_name(start)) return false;
      } else if (!group_flags(start, inner)) {
        return false;
      } else if (take(")")) {
        flags = inner;
        return true;
      } else {
        ++pos_;  // ':'
      }
    }
    Item item;
    if (!alternation(inner, depth + 1, item.node, &item.repeat_left)) return false;
    if (!take(")")) return fail_at(start, "missing ) for this group");
    items.push_back(item);
    return true;
  }
  bool group_name(std::size_t start) {
    const std::size_t from = pos_;
    while (more() && at(0) != '>') {
      // RE2 takes letters, marks, digits and connectors beyond ASCII; which
      // ones is left to RE2 itself.
      if (!is_alnum(at(0)) && at(0) != '_' && static_cast<unsigned char>(at(0)) < 0x80) break;
      ++pos_;
    }
    if (pos_ == from || !take(">")) return fail_at(start, "bad group name, expected (?P<name>…)");
    return true;
  }
  // Reads up to ':' or ')', which stays.
  bool group_flags(std::size_t start, Flags& flags) {
    bool value = true;
    bool any = false;
    for (; more() && at(0) != ')' && at(0) != ':'; ++pos_) {
      switch (at(0)) {
        case 'i': flags.fold = value; break;
        case 'm': flags.multiline = value; break;
        case 's': flags.dot_newline = value; break;
        case 'U': break;
        case '-':
          if (!value) return unknown_group(start);
          value = false;
          any = false;
          continue;
        default: return unknown_group(start);
      }
      any = true;
    }
    if (!more() || (!value && !any)) return unknown_group(start);
    return true;
  }
  bool unknown_group(std::size_t start) {
    const std::string_view rest = text_.substr(start);
    const auto is = [&](std::string_view p) { return rest.starts_with(p); };
    if (is("(?=") || is("(?!")) return fail_at(start, "lookahead is not RE2 syntax");
    if (is("(?<=") || is("(?<!")) return fail_at(start, "lookbehind is not RE2 syntax");
    if (is("(?<")) return fail_at(start, "RE2 writes a named group as (?P<name>…)");
    if (is("(?>")) return fail_at(start, "atomic groups are not RE2 syntax");
    if (is("(?P=") || is("(?P>")) return fail_at(start, "references to groups are not RE2 syntax");
    return fail_at(start, "unknown group " + quoted(start, pos_ + 1) + " (flags are i, m, s and U)");
  }

  // \d \s \w \D \S \W \p{..} \P{..} \pL. False without a fault: none of these.
  bool class_escape(bool fold, CharClass& out) {
    const char kind = at(1);
    const std::size_t start = pos_;
    bool negated = false;
    switch (kind) {
      case 'd': case 's': case 'w':
        out = CharClass::perl(kind);
        pos_ += 2;
        break;
      case 'D': case 'S': case 'W':
        out = CharClass::perl(static_cast<char>(kind | 0x20));
        negated = true;
        pos_ += 2;
        break;
      case 'p': case 'P': {
        negated = kind == 'P';
        pos_ += 2;
        std::string_view name;
        if (at(0) == '{') {
          const std::size_t close = text_.find('}', pos_);
          if (close == std::string_view::npos) return fail_at(start, "missing } of \\p{…}");
          name = text_.substr(pos_ + 1, close - pos_ - 1);
          pos_ = close + 1;
        } else {
          const std::size_t from = pos_;
          if (more()) next_rune();
          name = text_.substr(from, pos_ - from);
        }
        if (name.size() > 1 && name.front() == '^') {
          negated = !negated;
          name.remove_prefix(1);
        }
        const auto known = CharClass::unicode(name);
        if (!known) return fail_at(start, "unknown character class " + quoted(start, pos_));
        out = *known;
        break;
      }
      default: return false;
    }
    if (fold) out.fold();
    if (negated) out.negate();
    return true;
  }

  // An escaped character, in and out of brackets.
  bool escape(char32_t& out) {
    const std::size_t start = pos_;
    ++pos_;
    if (!more()) return fail_at(start, "\\ at the end");
    const char c = at(0);
    if (is_octal(c)) {
      if (c != '0' && !is_octal(at(1))) return fail_at(start, "back-references are not RE2 syntax");
      out = 0;
      for (int i = 0; i < 3 && is_octal(at(0)); ++i, ++pos_) out = out * 8 + static_cast<char32_t>(at(0) - '0');
      return true;
    }
    if (c == 'x') {
      ++pos_;
      return hex_escape(start, out);
    }
    const char32_t rune = next_rune();
    switch (rune) {
      case 'n': out = '\n'; return true;
      case 'r': out = '\r'; return true;
      case 't': out = '\t'; return true;
      case 'a': out = '\a'; return true;
      case 'f': out = '\f'; return true;
      case 'v': out = '\v'; return true;
      default: break;
    }
    if (rune >= 128 || is_alnum(c)) return fail_at(start, "unknown escape " + quoted(start, pos_));
    out = rune;
    return true;
  }
  bool hex_escape(std::size_t start, char32_t& out) {
    out = 0;
    const bool braced = take("{");
    std::size_t digits = 0;
    for (; hex_value(at(0)) >= 0 && (braced || digits < 2); ++pos_, ++digits) {
      out = out * 16 + static_cast<char32_t>(hex_value(at(0)));
      if (out > kMaxRune) return fail_at(start, "beyond U+10FFFF");
    }
    if (digits == 0 || (!braced && digits != 2) || (braced && !take("}"))) {
      return fail_at(start, "bad \\x escape, expected \\xHH or \\x{H…}");
    }
    return true;
  }

  bool bracket(const Flags& flags, CharClass& out) {
    const std::size_t start = pos_;
    ++pos_;
    const bool negated = take("^");
    for (bool first = true; first || at(0) != ']' || !more(); first = false) {
      if (!more()) return fail_at(start, "missing ] for this [");
      if (starts("[:")) {
        CharClass named;
        if (posix_class(flags.fold, named)) {
          out.add(named);
          continue;
        }
        if (!fault_.empty()) return false;
      }
      if (at(0) == '\\') {
        CharClass escaped;
        if (class_escape(flags.fold, escaped)) {
          out.add(escaped);
          continue;
        }
        if (!fault_.empty()) return false;
      }
      const std::size_t from = pos_;
      char32_t lo = 0;
      if (!bracket_rune(lo)) return false;
      char32_t hi = lo;
      if (at(0) == '-' && pos_ + 1 < text_.size() && at(1) != ']') {
        ++pos_;
        if (!bracket_rune(hi)) return false;
      }
      if (hi < lo) return fail_at(from, "range ends before it begins: " + quoted(from, pos_));
      CharClass range;
      range.add(lo, hi);
      if (flags.fold) range.fold();
      out.add(range);
    }
    ++pos_;
    if (negated) out.negate();
    return true;
  }
  bool bracket_rune(char32_t& out) {
    if (!more()) return fail_at(pos_, "missing ] of a character class");
    if (at(0) == '\\') return escape(out);
    out = next_rune();
    return true;
  }
  // False without a fault: "[:" was meant literally.
  bool posix_class(bool fold, CharClass& out) {
    const std::size_t start = pos_;
    const std::size_t close = text_.find(":]", pos_ + 2);
    if (close == std::string_view::npos) return false;
    std::string_view name = text_.substr(pos_ + 2, close - pos_ - 2);
    pos_ = close + 2;
    const bool negated = name.starts_with('^');
    if (negated) name.remove_prefix(1);
    const auto known = CharClass::posix(name);
    if (!known) return fail_at(start, "unknown character class " + quoted(start, pos_));
    out = *known;
    if (fold) out.fold();
    if (negated) out.negate();
    return true;
  }

  std::string_view text_;
  std::size_t pos_ = 0;
  Regex regex_;
  std::string fault_;
  Errc fault_code_ = Errc::config;
};

}  // namespace

Result<Regex> parse_regex(std::string_view text) { return Parser(text).run(); }

}  // namespace gogate::prefilter
