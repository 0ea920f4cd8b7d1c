// The formula of a rule as a plain value: patterns, regexes and how they combine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gogate::gopatterns {

// What a pattern's text is written in, and how a file is read for it.
enum class Language : std::uint8_t {
  go,
  regex,    // any text; only regular expressions
  generic,  // any text as words and punctuation in indented blocks (semgrep's spacegrep)
};

// One node of a rule's formula over code ranges.
enum class FormulaOp : std::uint8_t {
  pattern,  // `text` is Go, or what the language says, with metavariables
  regex,    // `text` is a regular expression over the file
  all,      // patterns: the conjunction of the children, then conditions and focus
  any,      // pattern-either
};

struct Formula;

struct Condition {
  enum class Kind : std::uint8_t { regex, pattern, comparison, type, name, entropy, redos };
  Kind kind = Kind::regex;
  std::string metavariable;          // "$X"; empty for a comparison that names its own
  std::string text;                  // regex, comparison; types or modules of a name, a line each
  bool constants = false;            // of regex: of a constant its value is matched, not its spelling
  std::optional<Language> language;  // of pattern: where it is not that of the formula around it
  std::vector<Formula> formula;      // of pattern: exactly one
};

struct Formula {
  FormulaOp op = FormulaOp::pattern;
  bool negated = false;  // pattern-not, pattern-not-inside, pattern-not-regex
  bool inside = false;   // pattern-inside, pattern-not-inside
  std::string text;
  std::uint32_t line = 0;  // in the rule file, 1-based
  std::vector<Formula> children;
  std::vector<Condition> conditions;
  std::vector<std::vector<std::string>> focus;  // each entry: metavariables whose ranges are united
  std::string name;  // metavariable that is bound to what matched (`as`); empty: none
};

// For gate/core/codec.h.
template <class C>
void visit(C& c, Condition& x) {
  c(x.kind), c(x.metavariable), c(x.text), c(x.constants), c(x.language), c(x.formula);
}
template <class C>
void visit(C& c, Formula& x) {
  c(x.op), c(x.negated), c(x.inside), c(x.text), c(x.line), c(x.children), c(x.conditions), c(x.focus), c(x.name);
}

}  // namespace gogate::gopatterns
