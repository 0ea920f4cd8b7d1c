#include "scanners/secrets/expiry.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace gogate::secrets {
namespace {

// Digits at the head of `text`, `count` of them; -1: others stand there.
int number(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int out = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return -1;
    out = out * 10 + (c - '0');
  }
  return out;
}

// The first second of a day; 0: no date.
std::int64_t seconds_of(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(std::max(month, 0))),
                                         std::chrono::day(static_cast<unsigned>(std::max(day, 0)))};
  if (year < 1971 || !date.ok()) return 0;
  return std::chrono::sys_seconds(std::chrono::sys_days(date)).time_since_epoch().count();
}

constexpr std::int64_t kDay = 86400;

std::size_t behind(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const char before = at == 0 ? '&' : text[at - 1];
    if (before == '&' || before == '?' || before == ';') return at + name.size();
  }
  return std::string_view::npos;
}

}  // namespace

std::string day_of(std::int64_t seconds) {
  const std::chrono::sys_days day = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(seconds)));
  const std::chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year());
  if (year < 1970 || year > 9999) return "a far day";
  const auto two = [](unsigned n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(year) + "-" + two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day()));
}

std::int64_t end_of_signed_url(std::string_view match) {
  // A day more than said: the hour does not matter here.
  if (const std::size_t at = behind(match, "se="); at != std::string_view::npos && at + 10 <= match.size() && match[at + 4] == '-') {
    const std::int64_t day = seconds_of(number(match, at, 4), number(match, at + 5, 2), number(match, at + 8, 2));
    if (day != 0) return day + kDay;
  }
  const std::size_t date = behind(match, "X-Amz-Date=");
  const std::size_t period = behind(match, "X-Amz-Expires=");
  if (date == std::string_view::npos || period == std::string_view::npos) return 0;
  std::size_t digits = 0;
  while (digits < 6 && number(match, period, digits + 1) >= 0) ++digits;
  const std::int64_t day = seconds_of(number(match, date, 4), number(match, date + 4, 2), number(match, date + 6, 2));
  return day == 0 || digits == 0 ? 0 : day + kDay + number(match, period, digits);
}

}  // namespace gogate::secrets
