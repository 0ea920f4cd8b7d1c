// Any bytes as a secrets config: read, resolved, compiled, and read back.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "scanners/secrets/config.h"
#include "scanners/secrets/scanner.h"

using namespace gogate;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // The compiled form is trusted, but damage must still end in an error.
  (void)secrets::decode(text);
  for (const auto dialect : {secrets::Dialect::users, secrets::Dialect::ours}) {
    auto set = secrets::load_config(text, "fuzz.toml", dialect);
    if (!set) {
      if (set.error().what.empty()) std::abort();
      continue;
    }
    const std::string bytes = secrets::encode(*set);
    const auto back = secrets::decode(bytes);
    if (!back || secrets::encode(*back) != bytes) std::abort();
    // Extending itself is the worst a file can do.
    auto resolved = secrets::resolve(*std::move(set), &*back,
                                     [&](const std::string&) -> Result<std::string> { return std::string(text); });
    if (!resolved) continue;
    secrets::Options options;
    options.embedded_rules = bytes;
    options.added.push_back(*std::move(resolved));
    (void)secrets::make_scanner(std::move(options));
  }
  return 0;
}
