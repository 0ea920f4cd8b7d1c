#include "scanners/secrets/named_value.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace gogate::secrets {
namespace {

constexpr std::size_t kLongestValue = 512;
constexpr std::size_t kMostChildren = 64;
constexpr std::size_t kNamedView = 4096;  // most bytes of the lines around a name
constexpr std::size_t npos = std::string_view::npos;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }
bool is_name(char c) { return is_word(c) || c == '-' || c == '.'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_space(char c) { return is_blank(c) || c == '\n' || c == '\r'; }
bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }
bool is_end(char c) { return c == '\n' || c == '\r'; }

template <std::size_t N>
bool any(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::array<std::string_view, 8> kPairNames{"name", "Name", "key", "Key", "ParameterKey", "NAME", "property", "id"};
constexpr std::array<std::string_view, 6> kPairValues{"value", "Value", "ParameterValue", "default", "VALUE", "defaultValue"};

class Reader {
 public:
  // Of `text` only [begin, end) is looked at, but for mappings.
  Reader(std::string_view text, std::size_t begin, std::size_t end, std::vector<NamedValue>& out)
      : t_(text.substr(begin, end - begin)), text_(text), base_(begin), out_(out) {}

  void at_name(std::size_t a, std::size_t b, const CredentialName& meaning, bool compared);
  void children(std::size_t key_at, std::size_t from, bool all, bool secret_data);
  // Whether more was looked at than [begin, end).
  [[nodiscard]] bool went_beyond() const { return beyond_; }

 private:
  [[nodiscard]] char at(std::size_t i) const { return i < t_.size() ? t_[i] : '\n'; }
  [[nodiscard]] char before(std::size_t i) const { return i > 0 ? t_[i - 1] : '\n'; }
  [[nodiscard]] std::size_t skip_blanks(std::size_t p) const {
    while (p < t_.size() && is_blank(t_[p])) ++p;
    return p;
  }
  [[nodiscard]] std::size_t skip_spaces(std::size_t p) const {
    const std::size_t last = std::min(t_.size(), p + 120);
    while (p < last && is_space(t_[p])) ++p;
    return p;
  }
  [[nodiscard]] std::size_t line_begin(std::size_t p) const {
    const std::size_t least = p > kNamedReach ? p - kNamedReach : 0;
    while (p > least && t_[p - 1] != '\n') --p;
    return p;
  }
  [[nodiscard]] std::size_t line_end(std::size_t p) const {
    const std::size_t most = std::min(t_.size(), p + kNamedReach);
    while (p < most && t_[p] != '\n') ++p;
    return p;
  }
  [[nodiscard]] bool stands(std::size_t p, std::string_view word) const { return t_.substr(std::min(p, t_.size()), word.size()) == word; }

  void add(std::size_t begin, std::size_t end, bool quoted);
  bool value_at(std::size_t p, bool tight, bool quoted_only, bool colon);
  bool quoted_at(std::size_t p, std::size_t escapes = 0);
  bool plain_at(std::size_t p, bool tight);
  void block_at(std::size_t p);
  void element_at(std::size_t p);
  void element_text(std::size_t p);
  bool attribute_pair(std::size_t name_begin, std::size_t name_end);
  bool sibling(std::size_t name_key, std::size_t p);
  void after_operator(std::size_t p, bool tight, bool quoted_only, bool colon);
  [[nodiscard]] bool leads_line(std::size_t name_begin) const;
  [[nodiscard]] bool in_flow(std::size_t p) const;
  void called(std::size_t a, std::size_t b);

  void mapping(std::size_t p);

  std::string_view t_;
  std::string_view text_;
  std::size_t base_;  // of t_ in text_
  bool beyond_ = false;
  std::size_t ended_ = 0;  // of children()
  std::vector<NamedValue>& out_;
  std::string_view name_;
  CredentialName meaning_;
  std::size_t name_begin_ = 0;
  bool base64_ = false;
};

void Reader::add(std::size_t begin, std::size_t end, bool quoted) {
  while (begin < end && is_space(t_[begin])) ++begin;
  while (begin < end && is_space(t_[end - 1])) --end;
  if (begin >= end || end - begin > kLongestValue) return;
  out_.push_back({base_ + begin, base_ + end, name_, meaning_.says, quoted, base64_});
}

// Nothing in front of it on its line but what configuration files and shells
// have there.
bool Reader::leads_line(std::size_t name_begin) const {
  std::size_t p = line_begin(name_begin);
  const auto skip = [&] {
    while (p < name_begin && (is_blank(t_[p]) || is_quote(t_[p]))) ++p;
  };
  skip();
  static constexpr std::array<std::string_view, 14> kHeads{"- ", "export ", "ENV ", "ARG ", "set ", "SET ", "local ", "readonly ",
                                                           "-e ", "+ ", "$env:", "$", "declare ", "setenv "};
  for (int i = 0; i < 3 && p < name_begin; ++i) {
    for (const std::string_view head : kHeads)
      if (stands(p, head)) {
        p += head.size();
        skip();
      }
  }
  return p >= name_begin;
}

// Behind { or , of {user: x, password: y}.
bool Reader::in_flow(std::size_t p) const {
  const std::size_t least = p > 200 ? p - 200 : 0;
  for (std::size_t i = p; i-- > least && t_[i] != '\n';) {
    if (t_[i] == '{') return i == 0 || t_[i - 1] != '$';
    if (t_[i] == '}') return false;
  }
  return false;
}

bool Reader::quoted_at(std::size_t p, std::size_t escapes) {
  const char quote = at(p);
  if (!is_quote(quote)) return false;
  const std::size_t most = std::min(t_.size(), p + kLongestValue + 8);
  if (escapes == 0 && quote != '`' && at(p + 1) == quote && at(p + 2) == quote) {
    const std::size_t end = t_.substr(0, most).find(std::string(3, quote), p + 3);
    if (end != npos && t_.substr(p + 3, end - p - 3).find_first_not_of(" \t\r\n") != npos) add(p + 3, end, true);
    return true;
  }
  std::size_t end = p + 1;
  for (; end < most && !is_end(t_[end]); ++end) {
    if (escapes != 0 && t_[end] == '\\' && at(end + 1) == quote) break;
    if (t_[end] == quote) break;
    if (escapes == 0 && t_[end] == '\\' && quote != '`') ++end;
  }
  if (end >= most || is_end(t_[end])) return true;
  // A part of something that is put together here.
  std::size_t next = skip_blanks(end + 1 + escapes);
  if (at(next) == '+' || (at(next) == '.' && is_blank(at(next + 1))) || (at(next) == '%' && is_blank(at(next + 1))) || stands(next, ".format(") ||
      (is_quote(quote) && stands(next, "||") && quote == '\'' && is_word(at(skip_blanks(next + 2)))))
    return true;
  add(p + 1, end, true);
  return true;
}

// Up to what ends a value in a configuration file or on a command line.
bool Reader::plain_at(std::size_t p, bool tight) {
  const std::size_t most = std::min(t_.size(), p + kLongestValue + 1);
  const bool flow = in_flow(p);
  std::size_t end = p;
  while (end < most && !is_end(t_[end])) {
    const char c = t_[end];
    if (is_blank(c) || is_quote(c)) break;
    if (flow && (c == ',' || c == '}')) break;
    if (tight && (c == ';' || c == '&' || c == '<' || c == '>' || c == '|' || c == ')')) break;
    if (tight && c == ',' && (is_letter(at(end + 1)) || is_blank(at(end + 1)))) break;
    if (c == '\\' && (at(end + 1) == 'n' || is_quote(at(end + 1)) || is_end(at(end + 1)))) break;
    ++end;
  }
  if (end >= most && end < t_.size()) return false;
  if (!tight && !flow) {
    // The line holds nothing more but a comment.
    std::size_t rest = skip_blanks(end);
    if (is_quote(at(end))) return false;
    // ENV A=x B=y, PGPASSWORD=x psql
    const bool assigned = p > 1 && t_[p - 1] == '=' && !is_blank(t_[p - 2]);
    if (!(assigned && end > p && is_blank(at(end)) && is_letter(at(rest))) && !is_end(at(rest)) && at(rest) != '#' && !stands(rest, "//") && at(rest) != ';' && !stands(rest, "*/") && at(rest) != '\\') return false;
    while (end > p && (t_[end - 1] == ',' || t_[end - 1] == ';')) --end;
  }
  add(p, end, false);
  return true;
}

// The lines of a block scalar, which are deeper than their key.
void Reader::block_at(std::size_t p) {
  const std::size_t key_line = line_begin(name_begin_);
  std::size_t indent = 0;
  while (is_blank(at(key_line + indent)) || (at(key_line + indent) == '-' && is_blank(at(key_line + indent + 1)))) ++indent;
  std::size_t line = line_end(p) + 1;
  std::size_t first = npos;
  std::size_t last = 0;
  for (std::size_t lines = 0; lines < 4 && line < t_.size(); ++lines) {
    const std::size_t text = skip_blanks(line);
    const std::size_t end = line_end(line);
    if (text < end && at(text) != '\r') {
      if (text - line <= indent && text - line < 1 + indent) break;
      if (first != npos) {
        last = 0;  // more than one line: no password
        break;
      }
      first = text;
      last = end;
    }
    line = end + 1;
  }
  if (first != npos && last > first) add(first, last, true);
}

// Mappings below a key: the value of {value: x}, or all of passwords: {a: x}.
void Reader::children(std::size_t key_at, std::size_t from, bool all, bool secret_data) {
  const std::size_t key_line = line_begin(key_at);
  std::size_t indent = 0;
  while (is_blank(at(key_line + indent))) ++indent;
  std::size_t line = line_end(from) + 1;
  std::size_t own = 0;
  for (std::size_t lines = 0; lines < kMostChildren && line < t_.size(); ++lines) {
    std::size_t p = skip_blanks(line);
    const std::size_t end = line_end(line);
    const std::size_t depth = p - line;
    line = end + 1;
    if (p >= end || at(p) == '\r' || at(p) == '#') continue;
    if (depth <= indent || at(p) == '-') break;
    if (own == 0) own = depth;
    if (depth != own) continue;
    const char quote = is_quote(at(p)) ? at(p) : '\0';
    if (quote != '\0') ++p;
    const std::size_t name = p;
    while (p < end && is_name(t_[p])) ++p;
    const std::string_view key = t_.substr(name, p - name);
    if (quote != '\0' && at(p) == quote) ++p;
    p = skip_blanks(p);
    if (key.empty() || (at(p) != ':' && at(p) != '=')) continue;
    if (!all && !any(kPairValues, key) && key != "plaintext" && key != "current" && key != "plain") continue;
    p = skip_blanks(p + 1);
    // A list of values holds values.
    if (!secret_data && (is_end(at(p)) || (end > p && (t_[end - 1] == '{' || t_[end - 1] == '[' || t_[end - 1] == '(')))) break;
    if (is_end(at(p)) || at(p) == '|' || at(p) == '>' || at(p) == '{' || at(p) == '[') continue;
    if (all || secret_data) name_ = key;
    name_begin_ = name;
    value_at(p, false, false, true);
  }
  ended_ = line;
}

// What stands below passwords: may be long.
void Reader::mapping(std::size_t p) {
  Reader whole(text_, 0, text_.size(), out_);
  whole.name_ = name_;
  whole.meaning_ = meaning_;
  whole.children(base_ + name_begin_, base_ + p, true, false);
  beyond_ = beyond_ || whole.ended_ > base_ + t_.size();
}

bool Reader::value_at(std::size_t p, bool tight, bool quoted_only, bool colon) {
  static constexpr std::array<std::string_view, 13> kWraps{"[]byte(", "String::from(", "new String(", "SecretStr(", "Secret(",  "str(", "std::string(",
                                                           "@",       "N",             "b",           "r",          "u",        "L"};
  for (const std::string_view wrap : kWraps)
    if (stands(p, wrap) && is_quote(at(p + wrap.size()))) return quoted_at(p + wrap.size());
  if (at(p) == '\\' && is_quote(at(p + 1))) return quoted_at(p + 1, 1);
  if (is_quote(at(p))) return quoted_at(p);
  if (quoted_only) return false;
  if (colon) {
    if (at(p) == '&' && is_word(at(p + 1))) {  // an anchor
      std::size_t end = p + 1;
      while (is_name(at(end))) ++end;
      if (is_blank(at(end))) return value_at(skip_blanks(end), tight, quoted_only, false);
    }
    if (at(p) == '!') {
      for (const std::string_view tag : {"!!str ", "!unsafe ", "!!binary "})
        if (stands(p, tag)) return value_at(skip_blanks(p + tag.size()), tight, quoted_only, false);
      if (is_letter(at(p + 1))) return false;  // !Ref, !vault
    }
    if (at(p) == '*' && is_letter(at(p + 1))) return false;
    if ((at(p) == '|' || at(p) == '>') && (is_end(at(p + 1)) || is_end(at(p + 2)) || is_end(at(p + 3)))) {
      block_at(p);
      return true;
    }
  }
  if (at(p) == '{' || at(p) == '[' || at(p) == '(' || at(p) == '<') return false;
  return plain_at(p, tight);
}

void Reader::element_text(std::size_t p) {
  p = skip_spaces(p);
  if (stands(p, "<![CDATA[")) {
    const std::size_t end = t_.substr(0, std::min(t_.size(), p + kLongestValue)).find("]]>", p);
    if (end != npos) add(p + 9, end, true);
    return;
  }
  if (at(p) == '<') {
    for (const std::string_view inner : {"<value>", "<Value>", "<string>"})
      if (stands(p, inner)) {
        p += inner.size();
        break;
      }
    if (at(p) == '<') return;
  }
  const std::size_t end = t_.substr(0, std::min(t_.size(), p + kLongestValue)).find('<', p);
  if (end != npos && at(end + 1) == '/') add(p, end, true);
}

// <password …>x</password>
void Reader::element_at(std::size_t p) {
  const std::size_t close = t_.substr(0, std::min(t_.size(), p + 300)).find('>', p);
  if (close == npos || t_[close - 1] == '/') return;
  const std::string_view attributes = t_.substr(p, close - p);
  if (attributes.find("ncrypted=\"true") != npos || attributes.find("crypt=") != npos) return;
  base64_ = attributes.find("base64") != npos;
  element_text(close + 1);
}

// <add key="password" value="x"/>, <property name="password">x</property>
bool Reader::attribute_pair(std::size_t name_begin, std::size_t name_end) {
  const std::size_t least = name_begin > 300 ? name_begin - 300 : 0;
  std::size_t open = npos;
  for (std::size_t i = name_begin; i-- > least;) {
    if (t_[i] == '>') break;
    if (t_[i] == '<') {
      open = i;
      break;
    }
  }
  if (open == npos || !is_letter(at(open + 1))) return false;
  const std::size_t close = t_.substr(0, std::min(t_.size(), name_end + kLongestValue + 200)).find('>', name_end);
  if (close == npos) return false;
  const std::string_view tag = t_.substr(open, close - open);
  if (tag.starts_with("<input") || tag.starts_with("<label") || tag.starts_with("<div") || tag.starts_with("<a ")) return true;
  for (const std::string_view key : {" value=", "\tvalue=", "\nvalue=", " Value="}) {
    const std::size_t found = tag.find(key);
    if (found == npos) continue;
    quoted_at(open + found + key.size());
    return true;
  }
  if (t_[close - 1] != '/') element_text(close + 1);
  return true;
}

// The value of what the pair's name says: beside it, or in front of it.
bool Reader::sibling(std::size_t name_key, std::size_t p) {
  const auto value_in = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (!is_letter(t_[i]) || (i > 0 && is_word(t_[i - 1]))) continue;
      std::size_t w = i;
      while (w < end && is_word(t_[w])) ++w;
      const bool ours = any(kPairValues, t_.substr(i, w - i));
      i = w - 1;
      if (!ours) continue;
      std::size_t q = w;
      if (is_quote(at(q))) ++q;
      q = skip_blanks(q);
      if (at(q) != ':' && at(q) != '=') continue;
      value_at(skip_blanks(q + 1), false, false, at(q) == ':');
      return true;
    }
    return false;
  };
  // To the end of the object or of the list's item.
  std::size_t end = std::min(t_.size(), p + 300);
  for (std::size_t i = p; i < end; ++i) {
    if (t_[i] == '}') end = i;
    if (t_[i] == '\n') {
      const std::size_t next = skip_blanks(i + 1);
      if (at(next) == '-' || is_end(at(next))) end = i;
    }
  }
  if (value_in(p, end)) return true;
  std::size_t begin = name_key > 300 ? name_key - 300 : 0;
  for (std::size_t i = name_key; i-- > begin;) {
    if (t_[i] == '{' || t_[i] == '}' || (t_[i] == '-' && is_blank(at(i + 1)) && is_space(before(i)))) begin = i + 1;
  }
  return value_in(begin, name_key);
}

