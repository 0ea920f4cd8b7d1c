#include "scanners/gopatterns/matcher.h"

#include <algorithm>

namespace gogate::gopatterns {
namespace {

constexpr unsigned kChoiceDepth = 400;          // nested choices in one match
constexpr std::size_t kMostSolutions = 20'000;  // of one pattern in one file

}  // namespace

void NodeIndex::build(const Tree& tree) {
  by_kind_.resize(64);
  for (auto& list : by_kind_) list.clear();
  for (NodeId id = 1; id < tree.nodes.size(); ++id) by_kind_[static_cast<std::size_t>(tree.nodes[id].kind)].push_back(id);
}

// -- the machine

const Matcher::Goal* Matcher::push(Mode mode, NodeId p, NodeId c, const Goal* next, NodeId limit, bool open, NodeId flat) {
  return &goals_.emplace_back(Goal{mode, open, p, c, limit, next, flat});
}

void Matcher::undo(const Mark& m) {
  while (trail_.size() > m.trail) {
    bindings_[trail_.back()] = Binding{};
    trail_.pop_back();
  }
  while (goals_.size() > m.goals) goals_.pop_back();
  sequence_end_ = m.end;
}

void Matcher::solve(const Goal* goals) {
  if (depth_ >= kChoiceDepth) {
    steps_ = 0;
    return;
  }
  ++depth_;
  while (steps_ > 0) {
    if (goals == nullptr) {
      emit();
      break;
    }
    --steps_;
    const Goal* const g = goals;
    if (g->mode == Mode::list) {
      // Lists without a choice are walked here; an ellipsis needs recursion.
      if (g->p == 0) {
        if (g->c != 0) break;
        goals = g->next;
        continue;
      }
      const Kind k = pn(g->p).kind;
      if (k == Kind::ellipsis || k == Kind::meta_ellipsis) {
        list(g);
        break;
      }
      if (g->c == 0) break;
      goals = push(Mode::list, pn(g->p).next, cn(g->c).next, g->next);
      if (!node(g->p, g->c, goals)) break;
      continue;
    }
    if (g->mode == Mode::statements) {
      statements(g);
      break;
    }
    if (g->mode == Mode::cases) {
      cases(g->p, g->c, g->next);
      break;
    }
    if (g->mode == Mode::elements) {
      elements(g);
      break;
    }
    goals = g->next;
    if (!node(g->p, g->c, goals)) break;
  }
  --depth_;
}

void Matcher::emit() {
  Range r;
  r.node = root_;
  r.span = {cn(root_).begin, cn(root_).end};
  // As Semgrep has it: the call alone, so that a fix replaces that.
  const Node& root = cn(root_);
  if (pattern_->shape == Pattern::Shape::statement && (root.kind == Kind::defer_stmt || root.kind == Kind::go_stmt) && root.first != 0)
    r.span.begin = cn(root.first).begin;
  if (pattern_->shape == Pattern::Shape::sequence) {
    if ((root.flags & kHeader) != 0) r.span.begin = cn(root_ - 1).begin;
    r.span.end = std::max(sequence_end_, r.span.begin);
    r.node = 0;
  }
  for (std::size_t i = out_->size(); i-- > out_start_ && (*out_)[i].span == r.span;)
    if ((*out_)[i].bindings == bindings_) return;
  if (out_->size() - out_start_ >= kMostSolutions) {
    steps_ = 0;
    return;
  }
  r.bindings = bindings_;
  out_->push_back(std::move(r));
}

void Matcher::find_all(const Pattern& pattern, const Settings& settings, const Bindings& known, Span within,
                       std::vector<Range>& out) {
  pattern_ = &pattern;
  settings_ = settings;
  out_ = &out;
  out_start_ = out.size();
  bindings_ = known;
  bindings_.resize(settings.metavariables);
  trail_.clear();
  goals_.clear();
  depth_ = 0;

  const auto start = [&](NodeId c) {
    if (steps_ == 0 || !within.contains({cn(c).begin, cn(c).end})) return;
    root_ = c;
    const Mark m = mark();
    solve(push(Mode::node, pattern.root, c, nullptr));
    undo(m);
  };
  const auto everywhere = [&](auto accepts) {
    for (NodeId c = 1; c < code_.nodes.size() && steps_ > 0; ++c)
      if (accepts(c)) start(c);
  };
  const Node& p = pn(pattern.root);
  if (pattern.shape == Pattern::Shape::sequence) {
    const bool leading = p.kind == Kind::ellipsis;
    for (const NodeId c : code_.statements) {
      if (steps_ == 0) return;
      if (cn(c).begin < within.begin || cn(c).end > within.end || !may_be_statement(p, cn(c))) continue;
      root_ = c;
      sequence_end_ = 0;
      // A sequence that begins with `...` begins with its block.
      if (leading && c > 1 && !(cn(c - 1).first == c)) continue;
      const Mark m = mark();
      solve(push(Mode::statements, pattern.root, c, nullptr, 0, true));
      undo(m);
    }
    return;
  }
  if (pattern.shape == Pattern::Shape::statement) {
    const auto of_kind = [&](Kind k) {
      for (const NodeId c : index_.of(k)) start(c);
    };
    switch (p.kind) {
      case Kind::assign:
        of_kind(Kind::assign);
        if (p.op == Op::none) of_kind(Kind::define);
        if (p.op == Op::none && settings_.options.vardef_assign) of_kind(Kind::var_decl), of_kind(Kind::const_decl);
        break;
      case Kind::var_decl:
        of_kind(Kind::var_decl);
        of_kind(Kind::const_decl);
        break;
      case Kind::return_stmt:
        of_kind(Kind::return_stmt);
        if (settings_.options.implicit_return)
          for (const NodeId c : index_.of(Kind::expr_stmt))
            if ((cn(c).flags & kReturned) != 0) start(c);
        break;
      case Kind::for_stmt:
        of_kind(Kind::for_stmt);
        of_kind(Kind::range_stmt);
        break;
      case Kind::metavar:
      case Kind::ellipsis:
        for (const NodeId c : code_.statements) start(c);
        break;
      default: of_kind(p.kind); break;
    }
    return;
  }
  switch (p.kind) {
    case Kind::metavar:
    case Kind::typed_metavar:
    case Kind::deep:
      everywhere([&](NodeId c) { return is_expression(c) && (cn(c).flags & (kName | kTypeUse)) == 0; });
      break;
    case Kind::unary:
    case Kind::index:
      for (const NodeId c : index_.of(p.kind))
        if ((cn(c).flags & kTypeUse) == (p.flags & kTypeUse)) start(c);
      break;
    case Kind::binary:
      for (const NodeId c : index_.of(p.kind)) start(c);
      break;
    case Kind::composite:
      for (const Kind k : {Kind::composite, Kind::call})
        for (const NodeId c : index_.of(k)) start(c);
      break;
    case Kind::any_string:
    case Kind::string_metavar:
    case Kind::string_regex:
    case Kind::string:
      for (const Kind k : {Kind::string, Kind::ident, Kind::binary, Kind::call})
        for (const NodeId c : index_.of(k))
          if ((cn(c).flags & kName) == 0) start(c);
      break;
    case Kind::number:
    case Kind::floating:
    case Kind::rune:
    case Kind::boolean:
      for (const Kind k : {p.kind, Kind::ident, Kind::binary, Kind::unary})
        for (const NodeId c : index_.of(k)) start(c);
      break;
    case Kind::call: {
      // The callee's last name decides for nearly all calls.
      const Node& f = pn(p.first);
      std::string_view last;
      if (f.kind == Kind::ident) last = pattern.tree.names[f.name].text;
      if (f.kind == Kind::selector && pn(pn(f.first).next).kind == Kind::ident) last = pattern.tree.names[f.name].text;
      const Sym wanted = last.empty() ? 0 : code_.names.find(last);
      if (!last.empty() && wanted == 0) return;
      for (const NodeId c : index_.of(Kind::call)) {
        const Node* callee = &cn(cn(c).first);
        if (callee->kind == Kind::index && callee->first != 0 && f.kind != Kind::index) callee = &cn(callee->first);
        if (wanted != 0 && callee->name != wanted) continue;
        start(c);
      }
      break;
    }
    case Kind::selector:
      for (const NodeId c : index_.of(Kind::selector)) start(c);
      for (const DeclId d : code_.imports)
        if (code_.names[code_.decls[d].name].text == ".") {
          for (const NodeId c : index_.of(Kind::ident)) start(c);
          break;
        }
      break;
    default:
      for (const NodeId c : index_.of(p.kind)) start(c);
      break;
  }
}

bool Matcher::is_expression(NodeId c) const {
  const Kind k = cn(c).kind;
  return k >= Kind::ident && k <= Kind::nil && k != Kind::key_value && k != Kind::spread;
}

// -- bindings

bool Matcher::same_nodes(NodeId a, NodeId b) const {
  if (a == b) return true;
  const Node& na = cn(a);
  const Node& nb = cn(b);
  const std::uint32_t count = na.last - a;
  if (nb.last - b != count) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    const Node& x = cn(a + i);
    const Node& y = cn(b + i);
    if (x.kind != y.kind || x.op != y.op || x.name != y.name || x.last - a != y.last - b) return false;
    switch (x.kind) {
      case Kind::ident:
        if (x.ref != y.ref && x.ref != 0 && y.ref != 0) return false;
        break;
      case Kind::string:
      case Kind::number:
      case Kind::floating:
      case Kind::rune:
        if (code_.text_of(a + i) != code_.text_of(b + i)) return false;
        break;
      default: break;
    }
  }
  return true;
}

