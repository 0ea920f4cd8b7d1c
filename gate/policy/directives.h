// Comments in source that silence findings: ours and those of other tools,
// each with its own grammar and places (docs/suppressions.md has the table).
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/finding.h"
#include "gate/core/line_index.h"

namespace gogate::policy {

struct DirectiveOptions {
  bool honour = true;             // [suppressions] inline
  bool require_ids = false;       // a directive without ids silences nothing
  bool require_reason = false;
  bool merge_check = false;       // then a directive that the change adds does not count for blocking findings
  bool honour_added = false;      // [suppressions] added = "honour"
};

// Sets Finding::suppression where a directive of `bytes` holds for it.
// `findings` all stand in this blob and have region and statement set.
// `path` tells the language (empty in a history: only those directives apply
// that need no language). Warnings: near misses of our own directives, as
// "path:line: …" with the right form.
void apply_directives(std::string_view path, std::string_view bytes, const LineIndex& lines,
                      std::optional<std::span<const Span>> changed, const DirectiveOptions& options,
                      std::span<Finding> findings, std::vector<std::string>& warnings);

// In a merge check, after all commits were looked at: a directive counts only
// where its line stands on the target branch too (a range's first commit could
// add the comment and its second the secret), and for a credential only when
// its own line and its value do. `at_target` gives the file's content there, or "".
void confirm_directives(const std::function<std::string(const std::string& path)>& at_target,
                        std::vector<Finding>& findings, std::vector<std::string>& warnings);

// Identity of a line without its margins; a digest, since the line may hold a secret.
std::string line_key(std::string_view line);

}  // namespace gogate::policy
