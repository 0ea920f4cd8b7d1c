// gosec's directives, #nosec and //gosec:disable. Internal to gate/policy.
#pragma once

#include <string_view>
#include <vector>

#include "gate/core/line_index.h"
#include "gate/policy/directive_grammar.h"

namespace gogate::policy {

void find_nosec(std::string_view text, std::vector<ParsedDirective>& out);

}  // namespace gogate::policy
