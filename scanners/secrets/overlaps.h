// One secret, several rules: who reports it. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "gate/core/finding.h"
#include "scanners/secrets/rule_set.h"
#include "scanners/secrets/unsettled.h"

namespace gogate::secrets {

struct Claim {
  Finding finding;
  std::uint32_t rule = 0;  // its place in the catalogue
  bool ours = false;
  bool generic = false;  // yields to any rule that knows the kind
  Specificity specificity = Specificity::own_literal;
  bool decoded = false;  // stands in what an encoded part of the blob decodes to
  bool may_vanish = false;  // its place may take it away again: whom it pushes aside is settled there
  Unsettled unsettled;
  std::string_view secret;  // in the blob
};

// Drops what a better claim covers, and merges what two kinds claim: the more
// specific, then the more confident keeps the finding, the other becomes one of its also_rules. Rules of
// users are never merged with each other. Sorts by position.
void settle_claims(std::vector<Claim>& claims);

}  // namespace gogate::secrets
