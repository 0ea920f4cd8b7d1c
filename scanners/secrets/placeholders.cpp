#include "scanners/secrets/placeholders.h"

#include <algorithm>
#include <array>
#include <string>

namespace gogate::secrets {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (lower(c) >= 'a' && lower(c) <= 'z'); }
bool is_hex(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

std::string lowered(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

// Words that nobody's generator writes. Each is long enough that forty random
// characters of base64 hold it less than once in ten thousand times.
constexpr std::array<std::string_view, 35> kWords{
    "example",    "sample",     "dummy",     "changeme",   "change-me",  "change_me",  "placeholder",
    "redacted",   "your-",      "your_",     "yourkey",    "yourtoken",  "yoursecret", "yourpassword",
    "yourapi",    "mysecret",   "my-secret", "my_secret",  "insert-",    "insert_",    "replaceme",
    "replace-me", "replace_me", "notareal",  "not-a-real", "not_a_real", "foobar",     "fakekey",
    "faketoken",  "fakesecret", "deadbeef",  "-password",  "_password",  "password-",  "password_"};

// Whole values that are defaults or the name of what belongs there.
constexpr std::array<std::string_view, 42> kDefaults{
    "password", "passwd",   "pass",    "pwd",    "secret",   "token",   "apikey",     "api_key", "key",
    "user",     "username", "default", "admin",  "root",     "guest",   "test",       "tests",   "testing",
    "postgres", "mysql",    "mongo",   "redis",  "rabbitmq", "minio",   "minioadmin", "none",    "null",
    "nil",      "true",     "false",   "string", "value",    "empty",   "undefined",  "todo",    "foo",
    "bar",      "qwerty",   "letmein", "hunter", "passw0rd", "p@ssw0rd"};

// Beginnings of keys that vendors publish for emulators and documentation.
// In two pieces each, so that no scanner takes this file for a leak.
constexpr std::array<std::array<std::string_view, 2>, 5> kPublished{{
    {"Eby8vdM0", "2xNOcqFl"},       // storage emulator
    {"C2y6yDjf", "5/R+ob0N"},       // document database emulator
    {"4eC39Hq", "LyjWDarjtT1"},     // payment documentation
    {"BQokikJO", "vBiI2HlWgH"},     // payment documentation, older
    {"TYooMQau", "vdEDq54NiTphI"},  // payment documentation, public page
}};

bool prescribed(std::string_view regex, char c) {
  const std::string run(4, c);
  const std::string counted{c, '{'};
  return regex.find(run) != std::string_view::npos || regex.find(counted) != std::string_view::npos;
}

bool has_long_run(std::string_view s, std::string_view regex) {
  std::size_t run = 1;
  for (std::size_t i = 1; i <= s.size(); ++i) {
    if (i < s.size() && lower(s[i]) == lower(s[i - 1])) {
      ++run;
      continue;
    }
    if (run >= 6 && !prescribed(regex, s[i - 1])) return true;
    run = 1;
  }
  return false;
}

// 12345678, 0123456789, abcdefgh, zyxwvuts: up or down by one.
bool has_sequence(std::string_view s) {
  constexpr std::size_t kLongest = 8;
  std::size_t up = 1;
  std::size_t down = 1;
  for (std::size_t i = 1; i < s.size(); ++i) {
    const char a = lower(s[i - 1]);
    const char b = lower(s[i]);
    const bool same_kind = (is_digit(a) && is_digit(b)) || (is_letter(a) && is_letter(b));
    const bool wraps = (a == '9' && b == '0') || (a == '9' && b == 'a') || (a == 'f' && b == '0');
    up = (same_kind && b == a + 1) || wraps ? up + 1 : 1;
    down = same_kind && b + 1 == a ? down + 1 : 1;
    if (up >= kLongest || down >= kLongest) return true;
  }
  return false;
}

// The last sixteen characters or more repeat a block of at most eight.
bool is_periodic(std::string_view s) {
  constexpr std::size_t kLeast = 16;
  if (s.size() < kLeast) return false;
  const std::string_view tail = s.substr(s.size() - kLeast);
  for (std::size_t period = 1; period <= 8; ++period)
    if (tail.substr(period) == tail.substr(0, kLeast - period)) return true;
  return false;
}

// "secret" of "secret123!", "my-secret1" and "password%21".
std::string_view stem(std::string_view value) {
  for (const std::string_view my : {"my-", "my_", "the", "my"})
    if (value.starts_with(my)) {
      value.remove_prefix(my.size());
      break;
    }
  while (!value.empty() && !is_letter(value.back())) value.remove_suffix(1);
  return value;
}

bool few_characters(std::string_view s) {
  if (s.size() < 12) return false;
  std::string distinct(s);
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  return distinct.size() <= 3;
}

}  // namespace

bool is_template(std::string_view value) {
  if (value.empty()) return false;
  const char first = value.front();
  const char last = value.back();
  if ((first == '<' && last == '>') || (first == '[' && last == ']') || (first == '{' && last == '}')) return true;
  if (first == '%' && value.size() <= 24) return true;  // %s, %(name)s, %NAME%
  if (first == '$' && value.size() > 1 &&
      (is_letter(value[1]) || value[1] == '_' || value[1] == '{' || value[1] == '(')) {
    // $NAME, but not a crypt hash ($2a$…) nor a password that begins so.
    return value[1] == '{' || value[1] == '(' ||
           std::all_of(value.begin() + 1, value.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
  }
  static constexpr std::array<std::string_view, 14> kMarks{"${",       "{{",     "}}",      "#{",          "$(",
                                                           "<%",       "getenv", "environ", "process.env", "os.env",
                                                           "secrets.", "env.",   "vault:",  "arn:aws:"};
  const std::string low = lowered(value.substr(0, 512));
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view m) { return low.find(m) != std::string::npos; });
}

