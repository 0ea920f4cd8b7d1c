// A regular expression of a rule: RE2 where it can, else PCRE2 under limits.
// Immutable; const use from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"

namespace gogate::gopatterns {

class Regex {
 public:
  enum class Found : std::uint8_t { no, yes, bounded };  // bounded: a limit was hit, nothing is known
  struct Group {
    std::size_t begin = static_cast<std::size_t>(-1);
    std::size_t end = static_cast<std::size_t>(-1);
    [[nodiscard]] bool matched() const { return begin != static_cast<std::size_t>(-1); }
  };

  // Whether RE2 can read it; compile() falls back to PCRE.
  static bool is_re2(const std::string& text);
  // `^` and `$` match at line breaks when `lines` is set.
  static Result<Regex> compile(const std::string& text, bool lines);
  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;
  ~Regex();

  // Leftmost match that begins at `from` or later; with `anchored`, exactly at
  // `from`. Fills `groups` ([0] is the whole match).
  [[nodiscard]] Found find(std::string_view text, std::size_t from, bool anchored, std::vector<Group>* groups) const;
  [[nodiscard]] std::size_t group_count() const;  // without the whole match
  // Names of the groups, by number; empty where a group has none.
  [[nodiscard]] const std::vector<std::string>& group_names() const;

 private:
  struct Engine;
  explicit Regex(std::unique_ptr<Engine> engine);
  std::unique_ptr<Engine> engine_;
};

}  // namespace gogate::gopatterns
