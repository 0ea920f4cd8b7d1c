#include "gate/policy/secrets_baseline.h"

#include <algorithm>

#include "gate/policy/json_fields.h"

namespace gogate::policy {
namespace {

constexpr std::string_view kFilters = "detect_secrets.filters.";

Result<Ok> add_patterns(const nlohmann::json& value, IgnorePattern::On on, const std::string& place, IgnoreFile& out) {
  const auto add = [&](const nlohmann::json& v) {
    if (v.get_ref<const std::string&>().empty()) return;
    IgnorePattern p;
    p.on = on;
    p.place = place;
    p.regex = p.shown = v.get<std::string>();
    out.patterns.push_back(std::move(p));
  };
  if (value.is_null()) return Ok{};
  if (value.is_string()) {
    add(value);
    return Ok{};
  }
  if (value.is_array() && std::all_of(value.begin(), value.end(), [](const auto& v) { return v.is_string(); })) {
    for (const auto& v : value) add(v);
    return Ok{};
  }
  return fail(Errc::config, place + ": pattern is neither a string nor a list of them", "write the baseline again with detect-secrets scan");
}

// [{"path": "detect_secrets.filters.regex.should_exclude_file", "pattern": […]}, …]
Result<Ok> read_filters(const nlohmann::json& list, IgnoreFile& out) {
  if (!list.is_array())
    return fail(Errc::config, out.origin + ": filters_used is no list", "write the baseline again with detect-secrets scan");
  std::size_t number = 0;
  for (const nlohmann::json& object : list) {
    JsonFields f(object, out.origin + ", filter " + std::to_string(++number));
    std::string path = f.string("path", true);
    GATE_TRY(f.finish());
    const nlohmann::json pattern = object.value("pattern", nlohmann::json());
    if (path.starts_with(kFilters)) path.erase(0, kFilters.size());
    if (path == "regex.should_exclude_file")
      GATE_TRY(add_patterns(pattern, IgnorePattern::On::path, f.place(), out));
    else if (path == "regex.should_exclude_line")
      GATE_TRY(add_patterns(pattern, IgnorePattern::On::line, f.place(), out));
    else if (path == "regex.should_exclude_secret")
      GATE_TRY(add_patterns(pattern, IgnorePattern::On::value, f.place(), out));
    // The tool's own heuristics and its comments are matters of rules here.
    else if (!path.starts_with("common.") && !path.starts_with("heuristic.") && !path.starts_with("allowlist."))
      out.warnings.push_back(f.place() + ": " + path + " cannot be carried out here, so it leaves nothing out");
  }
  return Ok{};
}

Result<Ok> read_plugins(const nlohmann::json& list, IgnoreFile& out) {
  if (!list.is_array())
    return fail(Errc::config, out.origin + ": plugins_used is no list", "write the baseline again with detect-secrets scan");
  std::size_t number = 0;
  for (const nlohmann::json& object : list) {
    JsonFields f(object, out.origin + ", plugin " + std::to_string(++number));
    const std::string name = f.string("name");
    const std::string path = f.string("path");
    GATE_TRY(f.finish());
    if (!path.empty()) out.warnings.push_back(f.place() + ": " + name + " is a plugin of your own, which does not run here: write a rule for it");
  }
  return Ok{};
}

// Before version 1: {"exclude": {"files": regex or null, "lines": …}}
Result<Ok> read_exclude(const nlohmann::json& object, IgnoreFile& out) {
  if (object.is_null()) return Ok{};
  if (!object.is_object()) return fail(Errc::config, out.origin + ": exclude is no object", "write the baseline again with detect-secrets scan");
  if (object.contains("files")) GATE_TRY(add_patterns(object.at("files"), IgnorePattern::On::path, out.origin + ", exclude files", out));
  if (object.contains("lines")) GATE_TRY(add_patterns(object.at("lines"), IgnorePattern::On::line, out.origin + ", exclude lines", out));
  return Ok{};
}

}  // namespace

Result<IgnoreFile> read_secrets_baseline(const nlohmann::json& root, std::string_view origin) {
  IgnoreFile out;
  out.kind = Directive::secrets_baseline;
  out.origin = std::string(origin);
  if (!root.is_object() || !root.contains("results") || !root.at("results").is_object())
    return fail(Errc::config, out.origin + ": has no results, so it is no baseline of detect-secrets",
                "write it with detect-secrets scan > .secrets.baseline");
  if (root.contains("filters_used")) GATE_TRY(read_filters(root.at("filters_used"), out));
  if (root.contains("exclude")) GATE_TRY(read_exclude(root.at("exclude"), out));
  if (root.contains("plugins_used")) GATE_TRY(read_plugins(root.at("plugins_used"), out));
  for (const auto& [file, list] : root.at("results").items()) {
    if (!list.is_array())
      return fail(Errc::config, out.origin + ": results of " + file + " are no list", "write the baseline again with detect-secrets scan");
    std::size_t number = 0;
    for (const nlohmann::json& object : list) {
      JsonFields f(object, out.origin + ", " + file + " " + std::to_string(++number));
      IgnoreEntry e;
      e.kind = Directive::secrets_baseline;
      e.place = f.place();
      e.rule = f.string("type", true);
      e.path = as_git_path(file);
      e.sha1 = bytes_of_hex(f.string("hashed_secret", true), 20);
      if (e.sha1.empty()) f.fault("hashed_secret is not 40 hex digits");
      e.is_real = f.boolean("is_secret");
      GATE_TRY(f.finish());
      out.entries.push_back(std::move(e));
    }
  }
  return out;
}

Result<IgnoreFile> parse_secrets_baseline(std::string_view json, std::string_view origin) {
  return read_secrets_baseline(GATE_TRY(parse_json(json, origin)), origin);
}

}  // namespace gogate::policy
