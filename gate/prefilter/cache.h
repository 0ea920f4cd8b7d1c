// Compiled prefilters of users' rules, kept between runs.
#pragma once

#include <span>
#include <string>

#include "gate/core/pattern.h"
#include "gate/core/result.h"
#include "gate/prefilter/prefilter.h"

namespace gogate {

// Prefilter::compile(), or what it gave in an earlier run. `directory` (such as
// $XDG_CACHE_HOME/gogate) is made when it is missing; empty: no cache. Errors
// are compile()'s alone: a cache that cannot be written is done without, and
// one that is damaged, truncated, made by another version or for another
// processor, or that anyone but this user could have written, is made anew.
// What this user's own processes wrote is believed, so a folder that less
// trusted jobs may fill is no place for it. Any number of processes at once.
Result<Prefilter> compile_cached(std::span<const PatternSpec> patterns, const std::string& directory);

}  // namespace gogate
