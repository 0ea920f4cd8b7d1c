#include "scanners/gopatterns/rule_set.h"

#include "gate/core/codec.h"

namespace gogate::gopatterns {
namespace {

constexpr std::uint32_t kMagic = 0x33524f47;  // "GOR3"

}  // namespace

std::vector<PatternSpec> patterns_of(const RuleSet& set) { return set.literals; }

std::string encode(const RuleSet& set) {
  codec::Writer w;
  w(kMagic);
  w(set);
  return w.take();
}

Result<RuleSet> decode(std::string_view bytes) {
  codec::Reader r(bytes);
  std::uint32_t magic = 0;
  r(magic);
  RuleSet set;
  if (magic == kMagic) r(set);
  if (magic != kMagic || !r.done())
    return fail(Errc::corrupt, "compiled Go rules do not belong to this build", "build gogate again");
  // An index that points nowhere would read outside the candidates later.
  for (const GoRule& rule : set.rules)
    for (const auto& group : rule.required)
      for (const std::uint32_t literal : group)
        if (literal >= set.literals.size()) return fail(Errc::corrupt, "compiled Go rules name an unknown literal");
  return set;
}

}  // namespace gogate::gopatterns
