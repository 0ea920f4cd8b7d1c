#include "scanners/gopatterns/load_condition.h"

#include <array>

#include "scanners/gopatterns/check_rule.h"
#include "scanners/gopatterns/load_formula.h"

namespace gogate::gopatterns {
namespace {

using namespace std::string_view_literals;

Result<std::string> metavariable_of(const YamlReader& yaml, const YAML::Node& table) {
  const YAML::Node name = table["metavariable"];
  if (!name) return yaml.error(table, "'metavariable' is missing", "add: metavariable: $X");
  return read_metavariable(yaml, name);
}

Result<Ok> read_regex(const YamlReader& yaml, const YAML::Node& table, Condition& out) {
  out.kind = Condition::Kind::regex;
  out.metavariable = GATE_TRY(metavariable_of(yaml, table));
  if (!table["regex"]) return yaml.error(table, "'regex' is missing", "add: regex: '...'");
  out.text = GATE_TRY(yaml.text(table["regex"], "regex"));
  if (table["constant-propagation"]) out.constants = GATE_TRY(yaml.flag(table["constant-propagation"], "constant-propagation"));
  if (const auto ok = check_regex(out.text, false); !ok) return yaml.error(table["regex"], ok.error().what, ok.error().next_step);
  return Ok{};
}

Result<Ok> read_comparison_of(const YamlReader& yaml, const YAML::Node& table, Condition& out) {
  out.kind = Condition::Kind::comparison;
  if (table["metavariable"]) out.metavariable = GATE_TRY(metavariable_of(yaml, table));
  if (!table["comparison"]) return yaml.error(table, "'comparison' is missing", "add: comparison: $X > 0");
  out.text = GATE_TRY(yaml.text(table["comparison"], "comparison"));
  if (const auto ok = check_comparison(out.text); !ok) return yaml.error(table["comparison"], ok.error().what, ok.error().next_step);
  if (table["base"]) (void)GATE_TRY(yaml.whole_number(table["base"], "base", 2, 36));
  // Strings that hold a number are compared as numbers then.
  if (table["strip"] && GATE_TRY(yaml.flag(table["strip"], "strip"))) {
    if (out.metavariable.empty()) return yaml.error(table, "'strip' needs 'metavariable'", "add: metavariable: $X");
    const std::string number = "int(" + out.metavariable + ")";
    for (std::size_t at = 0; (at = out.text.find(out.metavariable, at)) != std::string::npos;) {
      const std::size_t end = at + out.metavariable.size();
      const char next = end < out.text.size() ? out.text[end] : ' ';
      if (next == '_' || (next >= '0' && next <= '9') || (next >= 'A' && next <= 'Z')) {
        at = end;
        continue;
      }
      out.text.replace(at, out.metavariable.size(), number);
      at += number.size();
    }
  }
  return Ok{};
}

Result<Ok> read_lines(const YamlReader& yaml, const YAML::Node& node, std::string_view key, Condition& out) {
  const std::vector<std::string> lines = GATE_TRY(yaml.texts(node, key));
  if (lines.empty()) return yaml.error(node, "'" + std::string(key) + "' is empty");
  for (const std::string& line : lines) out.text += (out.text.empty() ? "" : "\n") + line;
  return Ok{};
}

Result<Ok> read_type(const YamlReader& yaml, const YAML::Node& table, Condition& out) {
  out.kind = Condition::Kind::type;
  out.metavariable = GATE_TRY(metavariable_of(yaml, table));
  const YAML::Node types = table["types"] ? table["types"] : table["type"];
  if (!types) return yaml.error(table, "'type' is missing", "add: type: string");
  return read_lines(yaml, types, "type", out);
}

Result<Ok> read_name(const YamlReader& yaml, const YAML::Node& table, Condition& out) {
  out.kind = Condition::Kind::name;
  out.metavariable = GATE_TRY(metavariable_of(yaml, table));
  if (table["kind"])
    return yaml.error(table["kind"], "metavariable-name with 'kind' says nothing about Go", "use 'module' or 'modules'");
  const YAML::Node modules = table["modules"] ? table["modules"] : table["module"];
  if (!modules) return yaml.error(table, "'module' is missing", "add: module: net/http");
  return read_lines(yaml, modules, "module", out);
}

Result<Ok> read_analysis(const YamlReader& yaml, const YAML::Node& table, Condition& out) {
  static constexpr std::array kNames{"entropy"sv, "redos"sv};
  out.metavariable = GATE_TRY(metavariable_of(yaml, table));
  const YAML::Node analyzer = table["analyzer"];
  if (!analyzer) return yaml.error(table, "'analyzer' is missing", "add: analyzer: entropy");
  const std::string name = GATE_TRY(yaml.text(analyzer, "analyzer"));
  if (name == "entropy") out.kind = Condition::Kind::entropy;
  else if (name == "redos") out.kind = Condition::Kind::redos;
  else return yaml.error(analyzer, "unknown analyzer '" + name + "'", suggestion(name, kNames, "use entropy or redos"));
  return Ok{};
}

// `language` of a nested pattern.
Result<Ok> read_language(const YamlReader& yaml, const YAML::Node& language, Condition& out) {
  static constexpr std::array kNames{"go"sv, "golang"sv, "regex"sv, "none"sv, "generic"sv};
  const std::string name = GATE_TRY(yaml.text(language, "language"));
  out.language = parse_language(name);
  if (!out.language)
    return yaml.error(language, "metavariable-pattern with language '" + name + "' is not supported",
                      suggestion(name, kNames, "use go, generic or regex"));
  return Ok{};
}

constexpr std::array kNestedKeys{"pattern"sv,        "patterns"sv,       "pattern-either"sv,    "pattern-regex"sv,
                                 "pattern-not"sv,    "pattern-inside"sv, "pattern-not-inside"sv, "pattern-not-regex"sv};

Result<Ok> read_pattern(const YamlReader& yaml, const YAML::Node& table, const NestedFormula& nested, Condition& out) {
  out.kind = Condition::Kind::pattern;
  out.metavariable = GATE_TRY(metavariable_of(yaml, table));
  if (table["language"]) GATE_TRY(read_language(yaml, table["language"], out));
  for (const auto& entry : table) {
    const std::string name = entry.first.Scalar();
    if (name == "metavariable" || name == "language") continue;
    if (!out.formula.empty())
      return yaml.error(entry.first, "a condition holds one formula, '" + name + "' is a second", "put both under 'patterns'");
    out.formula.push_back(GATE_TRY(nested(name, entry.second, out.language)));
  }
  if (out.formula.empty()) return yaml.error(table, "'metavariable-pattern' holds no pattern", "add: pattern: ...");
  return Ok{};
}

}  // namespace

Result<std::string> read_metavariable(const YamlReader& yaml, const YAML::Node& name) {
  std::string text = GATE_TRY(yaml.text(name, "metavariable"));
  const bool several = text.starts_with("$...");
  const std::string_view word = std::string_view(text).substr(text.empty() ? 0 : several ? 4 : 1);
  const bool good = !text.empty() && text[0] == '$' && !word.empty() &&
                    word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string_view::npos;
  if (!good) return yaml.error(name, "'" + text + "' is not a metavariable", "write it like $NAME, in capitals");
  return text;
}

Result<Condition> read_condition(const YamlReader& yaml, const std::string& key, const YAML::Node& value,
                                 const NestedFormula& nested) {
  Condition out;
  const std::string of = "'" + key + "'";
  if (key == "metavariable-regex") {
    static constexpr std::array kKeys{"metavariable"sv, "regex"sv, "constant-propagation"sv};
    GATE_TRY(yaml.check_keys(value, kKeys, of));
    GATE_TRY(read_regex(yaml, value, out));
  } else if (key == "metavariable-comparison") {
    static constexpr std::array kKeys{"metavariable"sv, "comparison"sv, "base"sv, "strip"sv};
    GATE_TRY(yaml.check_keys(value, kKeys, of));
    GATE_TRY(read_comparison_of(yaml, value, out));
  } else if (key == "metavariable-type") {
    static constexpr std::array kKeys{"metavariable"sv, "type"sv, "types"sv};
    GATE_TRY(yaml.check_keys(value, kKeys, of));
    GATE_TRY(read_type(yaml, value, out));
  } else if (key == "metavariable-name") {
    static constexpr std::array kKeys{"metavariable"sv, "module"sv, "modules"sv, "kind"sv};
    GATE_TRY(yaml.check_keys(value, kKeys, of));
    GATE_TRY(read_name(yaml, value, out));
  } else if (key == "metavariable-analysis") {
    static constexpr std::array kKeys{"metavariable"sv, "analyzer"sv};
    GATE_TRY(yaml.check_keys(value, kKeys, of));
    GATE_TRY(read_analysis(yaml, value, out));
  } else {  // metavariable-pattern
    std::vector<std::string_view> keys{"metavariable", "language"};
    keys.insert(keys.end(), kNestedKeys.begin(), kNestedKeys.end());
    GATE_TRY(yaml.check_keys(value, keys, of));
    GATE_TRY(read_pattern(yaml, value, nested, out));
  }
  return out;
}

Result<Condition> read_where(const YamlReader& yaml, const YAML::Node& entry, const NestedFormula& nested) {
  static constexpr std::array kKeys{"metavariable"sv, "comparison"sv, "base"sv,   "strip"sv,   "regex"sv,    "constant-propagation"sv,
                                    "type"sv,         "types"sv,      "module"sv, "modules"sv, "kind"sv,     "analyzer"sv,
                                    "language"sv,     "pattern"sv,    "all"sv,    "any"sv,     "not"sv,      "inside"sv,
                                    "focus"sv};
  GATE_TRY(yaml.check_keys(entry, kKeys, "an entry of 'where'"));
  Condition out;
  if (entry["comparison"]) GATE_TRY(read_comparison_of(yaml, entry, out));
  else if (entry["regex"] && !entry["language"]) GATE_TRY(read_regex(yaml, entry, out));
  else if (entry["type"] || entry["types"]) GATE_TRY(read_type(yaml, entry, out));
  else if (entry["module"] || entry["modules"] || entry["kind"]) GATE_TRY(read_name(yaml, entry, out));
  else if (entry["analyzer"]) GATE_TRY(read_analysis(yaml, entry, out));
  else GATE_TRY(read_pattern(yaml, entry, nested, out));
  return out;
}

}  // namespace gogate::gopatterns
