// `fix-regex`: what matched, with a regular expression replaced in it.
#pragma once

#include <string>
#include <string_view>

#include "scanners/gopatterns/regex.h"
#include "scanners/gopatterns/rule_set.h"

namespace gogate::gopatterns {

// `fix.replacement` may name groups: \1, \g<1>, $1. Where the regex stops at a
// limit, the rest stays as it is.
std::string replaced(std::string_view text, const Regex& regex, const FixRegex& fix);

}  // namespace gogate::gopatterns
