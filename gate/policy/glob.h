// Path globs of the policy files: `*` and `?` stop at '/', `**` does not,
// `[a-z]` and `[!a-z]` are classes; a glob without '/' matches the last
// element at any depth; a trailing '/' means everything below. Pure, linear.
#pragma once

#include <string_view>

namespace gogate::policy {

bool glob_matches(std::string_view glob, std::string_view path);

}  // namespace gogate::policy
