#include "scanners/secrets/credential_name.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace gogate::secrets {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

template <std::size_t N>
bool any(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Digits and marks part words, and so do humps.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> out;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) out.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool hump =
        is_upper(c) && i > 0 &&
        (!is_upper(name[i - 1]) || (i + 1 < name.size() && is_letter(name[i + 1]) && !is_upper(name[i + 1])));
    if (hump || !is_letter(c)) end();
    if (is_letter(c)) word += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  end();
  return out;
}

constexpr std::array<std::string_view, 14> kPasswords{"masterauth", "psksecret", "password", "passwd",     "passphrase",
                                                      "passwort",   "pwd",       "passwrd",  "passcode",   "pass",
                                                      "pw",         "psk",       "pswd",     "requirepass"};
constexpr std::array<std::string_view, 10> kKeys{"secret",    "token",   "credential", "apikey",     "secretkey",
                                                 "accesskey", "authkey", "accountkey", "storagekey", "salt"};
constexpr std::array<std::string_view, 22> kKeysOf{
    "write",   "api",    "access", "secret", "private", "auth", "signing", "encryption", "master", "account", "storage",
    "service", "client", "shared", "app",    "crypt",   "jwt",  "session", "hmac",       "cookie", "in",      "admin"};
// What may stand behind the word without taking it back.
constexpr std::array<std::string_view, 27> kBehind{
    "value", "plain",   "plaintext", "clear", "cleartext", "raw",  "string",     "str", "default",
    "old",   "new",     "current",   "prev",  "previous",  "prod", "production", "dev", "staging",
    "live",  "primary", "secondary", "main",  "backup",    "b",    "base",       "qa",  "db"};
// What in front of it says that the value is something else.
constexpr std::array<std::string_view, 52> kInFront{
    "forgot",   "forgotten", "reset",     "invalid", "wrong",    "missing",  "incorrect",    "enter",   "is",
    "has",      "no",        "without",   "require", "required", "requires", "enable",       "enabled", "disable",
    "disabled", "allow",     "show",      "hide",    "toggle",   "change",   "update",       "verify",  "validate",
    "check",    "confirm",   "repeat",    "public",  "next",     "page",     "continuation", "csrf",    "xsrf",
    "generate", "random",    "use",       "uses",    "must",     "weak",     "expired",      "ask",     "prompt",
    "get",      "hashed",    "encrypted", "hash",    "min",      "max",      "error"};
constexpr std::array<std::string_view, 10> kNoPass{"bypass",   "compass",  "trespass", "encompass", "surpass",
                                                   "overpass", "lastpass", "keepass",  "multipass", "minipass"};

NameSays word_says(std::string_view word, std::string_view in_front) {
  if (any(kPasswords, word)) return NameSays::password;
  for (const std::string_view end : {"password", "passwd", "passphrase", "pwd"})
    if (word.size() > end.size() && word.ends_with(end)) return NameSays::password;
  if (word.ends_with("pass") && word.size() <= 10 && !any(kNoPass, word)) return NameSays::password;
  if (word.ends_with("pw") && (word == "bindpw" || word == "rootpw" || word == "adminpw" || word == "userpw" ||
                               word == "dbpw" || word == "masterpw"))
    return NameSays::password;
  if (any(kKeys, word)) return NameSays::key;
  for (const std::string_view end : {"secret", "token", "apikey", "secretkey", "accesskey"})
    if (word.size() > end.size() && word.ends_with(end)) return NameSays::key;
  if (word == "key" && any(kKeysOf, in_front)) return NameSays::key;
  if (word == "auth" && in_front.empty()) return NameSays::key;
  return NameSays::nothing;
}

}  // namespace

CredentialName credential_name(std::string_view name) {
  CredentialName out;
  if (name.size() > 120) return out;
  const std::vector<std::string> words = words_of(name);
  std::size_t last = words.size();
  while (last > 0 && last + 2 >= words.size()) {
    const std::string& word = words[last - 1];
    const std::string_view in_front = last > 1 ? std::string_view(words[last - 2]) : std::string_view();
    out.says = word_says(word, in_front);
    if (out.says == NameSays::nothing && word.size() > 4 && word.ends_with('s')) {
      const std::string one = word.substr(0, word.size() - 1);
      if (one == "password" || one == "secret" || one == "credential" || one == "passwd") {
        out.says = word_says(one, in_front);
        out.many = true;
      }
    }
    if (out.says != NameSays::nothing) break;
    if (!any(kBehind, word)) return {};
    --last;
  }
  if (out.says == NameSays::nothing) return {};
  for (std::size_t i = 0; i + 1 < last; ++i)
    if (any(kInFront, words[i]) && words[last - 1] != "salt") return {};
  // client.setPassword too
  const std::size_t dot = name.rfind('.');
  const std::size_t own = dot == std::string_view::npos ? 0 : words_of(name.substr(0, dot)).size();
  out.setter = last > own + 1 && (words[own] == "set" || words[own] == "with");
  return out;
}

bool names_no_secret(std::string_view name) {
  static constexpr std::array<std::string_view, 64> kLast{
      "id",       "ids",         "uuid",      "guid",     "hash",        "digest",     "checksum",  "sum",
      "sha",      "md",          "etag",      "revision", "commit",      "version",    "tag",       "ref",
      "icon",     "avatar",      "image",     "logo",     "bundle",      "asset",      "file",      "filename",
      "path",     "dir",         "folder",    "url",      "uri",         "endpoint",   "host",      "hostname",
      "server",   "address",     "addr",      "port",     "domain",      "region",     "zone",      "bucket",
      "name",     "user",        "username",  "login",    "email",       "mail",       "crt",       "cert",
      "pub",      "certificate", "ca",        "type",     "format",      "mode",       "namespace", "issuer",
      "audience", "scope",       "timestamp", "date",     "fingerprint", "thumbprint", "database",  "script"};
  static constexpr std::array<std::string_view, 4> kAnywhere{"public", "cache", "pub", "annotation"};
  const std::vector<std::string> words = words_of(name);
  if (words.empty()) return false;
  return any(kLast, words.back()) ||
         std::any_of(words.begin(), words.end(), [](const std::string& word) { return any(kAnywhere, word); });
}

}  // namespace gogate::secrets
