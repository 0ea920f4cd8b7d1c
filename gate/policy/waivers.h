// .gogate/waivers.toml: findings that someone answers for, until a day.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/finding.h"
#include "gate/core/result.h"
#include "gate/policy/silence.h"

namespace gogate::policy {

// [[waiver]]: id (of a secret), fingerprint (with or without a commit), or rule
// and path (a glob); owner, reason and expires (YYYY-MM-DD, the last day on
// which it holds) are required.
struct WaiverEntry {
  Aim aim;
  std::string rule;
  std::string path;
  Waiver waiver;
  std::int64_t expires_at = 0;  // first second (UTC) at which it no longer holds
  std::string place;            // "file:line", for messages
};

// Owner and reason come as they are written: whoever shows them masks them.
Result<std::vector<WaiverEntry>> parse_waivers(std::string_view toml, std::string_view origin);

// Marks findings, never deletes; splits one of which only some occurrences are
// named (see silence.h). Expired waivers mark nothing and are warned about, and
// so are those that name a place whose value the change replaced.
void apply_waivers(const std::vector<WaiverEntry>& waivers, std::int64_t now, std::vector<Finding>& findings,
                   std::vector<std::string>& warnings);

}  // namespace gogate::policy
