#include "scanners/gopatterns/lowering.h"

#include <algorithm>

namespace gogate::gopatterns {

Lowering::Lowering(std::string_view text, Tree& out, bool pattern)
    : grammar_(Grammar::go()), text_(text), out_(out), pattern_(pattern) {}

void Lowering::run(const TSTree* tree) {
  cursor_ = ts_tree_cursor_new(ts_tree_root_node(tree));
  Open file = open(Kind::file, 0, static_cast<std::uint32_t>(text_.size()));
  if (type() == Ts::error) {
    add(file, error_region());
  } else {
    children([&](Ts, Field) { top_level(file); });
  }
  close(file);
  finish_package_scope();
  ts_tree_cursor_delete(&cursor_);
}

// -- nodes

Lowering::Open Lowering::open(Kind kind, std::uint32_t begin, std::uint32_t end) {
  const auto id = static_cast<NodeId>(out_.nodes.size());
  Node& n = out_.nodes.emplace_back();
  n.kind = kind;
  n.begin = begin;
  n.end = end;
  n.last = id + 1;
  return {id};
}

Lowering::Open Lowering::open(Kind kind, TSNode node) { return open(kind, ts_node_start_byte(node), ts_node_end_byte(node)); }

void Lowering::add(Open& parent, NodeId child) {
  if (parent.tail == 0)
    at(parent.id).first = child;
  else
    at(parent.tail).next = child;
  parent.tail = child;
  ++parent.slots;
}

void Lowering::fill(Open& parent, unsigned slots) {
  while (parent.slots < slots) {
    const std::uint32_t end = parent.tail != 0 ? at(parent.tail).end : at(parent.id).begin;
    add(parent, open(Kind::absent, end, end).id);
  }
}

NodeId Lowering::close(Open& n) {
  at(n.id).last = static_cast<NodeId>(out_.nodes.size());
  return n.id;
}

NodeId Lowering::leaf(Kind kind, TSNode node) { return open(kind, node).id; }
NodeId Lowering::absent(TSNode node) { return open(Kind::absent, ts_node_start_byte(node), ts_node_start_byte(node)).id; }
NodeId Lowering::bad(TSNode node) { return open(Kind::bad, node).id; }

NodeId Lowering::name_leaf(TSNode node) {
  const NodeId id = leaf(Kind::ident, node);
  at(id).name = out_.names.intern(text_.substr(at(id).begin, at(id).end - at(id).begin));
  at(id).flags |= kName;
  return id;
}

// -- scopes

void Lowering::pop_scope() {
  const std::size_t mark = scopes_.back();
  scopes_.pop_back();
  while (undo_.size() > mark) {
    bound_[undo_.back().name] = undo_.back().before;
    undo_.pop_back();
  }
}

DeclId Lowering::declare(NodeId name, DeclKind kind, NodeId type, NodeId value, std::uint32_t position) {
  if (pattern_ || at(name).kind != Kind::ident) return 0;
  const Sym s = at(name).name;
  if (out_.names[s].text == "_") return 0;
  const auto id = static_cast<DeclId>(out_.decls.size());
  Decl& d = out_.decls.emplace_back();
  d.kind = kind;
  d.name = s;
  d.type = type;
  d.value = value;
  d.position = position;
  d.depth = static_cast<std::uint32_t>(scopes_.size());
  d.package_level = scopes_.empty();
  at(name).ref = id;
  if (scopes_.empty()) {
    if (out_.package_scope.size() <= s) out_.package_scope.resize(s + 64);
    out_.package_scope[s] = id;
    return id;
  }
  if (bound_.size() <= s) bound_.resize(std::max<std::size_t>(s + 64, bound_.size() * 2));
  undo_.push_back({s, bound_[s]});
  bound_[s] = id;
  return id;
}

// `reuse`: `:=` assigns to names that this very scope declares already.
void Lowering::declare_all(NodeId names, DeclKind kind, NodeId type, NodeId values, bool reuse) {
  const NodeId only = values != 0 && at(values).first != 0 && at(at(values).first).next == 0 ? at(values).first : 0;
  NodeId value = values != 0 ? at(values).first : 0;
  std::uint32_t position = 0;
  const bool several = at(names).first != 0 && at(at(names).first).next != 0;
  for (NodeId n = at(names).first; n != 0; n = at(n).next, ++position) {
    const Sym s = at(n).name;
    if (reuse && at(n).kind == Kind::ident && s < bound_.size() && bound_[s] != 0 &&
        out_.decls[bound_[s]].depth == scopes_.size()) {
      at(n).ref = bound_[s];
      out_.decls[bound_[s]].rewritten = true;
      write(bound_[s], several && only != 0 ? 0 : value);
    } else {
      const DeclId id = declare(n, kind, type, several && only != 0 ? only : value, several && only != 0 ? position : 0);
      if (id != 0) out_.decls[id].shared = several && only != 0;
      if (id != 0 && kind == DeclKind::variable) last_value(id) = several && only != 0 ? 0 : value;
    }
    if (value != 0) value = at(value).next;
  }
}

void Lowering::resolve(NodeId ident) {
  if (pattern_) return;
  const Sym s = at(ident).name;
  if (s < bound_.size()) at(ident).ref = bound_[s];
  const DeclId decl = at(ident).ref;
  if (decl == 0 || out_.decls[decl].kind != DeclKind::variable) return;
  const NodeId value = last_value(decl);
  if (value != 0 && value != kUnset) out_.reaching.push_back({ident, value, decl});
}

NodeId& Lowering::last_value(DeclId decl) {
  if (last_value_.size() <= decl) last_value_.resize(decl + 64U, kUnset);
  return last_value_[decl];
}

void Lowering::write(DeclId decl, NodeId value) {
  last_value(decl) = value;
  written_.push_back({decl, value});
}

// The block that began at `mark` is over. Of a loop, which begins at node
// `loop`, what was assigned before may be there or what it assigns itself.
void Lowering::forget_since(std::size_t mark, NodeId loop) {
  for (std::size_t i = mark; i < written_.size(); ++i) last_value(written_[i].decl) = 0;
  if (loop == 0 || written_.size() == mark) return;
  std::vector<DeclId> decls;
  for (std::size_t i = mark; i < written_.size(); ++i) decls.push_back(written_[i].decl);
  std::sort(decls.begin(), decls.end());
  std::erase_if(out_.reaching, [&](const Tree::Reaching& r) {
    return r.use > loop && r.value < loop && std::binary_search(decls.begin(), decls.end(), r.decl);
  });
}

void Lowering::mark_written(NodeId target, NodeId value) {
  if (pattern_ || at(target).kind != Kind::ident) return;
  if (at(target).ref != 0) {
    out_.decls[at(target).ref].rewritten = true;
    write(at(target).ref, value);
  } else
    written_later_.push_back(at(target).name);
}

void Lowering::finish_package_scope() {
  for (const Sym s : written_later_)
    if (s < out_.package_scope.size() && out_.package_scope[s] != 0) out_.decls[out_.package_scope[s]].rewritten = true;
}

// -- declarations

void Lowering::top_level(Open& file) {
  const TSNode here = current();
  switch (type()) {
    case Ts::package_clause: {
      Open n = open(Kind::package_decl, here);
      children([&](Ts t, Field) {
        if (t == Ts::package_identifier) add(n, name_leaf(current()));
      });
      add(file, close(n));
      out_.statements.push_back(n.id);
      break;
    }
    case Ts::import_declaration: import_specs(file, here); break;
    case Ts::function_declaration:
    case Ts::method_declaration: {
      out_.statements.push_back(static_cast<NodeId>(out_.nodes.size()));
      add(file, function());
      break;
    }
    default: add_statement(file); break;
  }
}

void Lowering::import_specs(Open& file, TSNode declaration) {
  children([&](Ts t, Field) {
    if (t == Ts::import_spec_list) {
      import_specs(file, declaration);
      return;
    }
    if (t != Ts::import_spec) return;
    Open n = open(Kind::import_decl, ts_node_start_byte(declaration), ts_node_end_byte(current()));
    out_.statements.push_back(n.id);
    NodeId alias = 0;
    children([&](Ts part, Field f) {
      if (f == Field::name) {
        add(n, alias = name_leaf(current()));
      } else if (f == Field::path && (part == Ts::interpreted_string_literal || part == Ts::raw_string_literal)) {
        fill(n, 1);
        add(n, leaf(Kind::string, current()));
        at(n.tail).flags |= kName;
        if (part == Ts::raw_string_literal) at(n.tail).flags |= kRaw;
      }
    });
    fill(n, 2);
    at(n.id).name = alias != 0 ? at(alias).name : 0;
    add(file, close(n));
    const Node& path_node = at(at(at(n.id).first).next);
    if (pattern_ || path_node.kind != Kind::string || path_node.end < path_node.begin + 2) return;
    const std::string_view path = text_.substr(path_node.begin + 1, path_node.end - path_node.begin - 2);
    const Sym s = alias != 0 ? at(alias).name : out_.names.intern(package_name(path));
    const auto id = static_cast<DeclId>(out_.decls.size());
    Decl& d = out_.decls.emplace_back();
    d.kind = DeclKind::import;
    d.package_level = true;
    d.name = s;
    d.path = path;
    out_.imports.push_back(id);
    if (out_.package_scope.size() <= s) out_.package_scope.resize(s + 64);
    const std::string_view spelled = out_.names[s].text;
    if (spelled != "_" && spelled != ".") out_.package_scope[s] = id;
  });
}

NodeId Lowering::value_spec(bool constant, std::uint32_t iota) {
  Open n = open(constant ? Kind::const_decl : Kind::var_decl, current());
  Open names = open(Kind::list, current());
  NodeId type_node = 0;
  NodeId values = 0;
  const auto finish_names = [&] {
    if (n.slots != 0) return;
    if (names.tail != 0) at(names.id).end = at(names.tail).end;
    add(n, close(names));
  };
  children([&](Ts t, Field f) {
    if (f == Field::name && t == Ts::identifier) {
      add(names, name_leaf(current()));
    } else if (f == Field::type) {
      finish_names();
      add(n, type_node = expression());
    } else if (f == Field::value) {
      finish_names();
      fill(n, 2);
      add(n, values = expression_list());
    }
  });
  finish_names();
  fill(n, 3);
  const std::size_t first_decl = out_.decls.size();
  declare_all(names.id, constant ? DeclKind::constant : DeclKind::variable, type_node, values, false);
  for (std::size_t d = first_decl; d < out_.decls.size(); ++d) out_.decls[d].iota = iota;
  return close(n);
}

NodeId Lowering::lowered(TSNode node) {
  const TSTreeCursor saved = cursor_;
  cursor_ = ts_tree_cursor_new(node);
  const NodeId id = expression();
  ts_tree_cursor_delete(&cursor_);
  cursor_ = saved;
  return id;
}

// `var a, b = 1, 2` is `var a = 1` and `var b = 2`. False: not of that form.
bool Lowering::split_spec(Open& parent, bool constant, std::uint32_t iota) {
  std::vector<TSNode> names;
  std::vector<TSNode> given;
  TSNode type_node{};
  bool typed = false;
  children([&](Ts t, Field f) {
    if (f == Field::name && t == Ts::identifier) {
      names.push_back(current());
    } else if (f == Field::type) {
      type_node = current();
      typed = true;
    } else if (f == Field::value) {
      if (t == Ts::expression_list)
        children([&](Ts e, Field) {
          if (e != Ts::other) given.push_back(current());
        });
      else
        given.push_back(current());
    }
  });
  if (names.size() < 2 || names.size() > 64 || (!given.empty() && given.size() != names.size())) return false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::uint32_t begin = ts_node_start_byte(names[i]);
    const std::uint32_t end = !given.empty() ? ts_node_end_byte(given[i]) : typed ? ts_node_end_byte(type_node) : ts_node_end_byte(names[i]);
    Open n = open(constant ? Kind::const_decl : Kind::var_decl, begin, end);
    out_.statements.push_back(n.id);
    Open list = open(Kind::list, names[i]);
    add(list, name_leaf(names[i]));
    add(n, close(list));
    NodeId type = 0;
    if (typed) add(n, type = lowered(type_node));
    fill(n, 2);
    NodeId values = 0;
    if (!given.empty()) {
      Open one = open(Kind::list, given[i]);
      add(one, lowered(given[i]));
      add(n, values = close(one));
    }
    fill(n, 3);
    add(parent, close(n));
    const std::size_t first_decl = out_.decls.size();
    declare_all(list.id, constant ? DeclKind::constant : DeclKind::variable, type, values, false);
    for (std::size_t d = first_decl; d < out_.decls.size(); ++d) out_.decls[d].iota = iota;
  }
  return true;
}

