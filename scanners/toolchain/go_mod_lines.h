// The `go` and `toolchain` lines of go.mod and go.work. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace gogate::toolchain {

struct GoModLines {
  std::string go;         // "1.26.0"; empty: none
  std::string toolchain;  // "go1.26.8", "default"; empty: none
};
// What follows in a comment or in a block counts nothing. Never fails.
GoModLines read_go_mod(std::string_view text);

}  // namespace gogate::toolchain