bool Matcher::same(const Binding& a, const Binding& b) const {
  if (a.first == 0 || b.first == 0) return text_of(a) == text_of(b);
  if (a.several != b.several) return false;
  if (!a.several) return same_nodes(a.first, b.first);
  NodeId x = a.first;
  NodeId y = b.first;
  while (x != a.stop && y != b.stop && x != 0 && y != 0) {
    if (!same_nodes(x, y)) return false;
    x = cn(x).next;
    y = cn(y).next;
  }
  return (x == a.stop || x == 0) && (y == b.stop || y == 0);
}

bool Matcher::bind(std::uint32_t number, const Binding& b) {
  if (number == kAnonymous) return true;
  if (number >= bindings_.size()) return false;
  if (bindings_[number].bound) return same(bindings_[number], b);
  if (filters_ != nullptr && !filters_->empty() && b.first != 0 && !b.several && !b.content &&
      cn(b.first).kind == Kind::ident && !passes(number, b.first))
    return false;
  bindings_[number] = b;
  bindings_[number].bound = true;
  trail_.push_back(number);
  return true;
}

bool Matcher::passes(std::uint32_t number, NodeId ident) {
  const Sym name = cn(ident).name;
  for (NameFilter* const f : *filters_) {
    if (f->metavariable != number) continue;
    if (f->known.size() <= name) f->known.resize(std::max<std::size_t>(name + 1, code_.names.size()), 0);
    // Where a regex stops at its limit, the condition itself must say so later.
    if (f->known[name] == 0) f->known[name] = f->regex->find(code_.text_of(ident), 0, true, nullptr) == Regex::Found::no ? 1 : 2;
    if (f->known[name] == 1) return false;
  }
  return true;
}

