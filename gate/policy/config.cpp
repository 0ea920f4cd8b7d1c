#include "gate/policy/config.h"

#include <array>

#include "gate/policy/toml_table.h"

namespace gogate::policy {
namespace {

constexpr std::array kMovableNotes{NoteKind::syntax_error, NoteKind::binary,  NoteKind::submodule, NoteKind::lfs_pointer,
                                   NoteKind::symlink,      NoteKind::encrypted, NoteKind::excluded, NoteKind::uncommitted};

void read_severity(TableReader& t, std::string_view key, std::optional<Severity>& out) {
  std::string text;
  if (!t.string(key, text)) return;
  out = parse_severity(text);
  if (!out) t.fault(key, "must be info, low, medium, high or critical");
}

void read_confidence(TableReader& t, std::string_view key, std::optional<Confidence>& out) {
  std::string text;
  if (!t.string(key, text)) return;
  out = parse_confidence(text);
  if (!out) t.fault(key, "must be low, medium, high or certain");
}

Result<Ok> read_scan(const toml::table& table, std::string_view origin, Config& c) {
  TableReader t(table, origin);
  t.strings("include", c.include);
  t.strings("exclude", c.exclude);
  std::uint64_t size = 0;
  if (t.bytes("max-file-size", size)) c.max_file_size = size;
  return t.finish();
}

Result<Ok> read_gaps(const toml::table& table, std::string_view origin, Config& c) {
  TableReader t(table, origin);
  std::vector<std::string> names;
  t.strings("accept", names);
  for (const std::string& n : names) {
    if (const auto kind = parse_gap_kind(n))
      c.accepted_gaps.push_back(*kind);
    else
      t.fault("accept", "holds \"" + n + "\", which is no kind of gap (docs/policy.md lists them)");
  }
  names.clear();
  t.strings("from-notes", names);
  for (const std::string& n : names) {
    bool known = false;
    for (const NoteKind kind : kMovableNotes) {
      if (name_of(kind) != n) continue;
      c.notes_as_gaps.push_back(kind);
      known = true;
    }
    if (!known) t.fault("from-notes", "holds \"" + n + "\", which is no kind of note (docs/policy.md lists them)");
  }
  return t.finish();
}

Result<Ok> read_suppressions(const toml::table& table, std::string_view origin, Config& c) {
  TableReader t(table, origin);
  t.boolean("inline", c.inline_suppressions);
  t.boolean("require-ids", c.require_ids);
  t.boolean("require-reason", c.require_reason);
  std::string added;
  if (t.string("added", added)) {
    if (added != "report" && added != "honour") t.fault("added", "must be \"report\" or \"honour\"");
    c.honour_added = added == "honour";
  }
  return t.finish();
}

void read_scanner(TableReader& t, ScannerPolicy& out) {
  t.boolean("enabled", out.enabled);
  t.boolean("default-rules", out.default_rules);
  t.strings("rules", out.rules);
  t.strings("only", out.only);
  t.strings("skip", out.skip);
}

}  // namespace

Result<Config> parse_config(std::string_view toml, std::string_view origin) {
  const toml::table root = GATE_TRY(parse_toml(toml, origin));
  Config c;
  c.origin = std::string(origin);
  TableReader t(root, origin);
  std::optional<Severity> severity;
  std::optional<Confidence> confidence;
  read_severity(t, "fail-on", severity);
  read_confidence(t, "fail-confidence", confidence);
  c.fail_severity = severity.value_or(c.fail_severity);
  c.fail_confidence = confidence.value_or(c.fail_confidence);
  if (const auto* s = t.table("scan")) GATE_TRY(read_scan(*s, origin, c));
  if (const auto* s = t.table("gaps")) GATE_TRY(read_gaps(*s, origin, c));
  if (const auto* s = t.table("suppressions")) GATE_TRY(read_suppressions(*s, origin, c));
  if (const auto* s = t.table("secrets")) {
    TableReader secrets(*s, origin);
    read_scanner(secrets, c.secrets);
    secrets.string("gitleaks-config", c.gitleaks_config);
    GATE_TRY(secrets.finish());
  }
  if (const auto* s = t.table("go")) {
    TableReader go(*s, origin);
    read_scanner(go, c.go);
    GATE_TRY(go.finish());
  }
  // A requirement that nothing enforces must not look like one that is met.
  if (t.table("toolchain") != nullptr)
    return fail(Errc::config, t.place("toolchain") + ": [toolchain] is enforced by no command of this version",
                "remove it; gogate verify toolchain checks what it checks without a policy");
  for (const toml::table* r : t.tables("rule")) {
    TableReader rule(*r, origin);
    RuleOverride o;
    rule.string("id", o.id);
    read_severity(rule, "severity", o.severity);
    read_confidence(rule, "confidence", o.confidence);
    if (o.id.empty()) rule.fault("", "[[rule]] needs an id");
    if (!o.severity && !o.confidence) rule.fault("", "[[rule]] needs a severity or a confidence");
    GATE_TRY(rule.finish());
    c.overrides.push_back(std::move(o));
  }
  GATE_TRY(t.finish());
  return c;
}

}  // namespace gogate::policy
