// What scan() leaves for place() in the first word of Finding::unsettled: what
// the finding ranks at before its place is known.
#pragma once

#include <cstdint>

#include "gate/core/severity.h"
#include "scanners/secrets/human_value.h"

namespace gogate::secrets {

struct Settled {
  Confidence confidence = Confidence::medium;
  Severity severity = Severity::high;
  bool digest_form = false;
  Believed believed = Believed::anywhere;
  bool drawn = false;  // known by its name alone, and it looks drawn at random

  [[nodiscard]] std::uint32_t packed() const {
    return static_cast<std::uint32_t>(confidence) | static_cast<std::uint32_t>(severity) << 8 |
           (digest_form ? 1U << 16 : 0U) | static_cast<std::uint32_t>(believed) << 17 | (drawn ? 1U << 19 : 0U);
  }
  static Settled of(std::uint32_t word) {
    return {static_cast<Confidence>(word & 0xFFU), static_cast<Severity>(word >> 8 & 0xFFU), (word >> 16 & 1U) != 0,
            static_cast<Believed>(word >> 17 & 3U), (word >> 19 & 1U) != 0};
  }
};

}  // namespace gogate::secrets
