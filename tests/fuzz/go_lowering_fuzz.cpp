// Any bytes as a Go file: lowering, facts and a few patterns with every kind of
// choice must neither crash nor hang.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scanners/gopatterns/scanner.h"

namespace {

constexpr std::string_view kRules = R"(rules:
  - id: a
    message: $X
    severity: ERROR
    languages: [go]
    pattern-either:
      - pattern: $F(..., "...", ...)
      - pattern: |
          $X := $Y
          ...
          $X
      - pattern: |
          func $F(...) {
            ...
            $S
            ...
          }
      - pattern: '($X : string)'
      - pattern: '$T{..., $K: $V, ...}'
      - pattern: $A. ... .$B()
      - pattern: $X && $X
  - id: b
    message: $X
    severity: ERROR
    languages: [go]
    patterns:
      - pattern: $F($X)
      - metavariable-comparison:
          metavariable: $X
          comparison: $X > 1 and $X % 2 == 0
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate;
  static const auto rules = gopatterns::load_rules(kRules, "fuzz.yaml");
  if (!rules) std::abort();
  if (size > 1U << 16) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  BlobResult out;
  gopatterns::scan_file(*rules, text, "a.go", out);
  for (const Finding& f : out.findings)
    if (f.region.span.begin > f.region.span.end || f.region.span.end > size || f.statement.end > size) std::abort();
  return 0;
}
