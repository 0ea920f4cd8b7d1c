// The machine's clock.
#pragma once

#include "gate/core/world.h"

namespace gogate::sys {

class SystemClock final : public Clock {
 public:
  [[nodiscard]] std::int64_t now() const override;
};

}  // namespace gogate::sys
