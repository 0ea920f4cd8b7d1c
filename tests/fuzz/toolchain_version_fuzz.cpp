// Any bytes as VERSION, as a version, as an archive's name and as the table of releases.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scanners/toolchain/releases.h"
#include "scanners/toolchain/version.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate::toolchain;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto file = parse_version_file(text))
    for (const char c : file->line + file->time)
      if (c < 0x20 || c > 0x7e) std::abort();
  if (const auto name = parse_archive_name(text); name && !parse_go_version(name->version)) std::abort();
  if (const auto table = Releases::read(text))
    for (std::size_t i = 0; i < table->size() && i < 100; ++i) (void)table->at(i).name();
  return 0;
}
