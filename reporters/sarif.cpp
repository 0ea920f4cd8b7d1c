// SARIF 2.1.0 (OASIS) in the shape that GitHub code scanning reads. One run.
// What GitHub would drop or refuse is left out here, and a notification says
// so: of results the gravest are kept, as many as fit into 25,000 and into 10
// MB after gzip; of related locations the first 100, of steps 1,000, of gaps,
// notes and warnings 1,000 each. Suppressed and waived findings are left out
// unless asked for, since GitHub ignores `suppressions`.
#include <algorithm>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "reporters/encoding.h"
#include "reporters/json_stream.h"
#include "reporters/packed_size.h"
#include "reporters/reporter.h"
#include "reporters/sarif_rules.h"
#include "reporters/wording.h"

namespace gogate {
namespace {

using namespace reporters;

constexpr std::size_t kMaxLocations = 100;
constexpr std::size_t kMaxSteps = 1000;
constexpr std::size_t kMaxNotifications = 1000;  // of one kind
constexpr std::string_view kRoot = "%SRCROOT%";

Json text(std::string_view s) { return Json{{"text", sentence(s)}}; }

// Relative to the repository's root, or a file URI for a verifier's target.
Json artifact(std::string_view path) {
  if (path.starts_with('/')) return Json{{"uri", "file://" + percent_encoded(path)}};
  return Json{{"uri", path.empty() ? "stdin" : percent_encoded(path)}, {"uriBaseId", kRoot}};
}

Json region_json(const Region& r) {
  if (r.span.empty()) return Json{{"startLine", r.begin.line}};
  return Json{{"startLine", r.begin.line},
              {"startColumn", r.begin.column_utf16},
              {"endLine", r.end.line},
              {"endColumn", r.end.column_utf16}};
}

// Whole lines around the region; absent unless they hold all of it.
void add_context(Json& location, const Excerpt& e, const Region& r) {
  const std::size_t last = e.first_line + e.lines.size() - 1;
  if (e.lines.empty() || e.first_line > r.begin.line || last < r.end.line || r.span.empty()) return;
  std::string lines;
  for (const std::string& l : e.lines) {
    if (!lines.empty()) lines += '\n';
    lines += visible(l, Newlines::keep);
  }
  constexpr std::size_t most = 4096;  // a minified file's line helps nobody
  if (lines.size() > most) return;
  location["contextRegion"] =
      Json{{"startLine", e.first_line}, {"endLine", last}, {"snippet", Json{{"text", std::move(lines)}}}};
}

Json location_json(std::string_view path, const Region& region, const Excerpt& excerpt) {
  Json physical{{"artifactLocation", artifact(path)}, {"region", region_json(region)}};
  add_context(physical, excerpt, region);
  return Json{{"physicalLocation", std::move(physical)}};
}

Json code_flow(const std::vector<Step>& steps) {
  Json locations = Json::array();
  const std::size_t head = steps.size() <= kMaxSteps ? steps.size() : kMaxSteps / 2;
  const std::size_t tail = steps.size() <= kMaxSteps ? steps.size() : steps.size() - kMaxSteps / 2;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i >= head && i < tail) continue;
    Json location = location_json(steps[i].path, steps[i].region, steps[i].excerpt);
    location["message"] = text(steps[i].message);
    locations.push_back(Json{{"location", std::move(location)}});
  }
  return Json::array({Json{{"threadFlows", Json::array({Json{{"locations", std::move(locations)}}})}}});
}

Json related(const Finding& f) {
  Json out = Json::array();
  for (const Occurrence& o : f.also) {
    if (out.size() == kMaxLocations) break;
    std::string where = f.secret.empty() ? "The same evidence stands here" : "The same secret stands here";
    if (!o.commit.is_zero()) where += " in commit " + o.commit.hex().substr(0, 12);
    if (o.time != 0) where += " of " + date(o.time);
    Json physical{{"artifactLocation", artifact(o.path)}};
    if (o.line != 0) physical["region"] = Json{{"startLine", o.line}};
    out.push_back(Json{{"id", out.size() + 1},
                       {"physicalLocation", std::move(physical)},
                       {"message", text(where)}});
  }
  return out;
}

Json suppressions(const Finding& f) {
  Json out = Json::array();
  if (f.suppression) {
    const Suppression& s = *f.suppression;
    const bool in_file = is_file(s.kind) || s.line == 0;
    Json item{{"kind", in_file ? "external" : "inSource"}, {"status", s.counts ? "accepted" : "rejected"}};
    std::string why(directive_text(s.kind));
    if (!s.reason.empty()) why += ": " + s.reason;
    item["justification"] = visible(why);
    out.push_back(std::move(item));
  }
  if (f.waiver)
    out.push_back(
        Json{{"kind", "external"},
             {"status", "accepted"},
             {"justification", visible(f.waiver->reason + " (" + f.waiver->owner +
                                       (f.waiver->expires.empty() ? "" : ", until ") + f.waiver->expires + ")")}});
  return out;
}

