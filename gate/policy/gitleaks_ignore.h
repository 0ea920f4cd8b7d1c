// .gitleaksignore: one fingerprint a line, as gitleaks prints them:
// "commit:path:rule:line" or "path:rule:line"; "#" starts a comment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gate/core/finding.h"

namespace gogate::policy {

// Marks findings of the secrets scanner; the rule may be named by alias.
// Lines that are no fingerprint are warned about.
void apply_gitleaks_ignore(std::string_view text, std::string_view origin, std::vector<Finding>& findings,
                           std::vector<std::string>& warnings);

}  // namespace gogate::policy
