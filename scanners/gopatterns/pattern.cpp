#include "scanners/gopatterns/pattern.h"

#include <algorithm>

#include "scanners/gopatterns/lowering.h"

namespace gogate::gopatterns {
namespace {

constexpr std::string_view kVariable = "GGMV_";
constexpr std::string_view kVariables = "GGMVS_";
constexpr std::string_view kTyped = "GGTYPED_";
constexpr std::string_view kEllipsis = "GGELLIPSIS";
constexpr std::string_view kDeep = "GGDEEP";
constexpr std::string_view kWrap = "GGWRAP";

bool is_name(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
bool is_word(char c) { return is_name(c) || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// Semgrep's notation to legal Go.
class Rewriter {
 public:
  explicit Rewriter(std::string_view in) : in_(in) {}

  std::string run() {
    while (at_ < in_.size()) step();
    return std::move(out_);
  }

 private:
  enum class Brace : std::uint8_t { plain, cases, paren, typed };
  struct Open {
    Brace kind;
    std::string name;  // of typed
  };

  [[nodiscard]] std::string_view rest() const { return in_.substr(at_); }
  // Next character that is not white space, from `from`; 0 at the end. `line`: stops at the line's end.
  [[nodiscard]] char peek(std::size_t from, bool line) const {
    for (; from < in_.size(); ++from) {
      if (in_[from] == '\n' && line) return '\n';
      if (in_[from] != ' ' && in_[from] != '\t' && in_[from] != '\n' && in_[from] != '\r') return in_[from];
    }
    return 0;
  }

  void emit(std::string_view text, char last_char) {
    out_ += text;
    last_ = last_char;
  }

  void copy(std::size_t n) {
    out_ += in_.substr(at_, n);
    at_ += n;
  }

  void quoted(char quote) {
    std::size_t end = at_ + 1;
    while (end < in_.size() && in_[end] != quote && (quote == '`' || in_[end] != '\n'))
      end += quote != '`' && in_[end] == '\\' ? 2U : 1U;
    copy(std::min(end + 1, in_.size()) - at_);
    last_ = quote;
  }

  [[nodiscard]] std::size_t metavariable_length(std::size_t from) const {
    if (from >= in_.size() || in_[from] != '$') return 0;
    std::size_t end = from + 1;
    while (end < in_.size() && is_name(in_[end])) ++end;
    if (end == from + 1 || (end < in_.size() && is_word(in_[end]))) return 0;
    return end - from;
  }

  bool typed_metavariable() {
    std::size_t from = at_ + 1;
    while (from < in_.size() && in_[from] == ' ') ++from;
    const std::size_t length = metavariable_length(from);
    if (length == 0) return false;
    std::size_t colon = from + length;
    while (colon < in_.size() && in_[colon] == ' ') ++colon;
    if (colon + 1 >= in_.size() || in_[colon] != ':' || in_[colon + 1] == '=') return false;
    open_.push_back({Brace::typed, std::string(in_.substr(from + 1, length - 1))});
    emit("make(", '(');
    at_ = colon + 1;
    return true;
  }

  void ellipsis() {
    const char next = peek(at_ + 3, true);
    const bool spaced = at_ > 0 && (in_[at_ - 1] == ' ' || in_[at_ - 1] == '\n' || in_[at_ - 1] == '\t');
    const bool after_operand = is_word(last_) || last_ == ')' || last_ == ']' || last_ == '}';
    const bool type_next = is_word(next) || next == '*' || next == '[' || next == '$' || next == '(';
    if (last_ == '[' && next == ']') {  // [...]T{}
      copy(3);
      return;
    }
    if (after_operand && !spaced && (next == ')' || next == ',')) {  // f(x...)
      copy(3);
      last_ = '.';
      return;
    }
    if (type_next && (last_ == '(' || last_ == ',' || (after_operand && !at_line_start_))) {  // args ...T
      copy(3);
      last_ = '.';
      return;
    }
    at_ += 3;
    if (last_ == '{' && !open_.empty() && open_.back().kind == Brace::cases) {
      emit("case GGELLIPSIS:", ':');
      return;
    }
    emit(kEllipsis, 'S');
  }

  void step() {
    const char c = in_[at_];
    if (c == '\n') at_line_start_ = true;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return copy(1);
    if (c == '"' || c == '`' || c == '\'') return quoted(c), void(at_line_start_ = false);
    if (rest().starts_with("//")) return copy(std::min(in_.find('\n', at_), in_.size()) - at_);
    if (rest().starts_with("/*")) {
      const std::size_t end = in_.find("*/", at_);
      return copy((end == std::string_view::npos ? in_.size() : end + 2) - at_);
    }
    if (rest().starts_with("$...")) {
      std::size_t end = at_ + 4;
      while (end < in_.size() && is_name(in_[end])) ++end;
      emit(std::string(kVariables) + std::string(in_.substr(at_ + 4, end - at_ - 4)), 'S');
      at_ = end;
    } else if (const std::size_t length = metavariable_length(at_); length != 0) {
      emit(std::string(kVariable) + std::string(in_.substr(at_ + 1, length - 1)), 'S');
      at_ += length;
    } else if (rest().starts_with("<...")) {
      emit(std::string(kDeep) + "(", '(');
      at_ += 4;
    } else if (rest().starts_with("...>")) {
      emit(")", ')');
      at_ += 4;
    } else if (rest().starts_with("...")) {
      ellipsis();
    } else if (is_word(c)) {
      std::size_t end = at_;
      while (end < in_.size() && is_word(in_[end])) ++end;
      const std::string_view word = in_.substr(at_, end - at_);
      if (word == "switch" || word == "select") cases_next_ = true;
      copy(word.size());
      last_ = word == "return" || word == "case" || word == "range" ? '=' : 'w';
    } else {
      bracket(c);
    }
    at_line_start_ = false;
  }

  void bracket(char c) {
    if (c == '(' && typed_metavariable()) return;
    if (c == '(') open_.push_back({Brace::paren, {}});
    if (c == '{') {
      open_.push_back({cases_next_ ? Brace::cases : Brace::plain, {}});
      cases_next_ = false;
    }
    if ((c == ')' || c == '}') && !open_.empty()) {
      if (c == ')' && open_.back().kind == Brace::typed) out_ += ", " + std::string(kTyped) + open_.back().name;
      open_.pop_back();
    }
    copy(1);
    last_ = c;
  }

  std::string_view in_;
  std::string out_;
  std::size_t at_ = 0;
  char last_ = ';';  // last significant character written
  bool at_line_start_ = true;
  bool cases_next_ = false;
  std::vector<Open> open_;
};

// Turns placeholders into the nodes they stand for.
class Placeholders {
 public:
  Placeholders(Tree& tree, Metavariables& metavariables) : tree_(tree), metavariables_(metavariables) {}

  void run() {
    // Children come after their parents, so backwards settles them first.
    for (auto id = static_cast<NodeId>(tree_.nodes.size()); id-- > 1;) settle(id);
  }

 private:
  Node& at(NodeId id) { return tree_.nodes[id]; }

  void become(NodeId id, NodeId child) {  // takes over what the child is; its links stay
    Node& n = at(id);
    const Node& c = at(child);
    n.kind = c.kind;
    n.op = c.op;
    n.name = c.name;
    n.ref = c.ref;
    n.first = c.first;
    n.last = c.last;
  }

  void settle(NodeId id) {
    Node& n = at(id);
    switch (n.kind) {
      case Kind::ident: identifier(n); break;
      case Kind::string: string(id); break;
      case Kind::call: call(id); break;
      case Kind::expr_stmt:
        if (n.first != 0 && (at(n.first).kind == Kind::ellipsis || at(n.first).kind == Kind::meta_ellipsis))
          become(id, n.first);
        break;
      case Kind::param:
      case Kind::field: {
        const NodeId type = n.first != 0 ? at(n.first).next : 0;
        if (n.first != 0 && at(n.first).kind == Kind::ellipsis) become(id, n.first);
        else if (type != 0 && at(n.first).kind == Kind::absent &&
                 (at(type).kind == Kind::ellipsis || at(type).kind == Kind::meta_ellipsis))
          become(id, type);
        break;
      }
      case Kind::case_clause: {
        const NodeId list = n.first;
        if (list != 0 && at(list).kind == Kind::list && at(list).next == 0 && at(list).first != 0 &&
            at(at(list).first).kind == Kind::ellipsis)
          become(id, at(list).first);
        break;
      }
      default: break;
    }
  }

  void identifier(Node& n) {
    const std::string_view name = tree_.names[n.name].text;
    if (name == kEllipsis) {
      n.kind = Kind::ellipsis;
    } else if (name.starts_with(kVariables)) {
      n.kind = Kind::meta_ellipsis;
      n.ref = metavariables_.number("$..." + std::string(name.substr(kVariables.size())));
    } else if (name.starts_with(kVariable)) {
      n.kind = Kind::metavar;
      n.ref = metavariables_.number("$" + std::string(name.substr(kVariable.size())));
    }
  }

  void string(NodeId id) {
    Node& n = at(id);
    const std::string_view raw = tree_.text_of(id);
    if (raw.size() < 2) return;
    const std::string_view inner = raw.substr(1, raw.size() - 2);
    if (inner == "...") {
      n.kind = Kind::any_string;
    } else if (inner.size() > 1 && inner[0] == '$' && std::all_of(inner.begin() + 1, inner.end(), is_name)) {
      n.kind = Kind::string_metavar;
      n.ref = metavariables_.number(inner);
    } else if (inner.starts_with("=~/") && !regex_in(inner).empty()) {
      n.kind = Kind::string_regex;
    }
  }

  void call(NodeId id) {
    Node& n = at(id);
    if (n.first == 0 || at(n.first).kind != Kind::ident) return;
    const std::string_view callee = tree_.names[at(n.first).name].text;
    if (callee == kDeep) {
      n.kind = Kind::deep;
      n.first = at(n.first).next;
      return;
    }
    if (callee != "make") return;
    const NodeId type = at(n.first).next;
    const NodeId name = type != 0 ? at(type).next : 0;
    if (name == 0 || at(name).kind != Kind::ident || !tree_.names[at(name).name].text.starts_with(kTyped)) return;
    n.kind = Kind::typed_metavar;
    n.ref = metavariables_.number("$" + std::string(tree_.names[at(name).name].text.substr(kTyped.size())));
    n.first = type;
    at(type).next = 0;
  }

  Tree& tree_;
  Metavariables& metavariables_;
};

enum class Wrap : std::uint8_t { none, element, type, field, clause };

std::string wrapped(const std::string& text, Wrap wrap) {
  const std::string name(kWrap);
  switch (wrap) {
    case Wrap::none: return text + "\n";
    case Wrap::element: return name + "{" + text + "}\n";
    case Wrap::type: return "var " + name + " " + text + "\n";
    case Wrap::field: return "type " + name + " struct {\n" + text + "\n}\n";
    case Wrap::clause: break;
  }
  return "switch {\n" + text + "\n}\n";
}

// `key: value` also reads as a label with a statement, which nobody means.
bool looks_keyed(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || text.find('\n') != std::string_view::npos) return false;
  if (colon + 1 < text.size() && text[colon + 1] == '=') return false;
  const std::string_view key = text.substr(0, text.find_last_not_of(' ', colon - 1) + 1);
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) { return is_word(c) || c == '$'; });
}

// The part of a parsed pattern that is matched; 0: nothing there.
NodeId root_of(Pattern& p, Wrap wrap) {
  const Tree& t = p.tree;
  const NodeId first = t.child(1, 0);
  if (first == 0) return 0;
  switch (wrap) {
    case Wrap::none: break;
    case Wrap::element: return t.child(t.child(first, 0), 1);
    case Wrap::type: return t.child(first, 1);
    case Wrap::field: return t.child(t.child(first, 2), 0);
    case Wrap::clause:
      p.shape = Pattern::Shape::statement;
      return t.child(first, 2);
  }
  if (t.node(first).next != 0) {
    p.shape = Pattern::Shape::sequence;
    return first;
  }
  if (t.node(first).kind == Kind::expr_stmt) return t.node(first).first;
  p.shape = Pattern::Shape::statement;
  return first;
}

}  // namespace

