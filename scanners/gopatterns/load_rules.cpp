// Semgrep YAML to RuleSet: the keys of a rule and of a rule file. One function for each table of the format.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "scanners/gopatterns/check_rule.h"
#include "scanners/gopatterns/load_formula.h"
#include "scanners/gopatterns/load_taint.h"
#include "scanners/gopatterns/rule_set.h"
#include "scanners/gopatterns/yaml_reader.h"

namespace gogate::gopatterns {
namespace {

using namespace std::string_view_literals;

constexpr std::array kRuleKeys{
    "id"sv,        "message"sv,          "severity"sv,       "languages"sv,           "metadata"sv,
    "pattern"sv,   "patterns"sv,         "pattern-either"sv, "pattern-regex"sv,       "fix"sv,
    "fix-regex"sv, "paths"sv,            "options"sv,        "mode"sv,                "min-version"sv,
    "max-version"sv, "pattern-sources"sv, "pattern-sinks"sv, "pattern-sanitizers"sv,  "pattern-propagators"sv,
    "match"sv,     "taint"sv,            "extract"sv,        "join"sv,                "product"sv};

std::string before(std::string_view text, char c) {
  std::string out(text.substr(0, text.find(c)));
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

Result<Severity> severity_of(const YamlReader& yaml, const YAML::Node& node) {
  static constexpr std::array kNames{"CRITICAL"sv, "ERROR"sv, "HIGH"sv, "WARNING"sv, "MEDIUM"sv, "INFO"sv, "LOW"sv,
                                     "INVENTORY"sv, "EXPERIMENT"sv};
  const std::string name = GATE_TRY(yaml.text(node, "severity"));
  if (name == "CRITICAL") return Severity::critical;
  if (name == "ERROR" || name == "HIGH") return Severity::high;
  if (name == "WARNING" || name == "MEDIUM") return Severity::medium;
  if (name == "INFO" || name == "LOW") return Severity::low;
  if (name == "INVENTORY" || name == "EXPERIMENT") return Severity::info;
  const std::string_view meant = nearest(name, kNames);
  return yaml.error(node, "unknown severity '" + name + "'",
                    meant.empty() ? "use CRITICAL, HIGH, MEDIUM or LOW" : "did you mean " + std::string(meant) + "?");
}

Result<Ok> read_metadata(const YamlReader& yaml, const YAML::Node& metadata, Rule& info) {
  if (!metadata || metadata.IsNull()) return Ok{};
  if (!metadata.IsMap()) return yaml.error(metadata, "'metadata' must be a table");
  const auto list = [&](const char* key) -> Result<std::vector<std::string>> {
    const YAML::Node node = metadata[key];
    if (!node) return std::vector<std::string>{};
    return yaml.texts(node, key);
  };
  const auto word = [&](const char* key, std::string& into) -> Result<Ok> {
    if (const YAML::Node node = metadata[key]) into = GATE_TRY(yaml.text(node, key));
    return Ok{};
  };
  for (const std::string& cwe : GATE_TRY(list("cwe"))) info.cwe.push_back(before(cwe, ':'));
  for (const std::string& owasp : GATE_TRY(list("owasp"))) info.owasp.push_back(before(before(owasp, '-'), ' '));
  info.references = GATE_TRY(list("references"));
  info.aliases = GATE_TRY(list("aliases"));
  info.tags = GATE_TRY(list("tags"));
  GATE_TRY(word("title", info.title));
  GATE_TRY(word("why", info.why));
  GATE_TRY(word("fix", info.fix));
  GATE_TRY(word("bad", info.bad));
  GATE_TRY(word("good", info.good));
  if (const YAML::Node node = metadata["confidence"]) {
    const std::string name = GATE_TRY(yaml.text(node, "confidence"));
    const auto parsed = parse_confidence(name);
    if (!parsed) return yaml.error(node, "unknown confidence '" + name + "'", "use LOW, MEDIUM, HIGH or CERTAIN");
    info.confidence = *parsed;
  }
  return Ok{};
}

// nullopt: a rule for other languages.
Result<std::optional<GoRule>> read_rule(const YamlReader& yaml, const YAML::Node& node, std::string_view origin) {
  GATE_TRY(yaml.check_keys(node, kRuleKeys, "a rule"));
  GoRule rule;
  Rule& info = rule.info;
  info.scanner = "go";
  info.confidence = Confidence::medium;
  info.severity = Severity::medium;
  info.origin = std::string(origin) + ":" + std::to_string(node.Mark().line + 1);
  if (!node["id"]) return yaml.error(node, "a rule without 'id'");
  info.id = GATE_TRY(yaml.text(node["id"], "id"));
  if (info.id.empty()) return yaml.error(node["id"], "'id' is empty");
  const auto named = [&](Error&& e) { return std::unexpected(Error{e.code, e.what + " (rule " + info.id + ")", e.next_step}); };

  const YAML::Node languages = node["languages"];
  if (!languages) return yaml.error(node, "rule " + info.id + " has no 'languages'", "add: languages: [go]");
  bool go = false;
  for (const std::string& language : GATE_TRY(yaml.texts(languages, "languages")))
    go = go || language == "go" || language == "golang";
  if (!go) return std::optional<GoRule>();

  if (!node["message"]) return yaml.error(node, "rule " + info.id + " has no 'message'");
  info.message = GATE_TRY(yaml.text(node["message"], "message"));
  while (!info.message.empty() && (info.message.back() == '\n' || info.message.back() == ' ')) info.message.pop_back();
  if (!node["severity"]) return yaml.error(node, "rule " + info.id + " has no 'severity'");
  info.severity = GATE_TRY(severity_of(yaml, node["severity"]));
  GATE_TRY(read_metadata(yaml, node["metadata"], info));
  if (info.title.empty()) info.title = info.message.substr(0, info.message.find('\n'));

  if (const YAML::Node mode = node["mode"]) {
    const std::string name = GATE_TRY(yaml.text(mode, "mode"));
    if (name == "taint")
      rule.taint.emplace();
    else if (name != "search")
      return yaml.error(mode, "rule " + info.id + ": mode: " + name + " is not supported yet",
                        "remove the rule, or run with --skip-bad-rules");
  }
  for (const char* key : {"match", "taint", "extract", "join"})
    if (node[key])
      return yaml.error(node[key], "rule " + info.id + ": '" + key + "' is not supported yet",
                        "write it with 'patterns', or run with --skip-bad-rules");

  if (rule.taint) {
    auto taint = read_taint(yaml, node);
    if (!taint) return named(std::move(taint).error());
    rule.taint = *std::move(taint);
  } else {
    for (const char* key : {"pattern-sources", "pattern-sinks", "pattern-sanitizers", "pattern-propagators"})
      if (node[key]) return yaml.error(node[key], "rule " + info.id + ": '" + key + "' belongs to a taint rule", "add: mode: taint");
  }
  int formulas = 0;
  for (const char* key : {"pattern", "patterns", "pattern-either", "pattern-regex"}) {
    const YAML::Node value = node[key];
    if (!value) continue;
    if (rule.taint) return yaml.error(value, "rule " + info.id + ": '" + key + "' has no meaning beside mode: taint", "put it into pattern-sources or pattern-sinks");
    if (++formulas > 1) return yaml.error(value, "rule " + info.id + " has two of pattern, patterns, pattern-either, pattern-regex");
    auto formula = read_formula(yaml, key, value);
    if (!formula) return named(std::move(formula).error());
    rule.formula = *std::move(formula);
  }
  if (formulas == 0 && !rule.taint)
    return yaml.error(node, "rule " + info.id + " has no pattern",
                      "add one of pattern, patterns, pattern-either, pattern-regex");
  if (node["fix"]) rule.fix = GATE_TRY(yaml.text(node["fix"], "fix"));
  if (const YAML::Node paths = node["paths"]) {
    static constexpr std::array kKeys{"include"sv, "exclude"sv};
    GATE_TRY(yaml.check_keys(paths, kKeys, "'paths'"));
    if (paths["include"]) rule.include = GATE_TRY(yaml.texts(paths["include"], "include"));
    if (paths["exclude"]) rule.exclude = GATE_TRY(yaml.texts(paths["exclude"], "exclude"));
  }
  if (const YAML::Node options = node["options"]) {
    if (!options.IsMap()) return yaml.error(options, "'options' must be a table");
    if (const YAML::Node flag = options["constant_propagation"])
      rule.constant_propagation = GATE_TRY(yaml.text(flag, "constant_propagation")) != "false";
  }
  if (auto checked = check_metavariables(rule); !checked) {
    auto failed = yaml.error(node, checked.error().what, checked.error().next_step);
    return named(std::move(failed.error()));
  }
  return std::optional<GoRule>(std::move(rule));
}

}  // namespace

Result<RuleSet> load_rules(std::string_view yaml_text, std::string_view origin, const LoadOptions& options) {
  const YamlReader yaml(origin);
  RuleSet set;
  set.origin = std::string(origin);
  try {
    const YAML::Node root = YAML::Load(std::string(yaml_text));
    static constexpr std::array kKeys{"rules"sv};
    if (!root.IsMap() || !root["rules"])
      return yaml.error(root, "not a Semgrep rule file: the table 'rules' is missing", "start the file with 'rules:'");
    GATE_TRY(yaml.check_keys(root, kKeys, "the rule file"));
    const YAML::Node rules = root["rules"];
    if (!rules.IsSequence()) return yaml.error(rules, "'rules' must be a list");
    std::set<std::string> ids;
    std::map<PatternSpec, std::uint32_t> literal_numbers;
    for (const YAML::Node& node : rules) {
      auto rule = read_rule(yaml, node, origin);
      if (rule && *rule && !ids.insert((*rule)->info.id).second)
        rule = yaml.error(node, "rule id " + (*rule)->info.id + " is used twice");
      if (!rule) {
        if (!options.skip_bad) return std::unexpected(std::move(rule).error());
        set.bad_rules.push_back(rule.error().what);
        continue;
      }
      if (!*rule) {
        ++set.not_applicable;
        continue;
      }
      for (const std::vector<PatternSpec>& any : required_literals(**rule)) {
        std::vector<std::uint32_t>& group = (*rule)->required.emplace_back();
        for (const PatternSpec& literal : any) {
          const auto [it, fresh] = literal_numbers.emplace(literal, static_cast<std::uint32_t>(set.literals.size()));
          if (fresh) set.literals.push_back(literal);
          group.push_back(it->second);
        }
      }
      set.rules.push_back(*std::move(*rule));
    }
  } catch (const YAML::ParserException& e) {
    return fail(Errc::config, set.origin + ":" + std::to_string(e.mark.line + 1) + ":" +
                                  std::to_string(e.mark.column + 1) + ": " + e.msg,
                "the file is not YAML: check indentation and quotes");
  } catch (const YAML::Exception& e) {
    return fail(Errc::config, set.origin + ": " + e.what());
  }
  return set;
}

}  // namespace gogate::gopatterns