void Reader::after_operator(std::size_t p, bool tight, bool quoted_only, bool colon) {
  p = skip_blanks(p);
  if (at(p) == '\\' && is_end(at(p + 1))) p = skip_spaces(p + 1);
  const bool nothing = is_end(at(p)) || at(p) == '#' || p >= t_.size();
  if (nothing && colon) {
    if (meaning_.many)
      mapping(p);
    else
      children(name_begin_, p, false, false);
    if (out_.empty()) {
      const std::size_t next = skip_spaces(p);
      if (is_quote(at(next))) value_at(next, false, true, false);
    }
    return;
  }
  if (nothing) return;
  if (at(p) == '{') {
    if (!meaning_.many && colon) {
      sibling(p, p + 1);
    } else if (meaning_.many) {
      mapping(p);
    }
    return;
  }
  value_at(p, tight, quoted_only, colon);
}

// password.equals("x"), strcmp(password, "x"), setPassword("x")
void Reader::called(std::size_t a, std::size_t b) {
  std::size_t p = skip_blanks(b);
  if (at(p) == '(') {
    p = skip_blanks(p + 1);
    if (is_quote(at(p))) value_at(p, false, true, false);
  } else if (at(p) == ',') {
    const std::string_view in_front = t_.substr(a - std::min<std::size_t>(a, 24), std::min<std::size_t>(a, 24));
    if (in_front.find("cmp(") != npos || in_front.find("quals(") != npos || in_front.find("ompare(") != npos) value_at(skip_blanks(p + 1), false, true, false);
  }
}

