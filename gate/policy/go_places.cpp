#include "gate/policy/go_places.h"

#include <algorithm>

namespace gogate::policy {
namespace {

using Kind = GoToken::Kind;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// What a bracket holds. A block's elements are statements, those of fields,
// parameters and declaration groups are nodes of CommentMap's first choice too.
enum class Holds : std::uint8_t { none, statements, fields, parameters, declarations, arguments, expression };

struct Frame {
  Holds holds = Holds::statements;
  std::size_t open = kNone;
  std::size_t element = kNone;  // first token of the element being read
  std::size_t clause = kNone;   // `case` or `default` being read
  bool in_clause_head = false;
  bool header = false;          // behind if, for, switch, select, else: a block is due
  bool function = false;        // behind func: a body may come
};

class Places {
 public:
  Places(std::string_view text, const GoText& go)
      : text_(text), go_(go), t_(go.tokens), match_(t_.size(), kNone), end_(t_.size(), kNone),
        element_of_(t_.size(), kNone), holds_(t_.size(), Holds::none), weighty_(t_.size(), false) {}

  std::vector<HeldLines> all() {
    read_elements();
    return associate();
  }

 private:
  std::string_view word(std::size_t i) const { return text_.substr(t_[i].span.begin, t_[i].span.size()); }
  bool is(std::size_t i, std::string_view w) const { return i < t_.size() && t_[i].span.size() == w.size() && word(i) == w; }
  bool is_operand_end(std::size_t i) const {
    return i < t_.size() && (t_[i].kind == Kind::name || t_[i].kind == Kind::literal || t_[i].kind == Kind::close);
  }
  static bool important(Holds h) {
    return h == Holds::statements || h == Holds::fields || h == Holds::parameters || h == Holds::declarations;
  }

  // `[` at i opens a type ("[]T", "[3]T", "map[K]V"), not an index.
  bool opens_type(std::size_t i) const { return i == 0 || !is_operand_end(i - 1); }

  // The `{` at i follows a type that can only begin a composite literal.
  bool follows_literal_type(std::size_t i) const {
    std::size_t k = i;
    if (k > 0 && is(k - 1, "}") && match_[k - 1] != kNone && holds_[match_[k - 1]] == Holds::fields) {
      k = match_[k - 1];
      if (k == 0) return false;
      --k;  // struct, interface
    } else {
      while (k > 0 && (t_[k - 1].kind == Kind::name || is(k - 1, ".") || is(k - 1, "*"))) --k;
    }
    if (k == 0 || !is(k - 1, "]") || match_[k - 1] == kNone) return false;
    return opens_type(match_[k - 1]);
  }

  Holds what_opens(const Frame& f, std::size_t i) const {
    const std::size_t before = i == 0 ? kNone : i - 1;
    if (is(i, "[")) return Holds::arguments;
    if (is(i, "{")) {
      if (before != kNone && (is(before, "struct") || is(before, "interface"))) return Holds::fields;
      if (follows_literal_type(i)) return Holds::arguments;
      if (f.header || f.function) return Holds::statements;
      return f.holds == Holds::statements && f.element == i ? Holds::statements : Holds::arguments;
    }
    if (before == kNone) return Holds::expression;
    if (is(before, "var") || is(before, "const") || is(before, "type") || is(before, "import")) return Holds::declarations;
    if (is(before, "func")) return Holds::parameters;
    if (is(before, ")") && match_[before] != kNone && holds_[match_[before]] == Holds::parameters) return Holds::parameters;
    if (t_[before].kind == Kind::name && before > 0) {
      const std::size_t b = before - 1;
      if (is(b, "func")) return Holds::parameters;
      if (is(b, ")") && match_[b] != kNone && holds_[match_[b]] == Holds::parameters) return Holds::parameters;
    }
    return is_operand_end(before) ? Holds::arguments : Holds::expression;
  }

  void end_element(Frame& f, std::size_t last) {
    if (f.element != kNone && last >= f.element && last != kNone) end_[f.element] = last;
    f.element = kNone;
    f.header = f.function = f.in_clause_head = false;
  }
  void end_clause(Frame& f, std::size_t last) {
    if (f.clause != kNone) end_[f.clause] = last;
    f.clause = kNone;
  }

