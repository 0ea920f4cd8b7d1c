#include "gate/policy/silence.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace gogate::policy {
namespace {

bool earlier(const Occurrence& a, const Occurrence& b) {
  return std::tie(a.time, a.path, a.line, a.commit) < std::tie(b.time, b.path, b.line, b.commit);
}

// The finding with these occurrences alone. The excerpt is that of another
// commit's version; being the same place, its masked text is the same.
Finding with_occurrences(const Finding& f, std::vector<Occurrence> all) {
  Finding out = f;
  const bool same = all.front() == f.at;
  out.at = std::move(all.front());
  out.also.assign(std::make_move_iterator(all.begin() + 1), std::make_move_iterator(all.end()));
  if (same) return out;
  out.blob = {};
  if (out.at.line != 0 && !out.region.span.empty()) {
    const std::uint32_t lines = out.region.end.line - out.region.begin.line;
    out.region.begin.line = out.at.line;
    out.region.end.line = out.at.line + lines;
    out.excerpt.first_line = out.at.line;
  }
  return out;
}

// Why it is set aside; empty: it stands.
std::string reason_key(const Finding& f) {
  std::string key;
  if (f.suppression && f.suppression->counts)
    key = "s" + std::to_string(static_cast<int>(f.suppression->kind)) + f.suppression->reason;
  if (f.waiver) key += "\nw" + f.waiver->owner + "\n" + f.waiver->expires + "\n" + f.waiver->reason;
  return key;
}

bool speaks_before(const Finding& a, const Finding& b) {
  const auto grave = [](const Finding& f) { return std::tuple(!f.published, f.confidence, f.severity, f.at.at_head == AtHead::yes); };
  return grave(a) != grave(b) ? grave(a) > grave(b) : earlier(a.at, b.at);
}

void absorb(Finding& into, Finding&& from) {
  const auto add = [&](Occurrence&& o) {
    if (o != into.at && std::find(into.also.begin(), into.also.end(), o) == into.also.end()) into.also.push_back(std::move(o));
  };
  add(std::move(from.at));
  for (Occurrence& o : from.also) add(std::move(o));
  for (const Rule* r : from.also_rules)
    if (std::find(into.also_rules.begin(), into.also_rules.end(), r) == into.also_rules.end()) into.also_rules.push_back(r);
}

}  // namespace

bool is_commit(const Occurrence& o, std::string_view hex) { return !hex.empty() && o.commit.hex().starts_with(hex); }

bool names(const Aim& aim, const Finding& f, const Occurrence& o) {
  if (!aim.secret.empty()) return f.secret.id() == aim.secret;
  if (aim.fingerprint.empty() || o.fingerprint != aim.fingerprint) return false;
  return aim.commit.empty() ? may_hold_by_place(f) : is_commit(o, aim.commit);
}

std::size_t set_aside(std::vector<Finding>& findings, const std::function<bool(const Finding&, const Occurrence&)>& named,
                      const std::function<void(Finding&)>& mark) {
  std::size_t marked = 0;
  const std::size_t before = findings.size();
  for (std::size_t i = 0; i < before; ++i) {
    Finding& f = findings[i];
    const bool first = named(f, f.at);
    const auto others = static_cast<std::size_t>(
        std::count_if(f.also.begin(), f.also.end(), [&](const Occurrence& o) { return named(f, o); }));
    const std::size_t hit = others + (first ? 1 : 0);
    if (hit == 0) continue;
    ++marked;
    if (hit == f.also.size() + 1) {
      mark(f);
      continue;
    }
    std::vector<Occurrence> aside;
    std::vector<Occurrence> rest;
    (first ? aside : rest).push_back(f.at);
    for (const Occurrence& o : f.also) (named(f, o) ? aside : rest).push_back(o);
    Finding silenced = with_occurrences(f, std::move(aside));
    Finding standing = with_occurrences(f, std::move(rest));
    mark(silenced);
    f = std::move(standing);
    findings.push_back(std::move(silenced));  // `f` is not used any more
  }
  return marked;
}

void group_occurrences(std::vector<Finding>& findings) {
  std::map<std::tuple<const Rule*, std::string, std::string>, std::size_t> known;
  std::vector<Finding> out;
  out.reserve(findings.size());
  for (Finding& f : findings) {
    if (f.secret.id().empty()) {
      out.push_back(std::move(f));
      continue;
    }
    const auto [it, is_new] = known.try_emplace({f.rule, f.secret.id(), reason_key(f)}, out.size());
    if (is_new) {
      out.push_back(std::move(f));
      continue;
    }
    Finding& entry = out[it->second];
    if (speaks_before(f, entry)) std::swap(f, entry);
    absorb(entry, std::move(f));
  }
  for (Finding& f : out) std::sort(f.also.begin(), f.also.end(), earlier);
  findings = std::move(out);
}

}  // namespace gogate::policy
