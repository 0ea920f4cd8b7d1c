#include "gate/policy/gitleaks_ignore.h"

#include <algorithm>

namespace gogate::policy {
namespace {

bool is_hex(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
}

struct Entry {
  std::string_view commit;  // empty: any
  std::string_view path;
  std::string_view rule;
  std::uint32_t line = 0;
};

// From the right, since a path may hold colons.
bool parse(std::string_view text, Entry& e) {
  const std::size_t last = text.rfind(':');
  if (last == std::string_view::npos) return false;
  const std::string_view number = text.substr(last + 1);
  if (number.empty() || number.size() > 9 || !std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return false;
  for (const char c : number) e.line = e.line * 10 + static_cast<std::uint32_t>(c - '0');
  text = text.substr(0, last);
  const std::size_t rule = text.rfind(':');
  if (rule == std::string_view::npos || rule == 0) return false;
  e.rule = text.substr(rule + 1);
  e.path = text.substr(0, rule);
  const std::size_t commit = e.path.find(':');
  if ((commit == 40 || commit == 64) && is_hex(e.path.substr(0, commit))) {
    e.commit = e.path.substr(0, commit);
    e.path = e.path.substr(commit + 1);
  }
  return !e.rule.empty() && !e.path.empty();
}

bool holds(const Entry& e, const Finding& f) {
  if (f.rule->scanner != "secrets" || f.region.begin.line != e.line) return false;
  const auto named = [&](const Rule* r) {
    return r->id == e.rule || std::find(r->aliases.begin(), r->aliases.end(), e.rule) != r->aliases.end();
  };
  if (!named(f.rule) && std::none_of(f.also_rules.begin(), f.also_rules.end(), named)) return false;
  return f.at.path == e.path && (e.commit.empty() || f.at.commit.hex() == e.commit) &&
         std::all_of(f.also.begin(), f.also.end(), [&](const Occurrence& o) { return o.path == e.path; });
}

}  // namespace

void apply_gitleaks_ignore(std::string_view text, std::string_view origin, std::vector<Finding>& findings,
                           std::vector<std::string>& warnings) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::uint32_t number = 0;
  while (!text.empty()) {
    const std::size_t eol = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, eol);
    text.remove_prefix(std::min(eol + 1, text.size()));
    ++number;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    Entry e;
    if (!parse(line, e)) {
      warnings.push_back(std::string(origin) + ":" + std::to_string(number) +
                         ": is no fingerprint (commit:path:rule:line or path:rule:line)");
      continue;
    }
    for (Finding& f : findings) {
      if (f.suppression || !holds(e, f)) continue;
      Suppression s;
      s.kind = Directive::gitleaks_ignore_file;
      s.reason = std::string(origin) + ":" + std::to_string(number);
      f.suppression = std::move(s);
    }
  }
}

}  // namespace gogate::policy
