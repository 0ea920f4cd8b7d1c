// What can be said about a rule before any code is seen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "scanners/gopatterns/rule_set.h"

namespace gogate::gopatterns {

// Errors (config) carry no place: the caller knows where the text stands.
Result<Ok> check_pattern(const std::string& go);
Result<Ok> check_generic(const std::string& text);
Result<Ok> check_no_pattern(const std::string& text);  // of rules for regex
Result<Ok> check_regex(const std::string& regex, bool lines);
Result<Ok> check_comparison(const std::string& text);
// Conditions, focus and comparisons name only metavariables that some pattern binds.
Result<Ok> check_metavariables(const GoRule& rule);

// An AND of ORs: a file in which the rule matches holds at least one of each
// group. Never names text that code could spell otherwise (a constant that can
// be folded, an import that can be aliased away). Empty: every file.
std::vector<std::vector<PatternSpec>> required_literals(const GoRule& rule);

}  // namespace gogate::gopatterns