void Lowering::value_specs(Open& parent, bool constants) {
  std::uint32_t iota = 0;
  children([&](Ts t, Field) {
    if (t == Ts::var_spec_list) {
      value_specs(parent, constants);
    } else if (t == Ts::var_spec || t == Ts::const_spec) {
      if (split_spec(parent, constants, iota)) {
        ++iota;
        return;
      }
      out_.statements.push_back(static_cast<NodeId>(out_.nodes.size()));
      add(parent, value_spec(constants, iota++));
    } else if (t == Ts::error) {
      add(parent, error_region());
    }
  });
}

void Lowering::type_specs(Open& parent) {
  children([&](Ts t, Field) {
    if (t != Ts::type_spec && t != Ts::type_alias) return;
    Open n = open(Kind::type_decl, current());
    out_.statements.push_back(n.id);
    if (t == Ts::type_alias) at(n.id).flags |= kAlias;
    bool scoped = false;
    DeclId declared = 0;
    children([&](Ts, Field f) {
      if (f == Field::name) {
        add(n, name_leaf(current()));
        declared = declare(n.tail, DeclKind::type, 0, 0, 0);
      } else if (f == Field::type_parameters) {
        push_scope();
        scoped = true;
        add(n, type_parameters());
      } else if (f == Field::type) {
        fill(n, 2);
        add(n, expression());
        if (declared != 0) out_.decls[declared].type = n.tail;
      }
    });
    if (scoped) pop_scope();
    fill(n, 3);
    add(parent, close(n));
  });
}

