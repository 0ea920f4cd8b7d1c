// Whether a name (of a key, variable, field, flag) says that its value is a
// credential: by its words, never by a part of one. Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace gogate::secrets {

enum class NameSays : std::uint8_t {
  nothing,
  key,       // secret, token, api_key: somebody's generator made it
  password,  // chosen by a person as likely as not
};

struct CredentialName {
  NameSays says = NameSays::nothing;
  bool many = false;    // passwords, credentials: what stands under it is one each
  bool setter = false;  // setPassword, with_password
};

// db.primaryPassword, DB_PASSWORD, smtppass2, api-key; not password_file,
// passwordMinLength, forgot_password, public_key, bypass.
CredentialName credential_name(std::string_view name);

// Whether a key among a Secret's data says that its value is none of it:
// source-hash, ssh-public-key, cache-key, subscription-id, icon, tls.crt.
bool names_no_secret(std::string_view name);

}  // namespace gogate::secrets
