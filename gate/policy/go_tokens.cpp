#include "gate/policy/go_tokens.h"

#include <algorithm>
#include <array>

namespace gogate::policy {
namespace {

using Kind = GoToken::Kind;

constexpr std::array<std::string_view, 25> kKeywords{
    "break", "case",   "chan", "const",     "continue", "default", "defer",  "else",   "fallthrough",
    "for",   "func",   "go",   "goto",      "if",       "import",  "interface", "map", "package",
    "range", "return", "select", "struct",  "switch",   "type",    "var"};

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  GoText read() {
    while (at_ < text_.size()) step();
    flush_line_end();
    return std::move(out_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      flush_line_end();
      ++line_;
      ++at_;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      ++at_;
    } else if (text_.substr(at_).starts_with("//")) {
      flush_line_end();
      comment(std::min(text_.find('\n', at_), text_.size()));
    } else if (text_.substr(at_).starts_with("/*")) {
      const std::size_t close = text_.find("*/", at_ + 2);
      const std::size_t end = close == std::string_view::npos ? text_.size() : close + 2;
      if (text_.substr(at_, end - at_).find('\n') != std::string_view::npos || line_ends_at(end)) flush_line_end();
      comment(end);
    } else if (c == '`') {
      const std::size_t close = text_.find('`', at_ + 1);
      token(Kind::literal, close == std::string_view::npos ? text_.size() : close + 1);
    } else if (c == '"' || c == '\'') {
      token(Kind::literal, quoted_end(c));
    } else if (is_name_byte(c)) {
      std::size_t end = at_;
      while (end < text_.size() && is_name_byte(text_[end])) ++end;
      const std::string_view word = text_.substr(at_, end - at_);
      if (c >= '0' && c <= '9')
        token(Kind::literal, end);
      else
        token(std::find(kKeywords.begin(), kKeywords.end(), word) != kKeywords.end() ? Kind::keyword : Kind::name, end);
    } else {
      token(punctuation(c), at_ + operator_length());
    }
  }

  std::size_t quoted_end(char quote) const {
    std::size_t i = at_ + 1;
    while (i < text_.size() && text_[i] != quote && text_[i] != '\n') {
      const bool escape = text_[i] == '\\' && i + 1 < text_.size() && text_[i + 1] != '\n';
      i += escape ? 2U : 1U;
    }
    return i < text_.size() && text_[i] == quote ? i + 1 : i;
  }

  static Kind punctuation(char c) {
    if (c == '(' || c == '[' || c == '{') return Kind::open;
    if (c == ')' || c == ']' || c == '}') return Kind::close;
    if (c == ',') return Kind::comma;
    return c == ';' ? Kind::semicolon : Kind::op;
  }

  // Only those are told apart that end a statement or declare a name.
  std::size_t operator_length() const {
    for (const std::string_view two : {"++", "--", ":=", "<-", "&&", "||"})
      if (text_.substr(at_).starts_with(two)) return 2;
    return 1;
  }

  bool line_ends_at(std::size_t i) const {
    while (i < text_.size() && (text_[i] == ' ' || text_[i] == '\t' || text_[i] == '\r')) ++i;
    return i >= text_.size() || text_[i] == '\n' || text_.substr(i).starts_with("//");
  }

  void advance(std::size_t end) {
    for (; at_ < end; ++at_) line_ += text_[at_] == '\n' ? 1U : 0U;
  }

  void token(Kind kind, std::size_t end) {
    GoToken t{kind, {static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(end)}, line_, line_};
    const std::string_view word = text_.substr(at_, end - at_);
    advance(end);
    t.last_line = line_;
    ends_statement_ = kind == Kind::name || kind == Kind::literal || kind == Kind::close || word == "++" ||
                      word == "--" || word == "break" || word == "continue" || word == "fallthrough" ||
                      word == "return";
    out_.tokens.push_back(t);
    previous_line_ = t.line;  // where it begins: so does go/parser
    new_group_ = true;
  }

  void flush_line_end() {
    if (!ends_statement_) return;
    ends_statement_ = false;
    const auto here = static_cast<std::uint32_t>(at_);
    out_.tokens.push_back({Kind::newline, {here, here}, line_, line_});
    previous_line_ = line_;
    new_group_ = true;
  }

  void comment(std::size_t end) {
    const GoComment c{{static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(end)}, line_};
    advance(end);
    if (!new_group_) {
      GoCommentGroup& g = out_.groups.back();
      if (c.line <= g.last_line + (g.after_code ? 0U : 1U)) {
        g.comments.push_back(c);
        g.last_line = line_;
        return;
      }
    }
    GoCommentGroup g;
    g.comments.push_back(c);
    g.line = c.line;
    g.last_line = line_;
    g.next_token = out_.tokens.size();
    g.after_code = new_group_ && previous_line_ == c.line;
    out_.groups.push_back(std::move(g));
    new_group_ = false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t previous_line_ = 0;
  bool ends_statement_ = false;
  bool new_group_ = true;
  GoText out_;
};

}  // namespace

GoText read_go_tokens(std::string_view text) { return Reader(text).read(); }

}  // namespace gogate::policy
