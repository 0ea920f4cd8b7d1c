// When one pattern node matches one code node.
#include <algorithm>

#include "scanners/gopatterns/matcher.h"

namespace gogate::gopatterns {
namespace {

constexpr unsigned kMostCases = 380;  // of one switch in a pattern; below the bound of nested choices

bool is_or_below(std::string_view path, std::string_view wanted) {
  return path.starts_with(wanted) && (path.size() == wanted.size() || path[wanted.size()] == '/');
}

}  // namespace

bool Matcher::node(NodeId p, NodeId c, const Goal*& goals) {
  const Node& pattern = pn(p);
  switch (pattern.kind) {
    case Kind::ellipsis: return true;
    case Kind::metavar: return bind_node(pattern.ref, c);
    case Kind::meta_ellipsis: {
      Binding b;
      b.first = c;
      b.stop = cn(c).next;
      b.several = true;
      b.span = {cn(c).begin, cn(c).end};
      return bind(pattern.ref, b);
    }
    case Kind::typed_metavar: {
      if (!is_expression(c)) return false;
      const std::string type = facts_.type_of(c);
      if (type.empty()) return false;
      Facts of_pattern(pattern_->tree);
      if (pn(pattern.first).kind != Kind::metavar && of_pattern.type_text(pattern.first) != type) return false;
      return bind_node(pattern.ref, c);
    }
    case Kind::deep:
      deep(pattern.first, c, goals);
      return false;
    case Kind::any_string:
    case Kind::string_metavar:
    case Kind::string_regex: return string_like(p, c);
    case Kind::string:
    case Kind::number:
    case Kind::floating:
    case Kind::rune:
    case Kind::boolean: return literal(p, c);
    case Kind::ident: return identifier(p, c);
    default: break;
  }
  if (cn(c).kind == Kind::ident && settings_.options.symbolic_propagation && pattern.kind > Kind::ident && pattern.kind < Kind::array_type) {
    const NodeId value = facts_.value_of(c);
    return value != 0 && node(p, value, goals);
  }
  if (pattern.kind == Kind::selector && pn(pn(pattern.first).next).kind == Kind::ellipsis) {
    chain(pattern.first, c, goals);
    return false;
  }
  // `Int()` after `import . "math/rand"`, and `rand.Int` as the pattern.
  if (pattern.kind == Kind::selector && cn(c).kind == Kind::ident) {
    if (code_.decl_of(c) != 0 || pn(pattern.first).kind != Kind::ident) return false;
    if (pattern_->tree.names[pattern.name].text != code_.name_of(c)) return false;
    for (const DeclId d : code_.imports)
      if (code_.names[code_.decls[d].name].text == "." &&
          package_name(code_.decls[d].path) == pattern_->tree.name_of(pattern.first))
        return true;
    return false;
  }
  switch (pattern.kind) {
    case Kind::assign:
    case Kind::define:
    case Kind::var_decl:
    case Kind::const_decl: return assignment(p, c, goals);
    default: return same_kind(p, c, goals);
  }
}

bool Matcher::same_kind(NodeId p, NodeId c, const Goal*& goals) {
  const Node& pattern = pn(p);
  const Node& code = cn(c);
  if (pattern.kind == Kind::for_stmt && code.kind == Kind::range_stmt) {
    // for ... { … }
    const NodeId condition = pn(pattern.first).next;
    if (pn(condition).kind != Kind::ellipsis) return false;
    goals = push(Mode::node, pn(pn(condition).next).next, code_.child(c, 2), goals);
    return true;
  }
  if (pattern.kind == Kind::block && pattern.first != 0 && pn(pattern.first).next == 0 && pn(pattern.first).kind == Kind::ellipsis &&
      code.kind == Kind::if_stmt)
    return true;  // `else if`
  if (pattern.kind == Kind::return_stmt && (code.flags & kReturned) != 0) {
    const NodeId value = pattern.first;
    if (value == 0 || pn(value).next != 0) return false;
    goals = push(Mode::node, value, code.first, goals);
    return true;
  }
  if (pattern.kind == Kind::composite && code.kind == Kind::call) return made(p, c, goals);
  // A call with type arguments also is the plain call.
  if (code.kind == Kind::index && pattern.kind != Kind::index && code.first != 0) {
    if ((code.flags & kTypeUse) != 0 && pattern.kind == Kind::selector && cn(code.first).kind == Kind::selector)
      return same_kind(p, code.first, goals);
    return false;
  }
  if (pattern.kind != code.kind) return false;
  switch (pattern.kind) {
    case Kind::selector: {
      const NodeId name = pn(pattern.first).next;
      if (name == 0) return false;
      goals = push(Mode::node, pattern.first, code.first, goals);
      const NodeId code_name = cn(code.first).next;
      if (code_name == 0) return false;
      if (pn(name).kind == Kind::metavar) return bind_node(pn(name).ref, code_name);
      const Name& a = pattern_->tree.names[pattern.name];
      const Name& b = code_.names[code.name];
      return a.hash == b.hash && a.text == b.text;
    }
    case Kind::binary: {
      if (pattern.op != code.op) return false;
      const NodeId left = pattern.first;
      const NodeId right = pn(left).next;
      const NodeId code_left = code.first;
      const NodeId code_right = code_left != 0 ? cn(code_left).next : 0;
      if (right == 0 || code_right == 0) return false;
      const Goal* const straight =
          push(Mode::node, left, code_left, push(Mode::node, right, code_right, goals));
      const MatchOptions& options = settings_.options;
      const bool logic = pattern.op == Op::and_and || pattern.op == Op::or_or;
      const bool bits = pattern.op == Op::bit_or || pattern.op == Op::bit_and || pattern.op == Op::bit_xor;
      if (options.symmetric_eq && (pattern.op == Op::eq || pattern.op == Op::ne)) {
        const Mark m = mark();
        solve(straight);
        undo(m);
        goals = push(Mode::node, left, code_right, push(Mode::node, right, code_left, goals));
        return true;
      }
      if ((logic || bits) && (options.ac_matching || (logic && options.commutative_boolop))) {
        const Mark m = mark();
        solve(straight);
        undo(m);
        operands(p, c, goals);
        return false;
      }
      goals = straight;
      return true;
    }
    case Kind::composite: {
      const NodeId type = pattern.first;
      const NodeId code_type = code.first;
      if (type == 0 || code_type == 0) return false;
      if ((pn(type).kind == Kind::absent) != (cn(code_type).kind == Kind::absent)) return false;
      const Goal* rest = push(Mode::elements, pn(type).next, cn(code_type).next, goals);
      goals = pn(type).kind == Kind::absent ? rest : push(Mode::node, type, code_type, rest);
      return true;
    }
    case Kind::block:
      goals = push(Mode::statements, pattern.first, code.first, goals);
      return true;
    case Kind::case_clause: {
      const NodeId values = pattern.first;
      const NodeId code_values = code.first;
      if (values == 0 || code_values == 0) return false;
      goals = push(Mode::statements, pn(values).next, cn(code_values).next, goals);
      if (pn(values).kind == Kind::absent) return cn(code_values).kind == Kind::absent;
      if (pn(values).kind == Kind::list) return labels(values, code_values, goals);
      goals = push(Mode::node, values, code_values, goals);
      return true;
    }
    case Kind::func_decl:
    case Kind::func_lit: return function(p, c, goals);
    case Kind::param: return parameter(p, c, goals);
    case Kind::import_decl: {
      const NodeId alias = pattern.first;
      const NodeId path = pn(alias).next;
      const NodeId code_alias = code.first;
      // "math/rand" also is "math/rand/v2".
      const NodeId code_path = cn(code_alias).next;
      if (pn(path).kind == Kind::string && code_path != 0 && cn(code_path).kind == Kind::string) {
        if (!is_or_below(unquote(code_.text_of(code_path)), unquote(pattern_->tree.text_of(path)))) return false;
      } else {
        goals = push(Mode::node, path, code_path, goals);
      }
      if (pn(alias).kind == Kind::absent) return true;
      goals = push(Mode::node, alias, code_alias, goals);
      return true;
    }
    case Kind::call: {
      // `$F(…)` means no conversion to a type that is spelled out, no new and no make.
      const Node& callee = cn(code.first);
      const Kind wanted = pn(pattern.first).kind;
      if (callee.kind == Kind::index && callee.first != 0 && (wanted == Kind::ident || wanted == Kind::selector)) {
        goals = push(Mode::node, pattern.first, callee.first,
                     push(Mode::list, pn(pattern.first).next, callee.next, goals));
        return true;
      }
      if (wanted != Kind::metavar) break;
      if (callee.kind >= Kind::array_type && callee.kind <= Kind::func_type) return false;
      if (callee.kind == Kind::ident && code_.decl_of(code.first) == 0 &&
          (code_.name_of(code.first) == "make" || code_.name_of(code.first) == "new"))
        return false;
      break;
    }
    case Kind::return_stmt:
      if (pattern.first != 0 && pn(pattern.first).next != 0 && (code.first == 0 || cn(code.first).next == 0)) return false;
      // `return $X` also takes several results.
      if (pattern.first != 0 && pn(pattern.first).next == 0 && pn(pattern.first).kind == Kind::metavar &&
          code.first != 0 && cn(code.first).next != 0) {
        Binding b;
        b.first = code.first;
        b.several = true;
        NodeId last = code.first;
        while (cn(last).next != 0) last = cn(last).next;
        b.span = {cn(code.first).begin, cn(last).end};
        return bind(pn(pattern.first).ref, b);
      }
      break;
    case Kind::if_stmt: {
      // init?, condition, block, else?: what the pattern leaves out may be there.
      NodeId x = pattern.first;
      NodeId y = code.first;
      for (int i = 0; i < 4; ++i, x = pn(x).next, y = cn(y).next) {
        if (x == 0 || y == 0) return false;
        if (pn(x).kind == Kind::absent) continue;
        goals = push(Mode::node, x, y, goals);
      }
      return true;
    }
    case Kind::for_stmt: {
      const NodeId condition = pattern.first != 0 ? pn(pattern.first).next : 0;
      if (condition != 0 && pn(condition).kind == Kind::ellipsis) {
        goals = push(Mode::node, pn(pn(condition).next).next, code_.child(c, 3), goals);
        return true;
      }
      break;
    }
    case Kind::type_decl:
    case Kind::switch_stmt:
    case Kind::type_switch: {
      // Optional parts that the pattern leaves out may be there.
      const unsigned optional = pattern.kind == Kind::type_decl ? 1U : 0U;
      NodeId x = pattern.first;
      NodeId y = code.first;
      if ((pattern.flags & kAlias) != (code.flags & kAlias)) return false;
      for (unsigned i = 0; x != 0 && y != 0 && i < 2; ++i, x = pn(x).next, y = cn(y).next) {
        if (i == optional && pn(x).kind == Kind::absent) continue;
        if (pn(x).kind == Kind::absent && cn(y).kind == Kind::absent) continue;
        goals = push(Mode::node, x, y, goals);
      }
      if (pattern.kind == Kind::type_decl) {
        goals = push(Mode::list, x, y, goals);
        return true;
      }
      if (pattern.kind == Kind::type_switch && x != 0 && y != 0) {  // the value
        goals = push(Mode::node, x, y, goals);
        x = pn(x).next;
        y = cn(y).next;
      }
      cases(x, y, goals);
      return false;
    }
    case Kind::select_stmt:
      cases(pattern.first, code.first, goals);
      return false;
    case Kind::field: {
      NodeId x = pattern.first;
      NodeId y = code.first;
      for (int i = 0; i < 3; ++i, x = pn(x).next, y = cn(y).next) {
        if (x == 0 || y == 0) return false;
        if (pn(x).kind == Kind::absent) {
          if (i == 0 && cn(y).kind != Kind::absent) return false;
          continue;  // a tag that the pattern leaves out may be there
        }
        goals = push(Mode::node, x, y, goals);
      }
      return true;
    }
    case Kind::key_value:
      // `$K: v` is a field's name, not a key that is computed.
      if (pattern.first != 0 && pn(pattern.first).kind == Kind::metavar && code.first != 0 && cn(code.first).kind != Kind::ident) return false;
      break;
    case Kind::method_elem: {
      const NodeId params = pn(pattern.first).next;
      const NodeId code_params = cn(code.first).next;
      if (!this->results(pn(params).next, cn(code_params).next, goals)) return false;
      goals = push(Mode::node, pattern.first, code.first, push(Mode::node, params, code_params, goals));
      return true;
    }
    case Kind::absent:
    case Kind::nil:
    case Kind::iota: return true;
    case Kind::bad: return false;
    default: break;
  }
  if (pattern.op != code.op) return false;
  goals = push(Mode::list, pattern.first, code.first, goals);
  return true;
}

bool Matcher::function(NodeId p, NodeId c, const Goal*& goals) {
  // func_decl: name, type_params?, params, results?, block?; func_lit: params, results?, block
  NodeId x = pn(p).first;
  NodeId y = cn(c).first;
  if (pn(p).kind == Kind::func_decl) {
    if (x == 0 || y == 0) return false;
    // Cheap things first: the name decides.
    const NodeId name = x;
    const NodeId code_name = y;
    x = pn(pn(x).next).next;  // type parameters never matter
    y = cn(cn(y).next).next;
    if (pn(name).kind == Kind::ident && pattern_->tree.name_of(name) != code_.name_of(code_name)) return false;
    const Goal* const after = goals;
    const NodeId results = pn(x).next;
    const NodeId code_results = cn(y).next;
    const NodeId body = pn(results).next;
    const NodeId code_body = cn(code_results).next;
    goals = after;
    const NodeId first = pn(body).first;
    const bool anything = first != 0 && pn(first).kind == Kind::ellipsis && pn(first).next == 0;
    // `{ ... }` is also what no body is.
    if (pn(body).kind != Kind::absent && !(anything && cn(code_body).kind == Kind::absent))
      goals = push(Mode::node, body, code_body, goals);
    if (!this->results(results, code_results, goals)) return false;
    goals = push(Mode::node, name, code_name, push(Mode::node, x, y, goals));
    return true;
  }
  const NodeId results = x != 0 ? pn(x).next : 0;
  const NodeId code_results = y != 0 ? cn(y).next : 0;
  if (results == 0 || code_results == 0) return false;
  goals = push(Mode::node, pn(results).next, cn(code_results).next, goals);
  if (!this->results(results, code_results, goals)) return false;
  goals = push(Mode::node, x, y, goals);
  return true;
}

// Cases in the order of the pattern, others in between.
void Matcher::cases(NodeId p, NodeId c, const Goal* goals) {
  while (p != 0 && pn(p).kind == Kind::ellipsis) p = pn(p).next;
  if (p == 0) {
    solve(goals);
    return;
  }
  if (depth_ >= kMostCases) return;
  ++depth_;
  for (; c != 0 && steps_ > 0; c = cn(c).next) {
    spend_step();
    const Mark m = mark();
    // The rest of the cases is found when this one has been.
    solve(push(Mode::node, p, c, push(Mode::cases, pn(p).next, cn(c).next, goals)));
    undo(m);
  }
  --depth_;
}

// `case 1:` also is `case 1, 2:`.
bool Matcher::labels(NodeId p, NodeId c, const Goal*& goals) {
  if (cn(c).kind != Kind::list) return false;
  const NodeId first = pn(p).first;
  if (first == 0 || pn(first).next != 0) {
    goals = push(Mode::node, p, c, goals);
    return true;
  }
  for (NodeId value = cn(c).first; value != 0 && steps_ > 0; value = cn(value).next) {
    const Mark m = mark();
    solve(push(Mode::node, first, value, goals));
    undo(m);
  }
  return false;
}

// What the pattern leaves out may be there. `$R` is all results; several are not one.
bool Matcher::results(NodeId p, NodeId c, const Goal*& goals) {
  if (pn(p).kind == Kind::absent) return true;
  if (cn(c).kind == Kind::absent) return false;
  const NodeId first = pn(p).first;
  const NodeId code_first = cn(c).first;
  if (first != 0 && code_first != 0) {
    if (pn(first).next != 0 && cn(code_first).next == 0) return false;
    const NodeId type = pn(first).first != 0 ? pn(pn(first).first).next : 0;
    if (pn(first).next == 0 && cn(code_first).next != 0 && pn(first).kind == Kind::param && type != 0 &&
        pn(pn(first).first).kind == Kind::absent && pn(type).kind == Kind::metavar)
      return bind_node(pn(type).ref, c);
  }
  // Names of results say nothing.
  bool plain = true;
  for (NodeId x = first; x != 0; x = pn(x).next) plain = plain && pn(x).kind == Kind::param;
  if (!plain) {
    goals = push(Mode::node, p, c, goals);
    return true;
  }
  NodeId y = code_first;
  for (NodeId x = first; x != 0; x = pn(x).next, y = cn(y).next) {
    if (y == 0 || cn(y).kind != Kind::param) return false;
    goals = push(Mode::node, pn(pn(x).first).next, cn(cn(y).first).next, goals);
  }
  return y == 0;
}

// Operands of a chain of one operator, however it is grouped, in any order
// where the operator and the options allow it.
bool Matcher::operands(NodeId p, NodeId c, const Goal* goals) {
  constexpr std::size_t kMost = 8;
  const Op op = pn(p).op;
  const bool bits = op == Op::bit_or || op == Op::bit_and || op == Op::bit_xor;
  const bool any_order = bits ? settings_.options.ac_matching : settings_.options.commutative_boolop;
  std::vector<NodeId> wanted;
  std::vector<NodeId> given;
  const auto collect = [op](const Tree& tree, NodeId root, std::vector<NodeId>& out) {
    std::vector<NodeId> open{root};
    while (!open.empty() && out.size() <= kMost) {
      const NodeId n = open.back();
      open.pop_back();
      if (tree.node(n).kind == Kind::binary && tree.node(n).op == op && tree.node(n).first != 0) {
        if (const NodeId right = tree.node(tree.node(n).first).next; right != 0) open.push_back(right);
        open.push_back(tree.node(n).first);
      } else {
        out.push_back(n);
      }
    }
  };
  collect(pattern_->tree, p, wanted);
  collect(code_, c, given);
  if (wanted.size() != given.size() || wanted.size() > kMost) return false;
  std::vector<std::size_t> order(given.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  do {
    if (steps_ == 0) return false;
    const Mark m = mark();
    const Goal* next = goals;
    for (std::size_t i = wanted.size(); i-- > 0;) next = push(Mode::node, wanted[i], given[order[i]], next);
    solve(next);
    undo(m);
  } while (any_order && std::next_permutation(order.begin(), order.end()));
  return false;
}

// `new(T)` is `T{}`, `make(T, x)` is `T{x}`.
bool Matcher::made(NodeId p, NodeId c, const Goal*& goals) {
  const NodeId callee = cn(c).first;
  if (callee == 0 || cn(callee).kind != Kind::ident || code_.decl_of(callee) != 0) return false;
  const std::string_view name = code_.name_of(callee);
  const NodeId type = cn(callee).next;
  if (type == 0 || (name != "new" && name != "make")) return false;
  const NodeId wanted = pn(p).first;
  if (wanted == 0 || pn(wanted).kind == Kind::absent) return false;
  goals = push(Mode::node, wanted, type, push(Mode::elements, pn(wanted).next, cn(type).next, goals));
  return true;
}

bool Matcher::parameter(NodeId p, NodeId c, const Goal*& goals) {
  const Node& pattern = pn(p);
  const Node& code = cn(c);
  if (pattern.flags != code.flags) return false;
  const NodeId name = pattern.first;
  const NodeId code_name = code.first;
  if (name == 0 || code_name == 0) return false;
  const NodeId type = pn(name).next;
  // A lone `$X` stands for the whole parameter.
  if (pn(name).kind == Kind::absent && pn(type).kind == Kind::metavar) return bind_node(pn(type).ref, c);
  goals = push(Mode::node, type, cn(code_name).next, goals);
  if (pn(name).kind != Kind::absent) goals = push(Mode::node, name, code_name, goals);
  return true;
}

// `$X = e` stands for declarations too; `:=` and `var` stand for each other.
bool Matcher::assignment(NodeId p, NodeId c, const Goal*& goals) {
  const Node& pattern = pn(p);
  const Node& code = cn(c);
  const NodeId left = pattern.first;
  const NodeId code_left = code.first;
  if (left == 0 || code_left == 0) return false;
  if (pattern.kind == Kind::assign) {
    NodeId values = 0;
    switch (code.kind) {
      case Kind::assign:
        if (pattern.op != code.op) return false;
        values = cn(code_left).next;
        break;
      case Kind::define:
        if (pattern.op != Op::none) return false;
        values = cn(cn(code_left).next).next;
        break;
      case Kind::var_decl:
      case Kind::const_decl:
        if (pattern.op != Op::none || !settings_.options.vardef_assign) return false;
        values = cn(cn(code_left).next).next;
        break;
      default: return false;
    }
    if (values == 0 || cn(values).kind != Kind::list) return false;
    return this->values(pn(left).next, values, goals) && this->values(left, code_left, goals);
  }
  if (pattern.kind == Kind::var_decl ? code.kind != Kind::var_decl && code.kind != Kind::const_decl : pattern.kind != code.kind)
    return false;
  const NodeId type = pn(left).next;
  const NodeId code_type = cn(code_left).next;
  const NodeId values = pn(type).next;
  const NodeId code_values = cn(code_type).next;
  if (values == 0 || code_values == 0) return false;
  if ((pn(values).kind == Kind::absent) != (cn(code_values).kind == Kind::absent)) return false;
  if (pn(values).kind != Kind::absent && !this->values(values, code_values, goals)) return false;
  if (pn(type).kind != Kind::absent) {
    if (cn(code_type).kind == Kind::absent) return false;
    goals = push(Mode::node, type, code_type, goals);
  }
  return this->values(left, code_left, goals);
}

// One side of an assignment. A lone `$X` is all of it; several are not one.
bool Matcher::values(NodeId p, NodeId c, const Goal*& goals) {
  const NodeId first = pn(p).first;
  const NodeId code_first = cn(c).first;
  if (first != 0 && code_first != 0) {
    if (pn(first).next != 0 && cn(code_first).next == 0) return false;
    if (pn(first).next == 0 && cn(code_first).next != 0 && pn(first).kind == Kind::metavar) return bind_node(pn(first).ref, c);
  }
  goals = push(Mode::node, p, c, goals);
  return true;
}

bool Matcher::identifier(NodeId p, NodeId c) {
  const Node& code = cn(c);
  if (code.kind == Kind::index && (code.flags & kTypeUse) != 0 && code.first != 0 && cn(code.first).kind == Kind::ident)
    return identifier(p, code.first);  // List[T] is a List
  if (code.kind != Kind::ident) {
    // `any` and `interface{}` are one type.
    return code.kind == Kind::interface_type && code.first == 0 && pattern_->tree.name_of(p) == "any";
  }
  const Name& wanted = pattern_->tree.names[pn(p).name];
  const Name& name = code_.names[code.name];
  const std::string_view path = facts_.import_path(c);
  bool constrained = false;
  for (const auto& [package, wanted_path] : pattern_->imports) {
    if (package != wanted.text) continue;
    constrained = true;
    if (is_or_below(path, wanted_path)) return true;
  }
  // The rule names the import: another thing of this name is not meant.
  if (constrained) return false;
  if (wanted.hash == name.hash && wanted.text == name.text) return true;
  return !path.empty() && package_name(path) == wanted.text;
}

bool Matcher::literal(NodeId p, NodeId c) {
  const Node& pattern = pn(p);
  if (!is_expression(c) || (cn(c).kind == Kind::ident && (cn(c).flags & kName) != 0)) return false;
  const Kind k = cn(c).kind;
  if (k == pattern.kind && pattern_->tree.text_of(p) == code_.text_of(c)) return true;
  if (k == Kind::string && pattern.kind != Kind::string) return false;
  const Constant* const value = constant(c);
  if (value == nullptr) return false;
  Facts of_pattern(pattern_->tree);
  const Constant* const wanted = of_pattern.constant(p);
  return wanted != nullptr && *wanted == *value;
}

const Regex* Matcher::regex_of(NodeId p) {
  const std::pair<const Pattern*, NodeId> key{pattern_, p};
  for (const auto& [known, regex] : regexes_)
    if (known == key) return &regex;
  const std::string text = unquote(pattern_->tree.text_of(p));
  Result<Regex> regex = Regex::compile(regex_in(text), false);
  if (!regex) return nullptr;  // compile_pattern's callers have checked it
  regexes_.emplace_back(key, *std::move(regex));
  return &regexes_.back().second;
}

bool Matcher::string_like(NodeId p, NodeId c) {
  if (!is_expression(c) || (cn(c).kind == Kind::ident && (cn(c).flags & kName) != 0)) return false;
  const Constant* const value = constant(c);
  if (value == nullptr || value->kind != Constant::Kind::string) return false;
  switch (pn(p).kind) {
    case Kind::string_metavar: {
      Binding b;
      b.first = c;
      b.span = {cn(c).begin, cn(c).end};
      // Messages show what stands between the quotes.
      b.content = true;
      if (cn(c).kind == Kind::string && b.span.size() >= 2) ++b.span.begin, --b.span.end;
      return bind(pn(p).ref, b);
    }
    case Kind::string_regex: {
      const Regex* const regex = regex_of(p);
      if (regex == nullptr) return false;
      const Regex::Found found = regex->find(value->text, 0, false, nullptr);
      if (found == Regex::Found::bounded) steps_ = 0;
      return found == Regex::Found::yes;
    }
    default: return true;
  }
}

}  // namespace gogate::gopatterns