Json fixes(const Finding& f) {
  Json replacement{{"deletedRegion", region_json(f.fix->region)},
                   {"insertedContent", Json{{"text", f.fix->replacement}}}};
  Json change{{"artifactLocation", artifact(f.at.path)}, {"replacements", Json::array({std::move(replacement)})}};
  return Json::array({Json{{"description", text(f.fix->description.empty() ? "Replace it" : f.fix->description)},
                           {"artifactChanges", Json::array({std::move(change)})}}});
}

Json properties(const Finding& f) {
  Json out{{"severity", name_of(f.severity)}, {"confidence", name_of(f.confidence)}, {"blocks", f.blocks}};
  if (!f.confidence_why.empty()) out["confidenceWhy"] = visible(f.confidence_why);
  if (!f.at.commit.is_zero()) out["commit"] = f.at.commit.hex();
  if (!f.at.author.empty()) out["author"] = visible(f.at.author);
  if (f.at.time != 0) out["time"] = date_time(f.at.time) + "Z";
  if (f.place != PlaceKind::content) out["place"] = name_of(f.place);
  if (f.published) out["published"] = true;
  if (const AtHead head = at_head(f); head != AtHead::unknown) out["atHead"] = head == AtHead::yes;
  if (const std::string standing = standing_text(f, false); !standing.empty()) out["standing"] = visible(standing);
  if (!f.advice.empty()) out["advice"] = visible(f.advice);
  for (const Rule* r : f.also_rules)
    if (r != nullptr) out["alsoFoundBy"].push_back(visible(r->id));
  if (!f.also.empty()) {
    out["occurrences"] = f.also.size() + 1;
    if (const Occurrence& first = first_of(f); !first.commit.is_zero()) out["firstCommit"] = first.commit.hex();
  }
  if (f.also.size() > kMaxLocations) out["furtherPlaces"] = f.also.size() - kMaxLocations;
  return out;
}

Json result_json(const Finding& f, const SarifRules& rules, const ReportOptions& options) {
  Json out = Json::object();
  out["ruleId"] = f.rule == nullptr ? "gogate" : utf8(f.rule->id);
  if (const int index = f.rule == nullptr ? -1 : rules.index_of(*f.rule); index >= 0) out["ruleIndex"] = index;
  out["level"] = sarif_level(f.severity);
  out["message"] = text(f.message);
  out["locations"] = Json::array({location_json(f.at.path, f.region, f.excerpt)});
  Json prints = Json::object();
  if (!f.line_hash.empty()) prints["primaryLocationLineHash"] = utf8(f.line_hash);
  if (!f.fingerprint.empty()) prints["gogate/v2"] = utf8(f.fingerprint);
  if (!f.secret.id().empty()) prints["gogateSecret/v1"] = f.secret.id();
  if (!prints.empty()) out["partialFingerprints"] = std::move(prints);
  if (!f.steps.empty()) out["codeFlows"] = code_flow(f.steps);
  if (Json more = related(f); !more.empty()) out["relatedLocations"] = std::move(more);
  if (fix_is_printable(f) && !f.fix->region.span.empty()) out["fixes"] = fixes(f);
  if (options.keep_suppressed) {
    if (Json s = suppressions(f); !s.empty()) out["suppressions"] = std::move(s);
  }
  out["properties"] = properties(f);
  return out;
}

// What blocks, then the graver, then the surer ones.
std::vector<const Finding*> gravest_first(const Report& report, const ReportOptions& options) {
  std::vector<const Finding*> out;
  for (const Finding& f : report.findings)
    if (f.active() || options.keep_suppressed) out.push_back(&f);
  std::sort(out.begin(), out.end(), [](const Finding* x, const Finding* y) {
    if (x->blocks != y->blocks) return x->blocks;
    if (x->severity != y->severity) return x->severity > y->severity;
    if (x->confidence != y->confidence) return x->confidence > y->confidence;
    return std::less<>()(x, y);  // in the order in which they lie
  });
  return out;
}

Json notification(std::string_view id, std::string_view level, std::string_view message, std::string_view path = {}) {
  Json out{{"descriptor", Json{{"id", id}}}, {"level", level}, {"message", text(message)}};
  if (!path.empty())
    out["locations"] = Json::array({Json{{"physicalLocation", Json{{"artifactLocation", artifact(path)}}}}});
  return out;
}

