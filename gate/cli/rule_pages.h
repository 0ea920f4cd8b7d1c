// A Markdown page for each rule, and an index: what `gogate rules docs` writes.
#pragma once

#include <span>
#include <string>

#include "gate/core/result.h"
#include "gate/core/rule.h"

namespace gogate::cli {

std::string rule_page(const Rule& rule);
// Writes FOLDER/ID.md for each rule and FOLDER/README.md; the folder is made
// when it is missing. Existing pages are replaced.
Result<Ok> write_rule_pages(std::span<const Rule* const> rules, const std::string& folder);

}  // namespace gogate::cli
