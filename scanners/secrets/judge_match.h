// Whether a match of one of our own rules is a real secret, and how sure that is.
// Looks at nothing but the lines of the match. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gate/core/severity.h"
#include "scanners/secrets/allow.h"
#include "scanners/secrets/human_value.h"
#include "scanners/secrets/named_value.h"
#include "scanners/secrets/rule_set.h"

namespace gogate::secrets {

struct Judged {
  bool real = false;
  Severity severity = Severity::high;
  Confidence confidence = Confidence::high;
  std::string why = {};      // one line, for Finding::confidence_why
  std::string says = {};     // what it turned out to be, joins the message; nothing of the secret
  Believed believed = Believed::anywhere;
  bool drawn = false;        // known by its name alone, and it looks drawn at random
  bool digest_form = false;  // could as well be some content's digest: nothing in a lock file
};

// `before`: the part of the secret's line in front of it. `now`: seconds since
// 1970, for what expires; 0: nothing is taken for expired.
Judged judge_match(const SecretRule& rule, const AllowSubject& subject, std::string_view before, std::int64_t now = 0);

// The same of what a reader found.
Judged judge_named(const SecretRule& rule, const NamedValue& value, const AllowSubject& subject, std::string_view before);

}  // namespace gogate::secrets
