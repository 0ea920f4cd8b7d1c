// How a value is written: in quotes, plain to an end, as a block scalar, as an
// element's text.
#include <string>

#include "scanners/secrets/named_reader.h"

namespace gogate::secrets::named {

void NamedReader::add(std::size_t begin, std::size_t end, bool quoted) {
  while (begin < end && is_space(t_[begin])) ++begin;
  while (begin < end && is_space(t_[end - 1])) --end;
  if (begin >= end || end - begin > kLongestValue) return;
  out_.push_back({base_ + begin, base_ + end, name_, meaning_.says, quoted, base64_});
}

// Nothing in front of it on its line but what configuration files and shells
// have there.
bool NamedReader::leads_line(std::size_t name_begin) const {
  std::size_t p = line_begin(name_begin);
  const auto skip = [&] {
    while (p < name_begin && (is_blank(t_[p]) || is_quote(t_[p]))) ++p;
  };
  skip();
  static constexpr std::array<std::string_view, 18> kHeads{"- ",   "@",    "# ",    "#",    "; ",       "export ",
                                                           "ENV ", "ARG ", "set ",  "SET ", "local ",   "readonly ",
                                                           "-e ",  "+ ",   "$env:", "$",    "declare ", "setenv "};
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
bool NamedReader::in_flow(std::size_t p) const {
  const std::size_t least = p > 200 ? p - 200 : 0;
  for (std::size_t i = p; i-- > least && t_[i] != '\n';) {
    if (t_[i] == '{') return i == 0 || t_[i - 1] != '$';
    if (t_[i] == '}') return false;
  }
  return false;
}

bool NamedReader::quoted_at(std::size_t p, std::size_t escapes) {
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
  if (at(next) == '+' || (at(next) == '.' && is_blank(at(next + 1))) || (at(next) == '%' && is_blank(at(next + 1))) ||
      stands(next, ".format(") ||
      (is_quote(quote) && stands(next, "||") && quote == '\'' && is_word(at(skip_blanks(next + 2)))))
    return true;
  add(p + 1, end, true);
  return true;
}

// PASSWORD=checking for new credentials: a word in front of plain words begins
// a sentence. What sets a variable for a command has its name behind it.
bool NamedReader::reads_on(std::size_t begin, std::size_t end) const {
  static constexpr std::array<std::string_view, 14> kCommands{"psql", "mysql",   "mysqldump", "mariadb", "node",
                                                              "npm",  "python",  "sudo",      "docker",  "make",
                                                              "java", "mongosh", "exec",      "env"};
  if (!std::all_of(t_.begin() + static_cast<std::ptrdiff_t>(begin), t_.begin() + static_cast<std::ptrdiff_t>(end),
                   is_letter))
    return false;
  std::size_t p = end;
  for (int words = 0; words < 2; ++words) {
    const std::size_t word = skip_blanks(p);
    if (word == p) return false;
    p = word;
    while (is_letter(at(p)) || at(p) == '\'') ++p;
    if (p - word < 2 || (words == 0 && any(kCommands, t_.substr(word, p - word)))) return false;
    if (!is_space(at(p)) && at(p) != ',' && at(p) != '.' && at(p) != ';' && at(p) != ':' && !is_quote(at(p)))
      return false;
    if (words == 0 && !is_blank(at(p))) return false;
  }
  return true;
}

// Up to what ends a value in a configuration file or on a command line.
bool NamedReader::plain_at(std::size_t p, bool tight) {
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
  if (reads_on(p, end)) return false;
  if (!tight && !flow) {
    // The line holds nothing more but a comment.
    std::size_t rest = skip_blanks(end);
    // - "DB_PASSWORD=x"
    if (is_quote(at(end)) && before(name_begin_) != at(end)) return false;
    if (is_quote(at(end))) rest = skip_blanks(end + 1);
    // ENV A=x B=y, PGPASSWORD=x psql
    const bool assigned = p > 1 && t_[p - 1] == '=' && !is_blank(t_[p - 2]);
    const bool more = is_letter(at(rest)) || at(rest) == '.' || at(rest) == '/' || at(rest) == '$';
    if (!(assigned && end > p && is_blank(at(end)) && more) && !is_end(at(rest)) && at(rest) != '#' &&
        !stands(rest, "//") && at(rest) != ';' && !stands(rest, "*/") && at(rest) != '\\')
      return false;
    while (end > p && (t_[end - 1] == ',' || t_[end - 1] == ';')) --end;
  }
  add(p, end, false);
  return true;
}

// The lines of a block scalar, which are deeper than their key.
void NamedReader::block_at(std::size_t p) {
  const std::size_t key_line = line_begin(name_begin_);
  std::size_t indent = 0;
  while (is_blank(at(key_line + indent)) || (at(key_line + indent) == '-' && is_blank(at(key_line + indent + 1))))
    ++indent;
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

bool NamedReader::value_at(std::size_t p, bool tight, bool quoted_only, bool colon) {
  static constexpr std::array<std::string_view, 13> kWraps{"[]byte(",
                                                           "String::from(",
                                                           "new String(",
                                                           "SecretStr(",
                                                           "Secret(",
                                                           "str(",
                                                           "std::string(",
                                                           "@",
                                                           "N",
                                                           "b",
                                                           "r",
                                                           "u",
                                                           "L"};
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

void NamedReader::element_text(std::size_t p) {
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
void NamedReader::element_at(std::size_t p) {
  const std::size_t close = t_.substr(0, std::min(t_.size(), p + 300)).find('>', p);
  if (close == npos || t_[close - 1] == '/') return;
  const std::string_view attributes = t_.substr(p, close - p);
  if (attributes.find("ncrypted=\"true") != npos || attributes.find("crypt=") != npos) return;
  base64_ = attributes.find("base64") != npos;
  element_text(close + 1);
}

}  // namespace gogate::secrets::named
