// Any bytes as a rule file; what loads must survive encoding and run.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scanners/gopatterns/scanner.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate;
  if (size > 1U << 14) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)gopatterns::decode(text);
  const auto rules = gopatterns::load_rules(text, "fuzz.yaml", {.skip_bad = true});
  if (!rules) return 0;
  const std::string bytes = gopatterns::encode(*rules);
  const auto back = gopatterns::decode(bytes);
  if (!back || gopatterns::encode(*back) != bytes) std::abort();
  BlobResult out;
  gopatterns::scan_file(*back, "package p\nfunc f(a int) string { x := g(\"a\", 1); return x + h(T{A: 1}) }\n", "a.go", out);
  return 0;
}