bool Matcher::bind_node(std::uint32_t number, NodeId c) {
  if (cn(c).kind == Kind::absent) return false;
  Binding b;
  b.first = c;
  b.span = {cn(c).begin, cn(c).end};
  return bind(number, b);
}

// -- lists

// `p` is an ellipsis: it takes none, one, two… of what follows.
void Matcher::list(const Goal* goal) {
  const Node& p = pn(goal->p);
  NodeId c = goal->c;
  const NodeId first = c;
  std::uint32_t end = 0;
  while (steps_ > 0) {
    const Mark m = mark();
    bool fits = true;
    if (p.kind == Kind::meta_ellipsis) {
      Binding b;
      b.first = c == first ? 0 : first;
      b.stop = c;
      b.several = true;
      if (c != first) b.span = {cn(first).begin, end};
      fits = bind(p.ref, b);
    }
    if (fits && (p.next != 0 || c == 0)) {
      if (p.next == 0) solve(goal->next);
      else solve(push(Mode::list, p.next, c, goal->next));
    }
    undo(m);
    if (c == 0) break;
    end = cn(c).end;
    c = cn(c).next;
    spend_step();
  }
}

// Elements of a composite literal: the order of keyed ones does not matter.
void Matcher::elements(const Goal* goal) {
  // goal->p: first element of the pattern; goal->c: first of the code.
  std::vector<NodeId> wanted;
  bool more = false;
  bool keyed = true;
  for (NodeId p = goal->p; p != 0; p = pn(p).next) {
    if (pn(p).kind == Kind::ellipsis) {
      more = true;
      continue;
    }
    keyed = keyed && pn(p).kind == Kind::key_value;
    wanted.push_back(p);
  }
  std::size_t given = 0;
  for (NodeId c = goal->c; c != 0; c = cn(c).next) {
    ++given;
    keyed = keyed && (cn(c).kind == Kind::key_value);
  }
  if (!keyed || wanted.empty()) {
    solve(push(Mode::list, goal->p, goal->c, goal->next));
    return;
  }
  if (wanted.size() > given || (!more && wanted.size() != given) || wanted.size() > 64) return;
  std::vector<NodeId> taken;
  const auto place = [&](const auto& self, std::size_t i) -> void {
    if (steps_ == 0) return;
    if (i == wanted.size()) {
      const Goal* goals = goal->next;
      for (std::size_t k = wanted.size(); k-- > 0;) goals = push(Mode::node, wanted[k], taken[k], goals);
      solve(goals);
      return;
    }
    const NodeId key = pn(wanted[i]).first;
    for (NodeId c = goal->c; c != 0 && steps_ > 0; c = cn(c).next) {
      --steps_;
      if (std::find(taken.begin(), taken.end(), c) != taken.end()) continue;
      // A named key is found at once, so that only metavariable keys branch.
      const NodeId code_key = cn(c).first;
      if (pn(key).kind == Kind::ident && (cn(code_key).kind != Kind::ident ||
                                          pattern_->tree.name_of(key) != code_.name_of(code_key)))
        continue;
      const Mark m = mark();
      taken.push_back(c);
      self(self, i + 1);
      taken.pop_back();
      undo(m);
    }
  };
  place(place, 0);
}