NodeId Lowering::function() {
  Open n = open(Kind::func_decl, current());
  NodeId params = 0;
  TSNode receiver{};
  bool has_receiver = false;
  DeclId declared = 0;
  push_scope();
  children([&](Ts, Field f) {
    switch (f) {
      case Field::receiver:
        receiver = current();
        has_receiver = true;
        break;
      case Field::name: add(n, name_leaf(current())); break;
      case Field::type_parameters: add(n, type_parameters()); break;
      case Field::parameters: {
        fill(n, 2);
        Open list = open(Kind::params, current());
        if (has_receiver) {
          TSTreeCursor saved = cursor_;
          cursor_ = ts_tree_cursor_new(receiver);
          parameters(list, true, true);
          ts_tree_cursor_delete(&cursor_);
          cursor_ = saved;
        }
        parameters(list, true, false);
        add(n, params = close(list));
        break;
      }
      case Field::result:
        fill(n, 3);
        add(n, result(true));
        break;
      case Field::body:
        fill(n, 4);
        add(n, block(false));  // parameters and body are one scope
        break;
      default: break;
    }
  });
  pop_scope();
  fill(n, 5);
  if (!has_receiver && scopes_.empty()) declared = declare(at(n.id).first, DeclKind::function, 0, 0, 0);
  if (declared != 0) out_.decls[declared].value = n.id;
  return close(n);
}

