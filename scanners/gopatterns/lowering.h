// tree-sitter's tree to ours, in one pass: resolves names to declarations,
// flattens groups, drops parentheses. lowering.cpp has declarations and
// statements, lowering_expr.cpp expressions and types.
//
// One thread. Recursion is limited; what lies deeper becomes `bad` nodes and
// Tree::bounded is set.
#pragma once

#include <string>
#include <vector>

#include "scanners/gopatterns/syntax.h"
#include "scanners/gopatterns/tree.h"

namespace gogate::gopatterns {

// Parses Go files. Keeps its buffers from file to file.
class GoParser {
 public:
  // False when tree-sitter gave up (a bound was hit, or no memory); `out` is
  // then empty. Views in `out` point into `text`.
  bool parse_file(std::string_view text, Tree& out);

 private:
  std::string rewritten_;
};

class Lowering {
 public:
  // `pattern`: identifiers are not resolved.
  Lowering(std::string_view text, Tree& out, bool pattern);
  void run(const TSTree* tree);

 private:
  static constexpr unsigned kMaxDepth = 1000;

  // A node under construction: children are appended in order.
  struct Open {
    NodeId id;
    NodeId tail = 0;
    unsigned slots = 0;
  };
  struct Undo {
    Sym name;
    DeclId before;
  };

  // -- nodes
  Open open(Kind kind, TSNode at);
  Open open(Kind kind, std::uint32_t begin, std::uint32_t end);
  void add(Open& parent, NodeId child);
  void fill(Open& parent, unsigned slots);  // absent nodes up to that many children
  NodeId close(Open& n);                    // sets last; returns id
  NodeId leaf(Kind kind, TSNode at);
  NodeId absent(TSNode at);
  NodeId bad(TSNode at);
  NodeId name_leaf(TSNode at);  // ident that is not resolved
  Node& at(NodeId id) { return out_.nodes[id]; }

  // -- cursor
  TSNode current() const { return ts_tree_cursor_current_node(&cursor_); }
  Ts type() const { return grammar_.type(ts_node_symbol(current())); }
  Field field() const { return grammar_.field(ts_tree_cursor_current_field_id(&cursor_)); }
  template <class F>
  void children(F each);  // calls each(Ts, Field) for all but comments

  // -- scopes
  void push_scope() { scopes_.push_back(undo_.size()); }
  void pop_scope();
  DeclId declare(NodeId name, DeclKind kind, NodeId type, NodeId value, std::uint32_t position);
  void declare_all(NodeId names, DeclKind kind, NodeId type, NodeId values, bool reuse);
  void resolve(NodeId ident);
  void mark_written(NodeId target, NodeId value = 0);
  void finish_package_scope();

  // -- declarations and statements: the cursor stands on the node
  void top_level(Open& file);
  void import_specs(Open& file, TSNode declaration);
  void value_specs(Open& parent, bool constants);
  NodeId value_spec(bool constant, std::uint32_t iota);
  bool split_spec(Open& parent, bool constant, std::uint32_t iota);
  NodeId lowered(TSNode node);  // an expression elsewhere
  void type_specs(Open& parent);
  NodeId function();
  void add_statement(Open& parent);  // one or, for groups, several
  void statement_list(Open& parent);
  NodeId statement();
  NodeId header_statement();
  NodeId simple_assignment(Kind kind);
  NodeId if_statement();
  NodeId for_statement();
  NodeId switch_statement(bool types);
  NodeId select_statement();
  NodeId clause();
  NodeId block(bool own_scope = true);
  NodeId branch(Op op);
  NodeId error_region();

  // -- expressions and types
  NodeId expression();
  NodeId with_children(Kind kind, Op op = Op::none);
  NodeId binary();
  NodeId call();
  NodeId composite();
  NodeId elided_composite();
  void literal_elements(Open& parent);
  NodeId element();
  NodeId expression_list(bool resolve_names = true);
  NodeId function_literal();
  void mark_returned(NodeId block);
  void signature(Open& n, bool declares);
  void parameters(Open& list, bool declares, bool receiver);
  NodeId result(bool declares);
  NodeId type_parameters();
  void arguments(Open& parent);
  void struct_fields(Open& parent);

  const Grammar& grammar_;
  std::string_view text_;
  Tree& out_;
  bool pattern_;
  TSTreeCursor cursor_{};
  unsigned depth_ = 0;
  std::vector<DeclId> bound_;  // by Sym: the innermost declaration
  std::vector<Undo> undo_;
  std::vector<std::size_t> scopes_;
  std::vector<Sym> written_later_;  // unresolved names that were assigned
  // What a name was last given, while statements are read in order. A block that
  // may not run, or may run again, makes what it assigns unknown.
  struct Written {
    DeclId decl;
    NodeId value;
  };
  std::vector<Written> written_;    // in order; the last one of a name counts
  std::vector<NodeId> last_value_;  // by DeclId: kUnset, 0 unknown, or the value
  static constexpr NodeId kUnset = 0xFFFFFFFFU;
  NodeId& last_value(DeclId decl);
  void write(DeclId decl, NodeId value);
  void forget_since(std::size_t mark, NodeId loop);
};

template <class F>
void Lowering::children(F each) {
  if (!ts_tree_cursor_goto_first_child(&cursor_)) return;
  do {
    const Ts t = type();
    if (t != Ts::comment) each(t, field());
  } while (ts_tree_cursor_goto_next_sibling(&cursor_));
  ts_tree_cursor_goto_parent(&cursor_);
}

}  // namespace gogate::gopatterns
