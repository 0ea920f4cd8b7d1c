// Our own format: everything that the report holds, described by
// gogate-report.schema.json. Fields are only ever added within a
// schema_version. Paths come twice: `path` for people (bytes that are no UTF-8
// as U+FFFD) and `uri`, percent-encoded, which loses nothing.
#include <map>
#include <string>

#include "reporters/encoding.h"
#include "reporters/json_stream.h"
#include "reporters/reporter.h"
#include "reporters/wording.h"

namespace gogate {
namespace {

using namespace reporters;

std::string time_of(std::int64_t seconds) { return date_time(seconds) + "Z"; }

Json strings(const std::vector<std::string>& all) {
  Json out = Json::array();
  for (const std::string& s : all) out.push_back(utf8(s));
  return out;
}

void add_path(Json& to, const std::string& path) {
  to["path"] = utf8(path);
  to["uri"] = percent_encoded(path);
}

Json region_json(const Region& r) {
  return Json{{"start_line", r.begin.line},
              {"start_column", r.begin.column},
              {"end_line", r.end.line},
              {"end_column", r.end.column},
              {"start_column_utf16", r.begin.column_utf16},
              {"end_column_utf16", r.end.column_utf16},
              {"start_byte", r.span.begin},
              {"end_byte", r.span.end}};
}

Json occurrence_json(const Occurrence& o) {
  Json out = Json::object();
  add_path(out, o.path);
  if (!o.commit.is_zero()) out["commit"] = o.commit.hex();
  if (!o.author.empty()) out["author"] = utf8(o.author);
  if (o.time != 0) out["time"] = time_of(o.time);
  if (o.line != 0) out["line"] = o.line;
  if (!o.fingerprint.empty()) out["fingerprint"] = utf8(o.fingerprint);
  if (o.at_head != AtHead::unknown) out["at_head"] = o.at_head == AtHead::yes;
  for (const Removal& r : o.removed) {
    Json by{{"commit", r.commit.hex()}};
    if (!r.author.empty()) by["author"] = utf8(r.author);
    if (r.time != 0) by["time"] = time_of(r.time);
    out["removed"].push_back(std::move(by));
  }
  return out;
}

Json excerpt_json(const Excerpt& e) {
  return Json{{"first_line", e.first_line},
              {"lines", strings(e.lines)},
              {"caret_column", e.caret_column},
              {"caret_length", e.caret_length}};
}

Json rule_json(const Rule& r) {
  return Json{{"id", utf8(r.id)},
              {"scanner", utf8(r.scanner)},
              {"title", utf8(r.title)},
              {"severity", name_of(r.severity)},
              {"confidence", name_of(r.confidence)},
              {"why", utf8(r.why)},
              {"fix", utf8(r.fix)},
              {"cwe", strings(r.cwe)},
              {"owasp", strings(r.owasp)},
              {"aliases", strings(r.aliases)},
              {"tags", strings(r.tags)},
              {"references", strings(r.references)},
              {"origin", utf8(r.origin)}};
}

Json finding_json(const Finding& f) {
  Json out{{"rule", f.rule == nullptr ? "" : utf8(f.rule->id)},
           {"severity", name_of(f.severity)},
           {"confidence", name_of(f.confidence)}};
  if (!f.confidence_why.empty()) out["confidence_why"] = utf8(f.confidence_why);
  out["blocks"] = f.blocks;
  out["active"] = f.active();
  out["message"] = utf8(f.message);
  out["at"] = occurrence_json(f.at);
  if (!f.region.span.empty()) out["region"] = region_json(f.region);
  if (!f.blob.is_zero()) out["blob"] = f.blob.hex();
  if (!f.secret.empty()) out["secret_preview"] = utf8(f.secret.preview());
  if (!f.secret.id().empty()) out["secret_id"] = f.secret.id();
  if (!f.excerpt.lines.empty()) out["excerpt"] = excerpt_json(f.excerpt);
  out["fingerprint"] = utf8(f.fingerprint);
  if (!f.line_hash.empty()) out["line_hash"] = utf8(f.line_hash);
  for (const Step& s : f.steps) {
    Json step = Json::object();
    add_path(step, s.path);
    step["region"] = region_json(s.region);
    step["message"] = utf8(s.message);
    if (!s.excerpt.lines.empty()) step["excerpt"] = excerpt_json(s.excerpt);
    out["steps"].push_back(std::move(step));
  }
  if (fix_is_printable(f))
    out["fix"] = Json{{"description", utf8(f.fix->description)},
                      {"region", region_json(f.fix->region)},
                      {"replacement", f.fix->replacement}};
  out["occurrences"] = f.also.size() + 1;
  if (!f.also.empty()) out["first"] = occurrence_json(first_of(f));
  for (const Occurrence& o : f.also) out["also"].push_back(occurrence_json(o));
  if (f.place != PlaceKind::content) out["place"] = name_of(f.place);
  if (f.published) out["published"] = true;
  if (const AtHead head = at_head(f); head != AtHead::unknown) out["at_head"] = head == AtHead::yes;
  if (!f.advice.empty()) out["advice"] = utf8(f.advice);
  for (const Rule* r : f.also_rules)
    if (r != nullptr) out["also_rules"].push_back(utf8(r->id));
  if (f.suppression) {
    const Suppression& s = *f.suppression;
    out["suppression"] = Json{{"directive", directive_text(s.kind)},
                              {"line", s.line},
                              {"reason", utf8(s.reason)},
                              {"added_by_change", s.added_by_change},
                              {"counts", s.counts}};
  }
  if (f.value_changed) out["value_changed"] = true;
  if (f.waiver)
    out["waiver"] = Json{
        {"owner", utf8(f.waiver->owner)}, {"reason", utf8(f.waiver->reason)}, {"expires", utf8(f.waiver->expires)}};
  return out;
}

void write_head(const Report& r, JsonStream& json) {
  json.field("schema_version", 1);
  json.field("tool", Json{{"name", "gogate"},
                          {"version", utf8(r.tool_version)},
                          {"commit", utf8(r.tool_commit)},
                          {"rules_date", utf8(r.rules_date)}});
  json.field("command", utf8(r.command));
  json.field("verdict", name_of(r.verdict));
  json.field("exit_code", exit_code(r.verdict));
  json.field("reasons", strings(r.reasons));
  json.field("scope", utf8(r.scope));
  Json root = Json::object();
  add_path(root, r.root);
  json.field("root", root);
  json.field("revision", utf8(r.revision));
  json.field("repository_uri", without_credentials(utf8(r.repository_uri)));
  json.field("branch", utf8(r.branch));
  json.field("hostname", utf8(r.hostname));
  json.field("start_time", time_of(r.start_time));
  json.field("end_time", time_of(r.end_time));
  json.field("merge_check", r.merge_check);
  json.field("policy_origin", utf8(r.policy_origin));
  json.field("rule_sources", strings(r.rule_sources));
  json.field("coverage", Json{{"commits", r.counts.commits},
                              {"blobs", r.counts.blobs},
                              {"bytes", r.counts.bytes},
                              {"lines", r.counts.lines},
                              {"files_excluded", r.counts.files_excluded}});
  std::uint64_t occurrences = 0;
  std::uint64_t blocking = 0;
  std::uint64_t set_aside = 0;
  for (const Finding& f : r.findings) {
    occurrences += f.also.size() + 1;
    blocking += f.blocks ? 1U : 0U;
    set_aside += f.active() ? 0U : 1U;
  }
  json.field("totals", Json{{"findings", r.findings.size()},
                            {"occurrences", occurrences},
                            {"blocking", blocking},
                            {"set_aside", set_aside}});
}

void write_scanners_and_rules(const Report& r, JsonStream& json) {
  std::map<std::string_view, const Rule*> rules;
  json.begin_array("scanners");
  for (const ScannerRun& run : r.runs) {
    Json ids = Json::array();
    for (const Rule* rule : run.rules) {
      if (rule == nullptr) continue;
      ids.push_back(utf8(rule->id));
    }
    Json item{{"name", utf8(run.name)}, {"complete", run.complete}};
    if (!run.complete) item["why_not"] = utf8(run.why_not);
    item["rules"] = std::move(ids);
    json.item(item);
  }
  json.end_array();
  for (const Finding& f : r.findings) {
    if (f.rule != nullptr) rules.try_emplace(f.rule->id, f.rule);
    for (const Rule* also : f.also_rules)
      if (also != nullptr) rules.try_emplace(also->id, also);
  }
  json.begin_array("rules");
  for (const auto& [id, rule] : rules) json.item(rule_json(*rule));
  json.end_array();
}

void write_coverage(const Report& r, JsonStream& json) {
  json.begin_array("gaps");
  for (const Gap& g : r.gaps)
    json.item(Json{{"kind", name_of(g.kind)},
                   {"place", utf8(g.place)},
                   {"place_uri", percent_encoded(g.place)},
                   {"why", utf8(g.why)},
                   {"next_step", utf8(g.next_step)},
                   {"accepted", g.accepted}});
  json.end_array();
  json.begin_array("notes");
  for (const Note& n : r.notes)
    json.item(Json{{"kind", name_of(n.kind)},
                   {"place", utf8(n.place)},
                   {"place_uri", percent_encoded(n.place)},
                   {"what", utf8(n.what)}});
  json.end_array();
}

}  // namespace

Result<Ok> write_json(const Report& report, const ReportOptions& /*options*/, std::ostream& out) {
  JsonStream json(out);
  json.begin_object();
  write_head(report, json);
  json.begin_array("facts");
  for (const Fact& f : report.facts) json.item(Json{{"name", utf8(f.name)}, {"value", utf8(f.value)}});
  json.end_array();
  if (!report.checks.empty()) {
    json.begin_array("checks");
    for (const Check& c : report.checks)
      json.item(Json{{"name", utf8(c.name)}, {"outcome", name_of(c.outcome)}, {"detail", utf8(c.detail)}});
    json.end_array();
  }
  write_scanners_and_rules(report, json);
  json.begin_array("findings");
  for (const Finding& f : report.findings) {
    json.item(finding_json(f));
    if (!out) break;  // a full disk: finish() says so
  }
  json.end_array();
  write_coverage(report, json);
  json.field("warnings", strings(report.warnings));
  json.end_object();
  return finish(out, "json");
}

}  // namespace gogate
