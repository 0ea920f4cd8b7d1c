// Reads what a rule asks of a metavariable: metavariable-regex and the like, and
// the entries of `where` in the newer syntax.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "gate/core/result.h"
#include "scanners/gopatterns/rule_set.h"
#include "scanners/gopatterns/yaml_reader.h"

namespace gogate::gopatterns {

// Reads a formula that stands in a condition; nothing in it needs to match by itself.
// `language`: of its patterns, where the condition names one.
using NestedFormula = std::function<Result<Formula>(const std::string& key, const YAML::Node& value, std::optional<Language> language)>;

// `key` is metavariable-regex, metavariable-pattern and so on.
Result<Condition> read_condition(const YamlReader& yaml, const std::string& key, const YAML::Node& value,
                                 const NestedFormula& nested);

// An entry of `where` other than `focus`.
Result<Condition> read_where(const YamlReader& yaml, const YAML::Node& entry, const NestedFormula& nested);

// Errors: not written like $NAME.
Result<std::string> read_metavariable(const YamlReader& yaml, const YAML::Node& name);

}  // namespace gogate::gopatterns
