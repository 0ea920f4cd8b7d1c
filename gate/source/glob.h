// Path globs. Pure; any thread.
#pragma once

#include <string_view>

namespace gogate::source {

// The whole of `path`: `*` and `?` stop at '/', `**` does not, "**/" may be
// nothing, `[a-z]` `[!a]` are sets, `\` quotes. Linear in the lengths' product.
bool glob_matches(std::string_view glob, std::string_view path);

}  // namespace gogate::source
