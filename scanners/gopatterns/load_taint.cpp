#include "scanners/gopatterns/load_taint.h"

#include <array>
#include <utility>

#include "scanners/gopatterns/load_formula.h"

namespace gogate::gopatterns {
namespace {

using namespace std::string_view_literals;

Result<bool> flag(const YamlReader& yaml, const YAML::Node& node, std::string_view key) {
  const std::string word = GATE_TRY(yaml.text(node, key));
  if (word == "true") return true;
  if (word == "false") return false;
  return yaml.error(node, "'" + std::string(key) + "' is true or false");
}

Result<std::string> labels(const YamlReader& yaml, const YAML::Node& node) {
  if (!node.IsScalar())
    return yaml.error(node, "'requires' for single metavariables is not supported", "write one expression over labels");
  std::string text = GATE_TRY(yaml.text(node, "requires"));
  if (const auto ok = check_labels(text); !ok) return yaml.error(node, ok.error().what, ok.error().next_step);
  return text;
}

Result<std::string> metavariable(const YamlReader& yaml, const YAML::Node& table, const char* key) {
  if (!table[key]) return yaml.error(table, "a propagator without '" + std::string(key) + "'");
  std::string name = GATE_TRY(yaml.text(table[key], key));
  if (!name.starts_with('$')) return yaml.error(table[key], "'" + std::string(key) + "' is a metavariable, as $X");
  return name;
}

enum class Role : std::uint8_t { source, sink, sanitizer, propagator };

Result<TaintPart> read_part(const YamlReader& yaml, const YAML::Node& node, Role role) {
  static constexpr std::array kSource{"exact"sv, "by-side-effect"sv, "label"sv, "requires"sv, "control"sv};
  static constexpr std::array kSink{"exact"sv, "requires"sv, "at-exit"sv};
  static constexpr std::array kSanitizer{"exact"sv, "by-side-effect"sv, "not_conflicting"sv, "not-conflicting"sv};
  static constexpr std::array kPropagator{"from"sv, "to"sv, "by-side-effect"sv, "label"sv, "requires"sv, "replace-labels"sv};
  static constexpr std::array kNames{"a source"sv, "a sink"sv, "a sanitizer"sv, "a propagator"sv};
  const std::array<std::span<const std::string_view>, 4> keys{kSource, kSink, kSanitizer, kPropagator};
  const auto at = static_cast<std::size_t>(role);
  if (!node.IsMap()) return yaml.error(node, std::string(kNames[at]) + " is a table with a pattern", "write: - pattern: ...");
  TaintPart out;
  out.formula = GATE_TRY(read_formula_in(yaml, node, keys[at], kNames[at]));
  for (const char* key : {"control", "at-exit"})
    if (node[key] && GATE_TRY(flag(yaml, node[key], key)))
      return yaml.error(node[key], "'" + std::string(key) + "' is not supported", "remove the rule, or run with --skip-bad-rules");
  out.exact = role == Role::sink;
  if (node["exact"]) out.exact = GATE_TRY(flag(yaml, node["exact"], "exact"));
  if (role == Role::propagator) out.side_effect = TaintPart::SideEffect::yes;
  if (const YAML::Node effect = node["by-side-effect"]) {
    const std::string word = GATE_TRY(yaml.text(effect, "by-side-effect"));
    if (word == "only" && role == Role::source)
      out.side_effect = TaintPart::SideEffect::only;
    else
      out.side_effect = GATE_TRY(flag(yaml, effect, "by-side-effect")) ? TaintPart::SideEffect::yes : TaintPart::SideEffect::no;
  }
  if (node["label"]) out.label = GATE_TRY(yaml.text(node["label"], "label"));
  if (node["requires"]) out.requires_labels = GATE_TRY(labels(yaml, node["requires"]));
  if (role == Role::propagator) {
    out.from = GATE_TRY(metavariable(yaml, node, "from"));
    out.to = GATE_TRY(metavariable(yaml, node, "to"));
    if (node["replace-labels"]) out.replace_labels = GATE_TRY(yaml.texts(node["replace-labels"], "replace-labels"));
  }
  return out;
}

}  // namespace

Result<TaintSpec> read_taint(const YamlReader& yaml, const YAML::Node& rule) {
  TaintSpec out;
  const auto read = [&](const char* key, Role role, std::vector<TaintPart>& parts, bool needed) -> Result<Ok> {
    const YAML::Node list = rule[key];
    if (!list) {
      if (needed) return yaml.error(rule, "a taint rule without '" + std::string(key) + "'", "add: " + std::string(key) + ": [{pattern: ...}]");
      return Ok{};
    }
    if (!list.IsSequence() || (needed && list.size() == 0)) return yaml.error(list, "'" + std::string(key) + "' must be a list of patterns");
    for (const YAML::Node& part : list) parts.push_back(GATE_TRY(read_part(yaml, part, role)));
    return Ok{};
  };
  GATE_TRY(read("pattern-sources", Role::source, out.sources, true));
  GATE_TRY(read("pattern-sinks", Role::sink, out.sinks, true));
  GATE_TRY(read("pattern-sanitizers", Role::sanitizer, out.sanitizers, false));
  GATE_TRY(read("pattern-propagators", Role::propagator, out.propagators, false));
  if (const YAML::Node options = rule["options"]; options && options.IsMap()) {
    const std::array<std::pair<const char*, bool*>, 7> known{{{"taint_unify_mvars", &out.unify_metavariables},
                                                              {"taint_assume_safe_functions", &out.safe_functions},
                                                              {"taint_assume_safe_indexes", &out.safe_indexes},
                                                              {"taint_assume_safe_comparisons", &out.safe_comparisons},
                                                              {"taint_assume_safe_booleans", &out.safe_booleans},
                                                              {"taint_assume_safe_numbers", &out.safe_numbers},
                                                              {"taint_only_propagate_through_assignments", &out.only_assignments}}};
    for (const auto& [key, to] : known)
      if (options[key]) *to = GATE_TRY(flag(yaml, options[key], key));
  }
  return out;
}

}  // namespace gogate::gopatterns
