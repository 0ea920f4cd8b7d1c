// Formulas of a rule: patterns, their conditions, and what is focused on.
#include "scanners/gopatterns/load_formula.h"

#include <algorithm>
#include <array>

namespace gogate::gopatterns {
namespace {

using namespace std::string_view_literals;

constexpr int kFormulaDepth = 60;  // levels of nested patterns in one rule

constexpr std::array kFormulaKeys{"pattern"sv,
                                  "patterns"sv,
                                  "pattern-either"sv,
                                  "pattern-regex"sv,
                                  "pattern-not"sv,
                                  "pattern-inside"sv,
                                  "pattern-not-inside"sv,
                                  "pattern-not-regex"sv,
                                  "metavariable-regex"sv,
                                  "metavariable-pattern"sv,
                                  "metavariable-comparison"sv,
                                  "metavariable-type"sv,
                                  "focus-metavariable"sv};

struct FormulaReader {
  const YamlReader& yaml;
  PatternCheck check;

  Result<std::string> metavariable_of(const YAML::Node& table) const {
    const YAML::Node name = table["metavariable"];
    if (!name) return yaml.error(table, "'metavariable' is missing");
    std::string text = GATE_TRY(yaml.text(name, "metavariable"));
    if (text.size() < 2 || text[0] != '$')
      return yaml.error(name, "'" + text + "' is not a metavariable", "write it like $NAME");
    return text;
  }

  // `patterns` and the like: one conjunction.
  Result<Formula> conjunction(const YAML::Node& list, int depth) const {
    if (!list.IsSequence()) return yaml.error(list, "'patterns' must be a list");
    if (depth > kFormulaDepth) return yaml.error(list, "patterns are nested too deeply");
    Formula out;
    out.op = FormulaOp::all;
    out.line = static_cast<std::uint32_t>(list.Mark().line + 1);
    for (const YAML::Node& entry : list) {
      GATE_TRY(yaml.check_keys(entry, kFormulaKeys, "an entry of 'patterns'"));
      if (entry.size() != 1)
        return yaml.error(entry, "an entry of 'patterns' must hold one key", "start each key with its own '-'");
      const std::string key = entry.begin()->first.Scalar();
      const YAML::Node value = entry.begin()->second;
      if (key == "focus-metavariable") {
        out.focus.push_back(GATE_TRY(yaml.texts(value, key)));
      } else if (key.starts_with("metavariable-")) {
        out.conditions.push_back(GATE_TRY(condition(key, value, depth + 1)));
      } else {
        out.children.push_back(GATE_TRY(operation(key, value, depth + 1)));
      }
    }
    const bool positive = std::any_of(out.children.begin(), out.children.end(), [](const Formula& f) { return !f.negated; });
    if (!positive)
      return yaml.error(list, "'patterns' holds nothing that can match",
                        "add at least one of pattern, pattern-either, pattern-inside, pattern-regex");
    return out;
  }

  Result<Formula> alternatives(const YAML::Node& list, int depth) const {
    if (!list.IsSequence()) return yaml.error(list, "'pattern-either' must be a list");
    if (depth > kFormulaDepth) return yaml.error(list, "patterns are nested too deeply");
    if (list.size() == 0) return yaml.error(list, "'pattern-either' is empty");
    Formula out;
    out.op = FormulaOp::any;
    out.line = static_cast<std::uint32_t>(list.Mark().line + 1);
    for (const YAML::Node& entry : list) {
      GATE_TRY(yaml.check_keys(entry, kFormulaKeys, "an entry of 'pattern-either'"));
      if (entry.size() != 1)
        return yaml.error(entry, "an entry of 'pattern-either' must hold one key", "start each key with its own '-'");
      const std::string key = entry.begin()->first.Scalar();
      if (key.starts_with("metavariable-") || key.starts_with("focus-"))
        return yaml.error(entry, "'" + key + "' cannot stand in 'pattern-either'", "put it under 'patterns'");
      Formula child = GATE_TRY(operation(key, entry.begin()->second, depth + 1));
      if (child.negated)
        return yaml.error(entry, "'" + key + "' cannot stand alone in 'pattern-either'", "put it under 'patterns'");
      out.children.push_back(std::move(child));
    }
    return out;
  }

  Result<Formula> operation(const std::string& key, const YAML::Node& value, int depth) const {
    if (key == "patterns") return conjunction(value, depth);
    if (key == "pattern-either") return alternatives(value, depth);
    const bool negated = key.starts_with("pattern-not");
    const bool inside = key.ends_with("inside");
    Formula out;
    if (value.IsMap() && key != "pattern-regex" && key != "pattern-not-regex" && key != "pattern") {
      GATE_TRY(yaml.check_keys(value, kFormulaKeys, "'" + key + "'"));
      if (value.size() != 1) return yaml.error(value, "'" + key + "' must hold one key");
      out = GATE_TRY(operation(value.begin()->first.Scalar(), value.begin()->second, depth + 1));
      if (out.negated) return yaml.error(value, "a negation inside '" + key + "' needs 'patterns' around it");
    } else {
      out.op = key.ends_with("regex") ? FormulaOp::regex : FormulaOp::pattern;
      out.text = GATE_TRY(yaml.text(value, key));
      out.line = static_cast<std::uint32_t>(value.Mark().line + 1);
      const auto checked = out.op == FormulaOp::regex ? check_regex(out.text, true) : check(out.text);
      if (!checked) return yaml.error(value, checked.error().what, checked.error().next_step);
    }
    out.negated = negated;
    out.inside = inside;
    return out;
  }

