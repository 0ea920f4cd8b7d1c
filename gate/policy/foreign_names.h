// Names of other tools for more than one of our rules. A rule's own aliases say
// what it alone is called elsewhere; detect-secrets' "GitHub Token" and
// trufflehog's "Slack" mean several.
#pragma once

#include <string_view>

#include "gate/core/rule.h"

namespace gogate::policy {

// By id, alias (any letter case), or as one of the rules that a name of another
// tool stands for. A number behind the name ("apollo-api-key.1", betterleaks'
// variants of one kind) counts for nothing.
bool names_rule(const Rule& rule, std::string_view name);

// Names for "some secret, of no kind that we know" ("Secret Keyword"): an entry
// with one of them holds for whatever secret stands there.
bool is_generic_name(std::string_view name);

}  // namespace gogate::policy