bool is_encrypted(std::string_view value) {
  static constexpr std::array<std::string_view, 7> kMarks{
      "ENC[",    "ENC(", "$ANSIBLE_VAULT", "age-encryption.org", "-----BEGIN AGE ENCRYPTED", "-----BEGIN PGP MESSAGE",
      "{cipher}"};
  return std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view m) { return value.starts_with(m); });
}

bool is_uuid(std::string_view value) {
  if (value.size() != 36) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? value[i] != '-' : !is_hex(value[i])) return false;
  }
  return true;
}

bool is_digest(std::string_view secret, std::string_view line_before) {
  if (secret.size() < 27) return false;
  static constexpr std::array<std::string_view, 13> kNames{"sha1",    "sha256", "sha384",  "sha512",    "sha-256",
                                                           "sha-512", "md5",    "h1:",     "integrity", "checksum",
                                                           "digest",  "commit", "revision"};
  constexpr std::size_t kNear = 40;
  const std::string near = lowered(line_before.substr(line_before.size() - std::min(line_before.size(), kNear)));
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](std::string_view n) { return near.find(n) != std::string::npos; });
}

std::string_view placeholder_reason(std::string_view secret, std::string_view regex) {
  if (is_template(secret)) return "a template";
  if (is_encrypted(secret)) return "encrypted";
  const std::string low = lowered(secret.substr(0, 4096));
  if (std::find(kDefaults.begin(), kDefaults.end(), stem(low)) != kDefaults.end()) return "a default";
  const std::string low_regex = lowered(regex);
  for (const std::string_view word : kWords)
    if (low.find(word) != std::string::npos && low_regex.find(word) == std::string::npos) return "an example";
  for (const auto& [first, second] : kPublished) {
    const std::size_t at = secret.find(first);
    if (at != std::string_view::npos && secret.substr(at + first.size()).starts_with(second))
      return "a published example";
  }
  if (secret.find("***") != std::string_view::npos || secret.find("...") != std::string_view::npos) return "masked";
  if (has_long_run(secret, regex) || few_characters(secret)) return "repeated characters";
  if (has_sequence(secret)) return "a sequence";
  if (is_periodic(secret)) return "a repeated block";
  return {};
}

}  // namespace gogate::secrets
