#include "gate/core/severity.h"

#include <algorithm>
#include <array>

namespace gogate {
namespace {

constexpr std::array<std::string_view, 5> kSeverities{"info", "low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 4> kConfidences{"low", "medium", "high", "certain"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

}  // namespace

std::string_view name_of(Severity s) { return kSeverities[static_cast<std::size_t>(s)]; }
std::string_view name_of(Confidence c) { return kConfidences[static_cast<std::size_t>(c)]; }

Confidence lowered(Confidence c, int steps) { return static_cast<Confidence>(std::max(0, static_cast<int>(c) - steps)); }

std::optional<Severity> parse_severity(std::string_view text) {
  for (std::size_t i = 0; i < kSeverities.size(); ++i)
    if (same_ignoring_case(text, kSeverities[i])) return static_cast<Severity>(i);
  return std::nullopt;
}

std::optional<Confidence> parse_confidence(std::string_view text) {
  for (std::size_t i = 0; i < kConfidences.size(); ++i)
    if (same_ignoring_case(text, kConfidences[i])) return static_cast<Confidence>(i);
  return std::nullopt;
}

}  // namespace gogate
