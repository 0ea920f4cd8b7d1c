// Whether a match of one of our own rules is a real secret, and how sure that is.
// Pure.
#pragma once

#include <string>
#include <string_view>

#include "gate/core/severity.h"
#include "scanners/secrets/allow.h"
#include "scanners/secrets/rule_set.h"

namespace gogate::secrets {

struct Judged {
  bool real = false;
  Severity severity = Severity::high;
  Confidence confidence = Confidence::high;
  std::string why;  // one line, for Finding::confidence_why
};

// `before`: the part of the secret's line in front of it.
Judged judge_match(const SecretRule& rule, const AllowSubject& subject, std::string_view before);

}  // namespace gogate::secrets
