// The expressions of metavariable-comparison: a subset of Python's (integers,
// floats, strings, booleans, arithmetic, comparisons, `in`, and, or, not,
// int(), float(), str(), len(), abs(), re.match(), re.search()).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gate/core/result.h"

namespace gogate::gopatterns {

struct ComparisonValue;
using ComparisonList = std::vector<ComparisonValue>;
struct ComparisonValue : std::variant<std::monostate, bool, std::int64_t, double, std::string, ComparisonList> {
  using variant::variant;
};

// The value of a metavariable ("$X"); nullopt: unknown, which makes the whole
// comparison false.
using MetavariableValue = std::function<std::optional<ComparisonValue>(std::string_view name)>;

// nullopt: a value was unknown, or the operation makes no sense (division by
// zero, a number against a string): the comparison does not hold.
std::optional<bool> evaluate_comparison(std::string_view text, const MetavariableValue& value);

// Ok when the text can be read; metavariables that it names are appended.
Result<Ok> read_comparison(std::string_view text, std::vector<std::string>* names);

}  // namespace gogate::gopatterns
