// Any bytes as go.env, GOFLAGS, GOPROXY, patterns, go.mod and version bounds.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scanners/toolchain/go_environment.h"
#include "scanners/toolchain/go_mod_lines.h"
#include "scanners/toolchain/module_hash.h"
#include "scanners/toolchain/requirements.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate::toolchain;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& [key, value] : read_go_env(text))
    if (key.empty() || key[0] < 'A' || key[0] > 'Z' || value.find('\n') != std::string::npos) std::abort();
  for (const std::string& flag : split_goflags(text))
    if (flag.size() > size) std::abort();
  for (const ModuleProxy& p : parse_goproxy(text))
    if (p.address.find(',') != std::string::npos) std::abort();
  (void)read_go_mod(text);
  (void)parse_bounds(text);
  (void)is_local_go_env(text);
  const std::string shown = without_credentials(text);
  if (shown.size() > size) std::abort();
  if (size < 400) (void)matches_prefix(text, "golang.org/toolchain");
  return 0;
}
