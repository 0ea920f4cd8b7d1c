// Values that stand where a secret would, and are none. Pure; for our own rules
// only: a user's rules say themselves what they allow.
#pragma once

#include <string>
#include <string_view>

namespace gogate::secrets {

// What a value looks like, for a rule whose regex is `regex` (runs of characters
// and words that the kind itself prescribes are no sign of a placeholder).
// Empty: like a secret; else the reason, a static text. A word such as "example"
// or a run of x makes no placeholder of a value whose rest looks drawn at random.
std::string_view placeholder_reason(std::string_view secret, std::string_view regex);

// A reference to a value kept elsewhere: ${VAR}, {{ .Values.x }}, $(cmd), <token>,
// %s, os.Getenv(…); and values that are encrypted: ENC[…] of SOPS and others,
// $ANSIBLE_VAULT, age, PGP, sealed secrets, KMS, Fernet.
bool is_template(std::string_view value);
bool is_encrypted(std::string_view value);

// A password's hash (bcrypt, Argon2, SHA-crypt, LDAP): not the password itself.
bool is_password_hash(std::string_view value);

// A digest of something public: the text directly before it on its line names
// the algorithm or says checksum, integrity, digest, commit.
bool is_digest(std::string_view secret, std::string_view line_before);

bool is_uuid(std::string_view value);

// What `value` is the base64 of, where all of that is printable and without
// blanks; else empty.
std::string text_in_base64(std::string_view value);

}  // namespace gogate::secrets
