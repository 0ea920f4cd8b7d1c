#include "gate/core/byte_size.h"

#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace gogate {

std::optional<std::uint64_t> parse_byte_size(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, unsigned>, 11> kUnits{
      {{"", 0}, {"B", 0}, {"K", 10}, {"KB", 10}, {"KiB", 10}, {"M", 20}, {"MB", 20}, {"MiB", 20}, {"G", 30}, {"GB", 30}, {"GiB", 30}}};
  std::uint64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{}) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, shift] : kUnits)
    if (unit == name) return n <= (std::numeric_limits<std::uint64_t>::max() >> shift) ? std::optional(n << shift) : std::nullopt;
  return std::nullopt;
}

}  // namespace gogate
