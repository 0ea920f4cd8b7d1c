// Matches one pattern against one lowered file, finding every way to bind the
// metavariables. Works like a small Prolog machine: a list of goals (pattern
// node against code node), a trail to undo bindings, and recursion only where
// there is a choice. One thread; work is bounded by a budget of steps.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/span.h"
#include "scanners/gopatterns/facts.h"
#include "scanners/gopatterns/match_options.h"
#include "scanners/gopatterns/pattern.h"
#include "scanners/gopatterns/range.h"
#include "scanners/gopatterns/regex.h"
#include "scanners/gopatterns/tree.h"

namespace gogate::gopatterns {

// Nodes of a file by kind, and calls by the last name of their callee, so that
// a pattern looks only where it can match.
class NodeIndex {
 public:
  void build(const Tree& tree);
  [[nodiscard]] const std::vector<NodeId>& of(Kind kind) const { return by_kind_[static_cast<std::size_t>(kind)]; }

 private:
  std::vector<std::vector<NodeId>> by_kind_;
};

// A condition that holds for whatever the formula finds, checked as soon as
// the metavariable is bound to a name (whose text no merging can change).
struct NameFilter {
  std::uint32_t metavariable = kAnonymous;
  const Regex* regex = nullptr;
  std::vector<std::uint8_t> known;  // by Sym: 0 not asked, 1 no, 2 yes
};

class Matcher {
 public:
  Matcher(const Tree& code, Facts& facts, const NodeIndex& index) : code_(code), facts_(facts), index_(index) {}

  struct Settings {
    MatchOptions options;
    std::uint32_t metavariables = 0;  // of the rule
  };
  // All matches within `within`, starting from `known` bindings, appended.
  void find_all(const Pattern& pattern, const Settings& settings, const Bindings& known, Span within,
                std::vector<Range>& out);

  // For find_all() until the next call; must outlive it. Null: none.
  void set_filters(std::vector<NameFilter*>* filters) { filters_ = filters; }

  // Whether two bindings stand for the same code.
  [[nodiscard]] bool same(const Binding& a, const Binding& b) const;
  [[nodiscard]] std::string_view text_of(const Binding& b) const {
    return code_.text.substr(b.span.begin, b.span.size());
  }

  void refill(std::uint64_t steps) { steps_ = steps; }
  [[nodiscard]] bool exhausted() const { return steps_ == 0; }

 private:
  enum class Mode : std::uint8_t { node, list, statements, elements, cases };
  struct Goal {
    Mode mode;
    bool open;     // statements: more may follow the last one
    NodeId p;
    NodeId c;
    NodeId limit;  // statements: the header's statement, where `c` is what it heads and the list ends there
    const Goal* next;
    NodeId flat = 0;  // statements: not only siblings follow but all up to here, as they are written
  };
  struct Mark {
    std::size_t trail;
    std::size_t goals;
    std::uint32_t end;
  };

  const Goal* push(Mode mode, NodeId p, NodeId c, const Goal* next, NodeId limit = 0, bool open = false,
                   NodeId flat = 0);
  // After a solve() nothing may be left: never count below zero.
  void spend_step() { steps_ -= steps_ > 0 ? 1 : 0; }
  Mark mark() const { return {trail_.size(), goals_.size(), sequence_end_}; }
  void undo(const Mark& m);

  void solve(const Goal* goals);
  void emit();
  bool node(NodeId p, NodeId c, const Goal*& goals);  // false: no; choices recurse and return false
  bool same_kind(NodeId p, NodeId c, const Goal*& goals);
  void list(const Goal* goal);
  void statements(const Goal* goal);
  void siblings(const Goal* goal);
  [[nodiscard]] bool may_be_statement(const Node& pattern, const Node& code) const;
  void elements(const Goal* goal);
  void deep(NodeId p, NodeId c, const Goal* rest);
  void chain(NodeId p, NodeId c, const Goal* rest);
  bool assignment(NodeId p, NodeId c, const Goal*& goals);
  void cases(NodeId p, NodeId c, const Goal* goals);
  bool labels(NodeId p, NodeId c, const Goal*& goals);
  bool results(NodeId p, NodeId c, const Goal*& goals);
  bool values(NodeId p, NodeId c, const Goal*& goals);
  bool operands(NodeId p, NodeId c, const Goal* goals);
  bool made(NodeId p, NodeId c, const Goal*& goals);
  bool function(NodeId p, NodeId c, const Goal*& goals);
  bool parameter(NodeId p, NodeId c, const Goal*& goals);
  bool identifier(NodeId p, NodeId c);
  bool literal(NodeId p, NodeId c);
  bool string_like(NodeId p, NodeId c);
  bool bind(std::uint32_t number, const Binding& b);
  bool passes(std::uint32_t number, NodeId ident);
  bool bind_node(std::uint32_t number, NodeId c);
  bool same_nodes(NodeId a, NodeId b) const;
  bool is_expression(NodeId c) const;
  const Constant* constant(NodeId c) { return facts_.constant(c, !settings_.options.constant_propagation); }
  const Regex* regex_of(NodeId p);

  const Node& pn(NodeId id) const { return pattern_->tree.nodes[id]; }
  const Node& cn(NodeId id) const { return code_.nodes[id]; }

  const Tree& code_;
  Facts& facts_;
  const NodeIndex& index_;
  const Pattern* pattern_ = nullptr;
  std::vector<NameFilter*>* filters_ = nullptr;
  Settings settings_;
  std::vector<Range>* out_ = nullptr;
  std::size_t out_start_ = 0;
  NodeId root_ = 0;
  std::uint64_t steps_ = 0;
  unsigned depth_ = 0;
  Bindings bindings_;
  std::vector<std::uint32_t> trail_;
  std::deque<Goal> goals_;
  std::uint32_t sequence_end_ = 0;
  std::vector<std::pair<std::pair<const Pattern*, NodeId>, Regex>> regexes_;
};

}  // namespace gogate::gopatterns