std::uint32_t Metavariables::number(std::string_view name) {
  if (name == "$_" || name == "$...") return kAnonymous;
  const std::uint32_t known = find(name);
  if (known != kAnonymous) return known;
  names_.emplace_back(name);
  return static_cast<std::uint32_t>(names_.size() - 1);
}

std::uint32_t Metavariables::find(std::string_view name) const {
  const auto it = std::find(names_.begin(), names_.end(), name);
  return it == names_.end() ? kAnonymous : static_cast<std::uint32_t>(it - names_.begin());
}

Result<std::unique_ptr<Pattern>> compile_pattern(std::string_view go, Metavariables& metavariables) {
  while (!go.empty() && (go.back() == '\n' || go.back() == ' ' || go.back() == ';' || go.back() == '\t')) go.remove_suffix(1);
  while (!go.empty() && (go.front() == '\n' || go.front() == ' ' || go.front() == '\t')) go.remove_prefix(1);
  if (go.empty()) return fail(Errc::config, "the pattern is empty");
  const std::string rewritten = Rewriter(go).run();
  const ParserPtr parser = make_parser();
  if (!parser) return fail(Errc::internal, "no memory for a parser");

  std::vector<Wrap> ways{Wrap::none, Wrap::element, Wrap::type, Wrap::field, Wrap::clause};
  if (looks_keyed(go)) std::swap(ways[0], ways[1]);
  for (const Wrap wrap : ways) {
    auto pattern = std::make_unique<Pattern>();
    pattern->source = wrapped(rewritten, wrap);
    const TreePtr tree = parse(parser.get(), pattern->source);
    if (!tree || ts_node_has_error(ts_tree_root_node(tree.get()))) continue;
    pattern->tree.clear(pattern->source);
    Lowering(pattern->source, pattern->tree, true).run(tree.get());
    if (pattern->tree.bounded) return fail(Errc::config, "the pattern is nested too deeply");
    Placeholders(pattern->tree, metavariables).run();
    pattern->root = root_of(*pattern, wrap);
    if (pattern->root == 0) continue;
    return pattern;
  }
  std::string shown(go.substr(0, go.find('\n')));
  if (shown.size() > 80) shown = shown.substr(0, 80) + "…";
  return fail(Errc::config, "the pattern is not Go: " + shown,
              "check brackets; metavariables are $UPPER_CASE, anything at all is ...");
}

