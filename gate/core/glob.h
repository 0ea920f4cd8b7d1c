// Path globs, as the command line and the policy files take them. Pure; any
// thread.
#pragma once

#include <string_view>

namespace gogate {

// The whole of `path`: `*` and `?` stop at '/', `**` does not, "**/" may be
// nothing, `[a-z]` `[!a]` are sets, `\` quotes. Linear in the lengths' product.
bool glob_matches(std::string_view glob, std::string_view path);

// `path` or a folder that it lies in. A glob without '/' takes any name in the
// path, so that "vendor" means every such folder; one with '/' is held against
// the path from its top. A '/' at the end means folders only.
bool glob_covers(std::string_view glob, std::string_view path);

}  // namespace gogate
