// A rule ready to run: patterns as trees, regexes compiled. Immutable; any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gate/core/result.h"
#include "scanners/gopatterns/generic_pattern.h"
#include "scanners/gopatterns/pattern.h"
#include "scanners/gopatterns/regex.h"
#include "scanners/gopatterns/rule_set.h"

namespace gogate::gopatterns {

struct CompiledFormula;

struct CompiledCondition {
  const Condition* source = nullptr;
  std::uint32_t metavariable = kAnonymous;
  std::unique_ptr<Regex> regex;
  std::unique_ptr<CompiledFormula> formula;
  std::vector<std::string> types;  // or modules
};

struct CompiledFormula {
  const Formula* source = nullptr;
  std::unique_ptr<Pattern> pattern;         // of Go
  std::unique_ptr<GenericPattern> generic;  // of any text
  std::unique_ptr<Regex> regex;
  std::vector<std::uint32_t> group_metavariables;  // of a regex: by group, kAnonymous where none
  std::vector<CompiledFormula> children;
  std::vector<CompiledCondition> conditions;
  std::vector<std::vector<std::uint32_t>> focus;
  std::uint32_t name = kAnonymous;  // is bound to what matched
};

// The parts of a taint rule, in the order of TaintSpec's.
struct CompiledTaint {
  std::vector<CompiledFormula> sources, sanitizers, sinks, propagators;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;  // of propagators: from, to
};

struct CompiledRule {
  const GoRule* source = nullptr;
  std::unique_ptr<Regex> fix_regex;
  Metavariables metavariables;
  CompiledFormula formula;
  std::optional<CompiledTaint> taint;  // then `formula` is empty
};

// `rule` must outlive the result.
Result<std::unique_ptr<CompiledRule>> compile_rule(const GoRule& rule);

}  // namespace gogate::gopatterns