// -- statements

void Lowering::add_statement(Open& parent) {
  switch (type()) {
    case Ts::var_declaration: value_specs(parent, false); return;
    case Ts::const_declaration: value_specs(parent, true); return;
    case Ts::type_declaration: type_specs(parent); return;
    case Ts::empty_statement:
    case Ts::other: return;
    case Ts::function_declaration:
    case Ts::method_declaration:
    case Ts::package_clause:
    case Ts::import_declaration:
      if (at(parent.id).kind != Kind::file) {
        top_level(parent);
        return;
      }
      return;
    default: {
      out_.statements.push_back(static_cast<NodeId>(out_.nodes.size()));
      add(parent, statement());
    }
  }
}

void Lowering::statement_list(Open& parent) {
  children([&](Ts t, Field) {
    if (t == Ts::statement_list)
      statement_list(parent);
    else
      add_statement(parent);
  });
}

NodeId Lowering::block(bool own_scope) {
  Open n = open(Kind::block, current());
  const std::size_t mark = written_.size();
  if (own_scope) push_scope();
  statement_list(n);
  if (own_scope) pop_scope();
  forget_since(mark, 0);
  return close(n);
}

// What stands inside an error is lowered as well as it goes: rules run on it.
NodeId Lowering::error_region() {
  Open n = open(Kind::block, current());
  if (depth_ >= kMaxDepth) {
    out_.bounded = true;
    return close(n);
  }
  ++depth_;
  push_scope();
  children([&](Ts t, Field) {
    if (t == Ts::statement_list) statement_list(n);
    else if (t == Ts::error) add(n, error_region());
    else add_statement(n);
  });
  pop_scope();
  --depth_;
  return close(n);
}

