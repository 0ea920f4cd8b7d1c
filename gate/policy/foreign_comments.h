// Comments of other secret scanners, each read as its own tool reads it:
//
//   betterleaks:allow                 anywhere on a line of the match
//   trufflehog:ignore                 behind the secret, on its last line
//   kingfisher:ignore                 any letter case; on its line, the one above, or the next that is not blank
//   pragma: allowlist secret          detect-secrets: behind one of six comment openers, on the secret's line
//   pragma: allowlist nextline secret the same, alone on the line above
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "gate/core/line_index.h"
#include "gate/policy/directive_grammar.h"

namespace gogate::policy {

// Appends those on the lines `marked`. `path` may be empty (a history's content).
void find_foreign_comments(std::string_view path, const LineIndex& lines, std::span<const std::uint32_t> marked,
                           std::vector<ParsedDirective>& out);

// Position of `word` (lower case) in `text`, whatever the letter case there.
std::size_t find_ignoring_case(std::string_view text, std::string_view word, std::size_t from = 0);

}  // namespace gogate::policy
