// What a release must be, as the command line states it. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "gate/core/result.h"
#include "scanners/toolchain/installed_tree.h"
#include "scanners/toolchain/releases.h"
#include "scanners/toolchain/version.h"

namespace gogate::toolchain {

struct VersionBound {
  enum class Order : std::uint8_t { less, at_most, equal, at_least, more };
  Order order = Order::equal;
  GoVersion version;
};
// ">=1.26.7", ">=1.25, <1.27", "1.26.8". Errc::usage.
Result<std::vector<VersionBound>> parse_bounds(std::string_view text);
bool within(const GoVersion& version, const std::vector<VersionBound>& bounds);

// Whether the Go project still mends it, by the table: the two newest minor
// releases that are stable.
bool is_supported(const GoVersion& version, const Releases& table);

}  // namespace gogate::toolchain
