#include "scanners/gopatterns/evaluate.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "scanners/gopatterns/comparison.h"
#include "scanners/gopatterns/string_analysis.h"
#include "scanners/gopatterns/text_subject.h"

namespace gogate::gopatterns {
namespace {

constexpr std::size_t kRegexBytes = 64;  // cost as much as one comparison
constexpr std::uint64_t kPairs = 20'000'000;  // ranges compared with ranges

}  // namespace

bool Evaluator::spend(std::uint64_t pairs) {
  if (pairs > pairs_left_) {
    bounded_ = true;
    pairs_left_ = 0;
    return false;
  }
  pairs_left_ -= pairs;
  return true;
}

void Evaluator::begin(const CompiledRule& rule) {
  rule_ = &rule;
  subject_->begin(rule);
  pairs_left_ = kPairs;
  text_steps_left_ = kTextSteps;
  bounded_ = false;
  filters_.clear();
  known_filters_.clear();
}

std::vector<Range> Evaluator::find(const CompiledFormula& formula) {
  return ranges(formula, {0, static_cast<std::uint32_t>(subject_->text().size())}, Bindings(rule_->metavariables.names().size()));
}

bool Evaluator::run(const CompiledRule& rule, std::vector<Range>& out) {
  begin(rule);
  out = find(rule.formula);
  for (std::uint32_t i = 0; i < out.size(); ++i) out[i].order = i;
  std::sort(out.begin(), out.end(),
            [](const Range& a, const Range& b) { return std::tie(a.span, a.order) < std::tie(b.span, b.order); });
  out.erase(std::unique(out.begin(), out.end(), [](const Range& a, const Range& b) { return a.span == b.span; }), out.end());
  return !bounded();
}

std::vector<Range> Evaluator::ranges(const CompiledFormula& f, Span within, const Bindings& known) {
  std::vector<Range> out;
  switch (f.source->op) {
    case FormulaOp::pattern: subject_->find(f, within, known, filters_, out); break;
    case FormulaOp::regex: out = regex_ranges(f, within, known); break;
    case FormulaOp::any:
      for (const CompiledFormula& child : f.children)
        for (Range& r : ranges(child, within, known)) out.push_back(std::move(r));
      break;
    case FormulaOp::all: out = conjunction(f, within, known); break;
  }
  if (f.name != kAnonymous)
    for (Range& r : out) {
      Binding& b = r.bindings[f.name];
      b = {};
      b.first = r.node;
      b.span = r.span;
      b.bound = true;
    }
  return out;
}

std::vector<Range> Evaluator::regex_ranges(const CompiledFormula& f, Span within, const Bindings& known) {
  std::vector<Range> out;
  std::vector<Regex::Group> groups;
  if (within.size() != subject_->text().size() && !spend(1 + within.size() / kRegexBytes)) return out;
  // What is looked at is a text of its own: it begins and ends where `within` does.
  const std::string_view text = subject_->text().substr(within.begin, within.size());
  const auto span_of = [&](const Regex::Group& g) {
    return Span{within.begin + static_cast<std::uint32_t>(g.begin), within.begin + static_cast<std::uint32_t>(g.end)};
  };
  for (std::size_t at = 0; at <= text.size();) {
    const Regex::Found found = f.regex->find(text, at, false, &groups);
    if (found == Regex::Found::bounded) bounded_ = true;
    if (found != Regex::Found::yes) break;
    Range r;
    r.span = span_of(groups[0]);
    r.bindings = known;
    for (std::size_t i = 1; i < groups.size() && i < f.group_metavariables.size(); ++i) {
      if (!groups[i].matched() || f.group_metavariables[i] == kAnonymous) continue;
      Binding& b = r.bindings[f.group_metavariables[i]];
      b = {};
      b.span = span_of(groups[i]);
      b.bound = true;
    }
    out.push_back(std::move(r));
    at = std::max(groups[0].end, groups[0].begin + 1);
    if (!spend(1)) break;
  }
  return out;
}

bool Evaluator::compatible(const Range& a, const Range& b) const {
  for (std::size_t i = 0; i < a.bindings.size(); ++i)
    if (a.bindings[i].bound && b.bindings[i].bound && !subject_->same(a.bindings[i], b.bindings[i])) return false;
  return true;
}

void Evaluator::merge(Bindings& into, const Bindings& from) const {
  for (std::size_t i = 0; i < into.size(); ++i)
    if (!into[i].bound) into[i] = from[i];
}

NameFilter* Evaluator::filter_of(const CompiledCondition& c) {
  for (NameFilter& f : known_filters_)
    if (f.regex == c.regex.get()) return &f;
  return &known_filters_.emplace_back(NameFilter{c.metavariable, c.regex.get(), {}});
}

// Semgrep's meaning: positive ranges are intersected (of two, the inner one
// stays), those within a negative range go, then conditions, then focus.
std::vector<Range> Evaluator::conjunction(const CompiledFormula& f, Span within, const Bindings& known) {
  std::vector<Range> result;
  bool started = false;
  bool only_inside = true;
  const auto take_in = [&](const CompiledFormula& child) {
    std::vector<Range> found = ranges(child, within, known);
    if (!started) {
      started = true;
      only_inside = child.source->inside;
      result = std::move(found);
      return;
    }
    std::vector<Range> next;
    if (!spend(static_cast<std::uint64_t>(result.size()) * std::max<std::size_t>(found.size(), 1))) {
      result.clear();
      return;
    }
    for (const Range& a : result) {
      for (const Range& b : found) {
        const bool inner = b.span.contains(a.span);
        const bool outer = (!child.source->inside || only_inside) && a.span.contains(b.span);
        if ((!inner && !outer) || !compatible(a, b)) continue;
        Range merged = inner ? a : b;
        merge(merged.bindings, inner ? b.bindings : a.bindings);
        next.push_back(std::move(merged));
      }
    }
    result = std::move(next);
  };
  // What is found and fails a condition is dropped in the end: not finding it
  // is cheaper. Negative formulas and conditions look at everything again.
  const std::vector<NameFilter*> outer = filters_;
  for (const CompiledCondition& c : f.conditions)
    if (c.source->kind == Condition::Kind::regex && !c.source->constants && c.metavariable != kAnonymous) filters_.push_back(filter_of(c));
  for (const bool inside : {false, true})
    for (const CompiledFormula& child : f.children) {
      if (child.source->negated || child.source->inside != inside) continue;
      take_in(child);
      if (!result.empty()) continue;
      filters_ = outer;
      return result;
    }
  if (!started) {  // about a metavariable: it is what the negations are held against
    Range& whole = result.emplace_back();
    whole.span = within;
    whole.bindings = known;
  }
  filters_.clear();
  struct Restore {
    std::vector<NameFilter*>& filters;
    const std::vector<NameFilter*>& before;
    ~Restore() { filters = before; }
  } const restore{filters_, outer};
  for (const CompiledFormula& child : f.children) {
    if (!child.source->negated) continue;
    const std::vector<Range> found = ranges(child, within, known);
    if (!spend(static_cast<std::uint64_t>(result.size()) * std::max<std::size_t>(found.size(), 1))) return {};
    std::erase_if(result, [&](const Range& a) {
      return std::any_of(found.begin(), found.end(),
                         [&](const Range& b) {
                           // A regex that must not match spoils whatever it touches.
                           const bool touches = child.source->op == FormulaOp::regex && !child.source->inside &&
                                                b.span.begin < a.span.end && a.span.begin < b.span.end;
                           const bool same = child.source->inside ? b.span.contains(a.span) : b.span == a.span;
                           return (touches || same) && compatible(a, b);
                         });
    });
    if (result.empty()) return result;
  }
  for (const CompiledCondition& c : f.conditions) std::erase_if(result, [&](Range& r) { return !holds(c, r); });
  return focused(f, std::move(result));
}

bool Evaluator::holds(const CompiledCondition& c, Range& r) {
  const Binding* b = nullptr;
  if (c.metavariable != kAnonymous) {
    b = &r.bindings[c.metavariable];
    if (!b->bound) return false;
  }
  switch (c.source->kind) {
    case Condition::Kind::regex: {
      if (b == nullptr) return false;
      std::string_view asked = subject_->regex_text(*b);
      std::optional<ComparisonValue> constant;
      if (c.source->constants) constant = subject_->value(*b);
      if (constant && constant->kind == ComparisonValue::Kind::text) asked = constant->text;
      if (!spend(1 + asked.size() / kRegexBytes)) return false;
      const Regex::Found found = c.regex->find(asked, 0, true, nullptr);
      if (found == Regex::Found::bounded) bounded_ = true;
      return found == Regex::Found::yes;
    }
    case Condition::Kind::comparison: {
      const MetavariableValue value = [&](std::string_view name) -> std::optional<ComparisonValue> {
        const std::uint32_t number = rule_->metavariables.find(name);
        if (number == kAnonymous || !r.bindings[number].bound) return std::nullopt;
        return subject_->value(r.bindings[number]);
      };
      return evaluate_comparison(c.source->text, value).value_or(false);
    }
    case Condition::Kind::name: return b != nullptr && subject_->is_of_module(*b, c.types);
    case Condition::Kind::entropy:
    case Condition::Kind::redos: {
      if (b == nullptr) return false;
      const std::optional<ComparisonValue> value = subject_->value(*b);
      if (!value || value->kind != ComparisonValue::Kind::text) return false;
      return c.source->kind == Condition::Kind::entropy ? has_high_entropy(value->text) : backtracks_badly(value->text);
    }
    case Condition::Kind::type: return b != nullptr && subject_->has_type(*b, c.types);
    case Condition::Kind::pattern: return b != nullptr && c.formula && spend(1) && holds_inside(c, *b, r);
  }
  return false;
}

bool Evaluator::holds_inside(const CompiledCondition& c, const Binding& b, Range& r) {
  if (subject_->language() == Language::go && c.source->language.value_or(Language::go) != Language::go) {
    // What another text binds means nothing here.
    if (const std::string* const held = subject_->held_text(b))
      return holds_in_text(*c.formula, *held, {0, static_cast<std::uint32_t>(held->size())}, nullptr);
    return holds_in_text(*c.formula, subject_->text(), subject_->foreign_extent(b), &r.bindings);
  }
  std::vector<Range> inner = ranges(*c.formula, subject_->extent(b), r.bindings);
  if (inner.empty()) return false;
  merge(r.bindings, inner.front().bindings);
  return true;
}

// Reads what Go says as a text without a language.
bool Evaluator::holds_in_text(const CompiledFormula& formula, std::string_view text, Span within, Bindings* bindings) {
  TextSubject other;
  other.open(text);
  other.begin(*rule_);
  other.limit(text_steps_left_);
  Subject* const own = std::exchange(subject_, &other);
  const std::vector<NameFilter*> filters = std::exchange(filters_, {});
  const std::vector<Range> inner =
      ranges(formula, within, bindings != nullptr ? *bindings : Bindings(rule_->metavariables.names().size()));
  text_steps_left_ = other.left();
  bounded_ = bounded_ || other.exhausted();
  subject_ = own;
  filters_ = filters;
  if (inner.empty()) return false;
  if (bindings != nullptr) merge(*bindings, inner.front().bindings);
  return true;
}

std::vector<Range> Evaluator::focused(const CompiledFormula& f, std::vector<Range> in) const {
  for (const std::vector<std::uint32_t>& entry : f.focus) {
    std::vector<Range> out;
    for (const Range& r : in) {
      for (const std::uint32_t number : entry) {
        if (number == kAnonymous || !r.bindings[number].bound) continue;
        Range narrowed = r;
        narrowed.span = r.bindings[number].span;
        narrowed.node = r.bindings[number].first;
        // A second focus must lie within the first, or around it.
        if (&entry != &f.focus.front() && !r.span.contains(narrowed.span)) {
          if (!narrowed.span.contains(r.span)) continue;
          narrowed = r;
        }
        out.push_back(std::move(narrowed));
      }
    }
    in = std::move(out);
  }
  return in;
}

std::string Evaluator::interpolate(const std::string& text, const CompiledRule& rule, const Range& range) const {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '$') {
      out += text[at++];
      continue;
    }
    std::size_t end = at + 1;
    if (text.compare(end, 3, "...") == 0) end += 3;
    while (end < text.size() && ((text[end] >= 'A' && text[end] <= 'Z') || (text[end] >= '0' && text[end] <= '9') || text[end] == '_'))
      ++end;
    const std::uint32_t number = rule.metavariables.find(std::string_view(text).substr(at, end - at));
    if (number != kAnonymous && number < range.bindings.size() && range.bindings[number].bound)
      out += subject_->text_of(range.bindings[number]);
    else
      out += text.substr(at, end - at);
    at = end;
  }
  return out;
}

}  // namespace gogate::gopatterns
