// Rules as SARIF reporting descriptors. For sarif.cpp only.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/report.h"
#include "reporters/json_stream.h"

namespace gogate::reporters {

std::string_view sarif_level(Severity s);        // "error", "warning", "note"
std::string security_severity(Severity s);       // "9.5"; GitHub's bands: critical > 9, high >= 7, medium >= 4
std::string_view sarif_precision(Confidence c);  // "very-high", …, "low"
// Ends with a full stop, as SARIF wants of every message.
std::string sentence(std::string_view text);

// The rules of one SARIF run and their positions. GitHub takes no more than
// `most`: rules that `findings` use come first when not all fit.
class SarifRules {
 public:
  SarifRules(const Report& report, const std::vector<const Finding*>& findings, std::size_t most = 25'000);
  // Written into the driver's `rules`, in this order.
  [[nodiscard]] const std::vector<const Rule*>& all() const { return rules_; }
  // -1: not among them.
  [[nodiscard]] int index_of(const Rule& rule) const;

 private:
  std::vector<const Rule*> rules_;
  std::map<std::string_view, int> index_;
};

Json rule_descriptor(const Rule& rule);

}  // namespace gogate::reporters
