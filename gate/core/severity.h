// The two scales of a finding, and their names. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gogate {

// Ordered: a later one is graver.
enum class Severity : std::uint8_t { info, low, medium, high, critical };
enum class Confidence : std::uint8_t { low, medium, high, certain };

std::string_view name_of(Severity s);    // "info", "low", "medium", "high", "critical"
std::string_view name_of(Confidence c);  // "low", "medium", "high", "certain"
// `steps` down the scale, at most to its end.
Confidence lowered(Confidence c, int steps);

// Exactly one of the names above, any letter case; else nullopt.
std::optional<Severity> parse_severity(std::string_view text);
std::optional<Confidence> parse_confidence(std::string_view text);

}  // namespace gogate
