// What scan() leaves to place(), as numbers that a finding carries. A value.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scanners/secrets/settled.h"

namespace gogate::secrets {

// A match of another rule, which stands or falls with its place as well.
struct OtherMatch {
  std::uint32_t rule = 0;                // in the catalogue
  std::vector<std::uint32_t> allowlists;  // that allow it if its place fits, too
};

struct Unsettled {
  Settled settled;                       // what scan() gave
  std::vector<std::uint32_t> allowlists;       // whose content part held
  std::vector<OtherMatch> needed;     // all of them must stand
  std::vector<OtherMatch> yields_to;  // none of them may

  [[nodiscard]] std::vector<std::uint32_t> packed() const;
  // Of what packed() gave; of an empty list, nothing is unsettled.
  static Unsettled unpacked(std::span<const std::uint32_t> numbers);
};

}  // namespace gogate::secrets
