// What `git log -p` shows of one commit, which is what other tools read.
#pragma once

#include <cstdint>
#include <string>

#include "gate/source/repository.h"

namespace gogate::source {

// Whether the commit's patch (against its parent, renames followed, nothing for
// a merge, everything for a root) adds one of the lines `first` to `last`,
// 1-based, of its version of `path`. Errors: Errc::missing, Errc::corrupt.
Result<bool> patch_adds_lines(const Repository& repo, const ObjectId& commit, const std::string& path, std::uint32_t first,
                              std::uint32_t last);

}  // namespace gogate::source
