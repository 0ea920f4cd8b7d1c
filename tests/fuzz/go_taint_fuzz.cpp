// Any bytes as Go, and a taint rule with every kind of part over them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scanners/gopatterns/scanner.h"

namespace {

constexpr std::string_view kRules = R"(rules:
  - id: t
    mode: taint
    languages: [go]
    severity: ERROR
    message: from $S to $X
    pattern-sources:
      - {pattern: source($S)}
      - {pattern: other(), label: B, exact: true}
      - {pattern: up(...), label: C, requires: B or not __SOURCE__}
      - by-side-effect: true
        patterns: [{pattern: fill($S)}, {focus-metavariable: $S}]
      - patterns:
          - pattern: |
              func $F(..., $P $T, ...) { ... }
          - focus-metavariable: $P
    pattern-sinks:
      - {pattern: sink($X)}
      - {pattern: return $X, exact: false}
      - {pattern: $X.f = $Y, requires: B and not C}
    pattern-sanitizers:
      - {pattern: clean(...)}
      - by-side-effect: true
        patterns: [{pattern: scrub($S)}, {focus-metavariable: $S}]
    pattern-propagators:
      - {pattern: $A.Write($...B), from: $...B, to: $A}
      - {pattern: $A = conv($B), from: $B, to: $A, label: B, replace-labels: [C]}
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate;
  if (size > 1U << 14) return 0;
  static const auto rules = gopatterns::load_rules(kRules, "fuzz.yaml");
  if (!rules) std::abort();
  BlobResult out;
  gopatterns::scan_file(*rules, {reinterpret_cast<const char*>(data), size}, "a.go", out);
  for (const Finding& f : out.findings)
    if (f.steps.empty()) std::abort();
  return 0;
}
