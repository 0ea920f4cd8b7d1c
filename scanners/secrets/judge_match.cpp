#include "scanners/secrets/judge_match.h"

#include <algorithm>

#include "scanners/secrets/checksum.h"
#include "scanners/secrets/generic_value.h"
#include "scanners/secrets/near_word.h"
#include "scanners/secrets/placeholders.h"

namespace gogate::secrets {
namespace {

bool is_hex(std::string_view s) {
  return std::all_of(s.begin(), s.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

}  // namespace

Judged judge_match(const SecretRule& rule, const AllowSubject& subject, std::string_view before) {
  Judged out{false, rule.info.severity, rule.info.confidence, {}};
  const Verified verified = verify(rule.checksum, subject.match, subject.secret);
  if (verified.proof == Proof::wrong || verified.example) return out;
  if (verified.proof == Proof::right) {
    out.real = true;
    out.confidence = Confidence::certain;
    out.why = verified.why;
    return out;
  }
  // What decodes is no placeholder, and encodings hold runs of their own.
  const bool decoded = rule.checksum == Checksum::pem || rule.checksum == Checksum::jwt;
  if (!decoded && !placeholder_reason(subject.secret, rule.regex.text).empty()) return out;
  if (is_hex(subject.secret) && is_digest(subject.secret, before)) return out;
  if (rule.generic) {
    const GenericVerdict generic = judge_generic(subject.secret, subject.line, before);
    out.real = generic.secret;
    out.why = generic.why;
    return out;
  }
  if (rule.specificity == Specificity::near_word && spells_words(subject.secret)) return out;
  out.real = true;
  out.why = verified.why.empty() ? std::string_view("it has the form of this kind") : verified.why;
  // Without its passphrase an encrypted key opens nothing.
  if (verified.encrypted) out.severity = std::min(out.severity, Severity::medium);
  return out;
}

}  // namespace gogate::secrets