NodeId Lowering::header_statement() {
  const NodeId id = statement();
  at(id).flags |= kHeader;
  return id;
}

NodeId Lowering::branch(Op op) {
  Open n = open(Kind::branch, current());
  at(n.id).op = op;
  children([&](Ts t, Field) {
    if (t == Ts::label_name) add(n, name_leaf(current()));
  });
  fill(n, 1);
  return close(n);
}

NodeId Lowering::simple_assignment(Kind kind) {
  Open n = open(kind, current());
  NodeId left = 0;
  NodeId right = 0;
  const bool defines = kind == Kind::define;
  children([&](Ts, Field f) {
    if (f == Field::left) {
      add(n, left = expression_list(!defines));
      if (defines) fill(n, 2);
    } else if (f == Field::operator_) {
      at(n.id).op = grammar_.op(ts_node_symbol(current()));
    } else if (f == Field::right) {
      add(n, right = expression_list());
    }
  });
  fill(n, defines ? 3 : 2);
  if (left != 0) {
    if (defines)
      declare_all(left, DeclKind::variable, 0, right, true);
    else
    {
      const bool pairs = at(n.id).op == Op::none && right != 0;
      NodeId value = pairs ? at(right).first : 0;
      for (NodeId t = at(left).first; t != 0; t = at(t).next) {
        // Of `a, b = f()` neither is known.
        const bool alone = value != 0 && (at(value).next != 0 || at(t).next == 0);
        mark_written(t, alone ? value : 0);
        if (at(t).kind == Kind::ident) at(t).flags |= kName;
        if (value != 0) value = at(value).next;
      }
    }
  }
  return close(n);
}

