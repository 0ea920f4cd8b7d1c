#include "scanners/gopatterns/lowering.h"

namespace gogate::gopatterns {

// A node whose children are all the expressions below it, in order.
NodeId Lowering::with_children(Kind kind, Op op) {
  Open n = open(kind, current());
  at(n.id).op = op;
  children([&](Ts t, Field) {
    if (t != Ts::other) add(n, expression());
  });
  return close(n);
}

NodeId Lowering::expression() {
  const TSNode here = current();
  if (depth_ >= kMaxDepth) {
    out_.bounded = true;
    return bad(here);
  }
  ++depth_;
  NodeId out = 0;
  switch (type()) {
    case Ts::identifier:
    case Ts::type_identifier:
    case Ts::package_identifier:
    case Ts::blank_identifier:
      out = name_leaf(here);
      at(out).flags = type() == Ts::type_identifier ? kTypeUse : 0;
      resolve(out);
      break;
    case Ts::field_identifier:
    case Ts::label_name: out = name_leaf(here); break;
    case Ts::interpreted_string_literal: out = leaf(Kind::string, here); break;
    case Ts::raw_string_literal:
      out = leaf(Kind::string, here);
      at(out).flags |= kRaw;
      break;
    case Ts::int_literal: out = leaf(Kind::number, here); break;
    case Ts::float_literal:
    case Ts::imaginary_literal: out = leaf(Kind::floating, here); break;
    case Ts::rune_literal: out = leaf(Kind::rune, here); break;
    case Ts::nil: out = name_leaf(here), at(out).kind = Kind::nil, at(out).flags = 0; break;
    case Ts::true_:
    case Ts::false_: out = name_leaf(here), at(out).kind = Kind::boolean, at(out).flags = 0; break;
    case Ts::iota: out = name_leaf(here), at(out).kind = Kind::iota, at(out).flags = 0; break;
    // Parentheses and wrappers of one child.
    case Ts::parenthesized_expression:
    case Ts::parenthesized_type:
    case Ts::literal_element:
    case Ts::expression_statement:
      children([&](Ts t, Field) {
        if (t != Ts::other && out == 0) out = expression();
      });
      if (out == 0) out = bad(here);
      break;
    case Ts::type_elem:
    case Ts::type_constraint:
      if (ts_node_named_child_count(here) == 1) {
        children([&](Ts t, Field) {
          if (t != Ts::other && out == 0) out = expression();
        });
      }
      if (out == 0) out = with_children(Kind::union_type);
      break;
    case Ts::selector_expression:
    case Ts::qualified_type: {
      Open n = open(Kind::selector, here);
      if (type() == Ts::qualified_type) at(n.id).flags |= kTypeUse;
      children([&](Ts t, Field f) {
        if (f == Field::operand || f == Field::package) {
          add(n, expression());
        } else if (t != Ts::other && (f == Field::field || f == Field::name)) {
          add(n, name_leaf(current()));
          at(n.id).name = at(n.tail).name;
        }
      });
      out = close(n);
      break;
    }
    case Ts::call_expression:
    case Ts::type_conversion_expression: out = call(); break;
    case Ts::index_expression: out = with_children(Kind::index); break;
    case Ts::generic_type:
    case Ts::type_instantiation_expression: {
      Open n = open(Kind::index, here);
      at(n.id).flags |= kTypeUse;
      children([&](Ts t, Field) {
        if (t == Ts::type_arguments) arguments(n);
        else if (t != Ts::other) add(n, expression());
      });
      out = close(n);
      break;
    }
    case Ts::slice_expression: {
      Open n = open(Kind::slice, here);
      children([&](Ts, Field f) {
        if (f == Field::operand) add(n, expression());
        if (f == Field::start) add(n, expression());
        if (f == Field::end) fill(n, 2), add(n, expression());
        if (f == Field::capacity) fill(n, 3), add(n, expression());
      });
      fill(n, 4);
      out = close(n);
      break;
    }
    case Ts::type_assertion_expression: out = with_children(Kind::type_assert); break;
    case Ts::composite_literal: out = composite(); break;
    case Ts::literal_value: out = elided_composite(); break;
    case Ts::keyed_element: {
      Open n = open(Kind::key_value, here);
      children([&](Ts t, Field) {
        if (t != Ts::other) add(n, expression());
      });
      out = close(n);
      break;
    }
    case Ts::func_literal: {
      Open n = open(Kind::func_lit, here);
      const std::size_t mark = written_.size();
      push_scope();
      signature(n, true);
      pop_scope();
      forget_since(mark, n.id);  // it may run at any time
      fill(n, 3);
      out = close(n);
      if (n.tail != 0) mark_returned(n.tail);
      break;
    }
    case Ts::unary_expression: {
      Open n = open(Kind::unary, here);
      children([&](Ts t, Field f) {
        if (f == Field::operator_) at(n.id).op = grammar_.op(ts_node_symbol(current()));
        else if (t != Ts::other) add(n, expression());
      });
      if (at(n.id).op == Op::bit_and && n.tail != 0) mark_written(n.tail);
      out = close(n);
      break;
    }
    case Ts::binary_expression: out = binary(); break;
    case Ts::variadic_argument: out = with_children(Kind::spread); break;
    case Ts::pointer_type: out = with_children(Kind::unary, Op::mul), at(out).flags |= kTypeUse; break;
    case Ts::negated_type: out = with_children(Kind::unary, Op::tilde), at(out).flags |= kTypeUse; break;
    case Ts::array_type: out = with_children(Kind::array_type); break;
    case Ts::implicit_length_array_type: {
      Open n = open(Kind::slice_type, here);
      children([&](Ts t, Field) {
        if (t != Ts::other) add(n, expression());
      });
      out = close(n);
      break;
    }
    case Ts::slice_type: out = with_children(Kind::slice_type); break;
    case Ts::map_type: out = with_children(Kind::map_type); break;
    case Ts::channel_type: {
      out = with_children(Kind::chan_type);
      // `<-chan T` receives, `chan<- T` sends; the arrow is punctuation.
      const std::string_view spelled = out_.text_of(out);
      if (spelled.starts_with("<-")) at(out).op = Op::receive;
      else if (const std::size_t a = spelled.find_first_not_of(" \t", 4); a != std::string_view::npos && spelled.substr(a, 2) == "<-")
        at(out).op = Op::add;
      break;
    }
    case Ts::function_type: {
      Open n = open(Kind::func_type, here);
      signature(n, false);
      fill(n, 2);
      out = close(n);
      break;
    }
    case Ts::struct_type: {
      Open n = open(Kind::struct_type, here);
      children([&](Ts t, Field) {
        if (t == Ts::field_declaration_list) struct_fields(n);
      });
      out = close(n);
      break;
    }
    case Ts::interface_type: {
      Open n = open(Kind::interface_type, here);
      children([&](Ts t, Field) {
        if (t == Ts::method_elem) {
          Open m = open(Kind::method_elem, current());
          children([&](Ts, Field f) {
            if (f == Field::name) {
              add(m, name_leaf(current()));
            } else if (f == Field::parameters) {
              Open list = open(Kind::params, current());
              parameters(list, false, false);
              add(m, close(list));
            } else if (f == Field::result) {
              add(m, result(false));
            }
          });
          fill(m, 3);
          add(n, close(m));
        } else if (t != Ts::other) {
          add(n, expression());
        }
      });
      out = close(n);
      break;
    }
    case Ts::error: out = error_region(); break;
    default: out = bad(here); break;
  }
  --depth_;
  return out;
}

// Expression statements after which a function literal is over.
void Lowering::mark_returned(NodeId block) {
  std::vector<NodeId> open{block};
  while (!open.empty()) {
    const NodeId n = open.back();
    open.pop_back();
    const auto last_of = [&](NodeId first) {
      NodeId last = first;
      while (last != 0 && at(last).next != 0) last = at(last).next;
      if (last != 0) open.push_back(last);
    };
    switch (at(n).kind) {
      case Kind::expr_stmt: at(n).flags |= kReturned; break;
      case Kind::block: last_of(at(n).first); break;
      case Kind::case_clause: last_of(at(at(n).first).next); break;
      case Kind::if_stmt:
      case Kind::switch_stmt:
      case Kind::type_switch:
      case Kind::select_stmt:
        for (NodeId part = at(n).first; part != 0; part = at(part).next)
          if (at(part).kind == Kind::block || at(part).kind == Kind::if_stmt || at(part).kind == Kind::case_clause) open.push_back(part);
        break;
      default: break;
    }
  }
}

// `a + b + c + …` leans left and may be thousands of operands long (generated
// tables), so its spine is walked in a loop.
NodeId Lowering::binary() {
  std::vector<Open> spine;
  while (true) {
    Open n = open(Kind::binary, current());
    if (!spine.empty()) add(spine.back(), n.id);
    spine.push_back(n);
    if (!ts_tree_cursor_goto_first_child(&cursor_)) break;
    while (type() == Ts::comment && ts_tree_cursor_goto_next_sibling(&cursor_)) {
    }
    if (type() == Ts::binary_expression) continue;
    add(spine.back(), expression());
    break;
  }
  const NodeId root = spine.front().id;
  while (!spine.empty()) {
    Open& n = spine.back();
    while (ts_tree_cursor_goto_next_sibling(&cursor_)) {
      const Ts t = type();
      if (t == Ts::comment) continue;
      if (field() == Field::operator_) at(n.id).op = grammar_.op(ts_node_symbol(current()));
      else if (t != Ts::other) add(n, expression());
    }
    ts_tree_cursor_goto_parent(&cursor_);
    close(n);
    spine.pop_back();
  }
  return root;
}

void Lowering::arguments(Open& parent) {
  children([&](Ts t, Field) {
    if (t != Ts::other) add(parent, expression());
  });
}

NodeId Lowering::call() {
  Open n = open(Kind::call, current());
  // f[T](x): the callee is an index, as where the grammar sees f[T] by itself.
  const TSNode type_args = ts_node_child_by_field_id(current(), grammar_.id(Field::type_arguments));
  Open callee{};
  if (!ts_node_is_null(type_args)) {
    callee = open(Kind::index, current());
    at(callee.id).end = ts_node_end_byte(type_args);
  }
  children([&](Ts t, Field f) {
    if (callee.id != 0 && f == Field::function) {
      add(callee, expression());
    } else if (callee.id != 0 && f == Field::type_arguments) {
      arguments(callee);
      add(n, close(callee));
    } else if (t == Ts::argument_list) {
      arguments(n);
    } else if (t != Ts::other) {
      add(n, expression());
    }
  });
  return close(n);
}

NodeId Lowering::composite() {
  Open n = open(Kind::composite, current());
  children([&](Ts t, Field f) {
    if (f == Field::type) {
      add(n, expression());
    } else if (t == Ts::literal_value) {
      fill(n, 1);
      literal_elements(n);
    }
  });
  return close(n);
}

NodeId Lowering::elided_composite() {
  Open n = open(Kind::composite, current());
  fill(n, 1);
  literal_elements(n);
  return close(n);
}

void Lowering::literal_elements(Open& parent) {
  children([&](Ts t, Field) {
    if (t != Ts::other) add(parent, expression());
  });
}

NodeId Lowering::expression_list(bool resolve_names) {
  Open n = open(Kind::list, current());
  const auto one = [&] {
    const Ts t = type();
    if (!resolve_names && t == Ts::identifier)
      add(n, name_leaf(current()));
    else if (t != Ts::other)
      add(n, expression());
  };
  if (type() == Ts::expression_list)
    children([&](Ts, Field) { one(); });
  else
    one();
  return close(n);
}

// -- signatures

void Lowering::signature(Open& n, bool declares) {
  children([&](Ts, Field f) {
    if (f == Field::parameters) {
      Open list = open(Kind::params, current());
      parameters(list, declares, false);
      add(n, close(list));
    } else if (f == Field::result) {
      add(n, result(declares));
    } else if (f == Field::body) {
      fill(n, 2);
      add(n, block(false));
    }
  });
}

NodeId Lowering::result(bool declares) {
  Open list = open(Kind::params, current());
  if (type() == Ts::parameter_list) {
    parameters(list, declares, false);
  } else {
    Open p = open(Kind::param, current());
    fill(p, 1);
    add(p, expression());
    add(list, close(p));
  }
  return close(list);
}

NodeId Lowering::type_parameters() {
  Open list = open(Kind::type_params, current());
  parameters(list, true, false);
  return close(list);
}

// `a, b int` becomes two parameters, each with the type.
void Lowering::parameters(Open& list, bool declares, bool receiver) {
  children([&](Ts t, Field) {
    if (t == Ts::error) return;
    if (t != Ts::parameter_declaration && t != Ts::variadic_parameter_declaration && t != Ts::type_parameter_declaration)
      return;
    const TSNode whole = current();
    std::vector<TSNode> names;
    const auto finish = [&](const TSNode* name) {
      Open p = name != nullptr ? open(Kind::param, ts_node_start_byte(*name), ts_node_end_byte(whole))
                               : open(Kind::param, whole);
      if (receiver) at(p.id).flags |= kReceiver;
      if (t == Ts::variadic_parameter_declaration) at(p.id).flags |= kVariadic;
      NodeId ident = 0;
      if (name != nullptr) add(p, ident = name_leaf(*name));
      fill(p, 1);
      add(p, expression());
      if (declares && ident != 0)
        declare(ident, t == Ts::type_parameter_declaration ? DeclKind::type : DeclKind::parameter, p.tail, 0, 0);
      add(list, close(p));
    };
    children([&](Ts part, Field f) {
      if (f == Field::name && part == Ts::identifier) {
        names.push_back(current());
      } else if (f == Field::type && part != Ts::other) {
        if (names.empty()) finish(nullptr);
        for (const TSNode& name : names) finish(&name);
      }
    });
  });
}

void Lowering::struct_fields(Open& parent) {
  children([&](Ts t, Field) {
    if (t == Ts::error) {
      add(parent, error_region());
      return;
    }
    if (t != Ts::field_declaration) return;
    const TSNode whole = current();
    std::vector<TSNode> names;
    std::vector<Open> fields;
    children([&](Ts part, Field f) {
      if (f == Field::name && part == Ts::field_identifier) {
        names.push_back(current());
      } else if (f == Field::type) {
        const std::size_t count = names.empty() ? 1 : names.size();
        for (std::size_t i = 0; i < count; ++i) {
          Open n = open(Kind::field, whole);
          if (!names.empty()) add(n, name_leaf(names[i]));
          fill(n, 1);
          add(n, expression());
          close(n);
          add(parent, n.id);
          fields.push_back(n);
        }
      } else if (f == Field::tag && fields.size() == 1) {
        add(fields[0], leaf(Kind::string, current()));
        if (part == Ts::raw_string_literal) at(fields[0].tail).flags |= kRaw;
        close(fields[0]);
      }
    });
    for (Open& n : fields) fill(n, 3), close(n);
  });
}

}  // namespace gogate::gopatterns
