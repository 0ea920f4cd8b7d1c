// What stands where around the name: pairs of names and values, operators,
// calls, flags, mappings below it.
#include "scanners/secrets/named_reader.h"

#include <string>

namespace gogate::secrets::named {

// Mappings below a key: the value of {value: x}, or all of passwords: {a: x}.
void NamedReader::children(std::size_t key_at, std::size_t from, bool all, bool secret_data) {
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
    if (!secret_data &&
        (is_end(at(p)) || (end > p && (t_[end - 1] == '{' || t_[end - 1] == '[' || t_[end - 1] == '('))))
      break;
    if (is_end(at(p)) || at(p) == '|' || at(p) == '>' || at(p) == '{' || at(p) == '[') continue;
    if (all || secret_data) name_ = key;
    name_begin_ = name;
    value_at(p, false, false, true);
  }
  ended_ = line;
}

// What stands below passwords: may be long.
void NamedReader::mapping(std::size_t p) {
  NamedReader whole(text_, 0, text_.size(), out_);
  whole.name_ = name_;
  whole.meaning_ = meaning_;
  whole.children(base_ + name_begin_, base_ + p, true, false);
  beyond_ = beyond_ || whole.ended_ > base_ + t_.size();
}

// <add key="password" value="x"/>, <property name="password">x</property>
bool NamedReader::attribute_pair(std::size_t name_begin, std::size_t name_end) {
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
  if (tag.starts_with("<input") || tag.starts_with("<label") || tag.starts_with("<div") || tag.starts_with("<a "))
    return true;
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
bool NamedReader::sibling(std::size_t name_key, std::size_t p) {
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

void NamedReader::after_operator(std::size_t p, bool tight, bool quoted_only, bool colon) {
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

// The rows of COPY users (id, password) FROM stdin, up to "\.".
void NamedReader::copied_rows(std::size_t line, std::size_t column) {
  for (; line < t_.size() && t_[line] != '\\'; line = line_end(line) + 1) {
    std::size_t begin = line;
    const std::size_t last = line_end(line);
    for (std::size_t field = 0; begin <= last; ++field) {
      const std::size_t end = std::min(t_.find('\t', begin), last);
      if (field == column && t_.substr(begin, end - begin) != "\\N") add(begin, end, true);
      if (field == column) break;
      begin = end + 1;
    }
  }
}

// INSERT INTO users (id, password) VALUES (1, 'x'), …: what stands in the same
// place of each row within the lines around.
bool NamedReader::column(std::size_t a, std::size_t b) {
  const auto is_sql_quote = [](char c) { return c == '`' || c == '"' || c == ']' || c == '['; };
  std::size_t p = b;
  if (is_sql_quote(at(p))) ++p;
  p = skip_blanks(p);
  if (at(p) != ',' && at(p) != ')') return false;
  std::size_t open = a;
  std::size_t commas = 0;
  const std::size_t least = a > kNamedReach ? a - kNamedReach : 0;
  for (; open > least && before(open) != '('; --open) {
    const char c = before(open);
    if (c == ',') ++commas;
    if (!is_name(c) && !is_space(c) && !is_sql_quote(c) && c != ',') return false;
  }
  if (before(open) != '(') return false;
  p = t_.substr(0, std::min(t_.size(), p + kNamedReach)).find(')', p);
  if (p == npos) return false;
  p = skip_spaces(p + 1);
  if (stands(p, "FROM stdin;") || stands(p, "from stdin;")) {
    copied_rows(line_end(p) + 1, commas);
    return true;
  }
  if (!stands(p, "VALUES") && !stands(p, "values") && !stands(p, "Values")) return false;
  p = skip_spaces(p + 6);
  const std::size_t most = std::min(t_.size(), p + kLongestValue * 4);
  for (std::size_t rows = 0; rows < kMostChildren && at(p) == '('; ++rows) {
    ++p;
    for (std::size_t field = 0; p < most; ++field) {
      p = skip_spaces(p);
      const bool literal = at(p) == '\'' || at(p) == '"' || (at(p) == 'N' && at(p + 1) == '\'');
      if (literal) {
        if (at(p) == 'N') ++p;
        const char quote = at(p);
        std::size_t end = p + 1;
        while (end < most && (t_[end] != quote || at(end + 1) == quote))
          end += t_[end] == quote || t_[end] == '\\' ? std::size_t{2} : std::size_t{1};
        if (end >= most) return true;
        if (field == commas) add(p + 1, end, true);
        p = end + 1;
      }
      std::size_t depth = 0;
      while (p < most && (depth != 0 || (t_[p] != ',' && t_[p] != ')'))) {
        if (t_[p] == '(') ++depth;
        if (t_[p] == ')') --depth;
        if (t_[p] == ';' || t_[p] == '\'') return true;
        ++p;
      }
      if (at(p) == ')') break;
      ++p;
    }
    p = skip_spaces(p + 1);
    if (at(p) == ',') p = skip_spaces(p + 1);
  }
  return true;
}

// "Jwt": {"Key": "x"}, 'crypt' => ['key' => 'x']: the part tells what the key is.
void NamedReader::key_of_part(std::size_t a, std::size_t b) {
  name_ = t_.substr(a, b - a);
  name_begin_ = a;
  meaning_ = {NameSays::key};
  std::size_t p = skip_blanks(b + 1);
  if (at(p) == ':' || stands(p, "=>")) p = skip_spaces(p + 2);
  if (at(p) != '{' && at(p) != '[') return;
  const char close = at(p) == '{' ? '}' : ']';
  const std::size_t end = std::min(t_.substr(0, std::min(t_.size(), p + kNamedReach)).find(close, p), t_.size());
  for (const std::string_view key : {"\"Key\"", "\"key\"", "'key'", "\"SigningKey\""}) {
    const std::size_t found = t_.substr(0, end).find(key, p);
    if (found == npos) continue;
    p = skip_blanks(found + key.size());
    if (at(p) == ':' || stands(p, "=>")) value_at(skip_blanks(at(p) == ':' ? p + 1 : p + 2), false, true, false);
    return;
  }
}

// password.equals("x"), strcmp(password, "x"), setPassword("x")
void NamedReader::called(std::size_t a, std::size_t b) {
  std::size_t p = skip_blanks(b);
  if (at(p) == '(') {
    p = skip_blanks(p + 1);
    if (is_quote(at(p))) value_at(p, false, true, false);
  } else if (at(p) == ',') {
    const std::string_view in_front = t_.substr(a - std::min<std::size_t>(a, 24), std::min<std::size_t>(a, 24));
    if (in_front.find("cmp(") != npos || in_front.find("quals(") != npos || in_front.find("ompare(") != npos)
      value_at(skip_blanks(p + 1), false, true, false);
  }
}

// Where the "name" of {name: …, value: x} begins whose colon stands before `k`.
std::size_t NamedReader::pair_name_before(std::size_t k) const {
  std::size_t w = k - 1;
  while (w > 0 && (is_blank(t_[w - 1]) || is_quote(t_[w - 1]))) --w;
  std::size_t s = w;
  while (s > 0 && w - s < 20 && is_word(t_[s - 1])) --s;
  return any(kPairNames, t_.substr(s, w - s)) ? s : npos;
}

bool NamedReader::names_pair(std::size_t quote) const {
  std::size_t k = quote;
  while (k > 0 && is_blank(t_[k - 1])) --k;
  return (before(k) == ':' || before(k) == '=') && pair_name_before(k) != npos;
}

void NamedReader::at_name(std::size_t a, std::size_t b, const CredentialName& meaning, bool compared) {
  name_ = t_.substr(a, b - a);
  name_begin_ = a;
  meaning_ = meaning;
  std::size_t flags = 0;
  while (flags < 2 && a > flags && t_[a - 1 - flags] == '-') ++flags;
  const char front = before(a);
  const char back = at(b);
  if (compared) return called(a, b);
  // XML
  if (front == '<' || (front == ':' && a > 1 && is_letter(t_[a - 2]) &&
                       t_.substr(a - std::min<std::size_t>(a, 16), std::min<std::size_t>(a, 16)).find('<') != npos)) {
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
  if (column(a, b)) return;
  std::size_t p = b;
  std::size_t key = a;
  bool quoted_name = is_quote(front) && (back == front || (back == '\\' && at(b + 1) == front));
  if (quoted_name) {
    p = b + (back == '\\' ? 2 : 1);
    key = a - 1;
    if (before(key) == '\\') --key;
  } else if (is_quote(back) && (front == '/' || front == ':')) {
    // name = "/app/db_password": what leads to it
    std::size_t open = a;
    while (open > 0 && a - open < 80 && (is_name(before(open)) || before(open) == '/' || before(open) == ':')) --open;
    if (before(open) == back && names_pair(open - 1)) {
      quoted_name = true;
      p = b + 1;
      key = open - 1;
    }
  }
  // name: DB_PASSWORD
  {
    std::size_t k = key;
    while (k > 0 && is_blank(t_[k - 1])) --k;
    const char op = before(k);
    if (op == ':' || op == '=') {
      const std::size_t s = pair_name_before(k);
      if (s != npos) {
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
      const std::size_t close = std::min(t_.substr(0, std::min(t_.size(), open + kNamedReach)).find("\n}", open),
                                         std::min(t_.size(), open + kNamedReach));
      const std::size_t found = t_.substr(0, close).find("default", open);
      if (found == npos) return;
      const std::size_t eq = skip_blanks(found + 7);
      if (at(eq) == '=') value_at(skip_blanks(eq + 1), false, true, false);
      return;
    }
  }
  if (quoted_name) {
    // x ? 'password' : 'y'
    std::size_t in_front = key;
    while (in_front > 0 && is_space(before(in_front))) --in_front;
    if (before(in_front) == '?' && is_space(t_[in_front])) return;
    while (at(p) == ']' || at(p) == ')') ++p;
    p = skip_blanks(p);
    std::size_t open = key;
    while (open > 0 && is_blank(before(open))) --open;
    if (at(p) == ',' && before(open) == '(') {
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
      if (tight && is_quote(front) && at(after) == front) return;  // "PWD=" + dir
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
      // ${DB_PASSWORD:-x}
      if (at(after) == '-' && front == '{' && a > 1 && t_[a - 2] == '$') {
        const std::size_t close = t_.substr(0, std::min(t_.size(), after + kLongestValue)).find('}', after);
        if (close != npos && t_.substr(after, close - after).find_first_of("\n$") == npos) add(after + 1, close, true);
        return;
      }
      if (at(after) == '=') return after_operator(after + 1, false, true, false);
      after = skip_blanks(after);
      // password: String = "x"
      std::size_t type = after;
      while (type < t_.size() && type - after < 40 &&
             (is_name(t_[type]) || t_[type] == '&' || t_[type] == '\'' || t_[type] == '?' || t_[type] == '<' ||
              t_[type] == '>'))
        ++type;
      const std::size_t eq = skip_blanks(type);
      if (type > after && at(eq) == '=' && at(eq + 1) != '=' && is_quote(at(skip_blanks(eq + 1))))
        return after_operator(eq + 1, false, true, false);
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

}  // namespace gogate::secrets::named
