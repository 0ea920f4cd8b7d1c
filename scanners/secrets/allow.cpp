#include "scanners/secrets/allow.h"

#include <algorithm>

#include "scanners/secrets/keyword_search.h"

namespace gogate::secrets {

Match CompiledAllowlist::line_matches(const AllowSubject& subject) const {
  LineAnswers* answers = subject.answers;
  if (!answers) return regexes_.any(subject.line);
  // The same bytes of the same text, not merely equal ones.
  if (answers->line.data() != subject.line.data() || answers->line.size() != subject.line.size()) {
    answers->line = subject.line;
    answers->known.clear();
  }
  for (const auto& [allowlist, match] : answers->known)
    if (allowlist == this) return match;
  return answers->known.emplace_back(this, regexes_.any(subject.line)).second;
}

Allowed CompiledAllowlist::content(const AllowSubject& subject) const {
  bool bounded = false;
  const auto by_regex = [&] {
    const std::string_view target = source_.target == RegexTarget::secret  ? subject.secret
                                    : source_.target == RegexTarget::match ? subject.match
                                                                           : subject.line;
    if (regexes_.empty() || target.empty()) return false;
    const Match match = source_.target == RegexTarget::line ? line_matches(subject) : regexes_.any(target);
    bounded = bounded || match == Match::bounded;
    return match == Match::yes;
  };
  const auto by_word = [&] {
    return std::any_of(source_.stopwords.begin(), source_.stopwords.end(),
                       [&](const std::string& word) { return stands_in(subject.secret, word); });
  };
  if (!source_.all) {
    if (by_word() || by_regex()) return Allowed::yes;
    return bounded ? Allowed::bounded : Allowed::no;
  }
  if (!source_.stopwords.empty() && !by_word()) return Allowed::no;
  if (!source_.regexes.empty() && !by_regex()) return bounded ? Allowed::bounded : Allowed::no;
  return asks_place() ? Allowed::if_placed : Allowed::yes;
}

bool CompiledAllowlist::place(std::string_view path, const ObjectId& commit) const {
  const bool by_path = !paths_.empty() && !path.empty() && paths_.any(path) == Match::yes;
  bool by_commit = false;
  if (!source_.commits.empty() && !commit.is_zero()) {
    const std::string hex = commit.hex();
    by_commit = std::find(source_.commits.begin(), source_.commits.end(), hex) != source_.commits.end();
  }
  if (!source_.all) return by_path || by_commit;
  return (source_.paths.empty() || by_path) && (source_.commits.empty() || by_commit);
}

}  // namespace gogate::secrets