// Whether a gap of this kind names a file rather than a revision or an object.
bool is_about_a_file(GapKind kind) {
  switch (kind) {
    case GapKind::unreadable_file:
    case GapKind::too_large:
    case GapKind::syntax_error:
    case GapKind::analysis_bounded: return true;
    default: return false;
  }
}

Json invocation(const Report& r, std::size_t written, std::size_t left_out) {
  Json execution = Json::array();
  Json configuration = Json::array();
  for (const ScannerRun& run : r.runs)
    if (!run.complete)
      execution.push_back(
          notification("scanner-incomplete", "error", "Scanner " + run.name + " did not finish: " + run.why_not));
  // The first ones of a list, and how many more there are.
  const auto some = [&](const auto& list, std::string_view what, const auto& add) {
    const std::size_t n = std::min(list.size(), kMaxNotifications);
    for (std::size_t i = 0; i < n; ++i) add(list[i]);
    if (n < list.size())
      execution.push_back(notification("notifications-left-out", "warning",
                                       grouped(list.size() - n) + " more " + std::string(what) + " are left out; the json report holds all"));
  };
  some(r.gaps, "gaps", [&](const Gap& g) {
    std::string message = g.place.empty() ? g.why : g.place + ": " + g.why;
    if (!g.next_step.empty()) message += "; next: " + g.next_step;
    if (g.accepted) message += " (accepted by the policy)";
    (g.kind == GapKind::bad_rule || g.kind == GapKind::missing_policy ? configuration : execution)
        .push_back(notification(name_of(g.kind), g.accepted ? "note" : "error", message,
                                is_about_a_file(g.kind) ? g.place : ""));
  });
  if (left_out > 0)
    execution.push_back(notification("results-left-out", "warning",
                                     grouped(left_out) + (left_out == 1 ? " result is" : " results are") +
                                         " left out: only the " + grouped(written) +
                                         " gravest fit into what GitHub takes; the text and json reports hold all"));
  some(r.notes, "notes", [&](const Note& n) {
    execution.push_back(notification(name_of(n.kind), "note",
                                     n.what.empty() ? n.place : n.place + (n.place.empty() ? "" : ": ") + n.what));
  });
  some(r.warnings, "warnings", [&](const std::string& w) { configuration.push_back(notification("warning", "warning", w)); });

  std::string why(name_of(r.verdict));
  for (const std::string& reason : r.reasons) why += (&reason == r.reasons.data() ? ": " : "; ") + reason;
  Json out{{"executionSuccessful", r.verdict != Verdict::incomplete && !has_open_gaps(r)},
           {"exitCode", exit_code(r.verdict)},
           {"exitCodeDescription", visible(why)}};
  if (r.start_time != 0) out["startTimeUtc"] = date_time(r.start_time) + "Z";
  if (r.end_time != 0) out["endTimeUtc"] = date_time(r.end_time) + "Z";
  if (!execution.empty()) out["toolExecutionNotifications"] = std::move(execution);
  if (!configuration.empty()) out["toolConfigurationNotifications"] = std::move(configuration);
  return out;
}

void write_driver(const Report& r, const SarifRules& rules, JsonStream& json) {
  json.begin_object("tool");
  json.begin_object("driver");
  json.field("name", "gogate");
  if (!r.tool_version.empty()) {
    const std::string version = utf8(r.tool_version);
    json.field("version", r.tool_commit.empty() ? version : version + " (" + utf8(r.tool_commit) + ")");
    json.field("semanticVersion", version);
  }
  json.field("shortDescription", Json{{"text", "Stands between a Go change and production."}});
  json.begin_array("rules");
  for (const Rule* rule : rules.all()) json.item(rule_descriptor(*rule));
  json.end_array();
  json.end_object();
  json.end_object();
}

void write_origin(const Report& r, JsonStream& json) {
  Json base = Json::object();
  if (r.root.starts_with('/')) base["uri"] = "file://" + percent_encoded(r.root) + (r.root.ends_with('/') ? "" : "/");
  base["description"] = Json{{"text", "The root of the repository or folder that was looked at."}};
  json.field("originalUriBaseIds", Json{{kRoot, std::move(base)}});
  if (const std::string uri = without_credentials(r.repository_uri); !uri.empty()) {
    Json details{{"repositoryUri", uri}};
    if (!r.revision.empty()) details["revisionId"] = utf8(r.revision);
    if (!r.branch.empty()) details["branch"] = visible(r.branch);
    details["mappedTo"] = Json{{"uriBaseId", kRoot}};
    json.field("versionControlProvenance", Json::array({std::move(details)}));
  }
}

