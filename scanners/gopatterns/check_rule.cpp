#include "scanners/gopatterns/check_rule.h"

#include <algorithm>

#include "scanners/gopatterns/comparison.h"
#include "scanners/gopatterns/compiled_rule.h"

namespace gogate::gopatterns {

Result<Ok> check_pattern(const std::string& go) {
  Metavariables names;
  const std::unique_ptr<Pattern> pattern = GATE_TRY(compile_pattern(go, names));
  for (NodeId id = 1; id < pattern->tree.nodes.size(); ++id) {
    if (pattern->tree.node(id).kind != Kind::string_regex) continue;
    const std::string text = unquote(pattern->tree.text_of(id));
    GATE_TRY(Regex::compile(regex_in(text), false));
  }
  return Ok{};
}

Result<Ok> check_generic(const std::string& text) {
  Metavariables names;
  GATE_TRY(compile_generic(text, names));
  return Ok{};
}

Result<Ok> check_no_pattern(const std::string&) {
  return fail(Errc::config, "a rule for regex holds no patterns but regular expressions", "use pattern-regex, or languages: [generic]");
}

Result<Ok> check_regex(const std::string& regex, bool lines) {
  GATE_TRY(Regex::compile(regex, lines));
  return Ok{};
}

Result<Ok> check_comparison(const std::string& text) { return read_comparison(text, nullptr); }

namespace {

void bound_names(const CompiledFormula& f, const Metavariables& names, std::vector<bool>& bound) {
  const auto mark = [&](std::uint32_t n) {
    if (n < bound.size()) bound[n] = true;
  };
  if (f.pattern) {
    for (const Node& n : f.pattern->tree.nodes)
      if (n.kind == Kind::metavar || n.kind == Kind::meta_ellipsis || n.kind == Kind::typed_metavar ||
          n.kind == Kind::string_metavar)
        mark(n.ref);
  }
  if (f.generic)
    for (const GenericPattern::Step& step : f.generic->steps) mark(step.metavariable);
  for (const std::uint32_t n : f.group_metavariables) mark(n);
  mark(f.name);
  for (const CompiledFormula& child : f.children)
    if (!child.source->negated) bound_names(child, names, bound);
  for (const CompiledCondition& c : f.conditions)
    if (c.formula) bound_names(*c.formula, names, bound);
}

Result<Ok> check_uses(const CompiledFormula& f, const Metavariables& names, const std::vector<bool>& bound) {
  const auto check = [&](std::string_view name, std::string_view where) -> Result<Ok> {
    const std::uint32_t n = names.find(name);
    if (n != kAnonymous && bound[n]) return Ok{};
    return fail(Errc::config, std::string(where) + " names " + std::string(name) + ", which no pattern binds",
                "use a metavariable of the patterns beside it");
  };
  for (const CompiledCondition& c : f.conditions) {
    if (!c.source->metavariable.empty()) GATE_TRY(check(c.source->metavariable, "a metavariable condition"));
    if (c.source->kind == Condition::Kind::comparison) {
      std::vector<std::string> used;
      GATE_TRY(read_comparison(c.source->text, &used));
      for (const std::string& name : used) GATE_TRY(check(name, "metavariable-comparison"));
    }
    if (c.formula) GATE_TRY(check_uses(*c.formula, names, bound));
  }
  for (const auto& entry : f.source->focus)
    for (const std::string& name : entry) GATE_TRY(check(name, "focus-metavariable"));
  for (const CompiledFormula& child : f.children) GATE_TRY(check_uses(child, names, bound));
  return Ok{};
}

}  // namespace

Result<Ok> check_metavariables(const GoRule& rule) {
  const std::unique_ptr<CompiledRule> compiled = GATE_TRY(compile_rule(rule));
  const std::size_t names = compiled->metavariables.names().size();
  if (compiled->taint) {
    const CompiledTaint& taint = *compiled->taint;
    for (const auto* parts : {&taint.sources, &taint.sanitizers, &taint.sinks, &taint.propagators})
      for (const CompiledFormula& part : *parts) {
        std::vector<bool> bound(names, false);
        bound_names(part, compiled->metavariables, bound);
        GATE_TRY(check_uses(part, compiled->metavariables, bound));
        if (parts != &taint.propagators) continue;
        const TaintPart& p = rule.taint->propagators[static_cast<std::size_t>(&part - parts->data())];
        for (const std::string& end : {p.from, p.to})
          if (const std::uint32_t n = compiled->metavariables.find(end); n == kAnonymous || !bound[n])
            return fail(Errc::config, "a propagator goes by " + end + ", which its pattern does not bind", "use a metavariable of its pattern");
      }
    return Ok{};
  }
  std::vector<bool> bound(names, false);
  bound_names(compiled->formula, compiled->metavariables, bound);
  return check_uses(compiled->formula, compiled->metavariables, bound);
}

}  // namespace gogate::gopatterns
