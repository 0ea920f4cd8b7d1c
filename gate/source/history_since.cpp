// Dates as people write them for --since.
#include <array>
#include <charconv>
#include <chrono>
#include <string_view>

#include "gate/source/history.h"

namespace gogate::source {
namespace {

constexpr std::int64_t kDay = 86400;

// Cuts a number of `least` to `most` digits off the front.
std::optional<std::int64_t> cut_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t n = 0;
  while (n < text.size() && n < most && text[n] >= '0' && text[n] <= '9') ++n;
  if (n < least) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + n, value);
  text.remove_prefix(n);
  return value;
}

bool cut(std::string_view& text, std::string_view what) {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

// Z, +01:00, +0100 or nothing: seconds east of UTC.
std::optional<std::int64_t> cut_offset(std::string_view& text) {
  cut(text, " ");
  if (text.empty() || cut(text, "Z")) return 0;
  const bool west = cut(text, "-");
  if (!west && !cut(text, "+")) return std::nullopt;
  const auto hours = cut_number(text, 2, 2);
  cut(text, ":");
  const auto minutes = cut_number(text, 2, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  return (west ? -1 : 1) * (*hours * 3600 + *minutes * 60);
}

std::optional<std::int64_t> calendar(std::string_view text) {
  const auto year = cut_number(text, 4, 4);
  if (!year || !cut(text, "-")) return std::nullopt;
  const auto month = cut_number(text, 1, 2);
  if (!month || !cut(text, "-")) return std::nullopt;
  const auto day = cut_number(text, 1, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  std::int64_t out = std::chrono::sys_days(date).time_since_epoch().count() * kDay;
  if (text.empty()) return out;
  if (!cut(text, "T") && !cut(text, " ")) return std::nullopt;
  const auto hour = cut_number(text, 2, 2);
  if (!hour || !cut(text, ":")) return std::nullopt;
  const auto minute = cut_number(text, 2, 2);
  std::optional<std::int64_t> second = 0;
  if (cut(text, ":")) second = cut_number(text, 2, 2);
  if (!minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const auto offset = cut_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return out + *hour * 3600 + *minute * 60 + *second - *offset;
}

// "2 weeks ago", "2.weeks.ago", "2 weeks"
std::optional<std::int64_t> ago(std::string_view text) {
  struct Unit {
    std::string_view name;
    std::int64_t seconds;
  };
  constexpr std::array<Unit, 7> kUnits{{{"second", 1}, {"minute", 60}, {"hour", 3600}, {"day", kDay}, {"week", 7 * kDay}, {"month", 30 * kDay}, {"year", 365 * kDay}}};
  const auto count = cut_number(text, 1, 6);
  if (!count || (!cut(text, " ") && !cut(text, "."))) return std::nullopt;
  for (const Unit& unit : kUnits) {
    if (!cut(text, unit.name)) continue;
    cut(text, "s");
    if (text.empty() || text == " ago" || text == ".ago") return *count * unit.seconds;
    return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::int64_t> point_in_time(const std::string& text, std::int64_t now) {
  if (text == "yesterday") return now - kDay;
  if (const auto seconds = ago(text)) return now - *seconds;
  if (const auto date = calendar(text)) return *date;
  if (std::string_view rest = text; cut(rest, "@"))
    if (const auto seconds = cut_number(rest, 1, 12); seconds && rest.empty()) return *seconds;
  return std::nullopt;
}

}  // namespace

Result<std::int64_t> parse_since(const std::string& text, std::int64_t now) {
  if (const auto since = point_in_time(text, now)) {
    if (*since <= now) return *since;
    // Nothing would be looked at, which is no pass.
    return fail(Errc::usage, "\"" + text + "\" lies in the future, so no commit would be looked at",
                "name a day that has begun; days begin at midnight UTC unless a time and zone are given");
  }
  return fail(Errc::usage, "\"" + text + "\" is no date", "write 2026-01-31, 2026-01-31T10:00:00Z, \"2 weeks ago\" or @1700000000");
}

}  // namespace gogate::source
