#include "scanners/gopatterns/compiled_rule.h"

#include <algorithm>

namespace gogate::gopatterns {
namespace {

using Imports = std::vector<std::pair<std::string, std::string>>;

// Imports that a pattern asks for: an import declaration without an alias of
// its own, or one with a metavariable.
void collect_imports(const CompiledFormula& f, Imports& out) {
  if (f.source->negated) return;
  if (f.pattern) {
    const Tree& t = f.pattern->tree;
    for (NodeId n = f.pattern->shape == Pattern::Shape::expression ? 0 : f.pattern->root; n != 0; n = t.node(n).next) {
      if (t.node(n).kind != Kind::import_decl) continue;
      const NodeId path = t.child(n, 1);
      if (path == 0 || t.node(path).kind != Kind::string) continue;
      const std::string text = unquote(t.text_of(path));
      out.emplace_back(std::string(package_name(text)), text);
    }
    return;
  }
  // Of alternatives each counts: any of the paths is meant then.
  for (const CompiledFormula& child : f.children) collect_imports(child, out);
}

void give_imports(CompiledFormula& f, Imports known) {
  if (f.pattern) {
    collect_imports(f, known);
    f.pattern->imports = std::move(known);
    return;
  }
  if (f.source->op == FormulaOp::all)
    for (const CompiledFormula& child : f.children) collect_imports(child, known);
  for (CompiledFormula& child : f.children) give_imports(child, known);
  for (CompiledCondition& c : f.conditions)
    if (c.formula) give_imports(*c.formula, known);
}

Result<CompiledFormula> compile(const Formula& source, Language language, Metavariables& names);

Result<CompiledCondition> compile(const Condition& source, Language language, Metavariables& names) {
  CompiledCondition out;
  out.source = &source;
  if (!source.metavariable.empty()) out.metavariable = names.number(source.metavariable);
  if (source.kind == Condition::Kind::regex)
    out.regex = std::make_unique<Regex>(GATE_TRY(Regex::compile(source.text, false)));
  if (source.kind == Condition::Kind::pattern && !source.formula.empty())
    out.formula = std::make_unique<CompiledFormula>(GATE_TRY(compile(source.formula[0], source.language.value_or(language), names)));
  if (source.kind == Condition::Kind::type || source.kind == Condition::Kind::name) {
    std::string_view rest = source.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      out.types.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return out;
}

Result<CompiledFormula> compile(const Formula& source, Language language, Metavariables& names) {
  CompiledFormula out;
  out.source = &source;
  if (source.op == FormulaOp::pattern) {
    if (language == Language::go) out.pattern = GATE_TRY(compile_pattern(source.text, names));
    else out.generic = GATE_TRY(compile_generic(source.text, names));
  }
  if (source.op == FormulaOp::regex) {
    out.regex = std::make_unique<Regex>(GATE_TRY(Regex::compile(source.text, true)));
    const std::vector<std::string>& groups = out.regex->group_names();
    for (std::size_t i = 0; i < groups.size(); ++i)
      out.group_metavariables.push_back(i == 0 ? kAnonymous
                                               : names.number("$" + (groups[i].empty() ? std::to_string(i) : groups[i])));
  }
  for (const Formula& child : source.children) out.children.push_back(GATE_TRY(compile(child, language, names)));
  for (const Condition& c : source.conditions) out.conditions.push_back(GATE_TRY(compile(c, language, names)));
  if (!source.name.empty()) out.name = names.number(source.name);
  for (const auto& entry : source.focus) {
    std::vector<std::uint32_t>& numbers = out.focus.emplace_back();
    for (const std::string& name : entry) numbers.push_back(names.number(name));
  }
  return out;
}

}  // namespace

Result<std::unique_ptr<CompiledRule>> compile_rule(const GoRule& rule) {
  auto out = std::make_unique<CompiledRule>();
  out->source = &rule;
  if (rule.taint) {
    CompiledTaint& taint = out->taint.emplace();
    const auto parts = [&](const std::vector<TaintPart>& from, std::vector<CompiledFormula>& to) -> Result<Ok> {
      for (const TaintPart& part : from) {
        to.push_back(GATE_TRY(compile(part.formula, rule.language, out->metavariables)));
        give_imports(to.back(), {});
      }
      return Ok{};
    };
    GATE_TRY(parts(rule.taint->sources, taint.sources));
    GATE_TRY(parts(rule.taint->sanitizers, taint.sanitizers));
    GATE_TRY(parts(rule.taint->sinks, taint.sinks));
    GATE_TRY(parts(rule.taint->propagators, taint.propagators));
    for (const TaintPart& p : rule.taint->propagators)
      taint.ends.emplace_back(out->metavariables.number(p.from), out->metavariables.number(p.to));
    return out;
  }
  out->formula = GATE_TRY(compile(rule.formula, rule.language, out->metavariables));
  if (!rule.fix_regex.empty())
    out->fix_regex = std::make_unique<Regex>(GATE_TRY(Regex::compile(rule.fix_regex[0].regex, true)));
  give_imports(out->formula, {});
  return out;
}

}  // namespace gogate::gopatterns
