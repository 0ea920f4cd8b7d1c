// General categories and scripts that RE2 20220601 knows (Unicode 15).
#pragma once

#include <optional>
#include <string_view>

namespace gogate::prefilter {

struct UnicodeGroup {
  std::string_view name;
  std::string_view ascii_ranges;  // pairs: first and last ASCII member of each range
  bool kelvin = false;            // U+212A is a member
  bool long_s = false;            // U+017F is a member
};

// Every group has members beyond ASCII except Cc's C1 part, which counts as such.
std::optional<UnicodeGroup> find_unicode_group(std::string_view name);

}  // namespace gogate::prefilter