void Reader::at_name(std::size_t a, std::size_t b, const CredentialName& meaning, bool compared) {
  name_ = t_.substr(a, b - a);
  name_begin_ = a;
  meaning_ = meaning;
  std::size_t flags = 0;
  while (flags < 2 && a > flags && t_[a - 1 - flags] == '-') ++flags;
  const char front = before(a);
  const char back = at(b);
  if (compared) return called(a, b);
  // XML
  if (front == '<' || (front == ':' && a > 1 && is_letter(t_[a - 2]) && t_.substr(a - std::min<std::size_t>(a, 16), std::min<std::size_t>(a, 16)).find('<') != npos)) {
    if (back == '>' || is_space(back)) element_at(b);
    return;
  }
  if (front == '>' && back == '<' && at(b + 1) == '/') {
    std::size_t p = t_.find('>', b);
    if (p == npos) return;
    p = skip_spaces(p + 1);
    for (const std::string_view open : {"<value>", "<string>", "<Value>", "<val>"})
      if (stands(p, open)) element_text(p + open.size());
    return;
  }
  std::size_t p = b;
  std::size_t key = a;
  const bool quoted_name = is_quote(front) && (back == front || (back == '\\' && at(b + 1) == front));
  if (quoted_name) {
    p = b + (back == '\\' ? 2 : 1);
    key = a - 1;
    if (before(key) == '\\') --key;
  }
  // name: DB_PASSWORD
  {
    std::size_t k = key;
    while (k > 0 && is_blank(t_[k - 1])) --k;
    const char op = before(k);
    if (op == ':' || op == '=') {
      std::size_t w = k - 1;
      while (w > 0 && (is_blank(t_[w - 1]) || is_quote(t_[w - 1]))) --w;
      std::size_t s = w;
      while (s > 0 && w - s < 20 && is_word(t_[s - 1])) --s;
      if (any(kPairNames, t_.substr(s, w - s))) {
        if (op == '=' && quoted_name && attribute_pair(a, b + 1)) return;
        const char next = at(skip_blanks(p));
        if (is_end(next) || next == ',' || next == '}' || next == ';') sibling(s, p);
        return;
      }
      // The value of something else, unless a list of settings follows: "password=x".
      if (quoted_name) return;
    }
    // variable "db_password" { default = "x" }
    if (quoted_name && k >= 8 && t_.substr(k - 8, 8) == "variable") {
      const std::size_t open = skip_blanks(p);
      if (at(open) != '{') return;
      const std::size_t close = std::min(t_.substr(0, std::min(t_.size(), open + kNamedReach)).find("\n}", open), std::min(t_.size(), open + kNamedReach));
      const std::size_t found = t_.substr(0, close).find("default", open);
      if (found == npos) return;
      const std::size_t eq = skip_blanks(found + 7);
      if (at(eq) == '=') value_at(skip_blanks(eq + 1), false, true, false);
      return;
    }
  }
  if (quoted_name) {
    while (at(p) == ']' || at(p) == ')') ++p;
    p = skip_blanks(p);
    if (at(p) == ',' && before(key) == '(') {
      value_at(skip_blanks(p + 1), false, true, false);
      return;
    }
    if (is_end(at(p))) {
      const std::size_t next = skip_spaces(p);
      if (at(next) == ':') p = next;
    }
  } else if (meaning_.setter || back == '(') {
    const std::string_view low = name_;
    if (meaning_.setter || low == "PASSWORD") called(a, b);
    return;
  } else if (back == ',') {
    return called(a, b);
  }
  const bool leading = leads_line(a) || (quoted_name && leads_line(key));
  if (flags > 0) {
    if (at(p) == '=') return after_operator(p + 1, true, false, false);
    if (is_blank(at(p))) {
      p = skip_blanks(p);
      if (at(p) != '-' && at(p) != '|' && at(p) != '>' && at(p) != '<') value_at(p, true, false, false);
    }
    return;
  }
  if (at(p) == '[' && at(p + 1) == ']') p += 2;
  const std::size_t op = skip_blanks(p);
  const bool spaced = op != p;
  if (stands(op, "\\\n") || stands(op, "\\\r\n")) {
    const std::size_t next = skip_spaces(op + 1);
    if (at(next) == '=' || at(next) == ':') after_operator(next + 1, false, false, false);
    return;
  }
  switch (at(op)) {
    case '=': {
      std::size_t after = op + 1;
      if (at(after) == '~') return;
      if (at(after) == '>' || at(after) == '=') {
        while (at(after) == '=' || at(after) == '>') ++after;
        return after_operator(after, false, true, false);
      }
      const bool tight = !spaced && !is_blank(at(after));
      if (tight && !leading) {
        // password=x inside something: a DSN, a query, arguments.
        if (is_quote(at(after)) || at(after) == '\\') return after_operator(after, true, true, false);
        return after_operator(after, true, false, false);
      }
      return after_operator(after, false, !leading && !in_flow(a), meaning_.many);
    }
    case ':': {
      std::size_t after = op + 1;
      if (at(after) == ':') return;
      if (at(after) == '=') return after_operator(after + 1, false, true, false);
      after = skip_blanks(after);
      // password: String = "x"
      std::size_t type = after;
      while (type < t_.size() && type - after < 40 && (is_name(t_[type]) || t_[type] == '&' || t_[type] == '\'' || t_[type] == '?' || t_[type] == '<' || t_[type] == '>')) ++type;
      const std::size_t eq = skip_blanks(type);
      if (type > after && at(eq) == '=' && at(eq + 1) != '=' && is_quote(at(skip_blanks(eq + 1)))) return after_operator(eq + 1, false, true, false);
      return after_operator(op + 1, false, !leading && !quoted_name && !in_flow(a), true);
    }
    case '!':
      if (at(op + 1) == '=') after_operator(op + (at(op + 2) == '=' ? 3 : 2), false, true, false);
      return;
    case '|':
    case '?':
      if (at(op + 1) == at(op)) after_operator(op + 2, false, true, false);
      return;
    default: break;
  }
  if (!spaced) return;
  // #define DB_PASSWORD "x", var password string = "x", requirepass x
  const std::size_t first = line_begin(a);
  const std::size_t text = skip_blanks(first);
  if (is_quote(at(op)) && (leading || stands(text, "#define"))) {
    value_at(op, false, true, false);
    return;
  }
  std::size_t word = op;
  while (word < t_.size() && word - op < 40 && (is_name(t_[word]) || t_[word] == '*')) ++word;
  std::size_t eq = skip_blanks(word);
  if (stands(eq, "String =") || stands(eq, "string =")) eq += 7;
  if (at(eq) == '=' && at(eq + 1) != '=' && word > op) return after_operator(eq + 1, false, true, false);
  if (leading && meaning_.says == NameSays::password) plain_at(op, false);
}

