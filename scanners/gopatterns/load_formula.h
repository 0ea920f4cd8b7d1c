// Reads the formulas of a rule: pattern, patterns, pattern-either and what
// stands in them. Errors (config) name file, line, column, and what was
// probably meant.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gate/core/result.h"
#include "scanners/gopatterns/check_rule.h"
#include "scanners/gopatterns/rule_set.h"
#include "scanners/gopatterns/yaml_reader.h"

namespace gogate::gopatterns {

// Says whether a pattern's text can be used; its errors carry no place.
using PatternCheck = Result<Ok> (*)(const std::string& pattern);
PatternCheck pattern_check(Language language);

// Of a condition's formula, which stands in one whose patterns `outer` checks.
Result<PatternCheck> nested_check(const YamlReader& yaml, const YAML::Node& where, PatternCheck outer, std::optional<Language> language);

// As rules name it; nullopt: one whose rules do not apply here.
std::optional<Language> parse_language(std::string_view name);

// `key: value`, where the key is one of pattern, patterns, pattern-either, pattern-regex and so on.
Result<Formula> read_formula(const YamlReader& yaml, const std::string& key, const YAML::Node& value,
                             PatternCheck check = check_pattern);

// The one formula among the keys of `table` (a source, a sink), which may hold
// `others` beside it. `of` names the table in messages.
Result<Formula> read_formula_in(const YamlReader& yaml, const YAML::Node& table, std::span<const std::string_view> others,
                                std::string_view of, PatternCheck check = check_pattern);

}  // namespace gogate::gopatterns
