// The lowered tree in writing, for people who write rules.
#pragma once

#include <string>
#include <string_view>

#include "gate/core/result.h"

namespace gogate::gopatterns {

// A line for each node, indented: kind, operator, name, what a name means, and
// the place as line:column-line:column. Errors: unsupported, when the parser gave up.
Result<std::string> tree_text(std::string_view go);

}  // namespace gogate::gopatterns
