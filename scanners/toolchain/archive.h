// verify_archive against a table of one's own, for tests.
#pragma once

#include "scanners/toolchain/releases.h"
#include "scanners/toolchain/toolchain.h"

namespace gogate::toolchain {

Result<Verification> verify_archive(const Files& files, const std::string& path, const Releases& table);

}  // namespace gogate::toolchain
