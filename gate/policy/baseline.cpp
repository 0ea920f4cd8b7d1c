#include "gate/policy/baseline.h"

#include "gate/core/digest.h"
#include "gate/policy/json_fields.h"
#include "gate/policy/secrets_baseline.h"

namespace gogate::policy {
namespace {

// `--redact` leaves this word, `--redact=N` a head and three dots.
bool is_redacted(const std::string& secret) { return secret.empty() || secret == "REDACTED" || secret.ends_with("..."); }

// Fills in what names a finding; `warnings` gets what names none, and then
// there is no entry.
using Reader = bool (*)(const nlohmann::json& object, JsonFields& f, IgnoreEntry& e, std::vector<std::string>& warnings);

bool of_gitleaks(const nlohmann::json&, JsonFields& f, IgnoreEntry& e, std::vector<std::string>& warnings) {
  e.rule = f.string("RuleID", true);
  if (e.rule.empty()) f.fault("has an empty RuleID");
  e.path = as_git_path(f.string("File", true));
  e.commit = f.string("Commit");
  e.any_commit = false;
  e.first_line = f.number("StartLine");
  e.last_line = std::max(e.first_line, f.number("EndLine"));
  e.file_itself = e.first_line == 0;
  const std::string secret = f.string("Secret");
  if (!is_redacted(secret)) {
    e.sha256 = bytes_of(sha256(secret));
    return true;
  }
  e.first_column = f.number("StartColumn");
  e.last_column = f.number("EndColumn");
  if (e.file_itself || (e.first_column != 0 && e.last_column != 0)) return true;
  // The line alone would silence whatever else stands on it, now or later.
  warnings.push_back(f.place() + ": has neither the secret nor its columns (" + e.path + ":" + std::to_string(e.first_line) +
                     "), so nobody can tell which finding it means, and it silences none");
  return false;
}

bool of_ours(const nlohmann::json&, JsonFields& f, IgnoreEntry& e, std::vector<std::string>&) {
  e.rule = f.string("rule", true);
  e.fingerprint = f.string("fingerprint", true);
  if (e.fingerprint.empty()) f.fault("has an empty fingerprint");
  return true;
}

bool of_betterleaks(const nlohmann::json& object, JsonFields& f, IgnoreEntry& e, std::vector<std::string>&) {
  e.rule = f.string("rule_id", true);
  const nlohmann::json match = object.is_object() ? object.value("match", nlohmann::json()) : nlohmann::json();
  JsonFields m(match, "match");
  e.sha256 = bytes_of_hex(m.string("fingerprint", true), 32);
  if (e.sha256.empty()) f.fault("match has no fingerprint of 64 hex digits");
  return true;
}

}  // namespace

Result<IgnoreFile> parse_baseline(std::string_view text, std::string_view origin) {
  const nlohmann::json root = GATE_TRY(parse_json(text, origin));
  if (root.is_object() && root.contains("results")) return read_secrets_baseline(root, origin);
  IgnoreFile out;
  out.kind = Directive::baseline;
  out.origin = std::string(origin);
  const nlohmann::json* list = nullptr;
  Reader read = of_gitleaks;
  if (root.is_array()) {
    list = &root;
  } else if (root.is_object() && root.contains("findings")) {
    list = &root.at("findings");
    read = root.contains("tool") ? of_ours : of_betterleaks;
  }
  if (list == nullptr || !list->is_array())
    return fail(Errc::config, out.origin + ": is no baseline",
                "hand over the JSON report of gitleaks, betterleaks or gogate, or a .secrets.baseline");
  std::size_t number = 0;
  for (const nlohmann::json& object : *list) {
    JsonFields f(object, out.origin + ", finding " + std::to_string(++number));
    IgnoreEntry e;
    e.kind = Directive::baseline;
    e.place = f.place();
    const bool usable = read(object, f, e, out.warnings);
    GATE_TRY(f.finish());
    if (usable) out.entries.push_back(std::move(e));
  }
  return out;
}

}  // namespace gogate::policy
