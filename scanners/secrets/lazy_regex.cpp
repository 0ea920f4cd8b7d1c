#include "scanners/secrets/lazy_regex.h"

#include <string>
#include <utility>

namespace gogate::secrets {

void LazyRegex::compile_all() const {
  // What RE2 takes becomes one regex, so that a long allowlist is one search.
  if (sources_.size() > 1) {
    Regexp joined;
    for (const Regexp& source : sources_) {
      if (source.engine != Engine::re2) continue;
      joined.text += joined.text.empty() ? "(?:" : "|(?:";
      joined.text += source.text + ")";
    }
    if (auto compiled = compile(joined); compiled && !joined.text.empty()) {
      compiled_.push_back(*std::move(compiled));
      for (const Regexp& source : sources_) {
        if (source.engine == Engine::re2) continue;
        auto other = compile(source);
        failed_ = failed_ || !other;
        if (other) compiled_.push_back(*std::move(other));
      }
      return;
    }
  }
  for (const Regexp& source : sources_) {
    auto compiled = compile(source);
    failed_ = failed_ || !compiled;
    if (compiled) compiled_.push_back(*std::move(compiled));
  }
}

const Regex* LazyRegex::get() const {
  std::call_once(once_, [this] { compile_all(); });
  return compiled_.empty() ? nullptr : compiled_.front().get();
}

Match LazyRegex::any(std::string_view text) const {
  std::call_once(once_, [this] { compile_all(); });
  Match out = failed_ ? Match::bounded : Match::no;
  for (const auto& regex : compiled_) {
    const Match match = regex->matches(text);
    if (match == Match::yes) return Match::yes;
    if (match == Match::bounded) out = Match::bounded;
  }
  return out;
}

}  // namespace gogate::secrets