NodeId Lowering::statement() {
  const TSNode here = current();
  if (depth_ >= kMaxDepth) {
    out_.bounded = true;
    return bad(here);
  }
  ++depth_;
  NodeId out = 0;
  const auto with_expressions = [&](Kind kind) {
    Open n = open(kind, here);
    children([&](Ts t, Field) {
      if (t == Ts::expression_list)
        children([&](Ts e, Field) {
          if (e != Ts::other) add(n, expression());
        });
      else if (t != Ts::other)
        add(n, expression());
    });
    return close(n);
  };
  switch (type()) {
    case Ts::expression_statement: out = with_expressions(Kind::expr_stmt); break;
    case Ts::return_statement: out = with_expressions(Kind::return_stmt); break;
    case Ts::go_statement: out = with_expressions(Kind::go_stmt); break;
    case Ts::defer_statement: out = with_expressions(Kind::defer_stmt); break;
    case Ts::send_statement: out = with_expressions(Kind::send); break;
    case Ts::inc_statement:
    case Ts::dec_statement: {
      const Op op = type() == Ts::inc_statement ? Op::inc : Op::dec;
      out = with_expressions(Kind::inc_dec);
      at(out).op = op;
      if (at(out).first != 0) mark_written(at(out).first);
      break;
    }
    case Ts::assignment_statement: out = simple_assignment(Kind::assign); break;
    case Ts::short_var_declaration: out = simple_assignment(Kind::define); break;
    case Ts::if_statement: out = if_statement(); break;
    case Ts::for_statement: out = for_statement(); break;
    case Ts::expression_switch_statement: out = switch_statement(false); break;
    case Ts::type_switch_statement: out = switch_statement(true); break;
    case Ts::select_statement: out = select_statement(); break;
    case Ts::block: out = block(); break;
    case Ts::fallthrough_statement: out = branch(Op::fallthrough); break;
    case Ts::break_statement: out = branch(Op::break_); break;
    case Ts::continue_statement: out = branch(Op::continue_); break;
    case Ts::goto_statement: out = branch(Op::goto_); break;
    case Ts::labeled_statement: {
      Open n = open(Kind::labeled, here);
      children([&](Ts t, Field) {
        if (t == Ts::label_name) add(n, name_leaf(current()));
        else if (n.slots == 1) add_statement(n);
      });
      fill(n, 2);
      out = close(n);
      break;
    }
    case Ts::var_declaration:
    case Ts::const_declaration:
    case Ts::type_declaration: {  // below a label, or in a broken header
      Open n = open(Kind::block, here);
      add_statement(n);
      out = close(n);
      break;
    }
    case Ts::error: out = error_region(); break;
    default: {  // an expression where a statement stands (broken code)
      Open n = open(Kind::expr_stmt, here);
      add(n, expression());
      out = close(n);
      break;
    }
  }
  --depth_;
  return out;
}

NodeId Lowering::if_statement() {
  Open n = open(Kind::if_stmt, current());
  push_scope();
  children([&](Ts t, Field f) {
    switch (f) {
      case Field::initializer:
        out_.statements.push_back(static_cast<NodeId>(out_.nodes.size()));
        add(n, header_statement());
        break;
      case Field::condition:
        fill(n, 1);
        add(n, expression());
        break;
      case Field::consequence:
        fill(n, 2);
        add(n, block());
        break;
      case Field::alternative:
        fill(n, 3);
        add(n, t == Ts::if_statement ? header_statement() : block());
        break;
      default: break;
    }
  });
  pop_scope();
  fill(n, 4);
  return close(n);
}

NodeId Lowering::for_statement() {
  Open n = open(Kind::for_stmt, current());
  const std::size_t mark = written_.size();
  push_scope();
  children([&](Ts t, Field f) {
    if (t == Ts::for_clause) {
      children([&](Ts, Field part) {
        if (part == Field::initializer) {
          add(n, header_statement());
        } else if (part == Field::condition) {
          fill(n, 1);
          add(n, expression());
        } else if (part == Field::update) {
          fill(n, 2);
          add(n, header_statement());
        }
      });
      fill(n, 3);
    } else if (t == Ts::range_clause) {
      at(n.id).kind = Kind::range_stmt;
      NodeId left = 0;
      bool defines = false;
      children([&](Ts, Field part) {
        if (part == Field::left) {
          // The operator comes after the names, so it is looked for in the text.
          const std::uint32_t end = ts_node_end_byte(current());
          const std::size_t op = text_.find_first_not_of(" \t\r\n", end);
          defines = op != std::string_view::npos && text_[op] == ':';
          add(n, left = expression_list(!defines));
        } else if (part == Field::right) {
          fill(n, 1);
          add(n, expression());
        }
      });
      if (left != 0) {
        if (defines) {
          at(n.id).flags |= kDefines;
          declare_all(left, DeclKind::variable, 0, 0, false);
          for (NodeId v = at(left).first; v != 0; v = at(v).next) mark_written(v);  // a new value each round
        } else {
          for (NodeId v = at(left).first; v != 0; v = at(v).next) mark_written(v);
        }
      }
      fill(n, 2);
    } else if (f == Field::body) {
      if (at(n.id).kind == Kind::for_stmt) fill(n, 3);
      add(n, block());
    } else if (t != Ts::other && t != Ts::error) {
      fill(n, 1);
      add(n, expression());
    }
  });
  pop_scope();
  forget_since(mark, n.id);
  fill(n, at(n.id).kind == Kind::for_stmt ? 4 : 3);
  return close(n);
}