struct Extent {
  std::size_t begin = 0, end = 0;
};

Extent lines_around(std::string_view text, std::size_t begin, std::size_t end) {
  const std::size_t least = begin > kNamedView ? begin - kNamedView : 0;
  const std::size_t most = std::min(text.size(), end + kNamedView);
  Extent out{begin, end};
  for (std::uint32_t feeds = 0; feeds <= kNamedLines; ++feeds) {
    const void* feed = out.begin > least ? ::memrchr(text.data() + least, '\n', out.begin - least) : nullptr;
    out.begin = feed == nullptr ? least : static_cast<std::size_t>(static_cast<const char*>(feed) - text.data());
  }
  if (out.begin > least) ++out.begin;  // behind the line feed of the line before
  for (std::uint32_t feeds = 0; feeds <= kNamedLines && out.end < most; ++feeds) {
    const void* feed = std::memchr(text.data() + out.end, '\n', most - out.end);
    out.end = feed == nullptr ? most : static_cast<std::size_t>(static_cast<const char*>(feed) - text.data()) + 1;
  }
  return out;
}

// Between lines of ---, within bounds.
Extent document_around(std::string_view text, std::size_t at) {
  const std::size_t least = at > kSecretReach ? at - kSecretReach : 0;
  const std::size_t most = std::min(text.size(), at + kSecretReach);
  const std::size_t before = text.substr(least, at - least).rfind("\n---");
  const std::size_t behind = text.substr(at, most - at).find("\n---");
  return {before == npos ? least : least + before + 4, behind == npos ? most : at + behind};
}