std::string regex_in(std::string_view content) {
  const std::size_t end = content.rfind('/');
  if (!content.starts_with("=~/") || end < 4) return {};
  const std::string_view flags = content.substr(end + 1);
  if (flags.find_first_not_of("ims") != std::string_view::npos) return {};
  return (flags.empty() ? "" : "(?" + std::string(flags) + ")") + std::string(content.substr(3, end - 3));
}

std::string unquote(std::string_view literal) {
  if (literal.size() < 2) return std::string(literal);
  const bool raw = literal[0] == '`';
  literal = literal.substr(1, literal.size() - 2);
  std::string out;
  out.reserve(literal.size());
  if (raw) {
    for (const char c : literal)
      if (c != '\r') out += c;
    return out;
  }
  const auto digits = [&](std::size_t from, std::size_t n, unsigned base, std::uint32_t& value) {
    if (from + n > literal.size()) return false;
    value = 0;
    for (std::size_t i = from; i < from + n; ++i) {
      const char c = literal[i];
      const unsigned d = c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
                         : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A') + 10
                                                : 99;
      if (d >= base) return false;
      value = value * base + d;
    }
    return true;
  };
  const auto utf8 = [&](std::uint32_t c) {
    if (c > 0x10FFFF) c = 0xFFFD;
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x800) {
      out += static_cast<char>(0xC0 | (c >> 6));
      out += static_cast<char>(0x80 | (c & 63));
    } else if (c < 0x10000) {
      out += static_cast<char>(0xE0 | (c >> 12));
      out += static_cast<char>(0x80 | ((c >> 6) & 63));
      out += static_cast<char>(0x80 | (c & 63));
    } else {
      out += static_cast<char>(0xF0 | (c >> 18));
      out += static_cast<char>(0x80 | ((c >> 12) & 63));
      out += static_cast<char>(0x80 | ((c >> 6) & 63));
      out += static_cast<char>(0x80 | (c & 63));
    }
  };
  static constexpr std::string_view kPlain = "abfnrtv\\'\"";
  static constexpr std::string_view kMeans = "\a\b\f\n\r\t\v\\'\"";
  for (std::size_t i = 0; i < literal.size(); ++i) {
    if (literal[i] != '\\' || i + 1 >= literal.size()) {
      out += literal[i];
      continue;
    }
    const char c = literal[++i];
    std::uint32_t value = 0;
    if (const std::size_t at = kPlain.find(c); at != std::string_view::npos) out += kMeans[at];
    else if (c == 'x' && digits(i + 1, 2, 16, value)) out += static_cast<char>(value), i += 2;
    else if (c == 'u' && digits(i + 1, 4, 16, value)) utf8(value), i += 4;
    else if (c == 'U' && digits(i + 1, 8, 16, value)) utf8(value), i += 8;
    else if (digits(i, 3, 8, value)) out += static_cast<char>(value), i += 2;
    else out += '\\', out += c;
  }
  return out;
}

}  // namespace gogate::gopatterns
