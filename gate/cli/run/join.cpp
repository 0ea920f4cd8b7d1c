#include "gate/cli/run/join.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "gate/cli/run/standing.h"
#include "gate/core/fingerprint.h"
#include "gate/source/archive.h"

namespace gogate::run {
namespace {

bool is_secret(const Finding& f) { return !f.secret.empty(); }

// A suppressed finding must not swallow one that stands, nor the other way round.
bool silenced(const Finding& f) { return f.suppression && f.suppression->counts; }

const Scanner* scanner_of(const Options& options, const Finding& f) {
  for (const Scanner* s : options.scanners)
    if (s->name() == f.rule->scanner) return s;
  return nullptr;
}

bool earlier(const Occurrence& a, const Occurrence& b) {
  return std::tie(a.time, a.path, a.commit) < std::tie(b.time, b.path, b.commit);
}

// What is left out by path is so within archives, too.
bool takes_member(const Options& options, const Finding& f, Report& report) {
  if (!source::PathFilter{{}, options.filter.exclude}.accepts(f.at.path)) {
    report.notes.push_back({NoteKind::excluded, f.at.path, "a finding there is left out by --exclude or the policy"});
    return false;
  }
  if (options.ignores == nullptr || !is_secret(f)) return true;
  const auto by = options.ignores->left_out(f.at.path);
  if (!by) return true;
  if (options.ignore_use != nullptr) ++options.ignore_use->findings_left_out[*by];
  report.notes.push_back({NoteKind::excluded, f.at.path, "a secret there is left out by " + options.ignores->patterns()[*by].place});
  return false;
}

void add_occurrence(Finding& f, const Occurrence& o) {
  if (o == f.at || std::find(f.also.begin(), f.also.end(), o) != f.also.end()) return;
  f.also.push_back(o);
}

}  // namespace

std::vector<Finding> fold_hits(std::vector<Hit> hits, NameScanner& names) {
  // One value at one place. A place is named by its text and by how many equal
  // ones come before it in its version of the file.
  using Key = std::tuple<const Rule*, std::string, std::string, std::uint32_t>;
  std::map<std::tuple<Key, std::string, bool>, std::size_t> known;
  std::map<Key, std::string> first_value;
  std::vector<Finding> out;
  for (Hit& h : hits) {
    Finding& f = h.finding;
    f.at.path = names.mask(f.at.path);
    if (f.value.empty() && is_secret(f)) f.value = f.secret.identity();  // found in a name
    const Key place{f.rule, f.at.path, h.context, h.ordinal};
    // Items of a range come oldest first: a later commit may replace what an earlier one brought.
    const auto first = first_value.try_emplace(place, f.value).first;
    if (f.place == PlaceKind::content && first->second != f.value) f.value_changed = true;
    f.fingerprint = fingerprint(f.rule->id, f.at.path, h.context, h.ordinal);
    f.at.fingerprint = f.fingerprint;
    const auto [it, is_new] = known.try_emplace({place, f.value, silenced(f)}, out.size());
    if (is_new) {
      out.push_back(std::move(f));
      continue;
    }
    // The first sight is the introduction. A value that came back has been replaced in between.
    Finding& same = out[it->second];
    same.value_changed = same.value_changed || f.value_changed;
    add_occurrence(same, f.at);
  }
  return out;
}

Result<std::vector<Finding>> locate_hits(source::Source& source, const Options& options, std::vector<Hit> hits,
                                         NameScanner& names, Report& report) {
  // Content with the same evidence: a strong secret wherever in the file it
  // stands, anything else at its place.
  std::map<std::tuple<const Rule*, std::string, std::string, bool>, std::uint32_t> groups;
  std::map<std::pair<ObjectId, std::uint32_t>, std::size_t> asked;
  std::vector<ObjectId> ids;
  std::vector<std::uint32_t> group_of;
  std::vector<std::vector<std::size_t>> hits_of;  // several where a blob holds one secret twice
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const Finding& f = hits[i].finding;
    // Apart when a comment silences one: a version without the comment introduces it.
    const std::string place = f.secret.id().empty() ? hits[i].context : std::string();
    const auto group = groups
                           .try_emplace({f.rule, f.secret.identity(), place, silenced(f)},
                                        static_cast<std::uint32_t>(groups.size()))
                           .first->second;
    const auto [it, is_new] = asked.try_emplace({f.blob, group}, ids.size());
    if (is_new) {
      ids.push_back(f.blob);
      group_of.push_back(group);
      hits_of.emplace_back();
    }
    hits_of[it->second].push_back(i);
  }
  if (ids.empty()) return std::vector<Finding>{};
  std::vector<source::Located> located = GATE_TRY(source.locate(ids, group_of, report.gaps));
  tell_standing(located, group_of, source.knows_head());

