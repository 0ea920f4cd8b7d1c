#include "scanners/gopatterns/text_regex.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace gogate::gopatterns {
namespace {

constexpr unsigned kMostDepth = 100;
constexpr std::size_t kLongest = 4000;
constexpr std::size_t kRare = 4;  // what a character that is not ASCII counts

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Piece {
  std::string text;
  std::size_t literal = 0;
  bool nullable = false;
  bool flags = false;  // changes what follows: never left out
};

// Reads what RE2 and PCRE agree on and gives up on the rest. Every step may
// only let more match.
class Weaken {
 public:
  Weaken(std::string_view in, bool quoted) : in_(in), quoted_(quoted) {}

  std::optional<TextRegex> run() {
    Piece whole;
    if (!alternatives(whole, true, 0) || at_ != in_.size() || whole.nullable || whole.text.size() > kLongest)
      return std::nullopt;
    return TextRegex{std::move(whole.text), whole.literal};
  }

 private:
  [[nodiscard]] std::string_view rest() const { return in_.substr(at_); }
  bool take(std::string_view s) {
    if (!rest().starts_with(s)) return false;
    at_ += s.size();
    return true;
  }

  bool alternatives(Piece& out, bool top, unsigned depth) {
    if (depth > kMostDepth) return false;
    bool first = true;
    do {
      Piece one;
      if (!sequence(one, top, depth)) return false;
      out.literal = first ? one.literal : std::min(out.literal, one.literal);
      out.nullable = out.nullable || one.nullable;
      if (!first) out.text += '|';
      out.text += one.text;
      first = false;
    } while (take("|"));
    return true;
  }

  bool sequence(Piece& out, bool top, unsigned depth) {
    std::vector<Piece> pieces;
    while (at_ < in_.size() && in_[at_] != '|' && in_[at_] != ')') {
      Piece p;
      bool width = true;
      if (!atom(p, width, depth)) return false;
      if (!repeat(p)) return false;
      if (width) pieces.push_back(std::move(p));
    }
    // What may be empty at either end says nothing in an unanchored search.
    std::size_t begin = 0;
    std::size_t end = pieces.size();
    if (top) {
      while (begin < end && pieces[begin].nullable && !pieces[begin].flags) ++begin;
      while (end > begin && pieces[end - 1].nullable && !pieces[end - 1].flags) --end;
      std::vector<Piece> kept;
      bool leading = true;
      for (std::size_t i = begin; i < end; ++i) {
        if (leading && pieces[i].nullable && !pieces[i].flags) continue;
        leading = leading && pieces[i].flags;
        kept.push_back(std::move(pieces[i]));
      }
      pieces = std::move(kept);
    }
    out.nullable = true;
    for (const Piece& p : pieces) {
      out.text += p.text;
      out.literal += p.literal;
      out.nullable = out.nullable && p.nullable;
    }
    return true;
  }

  // A quantifier behind `p`, if there is one.
  bool repeat(Piece& p) {
    if (at_ >= in_.size()) return true;
    std::string quantifier;
    bool none_possible = false;
    if (take("*")) quantifier = "*", none_possible = true;
    else if (take("+")) quantifier = "+";
    else if (take("?")) quantifier = "?", none_possible = true;
    else if (in_[at_] == '{' && at_ + 1 < in_.size() && is_digit(in_[at_ + 1])) {
      ++at_;
      std::size_t low = 0;
      std::size_t high = 0;
      if (!number(low)) return false;
      quantifier = "{" + std::to_string(low);
      none_possible = low == 0;
      if (take(",")) {
        quantifier += ',';
        if (at_ < in_.size() && is_digit(in_[at_])) {
          if (!number(high)) return false;
          quantifier += std::to_string(high);
        }
      }
      if (!take("}")) return false;
      quantifier += '}';
      if (low > 100 || high > 1000) return false;
    } else {
      return true;
    }
    // Lazy or possessive: matches no more than the plain one.
    if (!take("?")) take("+");
    if (at_ < in_.size() && (in_[at_] == '*' || in_[at_] == '+' || in_[at_] == '?')) return false;
    if (p.flags) return false;
    p.text += quantifier;
    if (none_possible) p.literal = 0, p.nullable = true;
    return true;
  }

  bool number(std::size_t& out) {
    const std::size_t from = at_;
    while (at_ < in_.size() && is_digit(in_[at_])) out = out * 10 + static_cast<std::size_t>(in_[at_++] - '0');
    return at_ - from >= 1 && at_ - from <= 5;
  }

  bool atom(Piece& p, bool& width, unsigned depth) {
    const char c = in_[at_];
    if (c == '^' || c == '$') {
      ++at_;
      width = false;
      return true;
    }
    if (c == '(') return group(p, width, depth);
    if (c == '[') return char_class(p);
    if (c == '\\') return escape(p, width);
    if (c == '*' || c == '+' || c == '?') return false;
    ++at_;
    if (c == '.') {
      p.text = quoted_ ? "(?:.|\\\\.)" : ".";
      return true;
    }
    if (c == '{') {  // where it does not count, PCRE means the character
      literal(p, "\\{", false);
      return true;
    }
    std::string text(1, c);
    while (static_cast<unsigned char>(c) >= 0x80 && at_ < in_.size() && (static_cast<unsigned char>(in_[at_]) & 0xC0) == 0x80)
      text += in_[at_++];
    literal(p, text, c == '"' || c == '\'' || static_cast<unsigned char>(c) < 0x20);
    p.literal = is_letter(c) || is_digit(c) ? 1 : 0;
    return true;
  }

