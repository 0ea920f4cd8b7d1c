// The rules of rules/, compiled when the program was built. Views of read-only
// memory of the program; valid forever, any thread, no work to get them. Empty
// where this build has no such scanner or no such rules.
#pragma once

#include <string_view>

namespace gogate::embedded {

// For secrets::decode() and, over its patterns_of(), Prefilter::load().
std::string_view secret_rules();
std::string_view secret_database();
// For gopatterns::decode() and, over its patterns_of(), Prefilter::load().
std::string_view go_rules();
std::string_view go_database();
// Of the newest change to a rule, YYYY-MM-DD.
std::string_view rules_date();

}  // namespace gogate::embedded