  Result<Condition> condition(const std::string& key, const YAML::Node& value, int depth) const {
    Condition out;
    if (key == "metavariable-regex") {
      static constexpr std::array kKeys{"metavariable"sv, "regex"sv, "constant-propagation"sv};
      GATE_TRY(yaml.check_keys(value, kKeys, "'" + key + "'"));
      out.kind = Condition::Kind::regex;
      out.metavariable = GATE_TRY(metavariable_of(value));
      if (!value["regex"]) return yaml.error(value, "'regex' is missing");
      out.text = GATE_TRY(yaml.text(value["regex"], "regex"));
      if (const auto ok = check_regex(out.text, false); !ok) return yaml.error(value["regex"], ok.error().what);
    } else if (key == "metavariable-comparison") {
      static constexpr std::array kKeys{"metavariable"sv, "comparison"sv, "base"sv, "strip"sv};
      GATE_TRY(yaml.check_keys(value, kKeys, "'" + key + "'"));
      out.kind = Condition::Kind::comparison;
      if (value["metavariable"]) out.metavariable = GATE_TRY(metavariable_of(value));
      if (!value["comparison"]) return yaml.error(value, "'comparison' is missing");
      out.text = GATE_TRY(yaml.text(value["comparison"], "comparison"));
      if (const auto ok = check_comparison(out.text); !ok) return yaml.error(value["comparison"], ok.error().what);
    } else if (key == "metavariable-type") {
      static constexpr std::array kKeys{"metavariable"sv, "type"sv, "types"sv};
      GATE_TRY(yaml.check_keys(value, kKeys, "'" + key + "'"));
      out.kind = Condition::Kind::type;
      out.metavariable = GATE_TRY(metavariable_of(value));
      const YAML::Node types = value["types"] ? value["types"] : value["type"];
      if (!types) return yaml.error(value, "'type' is missing");
      for (const std::string& type : GATE_TRY(yaml.texts(types, "type"))) out.text += (out.text.empty() ? "" : "\n") + type;
    } else {  // metavariable-pattern
      static constexpr std::array kKeys{"metavariable"sv,  "language"sv,        "pattern"sv,          "patterns"sv,
                                        "pattern-either"sv, "pattern-regex"sv,  "pattern-not"sv,      "pattern-inside"sv,
                                        "pattern-not-inside"sv, "pattern-not-regex"sv};
      GATE_TRY(yaml.check_keys(value, kKeys, "'" + key + "'"));
      out.kind = Condition::Kind::pattern;
      out.metavariable = GATE_TRY(metavariable_of(value));
      if (const YAML::Node language = value["language"]) {
        const std::string name = GATE_TRY(yaml.text(language, "language"));
        if (name == "regex") out.generic = true;
        else if (name != "go" && name != "golang")
          return yaml.error(language, "metavariable-pattern with language '" + name + "' is not supported yet",
                            "use go or regex");
      }
      for (const auto& entry : value) {
        const std::string name = entry.first.Scalar();
        if (name == "metavariable" || name == "language") continue;
        if (!out.formula.empty()) return yaml.error(entry.first, "'" + key + "' holds more than one formula");
        out.formula.push_back(GATE_TRY(operation(name, entry.second, depth)));
      }
      if (out.formula.empty()) return yaml.error(value, "'" + key + "' holds no pattern");
    }
    return out;
  }
};

}  // namespace

Result<Formula> read_formula(const YamlReader& yaml, const std::string& key, const YAML::Node& value, PatternCheck check) {
  return FormulaReader{yaml, check}.operation(key, value, 0);
}

Result<Formula> read_formula_in(const YamlReader& yaml, const YAML::Node& table, std::span<const std::string_view> others,
                                std::string_view of, PatternCheck check) {
  std::vector<std::string_view> known(kFormulaKeys.begin(), kFormulaKeys.end());
  known.insert(known.end(), others.begin(), others.end());
  GATE_TRY(yaml.check_keys(table, known, of));
  YAML::Node found;
  std::string key;
  for (const auto& entry : table) {
    const std::string name = entry.first.Scalar();
    if (std::find(others.begin(), others.end(), name) != others.end()) continue;
    if (!key.empty())
      return yaml.error(entry.first, std::string(of) + " holds both '" + key + "' and '" + name + "'",
                        "put them under one 'patterns'");
    key = name;
    found.reset(entry.second);
  }
  if (key.empty())
    return yaml.error(table, std::string(of) + " holds no pattern",
                      "add one of pattern, patterns, pattern-either, pattern-regex");
  Formula formula = GATE_TRY(read_formula(yaml, key, found, check));
  if (formula.negated) return yaml.error(table, "'" + key + "' cannot stand alone in " + std::string(of), "put it under 'patterns'");
  return formula;
}

}  // namespace gogate::gopatterns
