// Comments in source that silence findings: ours and those of other tools,
// each with its own grammar and places (docs/suppressions.md has the table).
#pragma once

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

}  // namespace gogate::policy