  void literal(Piece& p, const std::string& text, bool escapable) {
    p.text = quoted_ && escapable ? "(?:" + text + "|\\\\.)" : text;
  }

  bool group(Piece& p, bool& width, unsigned depth) {
    ++at_;
    bool look_around = false;
    std::string opening = "(?:";
    if (take("?")) {
      if (take("=") || take("!") || take("<=") || take("<!")) {
        look_around = true;
      } else if (take(":") || take(">")) {
      } else if (rest().starts_with("P<") || rest().starts_with("<") || rest().starts_with("'")) {
        const std::size_t end = in_.find_first_of(">'", at_ + 2);
        if (end == std::string_view::npos) return false;
        at_ = end + 1;
      } else {
        std::string flags;
        while (at_ < in_.size() && in_[at_] != ')' && in_[at_] != ':') {
          const char f = in_[at_++];
          if (f != 'i' && f != 'm' && f != 's' && f != '-') return false;
          flags += f;
        }
        if (at_ >= in_.size() || flags.empty() || flags.back() == '-') return false;
        if (take(")")) {
          p.text = "(?" + flags + ")";
          p.flags = true;
          p.nullable = true;
          return true;
        }
        ++at_;
        opening = "(?" + flags + ":";
      }
    } else if (rest().starts_with("*")) {
      return false;
    }
    Piece inner;
    if (!alternatives(inner, false, depth + 1) || !take(")")) return false;
    if (look_around) {
      width = false;
      return true;
    }
    p.text = opening + inner.text + ")";
    p.literal = inner.literal;
    p.nullable = inner.nullable;
    return true;
  }

  bool char_class(Piece& p) {
    const std::size_t from = at_++;
    const bool negated = take("^");
    std::string text(in_.substr(from, at_ - from));
    bool first = true;
    bool rare = !negated;  // nothing in it is ASCII
    for (;; first = false) {
      if (at_ >= in_.size()) return false;
      const char c = in_[at_];
      if (c == ']' && !first) break;
      rare = rare && (rest().starts_with("\\x{") || c == '-');
      if (rare && c == '\\') rare = in_.find('}', at_) == at_ + 7;
      if (c == '[' && at_ + 1 < in_.size() && (in_[at_ + 1] == ':' || in_[at_ + 1] == '.' || in_[at_ + 1] == '=')) return false;
      if (c != '\\') {
        text += c == '[' ? "\\[" : std::string(1, c);
        ++at_;
        continue;
      }
      if (at_ + 1 >= in_.size()) return false;
      const char e = in_[at_ + 1];
      if (e == 's') {
        text += negated ? "\\s" : "\\s\\x0b";  // PCRE's has the vertical tab
        at_ += 2;
      } else if (e == 'S') {
        if (negated) return false;
        text += "\\S";
        at_ += 2;
      } else if (e == 'd' || e == 'D' || e == 'w' || e == 'W' || plain_escape(e)) {
        text += in_.substr(at_, 2);
        at_ += 2;
      } else if (e == 'x') {
        if (!hexadecimal(text)) return false;
      } else {
        return false;
      }
    }
    ++at_;
    text += ']';
    p.literal = rare ? kRare : 0;
    p.text = quoted_ ? "(?:" + text + "|\\\\.)" : text;
    return true;
  }

  static bool plain_escape(char e) {
    return e == 'n' || e == 't' || e == 'r' || e == 'f' || (!is_letter(e) && !is_digit(e) && e != '_' && static_cast<unsigned char>(e) > 0x20 && static_cast<unsigned char>(e) < 0x7F);
  }

  // \x2e or \x{2e}, copied.
  bool hexadecimal(std::string& out) {
    std::size_t end = at_ + 2;
    const auto is_hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
    if (end < in_.size() && in_[end] == '{') {
      const std::size_t brace = in_.find('}', end);
      if (brace == std::string_view::npos || brace == end + 1 || brace > end + 7) return false;
      for (std::size_t i = end + 1; i < brace; ++i)
        if (!is_hex(in_[i])) return false;
      end = brace + 1;
    } else {
      if (end + 2 > in_.size() || !is_hex(in_[end]) || !is_hex(in_[end + 1])) return false;
      end += 2;
    }
    out += in_.substr(at_, end - at_);
    at_ = end;
    return true;
  }

  bool escape(Piece& p, bool& width) {
    if (at_ + 1 >= in_.size()) return false;
    const char e = in_[at_ + 1];
    if (e == 'b' || e == 'B' || e == 'A' || e == 'z' || e == 'Z') {
      at_ += 2;
      width = false;
      return true;
    }
    std::string text;
    bool escapable = true;
    if (e == 'x') {
      if (!hexadecimal(text)) return false;
    } else if (e == 's') {
      text = "[\\s\\x0b]";
      at_ += 2;
    } else if (e == 'S' || e == 'd' || e == 'D' || e == 'w' || e == 'W' || plain_escape(e)) {
      text = in_.substr(at_, 2);
      at_ += 2;
      escapable = is_letter(e) || e == '\\' || e == '"' || e == '\'';
    } else {
      return false;
    }
    literal(p, text, escapable);
    return true;
  }

  std::string_view in_;
  bool quoted_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<TextRegex> text_regex(std::string_view regex, bool quoted) { return Weaken(regex, quoted).run(); }

}  // namespace gogate::gopatterns
