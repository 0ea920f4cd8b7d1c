// Formulas of a rule: patterns, their conditions, and what is focused on.
#include "scanners/gopatterns/load_formula.h"

#include <algorithm>
#include <array>

#include "scanners/gopatterns/load_condition.h"

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
                                  "metavariable-name"sv,
                                  "metavariable-analysis"sv,
                                  "focus-metavariable"sv};

struct FormulaReader {
  const YamlReader& yaml;
  PatternCheck check;

  // The one key of a list's entry; empty: its mistake is noted already.
  Result<std::string> key_of(const YAML::Node& entry, std::string_view list) const {
    const std::string of = "an entry of '" + std::string(list) + "'";
    if (entry.IsScalar())
      return yaml.error(entry, of + " must be a table of keys", "write: - pattern: " + entry.Scalar().substr(0, entry.Scalar().find('\n')));
    const std::size_t mistakes = yaml.mistakes();
    GATE_TRY(yaml.check_keys(entry, kFormulaKeys, of));
    if (yaml.mistakes() != mistakes) return std::string();
    if (entry.size() != 1) return yaml.error(entry, of + " must hold one key", "start each key with its own '-'");
    return entry.begin()->first.Scalar();
  }

  Result<Ok> part_of_conjunction(const YAML::Node& entry, Formula& out, int depth) const {
    const std::string key = GATE_TRY(key_of(entry, "patterns"));
    if (key.empty()) return Ok{};
    const YAML::Node value = entry.begin()->second;
    if (key == "focus-metavariable") {
      std::vector<std::string> names;
      if (!value.IsSequence()) names.push_back(GATE_TRY(read_metavariable(yaml, value)));
      else
        for (const YAML::Node& name : value) names.push_back(GATE_TRY(read_metavariable(yaml, name)));
      if (names.empty()) return yaml.error(value, "'focus-metavariable' names no metavariable", "write it like $NAME");
      out.focus.push_back(std::move(names));
    } else if (key.starts_with("metavariable-")) {
      out.conditions.push_back(GATE_TRY(read_condition(yaml, key, value, [&](const std::string& name, const YAML::Node& inner, std::optional<Language> language) -> Result<Formula> {
        const auto inner_check = nested_check(yaml, value, check, language);
        if (!inner_check) return std::unexpected(inner_check.error());
        return FormulaReader{yaml, *inner_check}.nested(name, inner, depth + 1);
      })));
    } else {
      out.children.push_back(GATE_TRY(operation(key, value, false, depth + 1)));
    }
    return Ok{};
  }

  // A formula about a metavariable: it may say only what must not be there.
  Result<Formula> nested(const std::string& key, const YAML::Node& value, int depth) const {
    Formula one = GATE_TRY(operation(key, value, true, depth));
    if (!one.negated) return one;
    Formula all;
    all.op = FormulaOp::all;
    all.line = one.line;
    all.children.push_back(std::move(one));
    return all;
  }

  // `patterns` and the like: one conjunction. `free`: negations can stand alone.
  Result<Formula> conjunction(const YAML::Node& list, bool free, int depth) const {
    if (!list.IsSequence()) return yaml.error(list, "'patterns' must be a list", "start each entry with '-'");
    Formula out;
    out.op = FormulaOp::all;
    out.line = static_cast<std::uint32_t>(list.Mark().line + 1);
    const std::size_t mistakes = yaml.mistakes();
    for (const YAML::Node& entry : list)
      if (auto part = part_of_conjunction(entry, out, depth); !part) GATE_TRY(yaml.go_on(part.error()));
    const bool positive = std::any_of(out.children.begin(), out.children.end(), [](const Formula& f) { return !f.negated; });
    if (!positive && !free && yaml.mistakes() == mistakes)
      return yaml.error(list, "'patterns' holds nothing that can match",
                        "add at least one of pattern, pattern-either, pattern-inside, pattern-regex");
    return out;
  }

  Result<Ok> alternative(const YAML::Node& entry, Formula& out, int depth) const {
    const std::string key = GATE_TRY(key_of(entry, "pattern-either"));
    if (key.empty()) return Ok{};
    if (key.starts_with("metavariable-") || key.starts_with("focus-"))
      return yaml.error(entry, "'" + key + "' cannot stand in 'pattern-either'", "put it under 'patterns'");
    Formula child = GATE_TRY(operation(key, entry.begin()->second, false, depth + 1));
    if (child.negated)
      return yaml.error(entry, "'" + key + "' cannot stand alone in 'pattern-either'", "put it under 'patterns'");
    out.children.push_back(std::move(child));
    return Ok{};
  }

  Result<Formula> alternatives(const YAML::Node& list, int depth) const {
    if (!list.IsSequence()) return yaml.error(list, "'pattern-either' must be a list", "start each entry with '-'");
    if (list.size() == 0) return yaml.error(list, "'pattern-either' is empty", "add: - pattern: ...");
    Formula out;
    out.op = FormulaOp::any;
    out.line = static_cast<std::uint32_t>(list.Mark().line + 1);
    for (const YAML::Node& entry : list)
      if (auto part = alternative(entry, out, depth); !part) GATE_TRY(yaml.go_on(part.error()));
    return out;
  }

  Result<Formula> operation(const std::string& key, const YAML::Node& value, bool free, int depth) const {
    if (depth > kFormulaDepth) return yaml.error(value, "patterns are nested too deeply");
    if (key == "patterns") return conjunction(value, free, depth);
    if (key == "pattern-either") return alternatives(value, depth);
    const bool negated = key.starts_with("pattern-not");
    const bool inside = key.ends_with("inside");
    Formula out;
    if (value.IsMap() && key != "pattern-regex" && key != "pattern-not-regex" && key != "pattern") {
      GATE_TRY(yaml.check_keys(value, kFormulaKeys, "'" + key + "'"));
      if (value.size() != 1) return yaml.error(value, "'" + key + "' must hold one key", "put them under one 'patterns'");
      out = GATE_TRY(operation(value.begin()->first.Scalar(), value.begin()->second, false, depth + 1));
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
};

}  // namespace

std::optional<Language> parse_language(std::string_view name) {
  if (name == "go" || name == "golang") return Language::go;
  if (name == "regex" || name == "none") return Language::regex;
  if (name == "generic" || name == "spacegrep") return Language::generic;
  return std::nullopt;
}

PatternCheck pattern_check(Language language) {
  switch (language) {
    case Language::go: return check_pattern;
    case Language::regex: return check_no_pattern;
    case Language::generic: return check_generic;
  }
  return check_pattern;
}

Result<PatternCheck> nested_check(const YamlReader& yaml, const YAML::Node& where, PatternCheck outer, std::optional<Language> language) {
  if (!language) return outer;
  if (*language == Language::go && outer != check_pattern)
    return yaml.error(where, "a rule for any text cannot ask for Go inside it", "use generic or regex");
  return pattern_check(*language);
}

Result<Formula> read_formula(const YamlReader& yaml, const std::string& key, const YAML::Node& value, PatternCheck check) {
  return FormulaReader{yaml, check}.operation(key, value, false, 0);
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
