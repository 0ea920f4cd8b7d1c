// Findings, gaps and policy -> verdict.
#pragma once

#include "gate/core/report.h"
#include "gate/policy/config.h"

namespace gogate::policy {

// Applies [[rule]] overrides and [gaps], sets Finding::blocks, Gap::accepted,
// Report::verdict and ::reasons. Blocked outranks
// incomplete outranks passed.
void judge(const Config& config, Report& report);

}  // namespace gogate::policy
