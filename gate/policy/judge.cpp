#include "gate/policy/judge.h"

#include <algorithm>

#include "gate/core/suggest.h"

namespace gogate::policy {
namespace {

bool contains(const auto& list, const auto& value) { return std::find(list.begin(), list.end(), value) != list.end(); }

bool named(const Rule& r, const std::string& id) { return r.id == id || contains(r.aliases, id); }

// A rule that only agrees with the finding's own may make it graver; what
// lowers it must name the finding's own.
void apply_overrides(const Config& config, std::vector<Finding>& findings) {
  for (const RuleOverride& o : config.overrides) {
    for (Finding& f : findings) {
      const bool own = named(*f.rule, o.id);
      if (!own && std::none_of(f.also_rules.begin(), f.also_rules.end(), [&](const Rule* r) { return named(*r, o.id); }))
        continue;
      if (o.severity) f.severity = own ? *o.severity : std::max(f.severity, *o.severity);
      if (o.confidence) f.confidence = own ? *o.confidence : std::max(f.confidence, *o.confidence);
    }
  }
}

// A typo must not go unseen; a rule that this run left out is no mistake, so it
// is no error.
void warn_of_idle_overrides(const Config& config, Report& report) {
  for (const RuleOverride& o : config.overrides) {
    const bool known = std::any_of(report.runs.begin(), report.runs.end(), [&](const ScannerRun& run) {
      return std::any_of(run.rules.begin(), run.rules.end(), [&](const Rule* r) { return named(*r, o.id); });
    });
    if (known) continue;
    std::vector<std::string_view> ids;
    for (const ScannerRun& run : report.runs)
      for (const Rule* r : run.rules) ids.push_back(r->id);
    report.warnings.push_back(config.origin + ": [[rule]] \"" + o.id + "\" names no rule of this run, so it changes nothing" +
                              did_you_mean(o.id, ids));
  }
}

void move_notes(const Config& config, Report& report) {
  if (config.notes_as_gaps.empty()) return;
  std::erase_if(report.notes, [&](Note& n) {
    if (!contains(config.notes_as_gaps, n.kind)) return false;
    report.gaps.push_back({GapKind::unreadable_file, n.place,
                           n.what + " (the policy counts " + std::string(name_of(n.kind)) + " as a gap)", ""});
    return true;
  });
}

std::string count_of(std::size_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

}  // namespace

void judge(const Config& config, Report& report) {
  apply_overrides(config, report.findings);
  warn_of_idle_overrides(config, report);
  move_notes(config, report);
  std::size_t blocking = 0;
  for (Finding& f : report.findings) {
    f.blocks = f.active() && !f.published && f.severity >= config.fail_severity && f.confidence >= config.fail_confidence;
    blocking += f.blocks ? 1 : 0;
  }
  std::size_t open = 0;
  std::size_t accepted = 0;
  for (Gap& g : report.gaps) {
    g.accepted = contains(config.accepted_gaps, g.kind);
    (g.accepted ? accepted : open) += 1;
  }
  report.reasons.clear();
  if (blocking != 0) {
    report.reasons.push_back(count_of(blocking, "finding blocks", "findings block") + " (severity " +
                             std::string(name_of(config.fail_severity)) + " and above, confidence " +
                             std::string(name_of(config.fail_confidence)) + " and above)");
  }
  if (open != 0) report.reasons.push_back(count_of(open, "gap", "gaps") + ": not everything in scope could be looked at");
  if (accepted != 0) report.reasons.push_back(count_of(accepted, "gap", "gaps") + " accepted by the policy");
  if (blocking != 0)
    report.verdict = Verdict::blocked;
  else if (open != 0)
    report.verdict = Verdict::incomplete;
  else
    report.verdict = Verdict::passed;
}

}  // namespace gogate::policy
