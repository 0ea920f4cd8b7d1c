#include "scanners/secrets/overlaps.h"

#include <algorithm>
#include <tuple>

namespace gogate::secrets {
namespace {

// Lines with more claims than this (data dumps) are compared by overlap alone.
constexpr std::size_t kManyOnALine = 200;

bool same_line(const Claim& a, const Claim& b) { return a.finding.statement.begin == b.finding.statement.begin; }

// Whether `better` pushes the generic `claim` aside.
bool covers(const Claim& better, const Claim& claim) {
  if (better.generic || better.rule == claim.rule) return false;
  if (claim.ours && better.finding.region.span.overlaps(claim.finding.region.span)) return true;
  return same_line(better, claim) && better.secret.find(claim.secret) != std::string_view::npos;
}

// Whether `claim` goes at once. Where the better one's place is not known yet,
// it goes where that one stands.
bool yields(Claim& claim, const Claim& better) {
  if (!better.may_vanish) return true;
  if (better.unsettled.needed.empty())
    claim.unsettled.yields_to.push_back({better.rule, better.unsettled.allowlists});
  return false;
}

bool same_secret(const Claim& a, const Claim& b) {
  if (a.rule == b.rule || a.generic || b.generic || (!a.ours && !b.ours)) return false;
  return a.finding.region.span.overlaps(b.finding.region.span) || (same_line(a, b) && a.secret == b.secret);
}

bool stronger(const Claim& a, const Claim& b) {
  if (a.specificity != b.specificity) return a.specificity > b.specificity;
  if (a.decoded != b.decoded) return b.decoded;  // what stands there in so many words
  return std::make_tuple(a.finding.confidence, a.finding.severity, a.finding.region.span.size(), b.rule) >
         std::make_tuple(b.finding.confidence, b.finding.severity, b.finding.region.span.size(), a.rule);
}

bool prefers(const Claim& a, const Claim& b) {
  const auto anywhere = [](const Claim& c) { return c.may_vanish ? 0 : c.unsettled.settled.believed == Believed::anywhere ? 2 : 1; };
  return std::make_tuple(a.finding.confidence, anywhere(a), b.rule) > std::make_tuple(b.finding.confidence, anywhere(b), a.rule);
}

void merge(Claim& into, Claim& from) {
  auto& also = into.finding.also_rules;
  const auto add = [&](const Rule* rule) {
    if (rule != into.finding.rule && std::find(also.begin(), also.end(), rule) == also.end()) also.push_back(rule);
  };
  // Both say that it is one: what is known of it stays known.
  if (into.ours && from.ours && into.finding.confidence < from.finding.confidence) {
    into.finding.confidence = from.finding.confidence;
    into.finding.confidence_why = from.finding.confidence_why;
    if (!into.finding.unsettled.empty() && !from.finding.unsettled.empty())
      into.finding.unsettled.front() = from.finding.unsettled.front();
  }
  add(from.finding.rule);
  for (const Rule* rule : from.finding.also_rules) add(rule);
}

}  // namespace

void settle_claims(std::vector<Claim>& claims) {
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return std::tuple(a.finding.region.span, a.rule) < std::tuple(b.finding.region.span, b.rule);
  });
  if (claims.size() < 2) return;
  std::vector<bool> gone(claims.size(), false);
  // Claims are sorted by position, so rivals stand close together: on the same
  // line, or beginning before this one ends.
  std::size_t on_line = 0;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (i > 0 && !same_line(claims[i], claims[i - 1])) on_line = 0;
    ++on_line;
    for (std::size_t j = i; j-- > 0 && !gone[i];) {
      const bool near = same_line(claims[i], claims[j]) ? on_line <= kManyOnALine : true;
      const bool overlap = claims[j].finding.region.span.overlaps(claims[i].finding.region.span);
      if (!overlap && (!near || i - j > kManyOnALine)) break;
      if (!overlap && !same_line(claims[i], claims[j])) {
        if (i - j > 8) break;  // a long claim (a key of many lines) may still reach here
        continue;
      }
      if (gone[j]) continue;
      if (claims[i].generic && covers(claims[j], claims[i])) {
        gone[i] = yields(claims[i], claims[j]);
      } else if (claims[j].generic && covers(claims[i], claims[j])) {
        gone[j] = yields(claims[j], claims[i]);
      } else if (claims[i].generic && claims[j].generic && claims[i].ours && claims[j].ours && overlap) {
        // Of two that only a name tells: what stands at any place, then the surer.
        const bool keep_i = prefers(claims[i], claims[j]);
        gone[keep_i ? j : i] = true;
      } else if (same_secret(claims[i], claims[j])) {
        const bool keep_i = stronger(claims[i], claims[j]);
        Claim& winner = keep_i ? claims[i] : claims[j];
        Claim& loser = keep_i ? claims[j] : claims[i];
        if (winner.may_vanish) continue;
        merge(winner, loser);
        gone[keep_i ? j : i] = true;
      }
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (gone[i]) continue;
    if (kept != i) claims[kept] = std::move(claims[i]);
    ++kept;
  }
  claims.erase(claims.begin() + static_cast<std::ptrdiff_t>(kept), claims.end());
}

}  // namespace gogate::secrets
