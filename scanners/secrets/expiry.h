// Dates after which a credential opens nothing. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gogate::secrets {

// "2026-11-23", UTC, of seconds since 1970.
std::string day_of(std::int64_t seconds);

// When a signed URL ends, as it says itself: the se= of a shared access
// signature, or the date and period of a presigned request. 0: it does not say.
std::int64_t end_of_signed_url(std::string_view match);

}  // namespace gogate::secrets
