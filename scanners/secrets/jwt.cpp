// JSON Web Tokens (RFC 7519): the first two parts must decode to JSON objects,
// of which the first names an algorithm. Anyone can make one, so decoding makes
// it plausible, not certain; what does not decode was never accepted anywhere.
//
// What is said about a token are constants of this file and dates: an issuer's
// own text is part of what the token encodes.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "scanners/secrets/base64.h"
#include "scanners/secrets/checksum.h"
#include "scanners/secrets/expiry.h"

namespace gogate::secrets {
namespace {

using Json = nlohmann::json;

Json decode_part(std::string_view part) {
  const auto bytes = decode_base64(part);
  if (!bytes) return Json(Json::value_t::discarded);
  return Json::parse(*bytes, nullptr, false);
}

std::string text_of(const Json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

// Seconds since 1970; 0: none. Some write milliseconds, or a fraction.
std::int64_t time_of(const Json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end() || !it->is_number()) return 0;
  const double value = it->get<double>();
  if (!(value > 0) || value > 1e15) return 0;
  return static_cast<std::int64_t>(value > 1e11 ? value / 1000 : value);
}

// The tokens that the format's own debugger, its RFC and every tutorial show.
bool well_known(const Json& payload) {
  if (text_of(payload, "name") == "John Doe" || text_of(payload, "sub") == "1234567890") return true;
  if (text_of(payload, "iss") == "joe" && time_of(payload, "exp") == 1300819380) return true;
  static constexpr std::array<std::array<const char*, 2>, 4> kNothing{
      {{"foo", "bar"}, {"hello", "world"}, {"some", "payload"}, {"test", "test"}}};
  for (const auto& [key, value] : kNothing)
    if (text_of(payload, key) == value) return true;
  return false;
}

struct Issuer {
  std::string_view part;  // of the issuer's text
  std::string_view says;
};
constexpr std::array<Issuer, 15> kIssuers{{
    {"kubernetes/serviceaccount", "of a Kubernetes service account"},
    {"kubernetes.default.svc", "of a Kubernetes service account"},
    {"supabase", "of a Supabase project"},
    {"accounts.google.com", "issued by Google"},
    {"securetoken.google.com", "issued by Firebase"},
    {"sts.windows.net", "issued by Microsoft Entra ID"},
    {"login.microsoftonline.com", "issued by Microsoft Entra ID"},
    {"cognito-idp.", "issued by Amazon Cognito"},
    {".auth0.com", "issued by Auth0"},
    {".okta.com", "issued by Okta"},
    {"/realms/", "issued by Keycloak"},
    {"token.actions.githubusercontent.com", "issued to a GitHub Actions job"},
    {"gitlab", "issued by GitLab"},
    {"zoom", "issued by Zoom"},
    {"apple.com", "issued by Apple"},
}};

std::string_view issuer_of(const Json& payload) {
  const std::string issuer = text_of(payload, "iss");
  for (const Issuer& known : kIssuers)
    if (issuer.find(known.part) != std::string::npos) return known.says;
  return {};
}

// Reserved names (RFC 2606) and loopback: nothing behind them lets anybody in.
bool issued_for_nobody(const Json& payload) {
  for (const char* key : {"iss", "aud"}) {
    const std::string text = text_of(payload, key);
    for (const std::string_view name : {"example.com", "example.org", "example.net", "//localhost", "//127.0.0.1", ".invalid", ".test"})
      if (text.find(name) != std::string::npos) return true;
  }
  return false;
}

// Whether any claim says whom it lets in, or where: without, it is signed data.
bool names_somebody(const Json& payload) {
  static constexpr std::array<const char*, 20> kClaims{
      "iss",   "sub",   "aud",    "exp",    "jti",       "azp",    "scope",  "scp",  "role",    "roles",
      "email", "user",  "userId", "user_id", "uid",      "username", "client_id", "id", "groups", "permissions"};
  return std::any_of(kClaims.begin(), kClaims.end(), [&](const char* claim) { return payload.contains(claim); });
}

struct Algorithm {
  std::string_view name;
  std::size_t least;  // characters of its signature
  std::size_t most;
};
constexpr std::array<Algorithm, 14> kAlgorithms{{
    {"HS256", 43, 43}, {"HS384", 64, 64}, {"HS512", 86, 86}, {"ES256", 86, 86}, {"ES384", 128, 128}, {"ES512", 176, 176},
    {"ES256K", 86, 86}, {"EdDSA", 86, 152}, {"RS256", 86, 1366}, {"RS384", 86, 1366}, {"RS512", 86, 1366},
    {"PS256", 86, 1366}, {"PS384", 86, 1366}, {"PS512", 86, 1366},
}};

void add(std::string& says, std::string_view more) {
  if (more.empty()) return;
  if (!says.empty()) says += ", ";
  says += more;
}

}  // namespace

Verified verify_jwt(std::string_view token, std::int64_t now) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return {Proof::wrong, "has no second part"};
  std::string_view rest = token.substr(first + 1);
  const std::string_view second = rest.substr(0, rest.find('.'));
  rest = second.size() < rest.size() ? rest.substr(second.size() + 1) : std::string_view();
  const Json header = decode_part(token.substr(0, first));
  const std::string name = header.is_object() ? text_of(header, "alg") : std::string();
  if (name.empty()) return {Proof::wrong, "its header does not decode"};
  // An encrypted token (RFC 7516, five parts) has an encrypted key there.
  if (header.contains("enc")) return {Proof::plausible, "its header decodes"};
  const Json payload = decode_part(second);
  if (!payload.is_object()) return {Proof::wrong, "its payload does not decode"};
  Verified out{Proof::plausible, "it decodes as a JWT"};
  out.example = well_known(payload);

  for (const Algorithm& known : kAlgorithms) {
    if (name != known.name) continue;
    add(out.says, known.name);
    if (rest.empty()) return {Proof::wrong, "it has no signature"};
    if (rest.size() >= known.least && rest.size() <= known.most) continue;
    out.doubtful = true;
    out.why = "it decodes as a JWT, but its signature has not the length of its algorithm";
  }
  if (name == "none" || name == "None" || name == "NONE") {
    add(out.says, "not signed (alg none)");
    out.at_most = Severity::medium;
    out.why = "it decodes as a JWT without a signature";
  }
  add(out.says, issuer_of(payload));
  const std::string role = text_of(payload, "role");
  if (text_of(payload, "iss").starts_with("supabase") && role == "anon") {
    add(out.says, "its public (anon) key");
    out.at_most = Severity::info;
  } else if (role == "service_role") {
    add(out.says, "its service role, which no row level security holds");
  }
  if (issued_for_nobody(payload)) {
    out.doubtful = true;
    out.why = "it decodes as a JWT of a reserved or local name";
  }
  if (!names_somebody(payload)) {
    out.at_most = Severity::medium;
    out.why = "it decodes as a JWT that names nobody";
  }
  const std::int64_t expires = time_of(payload, "exp");
  if (expires == 0) {
    add(out.says, "it never expires");
  } else if (now != 0 && expires < now) {
    add(out.says, "expired on " + day_of(expires));
    out.at_most = std::min(out.at_most.value_or(Severity::medium), Severity::medium);
    out.why = "it decodes as a JWT that has expired";
  } else {
    add(out.says, "valid until " + day_of(expires));
  }
  return out;
}

}  // namespace gogate::secrets
