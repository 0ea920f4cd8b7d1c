// Any bytes as an executable: no crash, no read outside, nothing beyond the bounds.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scanners/toolchain/build_info.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto info = gogate::toolchain::read_build_info({reinterpret_cast<const char*>(data), size});
  if (info && (info->version.empty() || info->version.size() > size)) std::abort();
  return 0;
}
