#include "sample_template.h"

#include <array>
#include <stdexcept>
#include <utility>

namespace gogate::samples {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kBase62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kAlphabets{{
    {"alnum", kBase62},
    {"alnumlower", "0123456789abcdefghijklmnopqrstuvwxyz"},
    {"alpha", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"},
    {"lower", "abcdefghijklmnopqrstuvwxyz"},
    {"upper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    {"upnum", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    {"digit", kDigits},
    {"hex", "0123456789abcdef"},
    {"HEX", "0123456789ABCDEF"},
    {"b32", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"},
    {"b32lower", "abcdefghijklmnopqrstuvwxyz234567"},
    {"bech32", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"},
    {"base64", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"},
    {"base64url", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"},
    {"base64urllower", "abcdefghijklmnopqrstuvwxyz0123456789-_"},
    {"k8s", "bcdfghjklmnpqrstvwxz2456789"},
    {"django", "abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)"},
}};

std::size_t number(std::string_view text, std::string_view field) {
  std::size_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') throw std::runtime_error("field " + std::string(field) + " needs a number");
    value = value * 10 + static_cast<std::size_t>(c - '0');
  }
  if (text.empty()) throw std::runtime_error("field " + std::string(field) + " needs a number");
  return value;
}

std::size_t length(std::string_view argument, std::string_view field, Dice& dice) {
  const std::size_t dash = argument.find('-');
  const std::size_t low = number(argument.substr(0, dash), field);
  if (dash == std::string_view::npos) return low;
  const std::size_t high = number(argument.substr(dash + 1), field);
  return low + static_cast<std::size_t>(dice.below(high - low + 1));
}

std::string crc_digits(std::uint32_t crc) {
  std::string out(6, '0');
  for (std::size_t i = 6; i-- > 0; crc /= 62) out[i] = kBase62[crc % 62];
  return out;
}

// What a careful person chooses: no letters that are easily confused.
std::string password(std::size_t count, std::string_view signs, Dice& dice) {
  std::string out = dice.text("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", count);
  out[count / 2] = dice.one_of("23456789");
  out[count / 3] = dice.one_of(signs);
  return out;
}

std::string field(std::string_view name, std::string_view argument, std::string_view before, std::string_view token,
                  Dice& dice) {
  if (name == "token") return build(token, {}, dice);
  for (const auto& [known, alphabet] : kAlphabets)
    if (name == known) return dice.text(alphabet, length(argument, name, dice));
  if (name == "digit-nozero") return dice.text("123456789", 1) + dice.text(kDigits, length(argument, name, dice) - 1);
  if (name == "repeat-x") return std::string(number(argument, name), 'x');
  if (name == "crc32-base62") return crc_digits(crc32(before));
  if (name == "crc32-base62-wrong") return crc_digits(crc32(before) ^ 0x5555U);
  if (name.starts_with("gitlab-routable"))
    return gitlab_routable(argument, name.find("versioned") != std::string_view::npos, name.ends_with("wrong"), dice);
  if (name == "aws-key-id") return aws_key_id(dice);
  if (name == "jwt") return jwt(dice);
  if (name == "jwt-header") return base64url(R"({"alg":"HS256","typ":"JWT"})");
  if (name == "jwt-broken")
    return "eyJ" + dice.text(kBase62, 33) + ".eyJ" + dice.text(kBase62, 50) + "." + base64url(dice.bytes(32));
  if (name == "pem") return pem(argument, "\n", dice);
  if (name == "pem-escaped") return pem(argument, "\\n", dice);
  if (name == "pem-indented") return pem(argument, "\n    ", dice);
  if (name == "pem-base64") return base64(pem(argument, "\n", dice) + "\n");
  if (name == "pgp-private") return pgp_private_key(dice);
  if (name == "putty") return putty_private_key(dice);
  if (name == "password") return password(number(argument, name), "!#*+-_.", dice);
  if (name == "password-safe") return password(number(argument, name), "!-_.", dice);
  if (name == "basic-auth") return base64("deploy:" + password(20, "!-_", dice));
  if (name == "base64-of-password") return base64(password(20, "!-_", dice));
  if (name == "base64-of-bytes") return base64(dice.bytes(number(argument, name)));
  throw std::runtime_error("unknown field {" + std::string(name) + "}");
}

// A field's name begins with a small letter (or is HEX); all else in braces is
// text: `${VAR}`, `{"json": 1}`, `{{ .Values.x }}`.
bool is_field(std::string_view inside) {
  const std::string_view name = inside.substr(0, inside.find(':'));
  if (name == "HEX") return true;
  if (name.empty() || name[0] < 'a' || name[0] > 'z') return false;
  for (const char c : name)
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') return false;
  return true;
}

}  // namespace

Dice::Dice(std::string_view seed) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (const char c : seed) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  engine_.seed(hash);
}

std::string Dice::bytes(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += static_cast<char>(below(256));
  return out;
}

std::string Dice::text(std::string_view alphabet, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += one_of(alphabet);
  return out;
}

std::string build(std::string_view text, std::string_view token, Dice& dice) {
  std::string out;
  std::string last;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    const std::size_t close = text.find_first_of("{}", 1);
    const std::string_view inside = close == std::string_view::npos ? std::string_view() : text.substr(1, close - 1);
    if (close == std::string_view::npos || text[close] != '}' || !is_field(inside)) {
      out += '{';
      text.remove_prefix(1);
      continue;
    }
    const std::size_t colon = inside.find(':');
    const std::string_view argument = colon == std::string_view::npos ? std::string_view() : inside.substr(colon + 1);
    last = field(inside.substr(0, colon), argument, last, token, dice);
    out += last;
    text.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace gogate::samples
