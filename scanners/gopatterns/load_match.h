// The newer syntax of formulas, below `match:` (and, in taint mode, sources and
// sinks): pattern, regex, all, any, not, inside, with `where` and `as`. It
// becomes the same Formula that patterns and pattern-either become.
#pragma once

#include "gate/core/result.h"
#include "scanners/gopatterns/load_formula.h"

namespace gogate::gopatterns {

// A string (a pattern), or a table with one of those keys; `others` may stand
// beside them and are left to the caller. `of` names the value in messages.
Result<Formula> read_match(const YamlReader& yaml, const YAML::Node& value, std::span<const std::string_view> others,
                           std::string_view of, PatternCheck check = check_pattern);

}  // namespace gogate::gopatterns
