// What may stand around a token that names itself by how it begins (`ghp_…`).
//
// \b would be too narrow: in source, such a token often follows an escape whose
// last character is a letter ("\nghp_…", "\u003dghp_…", a terminal's "[31m"),
// or is glued to a name ("OLD_ghp_…"). A letter or digit in front still makes
// it a part of something else.
#pragma once

#include <string>
#include <string_view>

namespace gogate::secrets {

// The regex for `token`, which is its only group. `token` holds no group that
// captures. What may follow is told by what the token ends in: behind base64
// no character of base64, behind a class with - or _ or a length that varies
// neither of them, behind a fixed number of letters and digits both.
std::string token_regex(std::string_view token);

}  // namespace gogate::secrets
