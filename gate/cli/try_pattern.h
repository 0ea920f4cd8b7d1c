// gogate scan -e: where a pattern matches, without a verdict.
#pragma once

#include "gate/cli/arguments.h"
#include "gate/core/result.h"

namespace gogate::cli {

// Prints "path:line:column: text" for each match. Errc::usage: not a pattern,
// or a language other than Go.
Result<int> try_pattern(const ScanArguments& arguments);

}  // namespace gogate::cli
