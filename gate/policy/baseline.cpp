#include "gate/policy/baseline.h"

#include "gate/core/digest.h"
#include "gate/policy/json_fields.h"
#include "gate/policy/secrets_baseline.h"

namespace gogate::policy {
namespace {

std::string raw(const Sha256& d) { return {reinterpret_cast<const char*>(d.data()), d.size()}; }

// `--redact` leaves this word, `--redact=N` a head and three dots.
bool is_redacted(const std::string& secret) { return secret.empty() || secret == "REDACTED" || secret.ends_with("..."); }

Result<IgnoreEntry> of_gitleaks(const nlohmann::json& object, const std::string& place) {
  JsonFields f(object, place);
  IgnoreEntry e;
  e.kind = Directive::baseline;
  e.place = place;
  e.rule = f.string("RuleID", true);
  e.path = as_git_path(f.string("File", true));
  e.commit = f.string("Commit");
  e.any_commit = false;
  e.first_line = f.number("StartLine");
  e.last_line = std::max(e.first_line, f.number("EndLine"));
  e.file_itself = e.first_line == 0;
  const std::string secret = f.string("Secret");
  if (!is_redacted(secret)) e.sha256 = raw(sha256(secret));
  if (e.rule.empty()) f.fault("has an empty RuleID");
  GATE_TRY(f.finish());
  return e;
}

Result<IgnoreEntry> of_ours(const nlohmann::json& object, const std::string& place) {
  JsonFields f(object, place);
  IgnoreEntry e;
  e.kind = Directive::baseline;
  e.place = place;
  e.rule = f.string("rule", true);
  e.fingerprint = f.string("fingerprint", true);
  if (e.fingerprint.empty()) f.fault("has an empty fingerprint");
  GATE_TRY(f.finish());
  return e;
}

Result<IgnoreEntry> of_betterleaks(const nlohmann::json& object, const std::string& place) {
  JsonFields f(object, place);
  IgnoreEntry e;
  e.kind = Directive::baseline;
  e.place = place;
  e.rule = f.string("rule_id", true);
  GATE_TRY(f.finish());
  JsonFields match(object.contains("match") ? object.at("match") : nlohmann::json(), place + ", match");
  e.sha256 = bytes_of_hex(match.string("fingerprint", true), 32);
  if (e.sha256.empty()) match.fault("fingerprint is not 64 hex digits");
  GATE_TRY(match.finish());
  return e;
}

}  // namespace

Result<IgnoreFile> parse_baseline(std::string_view text, std::string_view origin) {
  const nlohmann::json root = GATE_TRY(parse_json(text, origin));
  if (root.is_object() && root.contains("results")) return read_secrets_baseline(root, origin);
  IgnoreFile out;
  out.kind = Directive::baseline;
  out.origin = std::string(origin);
  const nlohmann::json* list = nullptr;
  auto read = of_gitleaks;
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
  for (const nlohmann::json& object : *list)
    out.entries.push_back(GATE_TRY(read(object, out.origin + ", finding " + std::to_string(++number))));
  return out;
}

}  // namespace gogate::policy
