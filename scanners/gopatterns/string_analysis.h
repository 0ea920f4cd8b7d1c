// What metavariable-analysis asks about a string.
#pragma once

#include <string_view>

namespace gogate::gopatterns {

// Too unlike words to be read: a key, a token, a hash. Length counts: under
// nine characters nothing is.
bool has_high_entropy(std::string_view text);

// A regular expression with a repeated group that repeats within and must be
// followed by more: a backtracking engine tries exponentially many ways.
bool backtracks_badly(std::string_view regex);

}  // namespace gogate::gopatterns
