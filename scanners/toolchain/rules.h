// The rules of this room, and findings of them. For the .cpp files here only.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/finding.h"
#include "gate/core/rule.h"

namespace gogate::toolchain {

namespace rule_id {
inline constexpr std::string_view archive_mismatch = "toolchain-archive-mismatch";
inline constexpr std::string_view archive_renamed = "toolchain-archive-renamed";
inline constexpr std::string_view archive_truncated = "toolchain-archive-truncated";
inline constexpr std::string_view content_changed = "toolchain-content-changed";
inline constexpr std::string_view database_untrusted = "toolchain-database-untrusted";
inline constexpr std::string_view file_added = "toolchain-file-added";
inline constexpr std::string_view file_removed = "toolchain-file-removed";
inline constexpr std::string_view files_missing = "toolchain-files-missing";
inline constexpr std::string_view goroot_conflict = "toolchain-goroot-conflict";
inline constexpr std::string_view irregular_file = "toolchain-irregular-file";
inline constexpr std::string_view leftover = "toolchain-leftover";
inline constexpr std::string_view manifest_conflict = "toolchain-manifest-conflict";
inline constexpr std::string_view mode_changed = "toolchain-mode-changed";
inline constexpr std::string_view not_an_archive = "toolchain-not-an-archive";
inline constexpr std::string_view other_owner = "toolchain-other-owner";
inline constexpr std::string_view requirement = "toolchain-requirement";
inline constexpr std::string_view set_id = "toolchain-set-id";
inline constexpr std::string_view setting_insecure = "toolchain-setting-insecure";
inline constexpr std::string_view setting_other_toolchain = "toolchain-setting-other-toolchain";
inline constexpr std::string_view setting_replaces_source = "toolchain-setting-replaces-source";
inline constexpr std::string_view setting_runs_program = "toolchain-setting-runs-program";
inline constexpr std::string_view setting_unchecked = "toolchain-setting-unchecked";
inline constexpr std::string_view shadowed = "toolchain-shadowed";
inline constexpr std::string_view unknown_release = "toolchain-unknown-release";
inline constexpr std::string_view version_conflict = "toolchain-version-conflict";
inline constexpr std::string_view version_malformed = "toolchain-version-malformed";
inline constexpr std::string_view world_writable = "toolchain-world-writable";
}  // namespace rule_id

const Rule& rule(std::string_view id);  // of catalogue(); id must be one of the above
std::vector<const Rule*> rules(std::initializer_list<std::string_view> ids);

// A finding about a whole file. The message says it all, and so enters the fingerprint.
Finding make_finding(std::string_view id, std::string path, std::string message);

}  // namespace gogate::toolchain
