// JSON Web Tokens (RFC 7519): the first two parts must decode to JSON objects,
// of which the first names an algorithm. Anyone can make one, so decoding makes
// it plausible, not certain; what does not decode was never accepted anywhere.
#include <nlohmann/json.hpp>

#include "scanners/secrets/base64.h"
#include "scanners/secrets/checksum.h"

namespace gogate::secrets {
namespace {

nlohmann::json decode_part(std::string_view part) {
  const auto bytes = decode_base64(part);
  if (!bytes) return nlohmann::json(nlohmann::json::value_t::discarded);
  return nlohmann::json::parse(*bytes, nullptr, false);
}

std::string text_of(const nlohmann::json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

// The token that the format's own debugger and every tutorial shows.
bool well_known(const nlohmann::json& payload) {
  return text_of(payload, "name") == "John Doe" || text_of(payload, "sub") == "1234567890";
}

}  // namespace

Verified verify_jwt(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return {Proof::wrong, "has no second part"};
  std::string_view rest = token.substr(first + 1);
  const std::string_view second = rest.substr(0, rest.find('.'));
  const nlohmann::json header = decode_part(token.substr(0, first));
  if (!header.is_object() || text_of(header, "alg").empty()) return {Proof::wrong, "its header does not decode"};
  const nlohmann::json payload = decode_part(second);
  // An encrypted token (RFC 7516, five parts) has an encrypted key there.
  if (header.contains("enc")) return {Proof::plausible, "its header decodes"};
  if (!payload.is_object()) return {Proof::wrong, "its payload does not decode"};
  Verified out{Proof::plausible, "it decodes as a JWT"};
  out.example = well_known(payload);
  return out;
}

}  // namespace gogate::secrets