  void read_elements() {
    std::vector<Frame> frames(1);
    std::size_t last = kNone;  // last token that is no separator
    for (std::size_t i = 0; i < t_.size(); ++i) {
      Frame* f = &frames.back();
      const Kind kind = t_[i].kind;
      if (kind == Kind::newline || kind == Kind::semicolon) {
        if (!(kind == Kind::semicolon && f->header)) end_element(*f, last);
        continue;
      }
      if (kind == Kind::close) {
        end_element(*f, last);
        end_clause(*f, last);
        if (frames.size() > 1) {
          match_[i] = f->open;
          match_[f->open] = i;
          frames.pop_back();
          element_of_[i] = frames.back().element;
        }
        last = i;
        continue;
      }
      if (kind == Kind::comma) {
        if (f->holds == Holds::arguments || f->holds == Holds::parameters || f->holds == Holds::expression)
          end_element(*f, last);
        continue;
      }
      if (f->in_clause_head && is(i, ":")) {
        f->element = kNone;
        f->in_clause_head = f->header = f->function = false;
        last = i;
        continue;
      }
      if (f->element == kNone) start_element(*f, i, last);
      element_of_[i] = f->element;
      if (kind == Kind::keyword) note_keyword(*f, i);
      if (kind == Kind::open) {
        const Holds h = what_opens(*f, i);
        holds_[i] = h;
        if (h == Holds::statements) {
          f->header = f->function = false;
          weighty_[i] = true;
        }
        Frame inner;
        inner.holds = h;
        inner.open = i;
        frames.push_back(inner);
      }
      last = i;
    }
    while (!frames.empty()) {  // broken text: what is open ends with it
      end_element(frames.back(), last);
      end_clause(frames.back(), last);
      if (frames.back().open != kNone) match_[frames.back().open] = last;
      frames.pop_back();
    }
  }

  void start_element(Frame& f, std::size_t i, std::size_t last) {
    f.element = i;
    weighty_[i] = important(f.holds);
    if (f.holds == Holds::statements && (is(i, "case") || is(i, "default"))) {
      end_clause(f, last);
      f.clause = i;
      f.in_clause_head = true;
    }
  }

  void note_keyword(Frame& f, std::size_t i) {
    if (is(i, "if") || is(i, "for") || is(i, "switch") || is(i, "select") || is(i, "else")) f.header = true;
    // "[]func()" and "map[K]func()" are types of literals, not functions.
    if (is(i, "func") && !(i > 0 && is(i - 1, "]"))) f.function = true;
  }

  // Whether go/ast has a node that begins with this token.
  bool begins_node(std::size_t i) const {
    switch (t_[i].kind) {
      case Kind::name:
      case Kind::literal: return true;
      case Kind::keyword: return !is(i, "else") && !is(i, "range");
      case Kind::open:
        if (is(i, "[")) return opens_type(i);
        if (is(i, "{")) return holds_[i] != Holds::arguments || element_of_[i] == i;
        return holds_[i] == Holds::parameters || holds_[i] == Holds::expression;
      case Kind::op:
        return (is(i, "&") || is(i, "*") || is(i, "-") || is(i, "+") || is(i, "!") || is(i, "^") || is(i, "<-")) &&
               (i == 0 || !is_operand_end(i - 1));
      case Kind::close:
      case Kind::comma:
      case Kind::semicolon:
      case Kind::newline: break;
    }
    return false;
  }

  // Last token of the largest node that begins at i.
  std::size_t node_end(std::size_t i) const {
    if (end_[i] != kNone) return end_[i];
    if (t_[i].kind == Kind::open && match_[i] != kNone) return match_[i];
    if (i > 0 && is(i - 1, "else") && element_of_[i] != kNone && end_[element_of_[i]] != kNone) return end_[element_of_[i]];
    return operand_end(i);
  }

