// .secrets.baseline of detect-secrets, versions 0.12 to 1.5: a secret is named
// by file, type and the SHA-1 of its value, wherever it moved in the file.
//
// Its filters for files, lines and values (should_exclude_file, …) are read
// too; what has no counterpart here is named in IgnoreFile::warnings.
#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "gate/policy/ignore_entries.h"

namespace gogate::policy {

Result<IgnoreFile> parse_secrets_baseline(std::string_view json, std::string_view origin);
Result<IgnoreFile> read_secrets_baseline(const nlohmann::json& root, std::string_view origin);

}  // namespace gogate::policy
