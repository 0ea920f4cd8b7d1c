// Baselines: findings that were there before, in JSON.
//
//   gitleaks' report       a list of {RuleID, File, Commit, StartLine, …, Secret}: the same rule, file,
//                          commit and lines, and the same value, or if the report is
//                          redacted the same columns; without both it names nothing (a warning)
//   gogate's own report    {"schema_version", "tool", "findings"}: by fingerprint
//   betterleaks' report    {"schema_version", "findings"}: rule and the value's SHA-256
//   .secrets.baseline      of detect-secrets; see secrets_baseline.h
//
// They are told apart by content.
#pragma once

#include <string_view>

#include "gate/policy/ignore_entries.h"

namespace gogate::policy {

// Errc::config with "origin, finding N: …" for what is none of these, or has a
// field of the wrong type: never taken for an empty baseline.
Result<IgnoreFile> parse_baseline(std::string_view json, std::string_view origin);

}  // namespace gogate::policy
