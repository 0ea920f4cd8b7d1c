// A rule's piece of Go with metavariables and ellipses, as a tree.
//
// The text is first rewritten to legal Go (`$X` becomes an identifier, `...`
// another), parsed and lowered like code, and the placeholders are then turned
// into nodes of their own. Immutable once made; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "scanners/gopatterns/tree.h"

namespace gogate::gopatterns {

inline constexpr std::uint32_t kAnonymous = 0xFFFFFFFFU;  // $_ binds nothing

// The metavariables of one rule; the same name is the same number in all its patterns.
class Metavariables {
 public:
  std::uint32_t number(std::string_view name);                   // adds it; "$_" is kAnonymous
  [[nodiscard]] std::uint32_t find(std::string_view name) const;  // kAnonymous: not there
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;  // with the dollar
};

struct Pattern {
  enum class Shape : std::uint8_t {
    expression,  // `root` is matched against every expression (or type, field, element)
    statement,   // `root` against every statement or declaration
    sequence,    // `root` is the first of several statements, linked by next
  };
  std::string source;  // rewritten text; the tree points into it
  Tree tree;
  Shape shape = Shape::expression;
  NodeId root = 0;
  // What package names mean here: paths of imports that the rule asks for
  // around this pattern. A name that is not in it means any package or variable.
  std::vector<std::pair<std::string, std::string>> imports;  // name, path
};

Result<std::unique_ptr<Pattern>> compile_pattern(std::string_view go, Metavariables& metavariables);

// The regex that `=~/re/` or `=~/re/flags` holds, flags in front.
std::string regex_in(std::string_view content);

// The value of a Go string literal with its quotes; an invalid escape stays as it is.
std::string unquote(std::string_view literal);

}  // namespace gogate::gopatterns
