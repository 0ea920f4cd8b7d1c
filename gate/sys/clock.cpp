#include "gate/sys/clock.h"

#include <ctime>

namespace gogate::sys {

std::int64_t SystemClock::now() const { return static_cast<std::int64_t>(std::time(nullptr)); }

}  // namespace gogate::sys
