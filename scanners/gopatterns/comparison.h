// The expressions of metavariable-comparison: a subset of Python's (integers,
// floats, strings, booleans, arithmetic, comparisons, `in`, and, or, not,
// int(), float(), str(), len(), abs(), re.match(), re.search(), today(),
// strptime()).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"

namespace gogate::gopatterns {

struct ComparisonValue {
  // code: text whose value is not known; only str() can read it.
  enum class Kind : std::uint8_t { unknown, boolean, integer, real, text, list, code };
  Kind kind = Kind::unknown;
  std::int64_t integer = 0;  // of boolean too
  double real = 0;
  std::string text;
  std::vector<ComparisonValue> list;

  static ComparisonValue of_bool(bool v) { return make(Kind::boolean, v ? 1 : 0, 0, {}); }
  static ComparisonValue of_int(std::int64_t v) { return make(Kind::integer, v, 0, {}); }
  static ComparisonValue of_real(double v) { return make(Kind::real, 0, v, {}); }
  static ComparisonValue of_code(std::string v) { return make(Kind::code, 0, 0, std::move(v)); }
  static ComparisonValue of_text(std::string v) { return make(Kind::text, 0, 0, std::move(v)); }

 private:
  static ComparisonValue make(Kind k, std::int64_t i, double r, std::string t) {
    ComparisonValue v;
    v.kind = k;
    v.integer = i;
    v.real = r;
    v.text = std::move(t);
    return v;
  }
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
