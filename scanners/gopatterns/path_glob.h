// `paths` of Semgrep rules, and what a file's place says about it.
#pragma once

#include <string_view>

namespace gogate::gopatterns {

// Semgrep's globs: `*` stops at '/', `**` does not; a glob without '/' inside
// matches a name at any depth; one that names a folder matches what is below.
// Unlike gate/core/glob.h, one with '/' inside matches at any depth too, and
// '[' is only a letter.
bool glob_matches(std::string_view glob, std::string_view path);

// "file is a test", "file is vendored"…; empty: code that may run in production.
// Narrower than gate/core/file_role.h: a folder's name proves less about what
// its code does than about whether a literal in it is made up.
std::string_view why_not_run(std::string_view path);

}  // namespace gogate::gopatterns
