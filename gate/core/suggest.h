// "did you mean …": the known word nearest to a mistyped one. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace gogate {

// Empty when nothing is near: at most a third of the letters may differ
// (Levenshtein distance, case ignored).
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

// ", did you mean \"x\"?" or empty.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);

}  // namespace gogate
