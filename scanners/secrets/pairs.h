// Credentials of two parts: an id that names the account, and the secret that
// opens it. Found near each other they are one finding, at the secret, and surer
// than each alone; an id whose secret is not near opens nothing by itself. Pure.
//
// This is what of a finding depends on bytes outside the lines of its match:
// at most kPairReach bytes on either side.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "gate/core/span.h"
#include "scanners/secrets/overlaps.h"

namespace gogate::secrets {

// Bytes between the two, at most.
inline constexpr std::size_t kPairReach = 256;

// `claims` are settled and sorted by position, spans count in `blob`. Takes ids
// that stand by their secret out, and appends their spans to `hidden`: no
// finding stands on them any more, but they are not to be shown either.
void join_pairs(std::vector<Claim>& claims, std::string_view blob, std::vector<Span>& hidden);

}  // namespace gogate::secrets