// The JSON object whose member begins at `at`, within bounds; braces in strings
// can make it shorter or longer than it is.
Extent object_around(std::string_view text, std::size_t at) {
  Extent out{at > kSecretReach ? at - kSecretReach : 0, std::min(text.size(), at + kSecretReach)};
  std::size_t depth = 0;
  for (std::size_t i = at; i-- > out.begin;) {
    if (text[i] == '}') ++depth;
    if (text[i] == '{' && depth-- == 0) out.begin = i;
  }
  depth = 0;
  for (std::size_t i = at; i < out.end; ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && depth-- == 0) out.end = i + 1;
  }
  return out;
}

void read_data_mapping(std::string_view document, std::size_t begin, std::string_view key, std::vector<NamedValue>& out) {
  for (std::size_t found = document.find(key, begin); found != npos; found = document.find(key, found + 1)) {
    if (found > 0 && !is_space(document[found - 1])) continue;
    const std::size_t from = out.size();
    Reader(document, 0, document.size(), out).children(found, found, true, true);
    for (std::size_t i = from; i < out.size(); ++i) {
      out[i].base64 = key == "data:";
      out[i].says = credential_name(out[i].name).says;
      out[i].quoted = true;
    }
  }
}

// "data": {"a": "…", …}
void read_data_object(std::string_view document, std::size_t begin, std::string_view key, std::vector<NamedValue>& out) {
  std::size_t p = document.find(key, begin);
  if (p == npos) return;
  p = document.find('{', p + key.size());
  const std::size_t close = p == npos ? npos : document.find('}', p);
  if (close == npos) return;
  while (p < close && out.size() < kMostChildren) {
    const std::size_t name = document.find('"', p);
    if (name >= close) return;
    const std::size_t name_end = document.find('"', name + 1);
    const std::size_t value = name_end == npos ? npos : document.find('"', name_end + 1);
    const std::size_t value_end = value == npos ? npos : document.find('"', value + 1);
    if (value >= close || value_end > close) return;
    const std::string_view called = document.substr(name + 1, name_end - name - 1);
    if (value_end > value + 1) out.push_back({value + 1, value_end, called, credential_name(called).says, true, key == "\"data\""});
    p = value_end + 1;
  }
}

}  // namespace

