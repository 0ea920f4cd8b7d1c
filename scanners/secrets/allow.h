// Allowlists in two steps: what a match itself says, in scan(); what the path
// and commit say, in place(), since the content of a history is blind to them.
#pragma once

#include <cstdint>
#include <deque>
#include <string_view>
#include <utility>
#include <vector>

#include "gate/core/object_id.h"
#include "scanners/secrets/lazy_regex.h"
#include "scanners/secrets/rule_set.h"

namespace gogate::secrets {

// What allowlists said about one line. A line of two million characters may hold
// a hundred thousand matches; its regexes must not run for each of them.
struct LineAnswers {
  std::string_view line;
  std::vector<std::pair<const void*, Match>> known;
};

// What a match offers to allowlists.
struct AllowSubject {
  std::string_view secret;
  std::string_view match;
  std::string_view line;           // all lines of the match
  LineAnswers* answers = nullptr;  // kept by the caller from match to match; may be null
};

enum class Allowed : std::uint8_t {
  no,
  yes,
  if_placed,  // its content part holds: the place decides
  bounded,    // a regex was stopped: nothing is allowed on that ground
};

// Immutable after making; const use from any thread.
class CompiledAllowlist {
 public:
  explicit CompiledAllowlist(const Allowlist& source)
      : source_(source), paths_(source.paths), regexes_(source.regexes) {}

  [[nodiscard]] Allowed content(const AllowSubject& subject) const;
  // Of one whose content() gave if_placed, and of any whose condition is OR.
  [[nodiscard]] bool place(std::string_view path, const ObjectId& commit) const;
  [[nodiscard]] bool any_of() const { return !source_.all; }
  [[nodiscard]] bool asks_place() const { return !source_.paths.empty() || !source_.commits.empty(); }
  [[nodiscard]] bool asks_content() const { return !source_.regexes.empty() || !source_.stopwords.empty(); }

 private:
  [[nodiscard]] Match line_matches(const AllowSubject& subject) const;

  const Allowlist& source_;
  LazyRegex paths_;
  LazyRegex regexes_;
};

}  // namespace gogate::secrets
