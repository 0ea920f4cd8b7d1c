#pragma once

namespace gogate::gopatterns {

// `options` of a rule, as far as they change how Go is matched.
struct MatchOptions {
  bool constant_propagation = true;
  bool symbolic_propagation = false;   // a name stands for the expression it was given, too
  bool ac_matching = true;             // `|`, `&`, `^` in any order; chains of them and of && and || regrouped
  bool commutative_boolop = false;     // && and || in any order
  bool symmetric_eq = false;           // == and != in any order
  bool vardef_assign = true;           // `$X = e` is any declaration with a value, too
  bool implicit_return = true;         // the last expression of a function literal is returned
  bool implicit_deep_exprstmt = true;  // an expression as a statement matches inside simple statements
  bool go_deeper_expr = true;          // `<... ...>` looks into operands, not only at the whole
  bool go_deeper_stmt = true;          // `...` between statements reaches into blocks
};

}  // namespace gogate::gopatterns