  // In the middle of an element: up to what cannot belong to one expression.
  std::size_t operand_end(std::size_t i) const {
    const bool one_operand = i > 0 && t_[i - 1].kind == Kind::op && !is(i - 1, "=") && !is(i - 1, ":=") && !is(i - 1, ":");
    std::size_t last = i;
    std::size_t steps = 0;  // brackets count as one; no operand has so many, but broken text may
    for (std::size_t k = i; k < t_.size() && steps < 1000; ++k, ++steps) {
      const GoToken& t = t_[k];
      if (t.kind == Kind::newline || t.kind == Kind::semicolon || t.kind == Kind::comma || t.kind == Kind::close) break;
      if (t.kind == Kind::op && (is(k, ":") || is(k, "=") || is(k, ":="))) break;
      if (t.kind == Kind::op && k > i && one_operand && !is(k, ".") && is_operand_end(k - 1)) break;
      if (t.kind == Kind::open) {
        if (k > i && holds_[k] == Holds::statements && !(k > 0 && is(k - 1, ")"))) break;
        if (match_[k] == kNone || match_[k] < k) break;
        k = match_[k];
      }
      last = k;
    }
    return last;
  }

  // Last line of the smallest node that begins at i.
  std::uint32_t smallest_end_line(std::size_t i) const {
    if (t_[i].kind == Kind::open && match_[i] != kNone) return t_[match_[i]].last_line;
    if (t_[i].kind == Kind::keyword) return t_[node_end(i)].last_line;
    return t_[i].last_line;
  }

  struct Open {
    std::size_t begin;
    std::size_t end;
  };

  std::vector<HeldLines> associate() {
    std::vector<std::size_t> next_node(t_.size() + 1, kNone);
    for (std::size_t i = t_.size(); i-- > 0;) next_node[i] = begins_node(i) ? i : next_node[i + 1];
    std::vector<HeldLines> out;
    out.reserve(go_.groups.size());
    std::vector<Open> stack;
    Open group_above{kNone, kNone};  // the declaration, statement or field that ended last
    std::size_t previous = kNone;    // the node that began last
    std::size_t i = 0;
    const auto pop = [&](std::size_t before) {
      Open popped{kNone, kNone};
      while (!stack.empty() && stack.back().end < before) {
        popped = stack.back();
        stack.pop_back();
      }
      return popped;
    };
    for (const GoCommentGroup& g : go_.groups) {
      for (; i < g.next_token; ++i) {
        if (!begins_node(i)) continue;
        previous = i;
        if (weighty_[i]) {
          pop(i);
          stack.push_back({i, holds_[i] == Holds::statements ? node_or_block_end(i) : node_end(i)});
        }
      }
      if (const Open top = pop(g.next_token); top.begin != kNone) group_above = top;
      const std::size_t next = next_node[std::min(g.next_token, t_.size())];
      const std::uint32_t next_line = next == kNone ? static_cast<std::uint32_t>(-1) : t_[next].line;
      const auto ends_here = [&](std::uint32_t end) {
        return end == g.line || (end + 1 == g.line && g.last_line + 1 < next_line);
      };
      HeldLines held{g.line, g.last_line};
      const auto include = [&](std::size_t from, std::size_t to) {
        held.first = std::min(held.first, t_[from].line);
        held.last = std::max(held.last, t_[to].last_line);
      };
      if (group_above.begin != kNone && ends_here(t_[group_above.end].last_line))
        include(group_above.begin, group_above.end);
      else if (previous != kNone && (ends_here(smallest_end_line(previous)) || next == kNone))
        include(previous, previous);
      else if (next != kNone && is(next, "package"))
        held.last = t_.back().last_line;  // it speaks for the whole file
      else if (next != kNone)
        include(next, node_end(next));
      out.push_back(held);
    }
    return out;
  }

  // A statement that begins with its own block, or the block of another one.
  std::size_t node_or_block_end(std::size_t i) const { return end_[i] != kNone ? end_[i] : match_[i]; }

  std::string_view text_;
  const GoText& go_;
  const std::vector<GoToken>& t_;
  std::vector<std::size_t> match_;       // of brackets
  std::vector<std::size_t> end_;         // of elements, by their first token
  std::vector<std::size_t> element_of_;  // first token of the element around a token
  std::vector<Holds> holds_;             // by opening bracket
  std::vector<bool> weighty_;            // begins what CommentMap tries first
};

}  // namespace

std::vector<HeldLines> places_of_comments(std::string_view text, const GoText& go) { return Places(text, go).all(); }

}  // namespace gogate::policy
