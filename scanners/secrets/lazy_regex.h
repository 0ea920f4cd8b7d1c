// Regexes compiled when first needed: compiling all of them at start-up would
// cost more than most runs take. Shared by all workers.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "scanners/secrets/regex.h"

namespace gogate::secrets {

// One or more alternatives. Thread-safe; neither copied nor moved.
class LazyRegex {
 public:
  // The regexps must outlive this.
  explicit LazyRegex(std::span<const Regexp> alternatives) : sources_(alternatives) {}
  explicit LazyRegex(const Regexp& one) : sources_(&one, 1) {}

  [[nodiscard]] bool empty() const { return sources_.empty() || (sources_.size() == 1 && sources_[0].text.empty()); }
  // The first alternative, compiled; null when the engine refuses it.
  [[nodiscard]] const Regex* get() const;
  // Whether any alternative matches; bounded if one was stopped and none matched.
  [[nodiscard]] Match any(std::string_view text) const;

 private:
  void compile_all() const;

  std::span<const Regexp> sources_;
  mutable std::once_flag once_;
  mutable std::vector<std::unique_ptr<Regex>> compiled_;
  mutable bool failed_ = false;
};

}  // namespace gogate::secrets