// What was looked at, for readers of the file: the format has no place for it.
Json run_properties(const Report& r) {
  Json loaded = Json::object();
  for (const ScannerRun& run : r.runs) loaded[visible(run.name)] = run.rules.size();
  Json out{{"verdict", name_of(r.verdict)},
           {"scope", visible(r.scope)},
           {"policyOrigin", visible(r.policy_origin)},
           {"rulesDate", visible(r.rules_date)},
           {"rulesLoaded", std::move(loaded)},
           {"commits", r.counts.commits},
           {"blobs", r.counts.blobs},
           {"bytes", r.counts.bytes},
           {"lines", r.counts.lines},
           {"filesExcluded", r.counts.files_excluded}};
  for (const std::string& s : r.rule_sources) out["ruleSources"].push_back(visible(s));
  for (const Fact& f : r.facts) out["facts"][visible(f.name)] = visible(f.value);
  for (const Check& c : r.checks)
    out["checks"][visible(c.name)] = std::string(name_of(c.outcome)) + ": " + visible(c.detail);
  return out;
}

// "category/": GitHub takes what stands before the last slash as the category
// of an analysis, and what follows as the id of a single run.
std::string automation_id(const Report& r, const ReportOptions& options) {
  std::string out = visible(options.category);
  if (out.empty()) {
    out = "gogate/" + visible(r.command);
    std::replace(out.begin(), out.end(), ' ', '-');
  }
  while (out.size() > 1 && out.ends_with('/')) out.pop_back();
  return out + "/";
}

// `findings` in the report's order.
void write_document(const Report& report, const ReportOptions& options, const SarifRules& rules,
                    const std::vector<const Finding*>& findings, std::size_t left_out, std::ostream& out) {
  JsonStream json(out);
  json.begin_object();
  json.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  json.field("version", "2.1.0");
  json.begin_array("runs");
  json.begin_object();
  write_driver(report, rules, json);
  json.field("invocations", Json::array({invocation(report, findings.size(), left_out)}));
  write_origin(report, json);
  json.field("automationDetails", Json{{"id", automation_id(report, options)}});
  json.field("columnKind", "utf16CodeUnits");
  json.begin_array("results");
  for (const Finding* f : findings) {
    json.item(result_json(*f, rules, options));
    if (!out) break;  // a full disk: finish() says so
  }
  json.end_array();
  json.field("properties", run_properties(report));
  json.end_object();
  json.end_array();
  json.end_object();
}

// How many of `findings` (gravest first) fit beside the rest of the file.
std::size_t fitting(const Report& report, const ReportOptions& options, const SarifRules& rules,
                    const std::vector<const Finding*>& findings) {
  std::ostringstream rest;
  write_document(report, options, rules, {}, 1, rest);
  std::size_t plain = rest.view().size();
  for (const Finding* f : findings) {
    plain += JsonStream::dumped(result_json(*f, rules, options)).size() + 2;
    if (plain > kSarifMaxPacked) break;
  }
  if (plain <= kSarifMaxPacked) return findings.size();  // nearly always

  PackedSize size;
  size.add(rest.view());
  // Asked for once in a while, since each answer begins a piece of its own.
  constexpr std::size_t kStep = 256;
  for (std::size_t i = 0; i < findings.size(); i += kStep) {
    const std::size_t end = std::min(i + kStep, findings.size());
    for (std::size_t k = i; k < end; ++k) size.add(JsonStream::dumped(result_json(*findings[k], rules, options)) + ",\n");
    if (size.bytes() > kSarifMaxPacked) return i;
  }
  return findings.size();
}

// Cuts `findings` (gravest first) to what the format takes. Returns how many went.
std::size_t cut(const Report& report, const ReportOptions& options, std::vector<const Finding*>& findings) {
  const std::size_t all = findings.size();
  findings.resize(std::min(all, kSarifMaxResults));
  const SarifRules rules(report, findings);
  findings.resize(fitting(report, options, rules, findings));
  return all - findings.size();
}

}  // namespace

std::size_t sarif_left_out(const Report& report, const ReportOptions& options) {
  std::vector<const Finding*> findings = gravest_first(report, options);
  return cut(report, options, findings);
}

Result<Ok> write_sarif(const Report& report, const ReportOptions& options, std::ostream& out) {
  std::vector<const Finding*> findings = gravest_first(report, options);
  const std::size_t left_out = cut(report, options, findings);
  std::sort(findings.begin(), findings.end(), std::less<>());  // back to the report's order, in which they lie
  write_document(report, options, SarifRules(report, findings), findings, left_out, out);
  return finish(out, "sarif");
}

}  // namespace gogate
