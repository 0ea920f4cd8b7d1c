// A compiled regex of either engine.
//
// Meaning is that of Go's regexp package, for which gitleaks rules are written:
// RE2 syntax in UTF-8. What RE2 rejects (lookaround, backreferences, atomic
// groups) is compiled by PCRE2, which runs under match, depth and memory limits.
// Immutable; const use from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "scanners/secrets/rule_set.h"

namespace gogate::secrets {

struct RegexError {
  std::string what;        // the engine's reason: "missing closing ]: [a-z"
  std::size_t offset = 0;  // byte in the regex as the user wrote it, as near as the engine says
};

// One group of a match; `begin` is npos where the group took no part.
struct Group {
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  std::size_t begin = npos;
  std::size_t end = npos;
  [[nodiscard]] bool matched() const { return begin != npos; }
  [[nodiscard]] std::size_t size() const { return matched() ? end - begin : 0; }
};

enum class Match : std::uint8_t { no, yes, bounded };  // bounded: a limit was hit, nothing is known

class Regex {
 public:
  virtual ~Regex() = default;
  Regex() = default;
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;

  [[nodiscard]] virtual std::size_t group_count() const = 0;  // without the whole match
  // Leftmost match in `text` that lies within `from` and `until`; what is outside
  // still decides \b, ^ and $. Fills as many of `groups` as given: [0] is the
  // whole match. `text` must be UTF-8. PCRE2 looks beyond `until`.
  [[nodiscard]] virtual Match find(std::string_view text, std::size_t from, std::size_t until,
                                   std::span<Group> groups) const = 0;
  // The match that begins at `at`.
  [[nodiscard]] virtual Match match_at(std::string_view text, std::size_t at, std::span<Group> groups) const = 0;
  [[nodiscard]] Match find(std::string_view text, std::span<Group> groups) const {
    return find(text, 0, text.size(), groups);
  }
  [[nodiscard]] Match matches(std::string_view text) const { return find(text, {}); }
};

using CompiledRegex = std::expected<std::unique_ptr<Regex>, RegexError>;

// Picks the engine: RE2 if it takes the text (rewritten where Go's syntax is
// wider), else PCRE2. The error is RE2's unless PCRE2 knows the construct.
struct Choice {
  Regexp regexp;
  std::size_t groups = 0;
};
std::expected<Choice, RegexError> choose_engine(std::string_view text);
// Compiles what choose_engine() gave.
CompiledRegex compile(const Regexp& regexp);

}  // namespace gogate::secrets
