// The files that a policy is read from. What parses is applied to a finding.
#include "gate/policy/judge.h"
#include "gate/policy/waivers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Rule rule;
  rule.id = "weak-rand";
  rule.scanner = "secrets";
  Report report;
  report.findings.resize(1);
  report.findings[0].rule = &rule;
  report.findings[0].at.path = "internal/a.go";
  if (const auto waivers = policy::parse_waivers(text, "w.toml"))
    policy::apply_waivers(*waivers, 1772409600, report.findings, report.warnings);
  if (const auto config = policy::parse_config(text, "p.toml")) policy::judge(*config, report);
  return 0;
}
