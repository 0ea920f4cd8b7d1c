// .gitleaksignore and .betterleaksignore: one entry a line; "#" at a line's
// start makes it a comment.
//
//   COMMIT:PATH:RULE:LINE   what gitleaks prints as a finding's fingerprint
//   PATH:RULE:LINE          that place in any commit
//   64 hex digits           betterleaks: the SHA-256 of a secret's value
//
// LINE is that of the match's begin in the commit's version of the file, as
// `git log -p -U0` counts it. PATH may hold '\', and "!" before a path inside
// an archive.
#pragma once

#include <string_view>

#include "gate/policy/ignore_entries.h"

namespace gogate::policy {

// `kind` tells which of the two. Lines that are no entry are warned about, as
// both tools do; a line over 64 KiB, a NUL byte or UTF-16 is Errc::config.
Result<IgnoreFile> parse_gitleaks_ignore(std::string_view text, std::string_view origin, Directive kind);

}  // namespace gogate::policy