bool read_named(std::string_view text, std::size_t begin, std::size_t end, std::vector<NamedValue>& out) {
  std::size_t a = begin;
  std::size_t b = end;
  while (a > 0 && begin - a < 80 && is_name(text[a - 1])) --a;
  while (b < text.size() && b - end < 60 && is_name(text[b])) ++b;
  while (a < begin && (text[a] == '.' || text[a] == '-')) ++a;
  while (b > end && (text[b - 1] == '.' || text[b - 1] == '-')) --b;
  // \npassword of an escaped text
  if (a > 0 && text[a - 1] == '\\' && a < begin && (text[a] == 'n' || text[a] == 't' || text[a] == 'r')) ++a;
  std::string_view name = text.substr(a, b - a);
  const bool compared = name.ends_with(".equals") || name.ends_with(".Equals") || name.ends_with(".equalsIgnoreCase");
  if (compared) name = name.substr(0, name.rfind('.'));
  const CredentialName meaning = credential_name(name);
  if (meaning.says == NameSays::nothing) return true;
  const Extent lines = lines_around(text, a, b);
  Reader reader(text, lines.begin, lines.end, out);
  reader.at_name(a - lines.begin, b - lines.begin, meaning, compared);
  return !reader.went_beyond();
}

bool read_kubernetes_secret(std::string_view text, std::size_t at, std::vector<NamedValue>& out) {
  const Extent manifest = text[at] == '"' ? object_around(text, at) : document_around(text, at);
  const std::string_view document = text.substr(0, manifest.end);
  if (text[at] == '"') {
    for (const std::string_view key : {"\"data\"", "\"stringData\""}) read_data_object(document, manifest.begin, key, out);
  } else {
    for (const std::string_view key : {"data:", "stringData:"}) read_data_mapping(document, manifest.begin, key, out);
  }
  const Extent near = lines_around(text, at, at);
  return near.begin <= manifest.begin && manifest.end <= near.end;
}

}  // namespace gogate::secrets