// False: the pattern's statement cannot be this one. Says what node() would.
bool Matcher::may_be_statement(const Node& pattern, const Node& code) const {
  switch (pattern.kind) {
    case Kind::assign:
      if (code.kind == Kind::assign) return pattern.op == code.op;
      return pattern.op == Op::none &&
             (code.kind == Kind::define ||
              (settings_.options.vardef_assign && (code.kind == Kind::var_decl || code.kind == Kind::const_decl)));
    case Kind::var_decl: return code.kind == Kind::var_decl || code.kind == Kind::const_decl;
    case Kind::return_stmt: return code.kind == Kind::return_stmt || (code.flags & kReturned) != 0;
    case Kind::define:
    case Kind::const_decl:
    case Kind::import_decl:
    case Kind::func_decl:
    case Kind::defer_stmt:
    case Kind::go_stmt:
    case Kind::if_stmt:
    case Kind::range_stmt:
    case Kind::inc_dec: return pattern.kind == code.kind;
    case Kind::for_stmt: return code.kind == Kind::for_stmt || code.kind == Kind::range_stmt;
    case Kind::expr_stmt:
      // See statements(): with a metavariable it is any statement.
      if (code.kind != Kind::expr_stmt && !settings_.options.implicit_deep_exprstmt) return pn(pattern.first).kind == Kind::metavar;
      switch (code.kind) {
        case Kind::expr_stmt:
        case Kind::assign:
        case Kind::define:
        case Kind::var_decl:
        case Kind::const_decl:
        case Kind::return_stmt:
        case Kind::send: return true;
        default: return pn(pattern.first).kind == Kind::metavar;
      }
    default: return true;
  }
}

