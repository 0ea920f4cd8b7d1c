// Reads secret rules in the gitleaks TOML format, in full, and our extension of
// it: a table [rules.gogate] that other tools ignore, and instead of a regex
// `token`, the same without what may stand around it (token_edges.h).
//
//   [rules.gogate]
//   title = "…"  why = "…"  fix = "…"  severity = "high"  confidence = "high"
//   aliases = ["…"]  cwe = ["CWE-798"]  references = ["https://…"]
//   checksum = "github"   # see Checksum in rule_set.h
//   generic = true        # no shape of its own: the value must look random
//   shared_form = true    # kinds of providers have that form too: theirs go first
//   [rules.gogate.near]   # instead of a regex, or besides one: see near_word.h
//   word = 'linked[_.-]?in'  names = 'secret'  shape = '[A-Za-z0-9]{16}'
//   strict = true  named = true  alone = true
//
// As in gitleaks, keys are known in any letter case. A config that this reader
// accepts with a warning is accepted by gitleaks too.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "scanners/secrets/rule_set.h"

namespace gogate::secrets {

enum class Dialect : std::uint8_t {
  users,  // unknown keys are warnings; severity and confidence default to high
  ours,   // unknown keys are errors; title, why and fix must be there
};

// Any thread. Errors are Errc::config and begin with "origin:line:column: ".
// Does not follow [extend]; resolve() does.
Result<RuleSet> load_config(std::string_view toml, std::string_view origin, Dialect dialect = Dialect::users);

// Several files of one catalogue as one set, in the order given. An id that
// two rules share is an error.
Result<RuleSet> join(std::vector<RuleSet> sets, std::string_view origin);

// Content of a config file that [extend] names, as it stands in the TOML.
using ReadConfig = std::function<Result<std::string>(const std::string& path)>;

// Follows [extend]. `path` is merged in as gitleaks does (two levels deep at
// most, the extending config wins field by field). With useDefault, rules that
// bear the id or alias of one of `embedded`'s are completed from it; the set
// itself does not take the other embedded rules in: make_scanner() keeps them
// active beside it, less disabledRules (ids or aliases). `embedded` may be
// null when the set does not use it. Also settles targetRules and checks that
// each rule can match something.
Result<RuleSet> resolve(RuleSet set, const RuleSet* embedded, const ReadConfig& read);

}  // namespace gogate::secrets