  std::map<std::tuple<std::string, std::string, bool>, std::size_t> known;  // place, value, silenced
  std::vector<Finding> out;
  for (const source::Located& l : located) {
    if (l.place == PlaceKind::content && !options.filter.accepts(l.at.path)) {
      report.notes.push_back({NoteKind::excluded, l.at.path, "a finding there is left out by --include, --exclude or the policy"});
      continue;
    }
    if (l.place == PlaceKind::content && is_secret(hits[hits_of[l.index].front()].finding) && options.ignores != nullptr) {
      if (const auto by = options.ignores->left_out(l.at.path)) {
        if (options.ignore_use != nullptr) ++options.ignore_use->findings_left_out[*by];
        report.notes.push_back({NoteKind::excluded, l.at.path, "a secret there is left out by " + options.ignores->patterns()[*by].place});
        continue;
      }
    }
    for (const std::size_t h : hits_of[l.index]) {
      const Hit& hit = hits[h];
      const Scanner* scanner = scanner_of(options, hit.finding);
      if (scanner == nullptr) continue;
      Finding f = hit.finding;
      f.at = l.at;
      f.at.line = hit.finding.at.line;
      if (!f.inner.empty()) {
        f.at.path = source::path_in_archive(l.at.path, f.inner);
        if (!takes_member(options, f, report)) continue;
      }
      if (!scanner->place(f, f.at.path, f.at.commit)) continue;
      f.place = l.place;
      f.at.path = names.mask(f.at.path);
      f.fingerprint = fingerprint(f.rule->id, f.at.path, hit.context, hit.ordinal);
      f.at.fingerprint = f.fingerprint;
      const auto [it, is_new] = known.try_emplace({f.fingerprint, f.secret.identity(), silenced(f)}, out.size());
      if (is_new) {
        out.push_back(std::move(f));
        continue;
      }
      // The gravest sight speaks for the place, and of equal ones the earliest.
      Finding& first = out[it->second];
      const bool better = std::tuple(f.confidence, f.severity) > std::tuple(first.confidence, first.severity) ||
                          (std::tuple(f.confidence, f.severity) == std::tuple(first.confidence, first.severity) &&
                           earlier(f.at, first.at));
      if (better) {
        f.also = std::move(first.also);
        add_occurrence(f, first.at);
        first = std::move(f);
      } else {
        add_occurrence(first, f.at);
      }
    }
  }
  for (Finding& f : out) std::sort(f.also.begin(), f.also.end(), earlier);
  return out;
}

namespace {

void drop(std::vector<Finding>& findings, const std::vector<bool>& gone) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (gone[i]) continue;
    if (kept != i) findings[kept] = std::move(findings[i]);
    ++kept;
  }
  findings.resize(kept);
}

// `into` speaks for both from here on.
void take_over(Finding& into, Finding& from) {
  if (std::find(into.also_rules.begin(), into.also_rules.end(), from.rule) == into.also_rules.end())
    into.also_rules.push_back(from.rule);
}

bool share_weakness(const Rule& a, const Rule& b) {
  return std::any_of(a.cwe.begin(), a.cwe.end(),
                     [&](const std::string& c) { return std::find(b.cwe.begin(), b.cwe.end(), c) != b.cwe.end(); });
}

// Two rules about one weakness of one expression: the graver one speaks.
void merge_same_span(std::vector<Finding>& findings) {
  std::map<std::tuple<std::string, ObjectId, Span>, std::vector<std::size_t>> at;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& f = findings[i];
    if (!is_secret(f)) at[{f.at.path, f.at.commit, f.region.span}].push_back(i);
  }
  std::vector<bool> gone(findings.size(), false);
  for (const auto& [place, list] : at) {
    for (std::size_t a = 0; a < list.size(); ++a) {
      for (std::size_t b = a + 1; b < list.size(); ++b) {
        std::size_t keep = list[a];
        std::size_t lose = list[b];
        if (gone[keep] || gone[lose] || silenced(findings[keep]) != silenced(findings[lose])) continue;
        if (!share_weakness(*findings[keep].rule, *findings[lose].rule)) continue;
        const auto weight = [](const Finding& f) { return std::tuple(f.confidence >= Confidence::medium, f.severity, f.confidence); };
        if (weight(findings[lose]) > weight(findings[keep])) std::swap(keep, lose);
        take_over(findings[keep], findings[lose]);
        gone[lose] = true;
      }
    }
  }
  drop(findings, gone);
}

}  // namespace

void merge_same_evidence(std::vector<Finding>& findings) {
  merge_same_span(findings);
  // Key: path and line text position; a range shows the secret in a commit's
  // version and the pattern in the last one, so lines are compared as well.
  std::map<std::string, std::vector<std::size_t>> secrets;
  for (std::size_t i = 0; i < findings.size(); ++i)
    if (is_secret(findings[i])) secrets[findings[i].at.path].push_back(i);
  if (secrets.empty()) return;
  std::vector<bool> gone(findings.size(), false);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& f = findings[i];
    if (is_secret(f)) continue;
    const auto& cwe = f.rule->cwe;
    if (std::find(cwe.begin(), cwe.end(), "CWE-798") == cwe.end()) continue;
    const auto same_file = secrets.find(f.at.path);
    if (same_file == secrets.end()) continue;
    for (const std::size_t s : same_file->second) {
      Finding& secret = findings[s];
      const bool inside = secret.blob == f.blob && f.region.span.overlaps(secret.region.span);
      const bool same_line = !secret.excerpt.lines.empty() && !f.excerpt.lines.empty() &&
                             secret.excerpt.lines.front() == f.excerpt.lines.front();
      if (!inside && !same_line) continue;
      // What silences the one need not silence the other.
      if (silenced(secret) != silenced(f)) continue;
      take_over(secret, findings[i]);
      // Two witnesses: the graver reading of each scale counts.
      secret.severity = std::max(secret.severity, f.severity);
      secret.confidence = std::max(secret.confidence, f.confidence);
      gone[i] = true;
      break;
    }
  }
  drop(findings, gone);
}

void sort_findings(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.at.path, a.region.begin.line, a.region.begin.column, a.rule->id, a.at.time, a.at.commit) <
           std::tie(b.at.path, b.region.begin.line, b.region.begin.column, b.rule->id, b.at.time, b.at.commit);
  });
}

}  // namespace gogate::run
