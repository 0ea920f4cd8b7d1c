// Go pattern rules as plain values: what Semgrep's YAML says, plus what a file
// must contain for a rule to match. Built at load time, then immutable; any
// thread. Pattern texts stay text here; compiled.h makes trees of them when a
// file is first seen in which the rule could match.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/pattern.h"
#include "gate/core/result.h"
#include "gate/core/rule.h"
#include "scanners/gopatterns/formula.h"
#include "scanners/gopatterns/match_options.h"
#include "scanners/gopatterns/taint_rule.h"

namespace gogate::gopatterns {

enum class CommentStyle : std::uint8_t { none, c, cpp, shell };

// `options` of rules for any text.
struct TextOptions {
  std::uint32_t ellipsis_lines = 10;  // how far one `...` reaches
  CommentStyle comments = CommentStyle::none;
};

struct FixRegex {
  std::string regex;        // over the matched text
  std::string replacement;  // with \1, $1
  std::uint32_t count = 0;  // how many are replaced; 0: all
};

struct GoRule {
  Rule info;
  Language language = Language::go;
  TextOptions text;
  Formula formula;                   // not of `mode: taint`
  std::optional<TaintSpec> taint;    // `mode: taint`
  std::vector<std::string> include;  // path globs; none: every path
  std::vector<std::string> exclude;
  std::string fix;                   // replacement with metavariables
  bool has_fix = false;              // `fix` may be empty: what matched is removed
  std::vector<FixRegex> fix_regex;   // none or one
  MatchOptions options;
  // A file in which this rule matches holds, for each entry, one of these
  // (indices into RuleSet::literals). No entry: every file.
  std::vector<std::vector<std::uint32_t>> required;
};

struct RuleSet {
  std::string origin;  // "embedded", or the file
  std::vector<GoRule> rules;
  std::vector<PatternSpec> literals;  // no two equal
  std::uint32_t not_applicable = 0;   // rules for other languages
  std::vector<std::string> left_out;  // Go rules that do not apply here, each with its id and why
  std::vector<std::string> bad_rules;  // left out because of LoadOptions::skip_bad
};

struct LoadOptions {
  bool skip_bad = false;  // a rule that cannot be compiled goes to bad_rules
  // When given: every mistake of the file is appended here, and reading goes on
  // with the next part of the rule. Null: the first one ends the reading.
  std::vector<Error>* mistakes = nullptr;
};

// Reads Semgrep YAML and compiles every pattern and regex once to see that it
// can be. Errors (config) start with "origin:line:column: ".
Result<RuleSet> load_rules(std::string_view yaml, std::string_view origin, const LoadOptions& options = {});

// What a prefilter should look for: exactly RuleSet::literals, in order.
std::vector<PatternSpec> patterns_of(const RuleSet& set);

// Compiled form that the build embeds. decode() accepts only what encode() of
// the same build wrote; anything else is Errc::corrupt.
std::string encode(const RuleSet& set);
Result<RuleSet> decode(std::string_view bytes);

}  // namespace gogate::gopatterns

namespace gogate {

template <class C>
void visit(C& c, PatternSpec& x) {
  c(x.kind), c(x.caseless), c(x.text);
}

}  // namespace gogate

namespace gogate::gopatterns {

// For gate/core/codec.h.
template <class C>
void visit(C& c, MatchOptions& x) {
  c(x.constant_propagation), c(x.symbolic_propagation), c(x.ac_matching), c(x.commutative_boolop), c(x.symmetric_eq);
  c(x.vardef_assign), c(x.implicit_return), c(x.implicit_deep_exprstmt), c(x.go_deeper_expr), c(x.go_deeper_stmt);
}
template <class C>
void visit(C& c, FixRegex& x) {
  c(x.regex), c(x.replacement), c(x.count);
}
template <class C>
void visit(C& c, TextOptions& x) {
  c(x.ellipsis_lines), c(x.comments);
}
template <class C>
void visit(C& c, GoRule& x) {
  c(x.info), c(x.language), c(x.text), c(x.formula), c(x.taint), c(x.include), c(x.exclude), c(x.fix), c(x.has_fix), c(x.fix_regex), c(x.options), c(x.required);
}
template <class C>
void visit(C& c, RuleSet& x) {
  c(x.origin), c(x.rules), c(x.literals), c(x.not_applicable), c(x.left_out), c(x.bad_rules);
}

}  // namespace gogate::gopatterns
