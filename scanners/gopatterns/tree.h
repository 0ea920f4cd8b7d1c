// Our own compact tree for Go: what rules are matched against. Patterns become
// the same kind of tree, so matching compares like with like.
//
// Nodes lie in one array in pre-order, linked by index; the subtree of n is
// exactly [n, node(n).last). Index 0 is no node. Parentheses are gone, grouped
// declarations are single ones, a type conversion is a call, a pointer type is
// a unary `*`, a generic type is an index: what means the same looks the same.
//
// A Tree is filled by Lowering and read by one thread (patterns: by any).
// Names and spans point into the source text, which must outlive it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gate/core/span.h"

namespace gogate::gopatterns {

using NodeId = std::uint32_t;
using Sym = std::uint32_t;     // index into Tree::names; 0: none
using DeclId = std::uint32_t;  // index into Tree::decls; 0: none

// Children in order; "?" means an `absent` node may stand there.
enum class Kind : std::uint8_t {
  none,
  absent,
  bad,           // did not parse, or nested too deeply
  file,          // top-level declarations
  package_decl,  // name
  import_decl,   // alias?, string
  func_decl,     // name, type_params?, params (the receiver is the first, flagged), params(results)?, block?
  // statements
  block,        // statements
  expr_stmt,    // expression
  send,         // channel, value
  inc_dec,      // operand; op ++ or --
  assign,       // list, list; op of `+=` is that of `+`
  define,       // list, type? (always absent), list
  var_decl,     // list, type?, list?
  const_decl,   // list, type?, list?
  type_decl,    // name, type_params?, type
  return_stmt,  // expressions
  go_stmt,      // call
  defer_stmt,   // call
  if_stmt,      // init?, condition, block, block or if_stmt?
  for_stmt,     // init?, condition?, post?, block
  range_stmt,   // list?, expression, block
  switch_stmt,  // init?, tag?, cases
  type_switch,  // init?, alias?, value, cases
  select_stmt,  // cases
  case_clause,  // list? (absent: default), statements
  labeled,      // name, statement?
  branch,       // label?; op break, continue, goto, fallthrough
  // expressions
  ident,
  selector,     // operand, name
  call,         // function, arguments
  index,        // operand, indices (or type arguments)
  slice,        // operand, low?, high?, max?
  type_assert,  // operand, type
  composite,    // type?, elements
  key_value,    // key, value
  func_lit,     // params, params(results)?, block
  unary,        // operand
  binary,       // left, right
  spread,       // operand of `x...` in a call
  string,
  number,       // integer
  floating,     // also imaginary
  rune,
  boolean,
  nil,
  iota,
  // types
  array_type,      // length (absent: `[...]`), element
  slice_type,      // element
  map_type,        // key, value
  chan_type,       // element; op 0 both, 1 receive, 2 send
  struct_type,     // fields
  field,           // name?, type, tag?
  interface_type,  // methods, unions
  method_elem,     // name, params, params(results)?
  func_type,       // params, params(results)?
  union_type,      // types
  // lists
  params,       // param
  param,        // name?, type
  type_params,  // param
  list,         // expressions
  // in patterns only
  ellipsis,       // ...
  metavar,        // $X
  meta_ellipsis,  // $...X
  deep,           // <... x ...>: x
  typed_metavar,  // ($X : T): type
  any_string,     // "..."
  string_metavar, // "$X"
  string_regex,   // "=~/re/"
};

enum class Op : std::uint8_t {
  none, add, sub, mul, div, rem, shl, shr, bit_and, bit_or, bit_xor, and_not, eq, ne, lt, le, gt, ge, and_and, or_or,
  not_, receive, tilde, inc, dec, break_, continue_, goto_, fallthrough,
};

enum Flag : std::uint16_t {
  kVariadic = 1,  // param
  kReceiver = 2,  // param
  kAlias = 4,     // type_decl with `=`
  kRaw = 8,       // string in backquotes
  kDefines = 16,  // range_stmt with `:=`
  kHeader = 32,   // statement in the header of if, for, switch
  kName = 64,     // ident that declares, labels or selects, or is assigned to: no expression of its own
  kTypeUse = 128, // stands where a type is written
  kReturned = 256,  // expr_stmt with which a function literal ends
};

struct Node {
  Kind kind = Kind::none;
  Op op = Op::none;
  std::uint16_t flags = 0;
  Sym name = 0;  // of ident, and of the last name of selector, import_decl (its alias)
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  NodeId first = 0;
  NodeId next = 0;
  NodeId last = 0;  // one past the subtree
  std::uint32_t ref = 0;  // ident: DeclId; metavar: number of the metavariable
};

struct Name {
  std::string_view text;
  std::uint32_t hash = 0;
};

// Interns names. Reused from file to file without giving memory back.
class Names {
 public:
  Names();
  void clear();
  Sym intern(std::string_view text);
  [[nodiscard]] Sym find(std::string_view text) const;  // 0: not there
  [[nodiscard]] const Name& operator[](Sym s) const { return names_[s]; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  void grow();
  std::vector<Name> names_;
  std::vector<Sym> table_;
};

enum class DeclKind : std::uint8_t { variable, constant, parameter, function, type, import };

struct Decl {
  DeclKind kind = DeclKind::variable;
  bool package_level = false;
  bool rewritten = false;  // assigned again, or its address was taken
  bool shared = false;     // `value` is that of several names
  std::uint32_t depth = 0;
  Sym name = 0;
  NodeId type = 0;         // node of the declared type
  NodeId value = 0;        // node of the initial value
  std::uint32_t position = 0;  // which result of a call with several
  std::uint32_t iota = 0;  // constants: the spec's number within its group
  std::string_view path;   // imports: "math/rand/v2"
};

struct Tree {
  std::string_view text;
  std::vector<Node> nodes;
  Names names;
  std::vector<Decl> decls;
  std::vector<DeclId> package_scope;  // by Sym
  std::vector<DeclId> imports;
  std::vector<NodeId> statements;     // all that stand in statement lists, pre-order
  // Uses of names that are assigned several times, where one assignment is
  // what surely came before: sorted by the use.
  struct Reaching {
    NodeId use = 0;
    NodeId value = 0;
    DeclId decl = 0;
  };
  std::vector<Reaching> reaching;
  std::vector<Span> errors;           // what did not parse, sorted
  bool bounded = false;               // something was nested too deeply to be lowered

  void clear(std::string_view new_text);
  [[nodiscard]] const Node& node(NodeId id) const { return nodes[id]; }
  [[nodiscard]] std::string_view text_of(NodeId id) const {
    return text.substr(nodes[id].begin, nodes[id].end - nodes[id].begin);
  }
  [[nodiscard]] std::string_view name_of(NodeId id) const { return names[nodes[id].name].text; }
  // The expression whose value a name surely has where it is used; 0: unknown.
  [[nodiscard]] NodeId value_at(NodeId ident) const;
  // The declaration that an identifier means; 0: unknown (another file, predeclared, dot import).
  [[nodiscard]] DeclId decl_of(NodeId ident) const;
  [[nodiscard]] NodeId child(NodeId id, unsigned position) const;
};

// The name under which a package is used when the import gives none:
// "math/rand/v2" -> "rand", "gopkg.in/yaml.v3" -> "yaml", "github.com/x/go-redis" -> "redis".
std::string_view package_name(std::string_view path);

}  // namespace gogate::gopatterns