NodeId Lowering::switch_statement(bool types) {
  Open n = open(types ? Kind::type_switch : Kind::switch_stmt, current());
  push_scope();
  const unsigned header = types ? 3 : 2;
  children([&](Ts t, Field f) {
    if (f == Field::initializer) {
      out_.statements.push_back(static_cast<NodeId>(out_.nodes.size()));
      add(n, header_statement());
    } else if (f == Field::alias) {
      fill(n, 1);
      const NodeId list = expression_list(false);
      add(n, list);
      if (at(list).first != 0) declare(at(list).first, DeclKind::variable, 0, 0, 0);
    } else if (f == Field::value) {
      fill(n, header - 1);
      add(n, expression());
    } else if (t == Ts::expression_case || t == Ts::default_case || t == Ts::type_case) {
      fill(n, header);
      add(n, clause());
    }
  });
  pop_scope();
  fill(n, header);
  return close(n);
}

NodeId Lowering::select_statement() {
  Open n = open(Kind::select_stmt, current());
  children([&](Ts t, Field) {
    if (t == Ts::communication_case || t == Ts::default_case) add(n, clause());
  });
  return close(n);
}

NodeId Lowering::clause() {
  Open n = open(Kind::case_clause, current());
  const std::size_t mark = written_.size();
  push_scope();
  Open types{};
  children([&](Ts t, Field f) {
    if (f == Field::value) {
      add(n, expression_list());
    } else if (f == Field::type) {
      if (t == Ts::other) return;
      if (types.id == 0) {
        types = open(Kind::list, current());
        add(n, types.id);
      }
      add(types, expression());
      at(types.id).end = at(types.tail).end;
      close(types);
    } else if (f == Field::communication) {
      if (t == Ts::receive_statement) {
        // `v := <-c` is a define, `v = <-c` an assign, `<-c` an expression.
        const std::uint32_t begin = ts_node_start_byte(current());
        const std::uint32_t end = ts_node_end_byte(current());
        Open s = open(Kind::expr_stmt, begin, end);
        out_.statements.push_back(s.id);
        NodeId left = 0;
        bool defines = false;
        children([&](Ts, Field part) {
          if (part == Field::left) {
            const std::size_t op = text_.find_first_not_of(" \t\r\n", ts_node_end_byte(current()));
            defines = op != std::string_view::npos && text_[op] == ':';
            add(s, left = expression_list(!defines));
            if (defines) fill(s, 2);
            at(s.id).kind = defines ? Kind::define : Kind::assign;
          } else if (part == Field::right) {
            if (left == 0) {
              add(s, expression());
            } else {
              Open values = open(Kind::list, current());
              add(values, expression());
              add(s, close(values));
            }
          }
        });
        if (defines) declare_all(left, DeclKind::variable, 0, 0, false);
        add(n, close(s));
      } else {
        out_.statements.push_back(static_cast<NodeId>(out_.nodes.size()));
        add(n, statement());
      }
    } else if (t == Ts::statement_list) {
      fill(n, 1);
      statement_list(n);
    } else if (t == Ts::error) {
      fill(n, 1);
      add(n, error_region());
    }
  });
  pop_scope();
  forget_since(mark, 0);
  fill(n, 1);
  return close(n);
}

}  // namespace gogate::gopatterns
