// What --version says. Generated values come from version.cpp.in at build time.
#pragma once

#include <string>

namespace gogate::cli {

std::string version_number();  // "0.1.0"
std::string version_commit();  // of gogate's own source, "-dirty" when changed; may be empty
std::string rules_date();      // YYYY-MM-DD
std::string version_text();    // several lines: number, commit, rules and databases with their dates

}  // namespace gogate::cli
