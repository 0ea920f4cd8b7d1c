#include "scanners/gopatterns/load_match.h"

#include <algorithm>
#include <array>

#include "scanners/gopatterns/load_condition.h"

namespace gogate::gopatterns {
namespace {

using namespace std::string_view_literals;

constexpr int kDepth = 60;
constexpr std::array kOperations{"pattern"sv, "regex"sv, "all"sv, "any"sv, "not"sv, "inside"sv};

struct MatchReader {
  const YamlReader& yaml;
  PatternCheck check;

  Result<Formula> leaf(FormulaOp op, const YAML::Node& value, std::string_view key) const {
    Formula out;
    out.op = op;
    out.text = GATE_TRY(yaml.text(value, key));
    out.line = static_cast<std::uint32_t>(value.Mark().line + 1);
    const auto checked = op == FormulaOp::regex ? check_regex(out.text, true) : check(out.text);
    if (!checked) return yaml.error(value, checked.error().what, checked.error().next_step);
    return out;
  }

  // `free`: within a condition, where what is looked at is already there, so
  // that negations can stand alone.
  Result<Formula> list(const std::string& key, const YAML::Node& value, bool free, int depth) const {
    if (!value.IsSequence()) return yaml.error(value, "'" + key + "' must be a list", "start each entry with '-'");
    if (value.size() == 0) return yaml.error(value, "'" + key + "' is empty");
    Formula out;
    out.op = key == "all" ? FormulaOp::all : FormulaOp::any;
    out.line = static_cast<std::uint32_t>(value.Mark().line + 1);
    for (const YAML::Node& entry : value) {
      auto child = formula(entry, {}, "an entry of '" + key + "'", true, depth + 1);
      if (!child) {
        GATE_TRY(yaml.go_on(child.error()));
        continue;
      }
      if (child->negated && key == "any")
        return yaml.error(entry, "'not' cannot stand alone in 'any'", "put it under 'all' beside what shall match");
      out.children.push_back(*std::move(child));
    }
    const bool positive = std::any_of(out.children.begin(), out.children.end(), [](const Formula& f) { return !f.negated; });
    if (!positive && !free)
      return yaml.error(value, "'" + key + "' holds nothing that can match", "add at least one pattern, regex, any or inside");
    return out;
  }

  Result<Formula> operation(const std::string& key, const YAML::Node& value, bool free, int depth) const {
    if (depth > kDepth) return yaml.error(value, "formulas are nested too deeply");
    if (key == "pattern") return leaf(FormulaOp::pattern, value, key);
    if (key == "regex") return leaf(FormulaOp::regex, value, key);
    if (key == "all" || key == "any") return list(key, value, free, depth);
    Formula out = GATE_TRY(formula(value, {}, "'" + key + "'", false, depth + 1));
    const auto wrap = [&] {
      Formula all;
      all.op = FormulaOp::all;
      all.line = out.line;
      all.children.push_back(std::move(out));
      out = std::move(all);
    };
    if (key == "inside") {
      if (out.negated) return yaml.error(value, "'not' cannot stand in 'inside'", "write: not: {inside: ...}");
      if (out.inside) wrap();
      out.inside = true;
    } else {
      if (out.negated) wrap();
      out.negated = true;
    }
    return out;
  }

  Result<Ok> where(const YAML::Node& list, Formula& out, int depth) const {
    if (!list.IsSequence()) return yaml.error(list, "'where' must be a list", "start each entry with '-'");
    const NestedFormula nested = [&](const std::string& key, const YAML::Node& value, std::optional<Language> language) -> Result<Formula> {
      const MatchReader inner{yaml, GATE_TRY(nested_check(yaml, value, check, language))};
      Formula one = GATE_TRY(inner.operation(key, value, true, depth + 1));
      if (!one.negated) return one;
      Formula all;
      all.op = FormulaOp::all;
      all.line = one.line;
      all.children.push_back(std::move(one));
      return all;
    };
    for (const YAML::Node& entry : list) {
      if (entry.IsMap() && entry["focus"]) {
        std::vector<std::string>& names = out.focus.emplace_back();
        const YAML::Node focus = entry["focus"];
        if (!focus.IsSequence()) names.push_back(GATE_TRY(read_metavariable(yaml, focus)));
        else
          for (const YAML::Node& name : focus) names.push_back(GATE_TRY(read_metavariable(yaml, name)));
        continue;
      }
      auto condition = read_where(yaml, entry, nested);
      if (condition) out.conditions.push_back(*std::move(condition));
      else GATE_TRY(yaml.go_on(condition.error()));
    }
    return Ok{};
  }

  Result<Formula> formula(const YAML::Node& value, std::span<const std::string_view> others, const std::string& of, bool free,
                          int depth) const {
    if (value.IsScalar()) return leaf(FormulaOp::pattern, value, of);
    std::vector<std::string_view> known(kOperations.begin(), kOperations.end());
    known.insert(known.end(), {"where", "as"});
    known.insert(known.end(), others.begin(), others.end());
    GATE_TRY(yaml.check_keys(value, known, of));
    Formula out;
    std::string found;
    for (const std::string_view name : kOperations) {
      const YAML::Node inner = value[std::string(name)];
      if (!inner) continue;
      if (!found.empty())
        return yaml.error(inner, of + " holds both '" + found + "' and '" + std::string(name) + "'", "put both under 'all'");
      found = name;
      out = GATE_TRY(operation(found, inner, free || value["where"], depth));
    }
    if (found.empty()) return yaml.error(value, of + " holds no pattern", "add one of pattern, regex, all, any, inside");
    if (!value["where"] && !value["as"]) return out;
    if (out.negated)
      return yaml.error(value, "'where' and 'as' cannot stand beside 'not'", "put them into what 'not' holds");
    if (out.op != FormulaOp::all || out.inside) {
      Formula all;
      all.op = FormulaOp::all;
      all.line = out.line;
      all.children.push_back(std::move(out));
      out = std::move(all);
    }
    if (value["where"]) GATE_TRY(where(value["where"], out, depth));
    if (value["as"]) out.name = GATE_TRY(read_metavariable(yaml, value["as"]));
    return out;
  }
};

}  // namespace

Result<Formula> read_match(const YamlReader& yaml, const YAML::Node& value, std::span<const std::string_view> others,
                           std::string_view of, PatternCheck check) {
  const std::string name(of);
  Formula out = GATE_TRY(MatchReader({yaml, check}).formula(value, others, name, false, 0));
  if (out.negated) return yaml.error(value, name + " holds nothing that can match", "put 'not' under 'all' beside a pattern");
  return out;
}

}  // namespace gogate::gopatterns
