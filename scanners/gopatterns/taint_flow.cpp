#include "scanners/gopatterns/taint_flow.h"

#include <algorithm>
#include <utility>

namespace gogate::gopatterns {
namespace {

constexpr std::uint64_t kSteps = 4'000'000;  // expressions and statements of one rule in one file
constexpr unsigned kRounds = 12;             // of a loop, or of a function with labels
constexpr std::size_t kMostFindings = 5000;

}  // namespace

// -- what the rule's parts match

void TaintFlow::build(const std::vector<TaintPart>& parts, const std::vector<std::vector<Range>>& matches, Lookup& out) {
  out.exact.clear();
  out.around.clear();
  std::uint32_t number = 0;
  for (std::uint32_t part = 0; part < matches.size(); ++part) {
    for (const Range& r : matches[part]) {
      const Match m{part, number++, &r};
      const Node& n = tree_.node(r.node);
      const auto add = [&](NodeId id) { out.exact[key({tree_.node(id).begin, tree_.node(id).end})].push_back(m); };
      if (!parts[part].exact || r.node == 0) {
        out.around.push_back(m);
        continue;
      }
      switch (n.kind) {
        // Of a statement its values count.
        case Kind::expr_stmt:
        case Kind::return_stmt:
        case Kind::go_stmt:
        case Kind::defer_stmt:
        case Kind::send:
          for (NodeId c = n.first; c != 0; c = tree_.node(c).next) add(c);
          break;
        case Kind::assign:
        case Kind::define:
        case Kind::var_decl:
        case Kind::const_decl: {
          NodeId last = 0;
          for (NodeId c = n.first; c != 0; c = tree_.node(c).next) last = c;
          if (last != 0 && tree_.node(last).kind == Kind::list)
            for (NodeId c = tree_.node(last).first; c != 0; c = tree_.node(c).next) add(c);
          break;
        }
        case Kind::block:
        case Kind::if_stmt:
        case Kind::for_stmt:
        case Kind::range_stmt:
        case Kind::switch_stmt:
        case Kind::type_switch:
        case Kind::select_stmt:
        case Kind::case_clause:
        case Kind::func_decl: out.around.push_back(m); break;
        default: out.exact[key(r.span)].push_back(m); break;
      }
    }
  }
}

template <class F>
void TaintFlow::each_match(const Lookup& lookup, NodeId node, F f) {
  const Span span{tree_.node(node).begin, tree_.node(node).end};
  if (const auto at = lookup.exact.find(key(span)); at != lookup.exact.end())
    for (const Match& m : at->second) f(m);
  for (const Match& m : lookup.near)
    if (m.range->span.contains(span)) f(m);
}

bool TaintFlow::sanitized(NodeId node, bool by_side_effect) {
  bool out = false;
  each_match(sanitizers_, node, [&](const Match& m) {
    const bool effect = spec_->sanitizers[m.part].side_effect != TaintPart::SideEffect::no;
    if (!by_side_effect)
      out = true;
    else if (effect && m.range->span == Span{tree_.node(node).begin, tree_.node(node).end})
      out = true;
  });
  return out;
}

// Of those around whatever they hold, the ones that this declaration has to do with.
void TaintFlow::keep_near(Lookup& lookup, Span span) {
  lookup.near.clear();
  for (const Match& m : lookup.around)
    if (span.contains(m.range->span) || m.range->span.contains(span)) lookup.near.push_back(m);
  // It takes a look at each, and so does every expression at those that are left.
  const std::uint64_t cost = lookup.around.size() / 64 + lookup.near.size();
  steps_left_ -= std::min(steps_left_, cost);
}

std::uint32_t TaintFlow::label_number(std::string_view label) {
  const auto at = std::find(labels_.begin(), labels_.end(), label);
  if (at != labels_.end()) return static_cast<std::uint32_t>(at - labels_.begin());
  labels_.emplace_back(label);
  return static_cast<std::uint32_t>(labels_.size() - 1);
}

bool TaintFlow::has_label(const TaintSet& taint, std::string_view label) const {
  return std::any_of(taint.items().begin(), taint.items().end(), [&](const Taint& t) { return labels_[t.label] == label; });
}

std::uint32_t TaintFlow::step(Span span, std::uint32_t before) {
  if (before != 0 && traces_[before].span == span) return before;
  const auto [at, is_new] = trace_numbers_.try_emplace({key(span), before}, static_cast<std::uint32_t>(traces_.size()));
  if (is_new) traces_.push_back({span, before});
  return at->second;
}

void TaintFlow::add_sources(NodeId node, Value& value) {
  const Span span{tree_.node(node).begin, tree_.node(node).end};
  each_match(sources_, node, [&](const Match& m) {
    const TaintPart& part = spec_->sources[m.part];
    if (!part.requires_labels.empty() &&
        !labels_hold(part.requires_labels, [&](std::string_view label) { return has_label(value.taint, label); }))
      return;
    const Taint taint{m.number, label_number(part.label.empty() ? kDefaultLabel : std::string_view(part.label)), step(m.range->span, 0)};
    const bool whole = m.range->span == span;
    const bool named = tree_.node(node).kind != Kind::unary;
    if (part.side_effect != TaintPart::SideEffect::no && whole && named && value.place != 0) state_.add(value.place, TaintSet(taint), places_);
    if (part.side_effect != TaintPart::SideEffect::only) value.taint.add(taint);
  });
}

void TaintFlow::check_sinks(NodeId node, const TaintSet& taint) {
  if (taint.empty() || !state_.reachable) return;
  const Span span{tree_.node(node).begin, tree_.node(node).end};
  each_match(sinks_, node, [&](const Match& m) {
    // What is cleaned on its way to the sink does not arrive there.
    if (!spec_->sinks[m.part].exact && m.range->span != span && call_ != 0 && call_ != node && sanitized(call_, false)) return;
    report(m, taint, span);
  });
}

void TaintFlow::report(const Match& sink, const TaintSet& taint, Span at) {
  const TaintPart& part = spec_->sinks[sink.part];
  if (part.requires_labels.empty() ? !has_label(taint, kDefaultLabel)
                                   : !labels_hold(part.requires_labels, [&](std::string_view label) { return has_label(taint, label); }))
    return;
  for (const Taint& t : taint.items()) {
    if (part.requires_labels.empty() && labels_[t.label] != kDefaultLabel) continue;
    const Range& source = *source_ranges_[t.source];
    Range range = *sink.range;
    bool agree = true;
    for (std::size_t i = 0; i < range.bindings.size() && i < source.bindings.size(); ++i) {
      if (!range.bindings[i].bound)
        range.bindings[i] = source.bindings[i];
      else if (spec_->unify_metavariables && source.bindings[i].bound)
        agree = agree && subject_.same(range.bindings[i], source.bindings[i]);
    }
    if (!agree) continue;
    if (!reported_.try_emplace({(std::uint64_t{sink.part} << 32) | sink.number, t.source}, out_->size()).second) continue;
    if (out_->size() >= kMostFindings) {
      steps_left_ = 0;  // what is left out makes a gap
      return;
    }
    TaintFinding& finding = out_->emplace_back();
    finding.range = std::move(range);
    finding.steps.push_back(at);
    for (std::uint32_t trace = t.trace; trace != 0; trace = traces_[trace].before)
      if (traces_[trace].span != finding.steps.back()) finding.steps.push_back(traces_[trace].span);
    std::reverse(finding.steps.begin(), finding.steps.end());
  }
}

// Taint that a propagator carries from one expression of its match to another.
void TaintFlow::take_carried(NodeId node, Value& value) {
  const std::uint64_t at = key({tree_.node(node).begin, tree_.node(node).end});
  if (const auto to = flow_to_.find(at); to != flow_to_.end())
    for (const std::uint32_t i : to->second) {
      Flow& flow = flows_[i];
      flow.to = value.place;
      value.taint.add(flow.carried);
      if (value.place != 0 && spec_->propagators[flow.part].side_effect != TaintPart::SideEffect::no) state_.add(value.place, flow.carried, places_);
    }
}

void TaintFlow::carry(NodeId node, const Value& value) {
  const auto from = flow_from_.find(key({tree_.node(node).begin, tree_.node(node).end}));
  if (from == flow_from_.end()) return;
  for (const std::uint32_t i : from->second) {
    Flow& flow = flows_[i];
    const TaintPart& part = spec_->propagators[flow.part];
    if (!part.requires_labels.empty() &&
        !labels_hold(part.requires_labels, [&](std::string_view label) { return has_label(value.taint, label); }))
      continue;
    TaintSet carried;
    for (Taint t : value.taint.items()) {
      const bool renamed = part.replace_labels.empty() ||
                           std::find(part.replace_labels.begin(), part.replace_labels.end(), labels_[t.label]) != part.replace_labels.end();
      if (!part.label.empty() && renamed) t.label = label_number(part.label);
      carried.add(t);
    }
    flow.carried.add(carried);
    if (flow.to != 0 && part.side_effect != TaintPart::SideEffect::no) state_.add(flow.to, carried, places_);
  }
}

// -- the functions of a file

bool TaintFlow::run(const TaintSpec& spec, const TaintMatches& matches,
                    const std::vector<std::pair<std::uint32_t, std::uint32_t>>& propagator_ends, std::vector<TaintFinding>& out) {
  spec_ = &spec;
  out_ = &out;
  labels_.assign(1, std::string(kDefaultLabel));
  traces_.assign(1, {});
  trace_numbers_.clear();
  reported_.clear();
  places_.clear();
  flows_.clear();
  flow_from_.clear();
  flow_to_.clear();
  source_ranges_.clear();
  steps_left_ = kSteps;
  depth_ = 0;
  call_ = 0;
  build(spec.sources, matches.sources, sources_);
  build(spec.sanitizers, matches.sanitizers, sanitizers_);
  build(spec.sinks, matches.sinks, sinks_);
  for (const auto& part : matches.sources)
    for (const Range& r : part) source_ranges_.push_back(&r);
  for (std::uint32_t part = 0; part < matches.propagators.size(); ++part)
    for (const Range& r : matches.propagators[part]) {
      const auto [from, to] = propagator_ends[part];
      if (from >= r.bindings.size() || to >= r.bindings.size() || !r.bindings[from].bound || !r.bindings[to].bound) continue;
      const auto number = static_cast<std::uint32_t>(flows_.size());
      flows_.push_back({&r, part, {}, 0});
      // Of several arguments each is one end.
      const auto ends = [&](const Binding& b, auto& table) {
        if (!b.several) {
          table[key(b.span)].push_back(number);
          return;
        }
        for (NodeId n = b.first; n != 0 && n != b.stop; n = tree_.node(n).next) table[key({tree_.node(n).begin, tree_.node(n).end})].push_back(number);
      };
      ends(r.bindings[from], flow_from_);
      ends(r.bindings[to], flow_to_);
    }
  if (sources_.exact.empty() && sources_.around.empty()) return true;

  const auto meets = [&](const std::vector<std::vector<Range>>& lists, Span span) {
    return std::any_of(lists.begin(), lists.end(), [&](const std::vector<Range>& list) {
      return std::any_of(list.begin(), list.end(), [&](const Range& r) { return span.contains(r.span) || r.span.contains(span); });
    });
  };
  const NodeId file = 1;
  for (NodeId n = tree_.node(file).first; n != 0; n = tree_.node(n).next) {
    const Node& top = tree_.node(n);
    const Span span{top.begin, top.end};
    if (!meets(matches.sources, span) || !meets(matches.sinks, span)) continue;
    for (Lookup* lookup : {&sources_, &sanitizers_, &sinks_}) keep_near(*lookup, span);
    state_ = {};
    targets_.clear();
    if (top.kind == Kind::func_decl)
      function(tree_.child(n, 2), tree_.child(n, 4));
    else
      statement(n);
  }
  return steps_left_ != 0;
}

void TaintFlow::function(NodeId params, NodeId body) {
  at_labels_.clear();
  enter(params);
  const TaintState entry = state_;
  for (unsigned round = 0; round < kRounds; ++round) {
    jumped_ = false;
    state_ = entry;
    if (body != 0) list(tree_.node(body).first);
    if (!jumped_) break;
  }
}

// Parameters can be sources.
void TaintFlow::enter(NodeId params) {
  if (params == 0 || tree_.node(params).kind != Kind::params) return;
  for (NodeId p = tree_.node(params).first; p != 0; p = tree_.node(p).next) {
    const NodeId name = tree_.node(p).first;
    if (name == 0 || tree_.node(name).kind != Kind::ident) continue;
    Value value;
    value.place = variable(name);
    add_sources(name, value);
    if (value.taint.empty()) add_sources(p, value);
    if (value.place != 0) state_.set(value.place, std::move(value.taint), places_);
  }
}

// What it does to the variables around it may happen.
void TaintFlow::closure(NodeId node) {
  const TaintState before = state_;
  std::vector<Target> targets = std::exchange(targets_, {});
  std::map<Sym, TaintState> labels = std::exchange(at_labels_, {});
  const bool jumped = std::exchange(jumped_, false);
  NodeId body = 0;
  for (NodeId n = tree_.node(node).first; n != 0; n = tree_.node(n).next)
    if (tree_.node(n).kind == Kind::block) body = n;
  function(tree_.node(node).first, body);
  targets_ = std::move(targets);
  at_labels_ = std::move(labels);
  jumped_ = jumped;
  TaintState after = std::move(state_);
  state_ = before;
  state_.join(after, places_);
}

// -- statements

void TaintFlow::list(NodeId first) {
  for (NodeId n = first; n != 0; n = tree_.node(n).next) statement(n);
}

void TaintFlow::statement(NodeId node) {
  const Node& n = tree_.node(node);
  if (steps_left_ == 0) return;
  --steps_left_;
  if (!state_.reachable && n.kind != Kind::labeled && n.kind != Kind::block) return;
  switch (n.kind) {
    case Kind::assign: assign(n.first, n.first == 0 ? 0 : tree_.node(n.first).next, n.op != Op::none); break;
    case Kind::define:
    case Kind::var_decl:
    case Kind::const_decl: {
      const NodeId right = tree_.child(node, 2);
      if (right != 0 && tree_.node(right).kind == Kind::list) assign(n.first, right, false);
      else if (n.kind == Kind::var_decl && n.first != 0)
        for (NodeId v = tree_.node(n.first).first; v != 0; v = tree_.node(v).next) write(v, {}, false);
      break;
    }
    case Kind::if_stmt: if_else(node); break;
    case Kind::for_stmt:
    case Kind::range_stmt: loop(node, 0); break;
    case Kind::switch_stmt:
    case Kind::type_switch:
    case Kind::select_stmt: cases(node, 0); break;
    case Kind::block: list(n.first); break;
    case Kind::labeled: labeled(node); break;
    case Kind::branch: jump(node); break;
    case Kind::return_stmt:
      children(node);
      state_.reachable = false;
      break;
    case Kind::func_decl:
    case Kind::type_decl:
    case Kind::import_decl:
    case Kind::package_decl:
    case Kind::bad:
    case Kind::absent:
    case Kind::none: break;
    default: children(node); break;
  }
}

void TaintFlow::assign(NodeId left, NodeId right, bool adds) {
  if (left == 0 || right == 0) return;
  std::vector<NodeId> targets;
  for (NodeId n = tree_.node(left).first; n != 0; n = tree_.node(n).next) targets.push_back(n);
  std::vector<TaintSet> values;
  for (NodeId n = tree_.node(right).first; n != 0; n = tree_.node(n).next) values.push_back(read(n));
  if (values.size() == targets.size()) {
    for (std::size_t i = 0; i < targets.size(); ++i) write(targets[i], values[i], adds);
    return;
  }
  TaintSet all;  // one call with several results
  for (const TaintSet& v : values) all.add(v);
  for (const NodeId t : targets) write(t, all, adds);
}

void TaintFlow::write(NodeId target, const TaintSet& taint, bool adds) {
  const Span span{tree_.node(target).begin, tree_.node(target).end};
  Value to;
  NodeId at = target;
  bool part = false;  // one element of it, or something that may be it
  // The places in front of the last name are read; elements stand for the whole.
  for (;;) {
    const Node& n = tree_.node(at);
    if (n.kind == Kind::ident) {
      to.place = variable(at);
      break;
    }
    if (n.kind == Kind::selector && n.first != 0) {
      const PlaceId of = value(n.first).place;
      const NodeId name = tree_.node(n.first).next;
      to.place = of == 0 || name == 0 ? 0 : places_.field(of, tree_.node(name).name);
      break;
    }
    if (n.kind == Kind::index || n.kind == Kind::slice) {
      for (NodeId i = n.first == 0 ? 0 : tree_.node(n.first).next; i != 0; i = tree_.node(i).next) read(i);
      part = true;
    } else if (n.kind != Kind::unary && n.kind != Kind::type_assert) {
      read(at);
      return;
    }
    if (n.first == 0) return;
    at = n.first;
  }
  to.taint = taint;
  for (Taint& t : to.taint.items()) t.trace = step(span, t.trace);
  if (to.place != 0) {
    if (part || adds)
      state_.add(to.place, to.taint, places_);
    else
      state_.set(to.place, to.taint, places_);
  }
  // The written name can be a source, a propagator's end, a sink.
  take_carried(target, to);
  const TaintSet before = to.taint;
  add_sources(target, to);
  carry(target, to);
  if (to.place != 0 && to.taint.items().size() != before.items().size()) state_.add(to.place, to.taint, places_);
  check_sinks(target, to.taint);
  if (to.place != 0 && sanitized(target, true)) state_.set(to.place, {}, places_);
}

void TaintFlow::if_else(NodeId node) {
  statement(tree_.child(node, 0));
  read(tree_.child(node, 1));
  const TaintState before = state_;
  statement(tree_.child(node, 2));
  TaintState then = std::move(state_);
  state_ = before;
  if (const NodeId other = tree_.child(node, 3); other != 0) statement(other);
  state_.join(then, places_);
}

void TaintFlow::loop(NodeId node, Sym label) {
  const bool ranges = tree_.node(node).kind == Kind::range_stmt;
  if (!ranges) statement(tree_.child(node, 0));
  const NodeId body = tree_.child(node, ranges ? 2 : 3);
  const NodeId condition = ranges ? 0 : tree_.child(node, 1);
  const bool endless = !ranges && (condition == 0 || tree_.node(condition).kind == Kind::absent);
  TaintSet elements = ranges ? read(tree_.child(node, 1)) : TaintSet{};
  TaintState after;
  after.reachable = false;
  for (unsigned round = 0; round < kRounds; ++round) {
    const TaintState head = state_;
    if (condition != 0) read(condition);
    if (!endless) after.join(state_, places_);
    if (const NodeId names = ranges ? tree_.child(node, 0) : 0; names != 0 && tree_.node(names).kind == Kind::list)
      for (NodeId n = tree_.node(names).first; n != 0; n = tree_.node(n).next) write(n, elements, false);
    targets_.push_back({label, true, {}, {}});
    targets_.back().broken.reachable = targets_.back().continued.reachable = false;
    statement(body);
    const Target target = std::move(targets_.back());
    targets_.pop_back();
    after.join(target.broken, places_);
    state_.join(target.continued, places_);
    if (!ranges) statement(tree_.child(node, 2));
    TaintState next = head;
    const bool changed = next.join(state_, places_);
    state_ = std::move(next);
    if (!changed) break;
  }
  state_ = std::move(after);
}

void TaintFlow::cases(NodeId node, Sym label) {
  const Kind kind = tree_.node(node).kind;
  NodeId first = tree_.node(node).first;
  bool always = kind == Kind::select_stmt;  // one of the cases is taken
  if (kind != Kind::select_stmt) {
    statement(tree_.child(node, 0));
    if (kind == Kind::switch_stmt) {
      read(tree_.child(node, 1));
      first = tree_.child(node, 2);
    } else {
      const TaintSet value = read(tree_.child(node, 2));
      if (const NodeId names = tree_.child(node, 1); names != 0 && tree_.node(names).kind == Kind::list)
        for (NodeId n = tree_.node(names).first; n != 0; n = tree_.node(n).next) write(n, value, false);
      first = tree_.child(node, 3);
    }
  }
  const TaintState before = state_;
  TaintState after;
  TaintState fallen;
  after.reachable = fallen.reachable = false;
  targets_.push_back({label, false, {}, {}});
  targets_.back().broken.reachable = targets_.back().continued.reachable = false;
  for (NodeId c = first; c != 0; c = tree_.node(c).next) {
    if (tree_.node(c).kind != Kind::case_clause) continue;
    state_ = before;
    NodeId part = tree_.node(c).first;  // values or communication, then statements
    if (part != 0 && tree_.node(part).kind == Kind::absent) {
      always = true;
      part = tree_.node(part).next;
    } else if (part != 0) {
      if (tree_.node(part).kind == Kind::list) {
        if (kind == Kind::switch_stmt) children(part);
      } else {
        statement(part);
      }
      part = tree_.node(part).next;
    }
    state_.join(fallen, places_);
    fallen.reachable = false;
    NodeId last = 0;
    for (NodeId s = part; s != 0; s = tree_.node(s).next) {
      last = s;
      if (tree_.node(s).kind == Kind::branch && tree_.node(s).op == Op::fallthrough) break;
      statement(s);
    }
    if (last != 0 && tree_.node(last).kind == Kind::branch && tree_.node(last).op == Op::fallthrough)
      fallen = state_;
    else
      after.join(state_, places_);
  }
  if (!always) after.join(before, places_);
  const Target target = std::move(targets_.back());
  targets_.pop_back();
  after.join(target.broken, places_);
  state_ = std::move(after);
}

void TaintFlow::labeled(NodeId node) {
  const NodeId name = tree_.child(node, 0);
  const NodeId inner = tree_.child(node, 1);
  const Sym label = name == 0 ? 0 : tree_.node(name).name;
  if (const auto at = at_labels_.find(label); at != at_labels_.end()) state_.join(at->second, places_);
  if (inner == 0) return;
  switch (tree_.node(inner).kind) {
    case Kind::for_stmt:
    case Kind::range_stmt:
      if (state_.reachable) loop(inner, label);
      break;
    case Kind::switch_stmt:
    case Kind::type_switch:
    case Kind::select_stmt:
      if (state_.reachable) cases(inner, label);
      break;
    default: statement(inner); break;
  }
}

void TaintFlow::jump(NodeId node) {
  const Node& n = tree_.node(node);
  const Sym label = n.first != 0 && tree_.node(n.first).kind != Kind::absent ? tree_.node(n.first).name : 0;
  if (n.op == Op::goto_) {
    const auto [at, is_new] = at_labels_.try_emplace(label);
    if (is_new) at->second.reachable = false;
    jumped_ = at->second.join(state_, places_) || jumped_;
  } else if (n.op == Op::break_ || n.op == Op::continue_) {
    const bool on = n.op == Op::continue_;
    for (auto target = targets_.rbegin(); target != targets_.rend(); ++target) {
      if (label != 0 ? target->label != label : on && !target->loop) continue;
      (on ? target->continued : target->broken).join(state_, places_);
      break;
    }
  } else {
    return;  // cases() knows of fallthrough
  }
  state_.reachable = false;
}

}  // namespace gogate::gopatterns