// A list of statements; `...` also reaches into the blocks of what it skips.
void Matcher::statements(const Goal* goal) {
  const NodeId p = goal->p;
  const NodeId c = goal->c;
  if (p == 0) {
    if (c == 0 || goal->open) solve(goal->next);
    return;
  }
  const Node& pattern = pn(p);
  // `if x := f(); x {}` reads as `x := f()` and `if x {}`, a list of two:
  // goal->limit is the header's statement while the second is looked at.
  const auto behind = [&](NodeId statement) -> NodeId {
    if (goal->flat != 0) {
      const auto next = std::upper_bound(code_.statements.begin(), code_.statements.end(), statement);
      return next != code_.statements.end() && *next < goal->flat ? *next : 0;
    }
    if (goal->limit != 0) return 0;
    return (cn(statement).flags & kHeader) != 0 ? statement - 1 : cn(statement).next;
  };
  const NodeId header_behind = goal->flat == 0 && goal->limit == 0 && c != 0 && (cn(c).flags & kHeader) != 0 ? c : 0;
  if (pattern.kind == Kind::ellipsis || pattern.kind == Kind::meta_ellipsis) {
    if (pattern.next == 0 && pattern.kind == Kind::meta_ellipsis) {
      Binding b;
      b.first = c;
      b.several = true;
      NodeId last = c;
      while (last != 0 && cn(last).next != 0) last = cn(last).next;
      if (last != 0) b.span = {cn(c).begin, cn(last).end};
      const Mark m = mark();
      if (bind(pattern.ref, b)) {
        if (last != 0) sequence_end_ = std::max(sequence_end_, cn(last).end);
        solve(goal->next);
      }
      undo(m);
      return;
    }
    if (pattern.next == 0) {
      NodeId last = c;
      while (last != 0 && goal->limit == 0 && cn(last).next != 0) last = cn(last).next;
      if (last != 0) sequence_end_ = std::max(sequence_end_, cn(last).end);
      solve(goal->next);
      return;
    }
    if (pattern.kind == Kind::meta_ellipsis || !settings_.options.go_deeper_stmt) {
      siblings(goal);
      return;
    }
    const Mark m = mark();
    solve(push(Mode::statements, pattern.next, 0, goal->next, goal->limit, goal->open));  // at the very end
    undo(m);
    if (c == 0) return;
    // The end of the list: where its last sibling ends.
    NodeId stop = c;
    if (goal->flat != 0) stop = goal->flat;
    else if (goal->limit != 0) stop = cn(c).last;
    else
      for (NodeId s = c; s != 0; s = cn(s).next) stop = cn(s).last;
    if (header_behind != 0) stop = cn(c - 1).last;
    auto it = std::lower_bound(code_.statements.begin(), code_.statements.end(), c);
    std::uint32_t passed = sequence_end_;
    const Node& wanted = pn(pattern.next);
    unsigned skipped = 0;
    NodeId sibling = goal->flat == 0 ? c : 0;
    for (; it != code_.statements.end() && *it < stop && steps_ > 0; ++it) {
      if (goal->limit != 0 && *it == goal->limit) continue;
      const bool beside = *it == sibling;
      if (beside) sibling = goal->limit != 0 ? 0 : cn(sibling).next;
      // Most statements are of another kind: what a step costs is not spent on them.
      if (!may_be_statement(wanted, cn(*it)) && ++skipped % 64 != 0) {
        passed = std::max(passed, cn(*it).end);
        continue;
      }
      if (--steps_ == 0) return;
      const Mark here = mark();
      sequence_end_ = std::max(sequence_end_, passed);
      // Behind a `...` more may follow, even where the pattern's block ends.
      // What lies in a block is followed by what comes after the block, too.
      solve(push(Mode::statements, pattern.next, *it, goal->next, *it == c ? goal->limit : 0, true, beside ? 0 : stop));
      undo(here);
      passed = std::max(passed, cn(*it).end);
    }
    return;
  }
  if (c == 0) return;
  const Mark m = mark();
  sequence_end_ = std::max(sequence_end_, cn(c).end);
  const Goal* const rest = push(Mode::statements, pattern.next, behind(c), goal->next, header_behind, goal->open, goal->flat);
  if (pattern.kind == Kind::expr_stmt) {
    const NodeId e = pattern.first;
    if (pn(e).kind == Kind::metavar) {
      const NodeId inner = cn(c).kind == Kind::expr_stmt ? cn(c).first : c;
      if (bind_node(pn(e).ref, inner)) solve(rest);
    } else {
      // An expression as a statement also stands for a simple statement that holds it.
      if (!settings_.options.implicit_deep_exprstmt) {
        if (cn(c).kind == Kind::expr_stmt) solve(push(Mode::node, e, cn(c).first, rest));
        undo(m);
        return;
      }
      switch (cn(c).kind) {
        case Kind::expr_stmt:
        case Kind::assign:
        case Kind::define:
        case Kind::var_decl:
        case Kind::const_decl:
        case Kind::return_stmt:
        case Kind::send: deep(e, c, rest); break;
        default: break;
      }
    }
    undo(m);
    return;
  }
  solve(push(Mode::node, p, c, rest));
  undo(m);
}

