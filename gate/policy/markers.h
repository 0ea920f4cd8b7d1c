// Which comments a text can hold and where, told by one pass over it: most texts
// hold none. Any thread may ask.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gate/core/line_index.h"
#include "gate/core/span.h"

namespace gogate::policy {

enum class Marker : std::uint8_t { gogate, nosem, kingfisher, gitleaks, betterleaks, trufflehog, pragma, nosec, gosec_disable };

class Markers {
 public:
  explicit Markers(std::string_view text);
  [[nodiscard]] bool has(Marker m) const { return (bits_ & 1U << static_cast<unsigned>(m)) != 0; }
  [[nodiscard]] bool any() const { return bits_ != 0; }
  // Numbers of the lines that can hold one, ascending.
  [[nodiscard]] std::vector<std::uint32_t> lines(const LineIndex& index) const;

 private:
  std::uint32_t bits_ = 0;
  std::vector<Span> places_;
};

}  // namespace gogate::policy
