// Build information that Go's linker puts into every program since Go 1.13:
// what `go version -m` prints, read without running anything.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gate/core/result.h"

namespace gogate::toolchain {

struct BuildInfo {
  std::string version;                                        // "go1.26.8", "go1.26.8 X:nodwarf5"
  std::string path;                                           // main package; empty before Go 1.13's module builds
  std::vector<std::pair<std::string, std::string>> settings;  // "GOOS" -> "linux"
  std::string format;                                         // "ELF", "PE", "Mach-O"
  std::string arch;                                           // of the executable's header; empty when not known

  [[nodiscard]] std::string_view setting(std::string_view key) const;  // empty: not there
};

// `bytes`: the whole executable. Errc::unsupported: no known executable;
// not_found: one without build info; corrupt: contradicts its format.
Result<BuildInfo> read_build_info(std::string_view bytes);

}  // namespace gogate::toolchain
