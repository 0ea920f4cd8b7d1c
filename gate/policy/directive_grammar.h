// The grammars of suppression comments, read from text alone.
//
//   gogate:ignore ID[,ID…][ -- reason]           ours; also -next-line, -begin, -end
//   gitleaks:allow                               anywhere on a line
//   nosemgrep[: ID[ words][, ID…]]               a space before it; nosem too; any letter case
//   #nosec [Gnnn …] [-- reason]                  opens a Go comment or one of its lines
//   //gosec:disable [Gnnn …] [-- reason]         the same as a Go directive comment
//
// and those of foreign_comments.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/finding.h"
#include "gate/core/line_index.h"

namespace gogate::policy {

struct ParsedDirective {
  enum class Form : std::uint8_t { here, next_line, begin, end };
  Directive kind{};
  Form form = Form::here;
  std::uint32_t line = 0;         // 1-based
  std::uint32_t first_held = 0;   // lines that it holds for by itself (0: none); for
  std::uint32_t last_held = 0;    // nosec those of the node that it belongs to
  std::uint32_t offset = 0;       // byte at which it stands; only where behind or before the secret matters
  bool alone = false;             // nothing but the comment on its line
  std::vector<std::string> ids;   // empty: all rules of its tool
  std::string reason;
  std::string fault;              // not empty: a near miss of ours; silences nothing
};

// All directives of a text, in order of line.
std::vector<ParsedDirective> parse_directives(std::string_view path, std::string_view text, const LineIndex& lines);

}  // namespace gogate::policy
