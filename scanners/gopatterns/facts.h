// What one file alone says about its expressions: constants and simple types.
// Computed when asked, kept until the next file. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "scanners/gopatterns/tree.h"

namespace gogate::gopatterns {

struct Constant {
  enum class Kind : std::uint8_t { string, integer, floating, boolean };
  Kind kind = Kind::string;
  std::string text;
  std::int64_t number = 0;  // of integer, boolean
  double real = 0;          // of floating
  bool operator==(const Constant&) const = default;
};

class Facts {
 public:
  // Keeps references to `tree`; call reset() when it holds another file.
  explicit Facts(const Tree& tree) : tree_(tree) {}
  void reset();

  // The value of an expression, through never-reassigned names; null: unknown.
  // With `literals_only` only what is written right there.
  const Constant* constant(NodeId expression, bool literals_only = false);
  // The expression that a name stands for where it is used; 0: unknown.
  [[nodiscard]] NodeId value_of(NodeId ident) const { return tree_.value_at(ident); }
  // The type of an expression as code spells it, packages by their plain name:
  // "*sql.DB", "[]string", "map[string]int". Empty: unknown.
  std::string type_of(NodeId expression);
  // The same for a node that is a type.
  std::string type_text(NodeId type);
  // The import that an identifier means; empty: none.
  [[nodiscard]] std::string_view import_path(NodeId ident) const;

 private:
  const Constant* compute(NodeId expression);
  const Constant* keep(Constant c);
  const Constant* of_name(NodeId ident);
  const Constant* of_binary(NodeId expression);
  std::string type_at_depth(NodeId expression, std::uint32_t position);
  std::string type_of_name(NodeId ident);
  std::string call_type(NodeId call, std::uint32_t position);
  std::string field_type(NodeId selector);

  const Tree& tree_;
  std::vector<std::uint32_t> memo_;  // by node: 0 not asked, 1 unknown, else index + 2
  std::deque<Constant> constants_;
  unsigned depth_ = 0;
};

}  // namespace gogate::gopatterns
