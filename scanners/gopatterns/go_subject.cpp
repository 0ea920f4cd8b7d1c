#include "scanners/gopatterns/go_subject.h"

#include <algorithm>

namespace gogate::gopatterns {
namespace {

constexpr std::uint64_t kSteps = 20'000'000;  // matching steps of one rule in one file

}  // namespace

void GoSubject::begin(const CompiledRule& rule) {
  settings_.options = rule.source->options;
  settings_.metavariables = static_cast<std::uint32_t>(rule.metavariables.names().size());
  matcher_.refill(kSteps);
}

void GoSubject::find(const CompiledFormula& leaf, Span within, const Bindings& known, std::vector<NameFilter*>& filters,
                     std::vector<Range>& out) {
  matcher_.set_filters(&filters);
  matcher_.find_all(*leaf.pattern, settings_, known, within, out);
}

const Constant* GoSubject::constant_of(const Binding& b) {
  return b.first != 0 && !b.several ? facts_.constant(b.first, !settings_.options.constant_propagation) : nullptr;
}

// "$X" is matched by what the string holds, $X by how the code is written.
std::string_view GoSubject::regex_text(const Binding& b) {
  const Constant* const held = b.content ? constant_of(b) : nullptr;
  return held != nullptr ? std::string_view(held->text) : text_of(b);
}

std::optional<ComparisonValue> GoSubject::value(const Binding& b) {
  if (const Constant* const constant = constant_of(b)) {
    switch (constant->kind) {
      case Constant::Kind::integer: return ComparisonValue::of_int(constant->number);
      case Constant::Kind::floating: return ComparisonValue::of_real(constant->real);
      case Constant::Kind::boolean: return ComparisonValue::of_bool(constant->number != 0);
      case Constant::Kind::string: return ComparisonValue::of_text(constant->text);
    }
  }
  if (b.first != 0) return ComparisonValue::of_code(std::string(text_of(b)));
  return ComparisonValue::of_text(std::string(text_of(b)));
}

bool GoSubject::has_type(const Binding& b, const std::vector<std::string>& types) {
  if (b.first == 0 || b.several) return false;
  const std::string type = facts_.type_of(b.first);
  return !type.empty() && std::find(types.begin(), types.end(), type) != types.end();
}

bool GoSubject::is_of_module(const Binding& b, const std::vector<std::string>& modules) {
  if (b.first == 0 || b.several) return false;
  NodeId n = b.first;
  while (code_.node(n).kind == Kind::selector && code_.node(n).first != 0) n = code_.node(n).first;
  if (code_.node(n).kind != Kind::ident) return false;
  const std::string_view path = facts_.import_path(n);
  return !path.empty() && std::find(modules.begin(), modules.end(), path) != modules.end();
}

Span GoSubject::extent(const Binding& b) const {
  if (b.content && b.first != 0) return {code_.node(b.first).begin, code_.node(b.first).end};
  return b.span;
}

// Another language sees of a string what stands between its quotes.
Span GoSubject::foreign_extent(const Binding& b) const {
  if (b.first == 0 || b.several || code_.node(b.first).kind != Kind::string) return b.span;
  const Span whole{code_.node(b.first).begin, code_.node(b.first).end};
  return whole.size() < 2 ? whole : Span{whole.begin + 1, whole.end - 1};
}

const std::string* GoSubject::held_text(const Binding& b) {
  if (!b.content || b.first == 0 || code_.node(b.first).kind == Kind::string) return nullptr;
  const Constant* const held = constant_of(b);
  return held != nullptr && held->kind == Constant::Kind::string ? &held->text : nullptr;
}

}  // namespace gogate::gopatterns