// `...` that binds, or reaches into no block: some of the statements that follow each other here.
void Matcher::siblings(const Goal* goal) {
  const Node& pattern = pn(goal->p);
  NodeId last = 0;
  for (NodeId c = goal->c; steps_ > 0;) {
    const Mark m = mark();
    bool fits = true;
    if (last != 0) sequence_end_ = std::max(sequence_end_, cn(last).end);
    if (pattern.kind == Kind::meta_ellipsis) {
      Binding b;
      b.first = last == 0 ? 0 : goal->c;
      b.stop = c;
      b.several = true;
      if (last != 0) b.span = {cn(goal->c).begin, cn(last).end};
      fits = bind(pattern.ref, b);
    }
    if (fits) solve(push(Mode::statements, pattern.next, c, goal->next, c == goal->c ? goal->limit : 0, true));
    undo(m);
    if (c == 0) return;
    last = c;
    c = goal->limit != 0 ? 0 : cn(c).next;
    spend_step();
  }
}

// Any expression within `c`, the node itself included. What function literals
// hold are statements of their own.
void Matcher::deep(NodeId p, NodeId c, const Goal* rest) {
  const Kind k = pn(p).kind;
  const bool anything = k >= Kind::ellipsis || k == Kind::string || k == Kind::ident || k == Kind::number ||
                        k == Kind::boolean || k == Kind::selector;
  for (NodeId d = c; d < cn(c).last && steps_ > 0; ++d) {
    if (cn(d).kind == Kind::block && d != c) {
      d = cn(d).last - 1;
      continue;
    }
    if (!anything ? cn(d).kind != k : !is_expression(d)) continue;
    --steps_;
    if (steps_ == 0) return;
    const Mark m = mark();
    solve(push(Mode::node, p, d, rest));
    undo(m);
  }
}

// `x. ... .f()`: the operand of the ellipsis is somewhere down the chain.
void Matcher::chain(NodeId p, NodeId c, const Goal* rest) {
  while (c != 0 && steps_ > 0) {
    const Mark m = mark();
    solve(push(Mode::node, p, c, rest));
    undo(m);
    const Kind k = cn(c).kind;
    if (k != Kind::call && k != Kind::selector && k != Kind::index && k != Kind::type_assert && k != Kind::slice) return;
    c = cn(c).first;
    spend_step();
  }
}

}  // namespace gogate::gopatterns
