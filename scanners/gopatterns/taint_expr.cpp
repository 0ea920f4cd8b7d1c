// Expressions of the interpreter in taint_flow.h.
#include <algorithm>
#include <array>
#include <utility>

#include "scanners/gopatterns/taint_flow.h"

namespace gogate::gopatterns {
namespace {

bool is_comparison(Op op) { return op == Op::eq || op == Op::ne || op == Op::lt || op == Op::le || op == Op::gt || op == Op::ge; }

bool is_type(Kind kind) {
  return kind == Kind::array_type || kind == Kind::slice_type || kind == Kind::map_type || kind == Kind::chan_type ||
         kind == Kind::struct_type || kind == Kind::interface_type || kind == Kind::func_type;
}

}  // namespace

PlaceId TaintFlow::variable(NodeId ident) {
  const Node& n = tree_.node(ident);
  const DeclId decl = tree_.decl_of(ident);
  if (decl != 0 && tree_.decls[decl].kind != DeclKind::variable && tree_.decls[decl].kind != DeclKind::parameter) return 0;
  return places_.variable(decl, n.name);
}

bool TaintFlow::is_safe_type(NodeId node) {
  if (!spec_->safe_booleans && !spec_->safe_numbers) return false;
  const std::string type = facts_.type_of(node);
  if (type == "bool") return spec_->safe_booleans;
  static constexpr std::array<std::string_view, 14> kNumbers{"int",    "int8",   "int16",  "int32",   "int64",   "uint", "uint8",
                                                             "uint16", "uint32", "uint64", "uintptr", "float32", "float64", "byte"};
  return spec_->safe_numbers && std::find(kNumbers.begin(), kNumbers.end(), type) != kNumbers.end();
}

// What it is worth, what it is a source of, and whether it arrives at a sink.
TaintSet TaintFlow::read(NodeId node) { return node == 0 ? TaintSet{} : value(node).taint; }

TaintFlow::Value TaintFlow::value(NodeId node) {
  const Kind kind = tree_.node(node).kind;
  if (kind == Kind::absent || kind == Kind::none || is_type(kind)) return {};
  if (steps_left_ == 0) return {};
  --steps_left_;
  if (++depth_ > 500) {  // the lowering nests a thousand deep at most
    --depth_;
    return {};
  }
  Value out;
  TaintSet passed;  // what a call was given, which is what arrives at a sink
  bool is_call = false;
  switch (kind) {
    case Kind::ident:
    case Kind::selector:
    case Kind::index:
    case Kind::slice: out = place_of(node); break;
    case Kind::unary:
      // A pointer stands for what it points to; what a channel gives was sent by others.
      out = tree_.node(node).op == Op::receive ? Value{read(tree_.node(node).first), 0} : value(tree_.node(node).first);
      break;
    case Kind::type_assert: out = value(tree_.node(node).first); break;
    case Kind::spread: out = value(tree_.node(node).first); break;
    case Kind::call:
      is_call = true;
      out.taint = call(node, passed);
      break;
    case Kind::func_lit: closure(node); break;
    case Kind::binary: {
      TaintSet both = children(node);
      if (!(spec_->safe_comparisons && is_comparison(tree_.node(node).op))) out.taint = std::move(both);
      break;
    }
    case Kind::key_value: {
      const NodeId key = tree_.node(node).first;
      const NodeId held = tree_.node(key).next;
      // A field's name is no variable.
      if (tree_.node(key).kind != Kind::ident) out.taint = read(key);
      out.taint.add(read(held));
      break;
    }
    case Kind::composite: {
      const NodeId type = tree_.node(node).first;
      for (NodeId n = type == 0 ? 0 : tree_.node(type).next; n != 0; n = tree_.node(n).next) out.taint.add(read(n));
      break;
    }
    case Kind::list: out.taint = children(node); break;
    default: out.taint = children(node); break;
  }
  --depth_;
  take_carried(node, out);
  if (sanitized(node, false)) {
    out.taint = {};
    passed = {};
  } else if (is_safe_type(node) && !out.taint.empty()) {
    out.taint = {};
  }
  add_sources(node, out);
  carry(node, out);
  if (is_call) {
    passed.add(out.taint);
    check_sinks(node, passed);
  } else {
    check_sinks(node, out.taint);
  }
  if (out.place != 0 && sanitized(node, true)) state_.set(out.place, {}, places_);
  return out;
}

TaintSet TaintFlow::children(NodeId node) {
  TaintSet out;
  for (NodeId n = tree_.node(node).first; n != 0; n = tree_.node(n).next) out.add(read(n));
  return out;
}

// Names, fields and elements: what the state holds for them.
TaintFlow::Value TaintFlow::place_of(NodeId node) {
  const Node& n = tree_.node(node);
  Value out;
  if (n.kind == Kind::ident) {
    out.place = variable(node);
    if (out.place != 0) out.taint = state_.all(out.place, places_);
    return out;
  }
  const NodeId base = n.first;
  if (base == 0) return out;
  const Value of = value(base);
  if (n.kind == Kind::selector) {
    const NodeId name = tree_.node(base).next;
    if (of.place == 0 || name == 0) {
      out.taint = of.taint;  // of what a call gave
      return out;
    }
    out.place = places_.field(of.place, tree_.node(name).name);
    out.taint = state_.all(out.place, places_);
    // What the base is a source of, here and not by the state.
    const TaintSet known = state_.all(of.place, places_);
    for (const Taint& t : of.taint.items())
      if (std::none_of(known.items().begin(), known.items().end(), [&](const Taint& k) { return k.key() == t.key(); })) out.taint.add(t);
    if (sanitized(base, false)) out.taint = {};
    return out;
  }
  // An element is not told from the others.
  out = of;
  TaintSet positions;
  for (NodeId i = tree_.node(base).next; i != 0; i = tree_.node(i).next) positions.add(read(i));
  if (!spec_->safe_indexes) out.taint.add(positions);
  return out;
}

TaintSet TaintFlow::call(NodeId node, TaintSet& passed) {
  const NodeId callee = tree_.node(node).first;
  if (callee == 0) return {};
  TaintSet receiver;
  const Node& f = tree_.node(callee);
  if (f.kind == Kind::selector && f.first != 0) {
    // A method's object; what the name alone would be as a field says nothing.
    receiver = read(f.first);
    Value whole{receiver, 0};
    add_sources(callee, whole);
    receiver = std::move(whole.taint);
  } else if (f.kind == Kind::func_lit) {
    closure(callee);
  } else if (f.kind != Kind::ident || tree_.decl_of(callee) != 0) {
    receiver = read(callee);
  }
  TaintSet arguments;
  const NodeId outer = std::exchange(call_, node);
  for (NodeId a = f.next; a != 0; a = tree_.node(a).next) {
    if (tree_.node(a).kind == Kind::list)
      for (NodeId i = tree_.node(a).first; i != 0; i = tree_.node(i).next) arguments.add(read(i));
    else
      arguments.add(read(a));
  }
  call_ = outer;
  passed = receiver;
  passed.add(arguments);
  if (is_type(f.kind)) return arguments;  // a conversion
  if (spec_->only_assignments || spec_->safe_functions) return {};
  TaintSet out = std::move(receiver);
  out.add(arguments);
  return out;
}

}  // namespace gogate::gopatterns
