#include "gate/policy/waivers.h"

#include <algorithm>
#include <cstdio>

#include "gate/core/glob.h"
#include "gate/policy/toml_table.h"

namespace gogate::policy {
namespace {

// Days since 1970-01-01 of a proleptic Gregorian date (Howard Hinnant's
// days_from_civil; the standard algorithm for it).
std::int64_t days_from_civil(std::int64_t y, std::int64_t m, std::int64_t d) {
  y -= m <= 2 ? 1 : 0;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t yoe = y - era * 400;
  const std::int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  const std::int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

bool parse_date(std::string_view text, std::int64_t& end_of_day) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  std::int64_t part[3] = {0, 0, 0};
  int which = 0;
  for (const char c : text) {
    if (c == '-') {
      ++which;
      continue;
    }
    if (c < '0' || c > '9') return false;
    part[which] = part[which] * 10 + (c - '0');
  }
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (part[1] < 1 || part[1] > 12 || part[2] < 1) return false;
  const bool leap = (part[0] % 4 == 0 && part[0] % 100 != 0) || part[0] % 400 == 0;
  if (part[2] > kDays[part[1] - 1] + (part[1] == 2 && leap ? 1 : 0)) return false;
  end_of_day = (days_from_civil(part[0], part[1], part[2]) + 1) * 86400;
  return true;
}

bool matches(const WaiverEntry& w, const Finding& f, const Occurrence& o) {
  if (w.rule.empty()) return names(w.aim, f, o);
  const bool named = f.rule->id == w.rule || std::find(f.rule->aliases.begin(), f.rule->aliases.end(), w.rule) != f.rule->aliases.end();
  return named && glob_covers(w.path, o.path) && may_hold_by_place(f);
}

// It would hold, had the change not replaced the value.
bool matches_old_value(const WaiverEntry& w, const Finding& f) {
  if (!f.value_changed || f.waiver) return false;
  Finding old = f;
  old.value_changed = false;
  return matches(w, old, old.at);
}

bool is_hex(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

Result<std::vector<WaiverEntry>> parse_waivers(std::string_view toml, std::string_view origin) {
  const toml::table root = GATE_TRY(parse_toml(toml, origin));
  TableReader t(root, origin);
  std::vector<WaiverEntry> out;
  for (const toml::table* entry : t.tables("waiver")) {
    TableReader w(*entry, origin);
    WaiverEntry e;
    w.string("id", e.aim.secret);  // not "secret": every scanner would report the line
    w.string("fingerprint", e.aim.fingerprint);
    w.string("commit", e.aim.commit);
    w.string("rule", e.rule);
    w.string("path", e.path);
    w.string("owner", e.waiver.owner);
    w.string("reason", e.waiver.reason);
    // A TOML date is what people write without quotes.
    const toml::node* expires = entry->get("expires");
    if (expires != nullptr && expires->is_date()) {
      const toml::date d = expires->as_date()->get();
      char text[16];
      std::snprintf(text, sizeof text, "%04u-%02u-%02u", static_cast<unsigned>(d.year), static_cast<unsigned>(d.month),
                    static_cast<unsigned>(d.day));
      e.waiver.expires = text;
      w.accept("expires");
    } else {
      w.string("expires", e.waiver.expires);
    }
    e.place = w.place();
    const int aims = int{!e.aim.secret.empty()} + int{!e.aim.fingerprint.empty()} + int{!e.rule.empty() || !e.path.empty()};
    if (aims != 1 || e.rule.empty() != e.path.empty())
      w.fault("", "[[waiver]] needs one of: the id of a secret, a fingerprint (with or without a commit), a rule and a path");
    if (!e.aim.commit.empty() && (e.aim.fingerprint.empty() || e.aim.commit.size() < 7 || !is_hex(e.aim.commit)))
      w.fault("commit", "commit goes with a fingerprint, as at least seven hex digits");
    if (!e.aim.secret.empty() && !(e.aim.secret.size() == 19 && e.aim.secret.starts_with("s1-") && is_hex(std::string_view(e.aim.secret).substr(3))))
      w.fault("id", "id is that of a secret as reports print it, s1-0123456789abcdef, never the secret itself");
    if (e.waiver.owner.empty()) w.fault("", "[[waiver]] needs an owner: who answers for it");
    if (e.waiver.reason.empty()) w.fault("", "[[waiver]] needs a reason");
    if (!parse_date(e.waiver.expires, e.expires_at))
      w.fault("", "[[waiver]] needs expires, a date as YYYY-MM-DD: the last day on which it holds");
    GATE_TRY(w.finish());
    out.push_back(std::move(e));
  }
  GATE_TRY(t.finish());
  return out;
}

void apply_waivers(const std::vector<WaiverEntry>& waivers, std::int64_t now, std::vector<Finding>& findings,
                   std::vector<std::string>& warnings) {
  for (const WaiverEntry& w : waivers) {
    const bool holds = now < w.expires_at;
    const std::size_t used = set_aside(
        findings, [&](const Finding& f, const Occurrence& o) { return !f.waiver && matches(w, f, o); },
        [&](Finding& f) {
          if (holds) f.waiver = w.waiver;
        });
    if (!holds)
      warnings.push_back(w.place + ": waiver of " + w.waiver.owner + " expired after " + w.waiver.expires +
                         (used != 0 ? " and no longer holds: fix the finding or renew the waiver" : ": remove it"));
    for (const Finding& f : findings) {
      if (!holds || !matches_old_value(w, f)) continue;
      warnings.push_back(w.place + ": the waiver does not hold for " + f.at.path + ":" + std::to_string(f.at.line) +
                         ": the change replaces the value that was there when it was agreed on");
      break;
    }
  }
}

}  // namespace gogate::policy
