// Private keys in text armor, whole or not: where a stream must wait for the
// rest of one, and what looks like its body when the rest never comes, or has
// other text between its lines. Cruder than the rules, which judge. Pure.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "gate/core/span.h"

namespace gogate::run {

// Where in text[from, until) a private key begins of which no last line stands
// within `reach` bytes, although the text ends before that; npos: none.
std::size_t open_armor(std::string_view text, std::size_t from, std::size_t until, std::size_t reach);

// Runs of base64 between a key's first line and its last, or `reach` bytes.
std::vector<Span> armor_bodies(std::string_view text, std::size_t reach);

}  // namespace gogate::run
