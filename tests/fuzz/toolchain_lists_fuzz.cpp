// Any bytes as the files that gogate itself writes and embeds: a manifest, a
// kept proof, the table of hashes. What is read is what would be written.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scanners/toolchain/known_hashes.h"
#include "scanners/toolchain/manifest.h"
#include "scanners/toolchain/proof_cache.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate::toolchain;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto m = read_manifest(text)) {
    for (const TreeFile& f : m->files)
      if (f.name.empty() || f.name[0] == '/' || f.name.find("//") != std::string::npos) std::abort();
    if (!read_manifest(write_manifest(*m))) std::abort();
  }
  if (const auto p = read_proof(text); p && write_proof(*p) != text) std::abort();
  if (const auto table = KnownHashes::read(text)) (void)table->find("go1.26.8", "linux-amd64");
  return 0;
}
