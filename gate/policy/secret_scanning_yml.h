// .github/secret_scanning.yml: paths that GitHub's secret scanning leaves out.
//
//   paths-ignore:
//     - "docs/**"
//
// GitHub's filter patterns: `*` and `?` … hold against the whole path; `**`
// crosses '/'; `?` and `+` repeat what stands before them; `[a-z]` is a set; a
// leading `!` takes back what earlier patterns left out. At most 1,000 count.
#pragma once

#include <string_view>

#include "gate/policy/ignore_entries.h"

namespace gogate::policy {

Result<IgnoreFile> parse_secret_scanning(std::string_view yaml, std::string_view origin);

// One filter pattern as a regex over the whole path.
std::string regex_of_filter_pattern(std::string_view pattern);

}  // namespace gogate::policy
