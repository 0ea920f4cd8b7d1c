#include "scanners/secrets/judge_match.h"

#include <algorithm>

#include "scanners/secrets/base64.h"
#include "scanners/secrets/checksum.h"
#include "scanners/secrets/expiry.h"
#include "scanners/secrets/generic_value.h"
#include "scanners/secrets/keyword_search.h"
#include "scanners/secrets/near_word.h"
#include "scanners/secrets/place_rank.h"
#include "scanners/secrets/placeholders.h"

namespace gogate::secrets {
namespace {

bool is_hex(std::string_view s) {
  return std::all_of(s.begin(), s.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

// MD5, SHA-1, SHA-2 in hex, or the last three in base64.
bool has_digest_form(std::string_view secret) {
  const std::size_t dash = secret.find_first_of("-:");
  if (dash != std::string_view::npos && dash <= 7) secret.remove_prefix(dash + 1);
  switch (secret.size()) {
    case 32:
    case 40:
    case 56:
    case 64:
    case 96:
    case 128:
      if (is_hex(secret)) return true;
      break;
    default: break;
  }
  if (!secret.ends_with('=') && secret.size() != 64) return false;
  const auto bytes = decode_base64(secret);
  return bytes && (bytes->size() == 20 || bytes->size() == 32 || bytes->size() == 48 || bytes->size() == 64);
}

// The provider's own name, as a title beside its id has it.
bool names_itself(const SecretRule& rule, std::string_view secret) {
  const bool digits = std::any_of(secret.begin(), secret.end(), [](char c) { return c >= '0' && c <= '9'; });
  return !digits && std::any_of(rule.keywords.begin(), rule.keywords.end(),
                                [&](const std::string& word) { return word.size() >= 4 && stands_in(secret, word); });
}

bool in_comment(std::string_view before) {
  const std::size_t first = before.find_first_not_of(" \t");
  if (first == std::string_view::npos) return false;
  const std::string_view start = before.substr(first);
  return start.starts_with("// ") || start.starts_with("//\t") || start.starts_with("/*") || start.starts_with("* ");
}

void lower(Judged& out, int steps, std::string_view why) {
  out.confidence = lowered(out.confidence, steps);
  out.why.append("; ").append(why);
}

}  // namespace

Judged judge_match(const SecretRule& rule, const AllowSubject& subject, std::string_view before, std::int64_t now) {
  // Certain is what proves itself, below, and never what a rule calls so.
  Judged out{false, rule.info.severity, std::min(rule.info.confidence, Confidence::high)};
  Verified verified = verify(rule.checksum, subject.match, subject.secret, now);
  if (verified.proof == Proof::wrong || verified.example) return out;
  out.says = std::move(verified.says);
  if (verified.proof == Proof::right) {
    out.real = true;
    out.confidence = Confidence::certain;
    out.why = verified.why;
    return out;
  }
  // What decodes is no placeholder, and encodings hold runs of their own.
  const bool decoded = rule.checksum == Checksum::pem || rule.checksum == Checksum::jwt;
  if (!decoded && !placeholder_reason(subject.secret, rule.regex.text).empty()) return out;
  if (!decoded && is_self_made(rule) && is_code(subject.secret)) return out;
  // No provider's generator draws the mark of AWS' documentation; a person might.
  if (!decoded && !is_self_made(rule) && subject.secret.find("EXAMPLE") != std::string_view::npos) return out;
  if (is_hex(subject.secret) && is_digest(subject.secret, before)) return out;
  if (!decoded && subject.secret.starts_with("eyJ")) {
    // A token behind "Bearer" is one all the same: the tutorials' own is none.
    const Verified token = verify_jwt(subject.secret, now);
    if (token.example) return out;
    if (token.proof == Proof::plausible) verified.at_most = token.at_most;
  }
  if (rule.generic) {
    const GenericVerdict generic = judge_generic(subject.secret, subject.line, before);
    if (!generic.secret) return out;
    out.why = generic.why;
    out.drawn = word_share(subject.secret) < 0.45;
  } else {
    out.why = verified.why.empty() ? std::string_view("it has the form of this kind") : verified.why;
  }
  if (rule.specificity == Specificity::near_word &&
      (spells_words(subject.secret) || names_itself(rule, subject.secret)))
    return out;
  out.real = true;
  out.digest_form = rule.generic && has_digest_form(subject.secret);
  // Without its passphrase an encrypted key opens nothing.
  if (verified.encrypted) out.severity = std::min(out.severity, Severity::medium);
  if (verified.at_most) out.severity = std::min(out.severity, *verified.at_most);
  if (const std::int64_t end = end_of_signed_url(subject.match); end != 0 && now != 0 && end < now) {
    out.severity = std::min(out.severity, Severity::medium);
    out.why = "it expired on " + day_of(end);
  }
  if (verified.doubtful) out.confidence = std::min(out.confidence, Confidence::medium);
  if (rule.generic && is_password_hash(subject.secret)) lower(out, 2, "it is a password's hash");
  if (is_password_hash(subject.secret) && in_comment(before)) lower(out, 1, "it stands in a comment");
  if (const std::string_view said = said_by_name(before); !said.empty()) lower(out, steps_by_name(rule), said);
  return out;
}

Judged judge_named(const SecretRule& rule, const NamedValue& value, const AllowSubject& subject,
                   std::string_view before) {
  Judged out{false, rule.info.severity, rule.info.confidence};
  std::string_view text = subject.secret;
  std::string decoded;
  if (value.base64) {
    const auto bytes = decode_base64(text);
    if (!bytes || bytes->empty()) return out;
    decoded.assign(bytes->begin(), bytes->end());
    while (!decoded.empty() && (decoded.back() == '\n' || decoded.back() == '\r')) decoded.pop_back();
    if (decoded.empty() || decoded.starts_with("-----BEGIN") || decoded.size() > 512) return out;
    text = decoded;
  } else if (text.ends_with('=') || text.size() >= 12) {
    decoded = text_in_base64(text);
    if (!decoded.empty()) text = decoded;
  }
  // A badge's, which shows but the state of a build.
  if (before.ends_with(".svg?token=")) return out;
  HumanVerdict verdict;
  if (value.says == NameSays::nothing) {
    // Of a Secret's data: what looks random is one, unless its name says otherwise.
    if (names_no_secret(value.name)) return out;
    verdict = judge_human(text, value.name, NameSays::key, true, text);
    verdict.secret = verdict.secret && verdict.confidence >= Confidence::medium;
    verdict.believed = Believed::outside_code;
    verdict.why = "it is the data of a Secret; value looks random";
    if (!verdict.secret && text.size() >= 12) {
      verdict = judge_human(text, value.name, NameSays::password, true, text);
      const bool mixed = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) >= 3;
      verdict.secret = verdict.secret && mixed && text.find_first_of("-/:. ") == std::string_view::npos;
      verdict.why = "it is the data of a Secret; value mixes letters and digits";
    }
  } else {
    verdict = judge_human(text, value.name, value.says, value.quoted, subject.line);
  }
  if (!verdict.secret) return out;
  out.real = true;
  out.confidence = std::min(out.confidence, verdict.confidence);
  out.believed = verdict.believed;
  out.drawn = verdict.drawn && word_share(text) < 0.45;
  out.why = verdict.why;
  if (!decoded.empty()) out.why += ", in base64";
  out.digest_form = has_digest_form(text);
  if (is_password_hash(text)) lower(out, 2, "it is a password's hash");
  const std::size_t first = before.find_first_not_of(" \t");
  if (first != std::string_view::npos) {
    const std::string_view start = before.substr(first);
    if (in_comment(before)) lower(out, 1, "it stands in a comment");
    // In configuration a line is put out of use so, and a sentence begins so.
    if (start.front() == '#' || start.front() == ';') {
      if (std::none_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return {};
    }
    if (start.starts_with("$ ")) lower(out, 1, "it stands in an example of a command");
  }
  if (const std::string_view said = said_by_name(before); !said.empty()) lower(out, steps_by_name(rule), said);
  return out;
}

}  // namespace gogate::secrets
