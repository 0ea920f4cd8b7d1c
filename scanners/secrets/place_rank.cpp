#include "scanners/secrets/place_rank.h"

#include <algorithm>
#include <array>
#include <string>

namespace gogate::secrets {
namespace {

constexpr std::array<std::string_view, 24> kExampleNames{
    "test",  "tests",   "testing",  "testdata", "fake",    "fakes",    "dummy",       "mock",   "mocks",  "mocked",  "example", "examples",
    "sample", "samples", "stub",     "demo",     "bogus",   "invalid",  "placeholder", "snakeoil", "fixture", "fixtures", "insecure", "wrong"};

// Encrypted, or made unreadable by the program that reads it again.
constexpr std::array<std::string_view, 7> kEncryptedNames{"encrypted", "obscured",   "ciphertext", "sealed",
                                                          "hashed",    "obfuscated", "wrapped"};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_word(char c) { return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

bool has_tag(const SecretRule& rule, std::string_view tag) {
  return std::find(rule.info.tags.begin(), rule.info.tags.end(), tag) != rule.info.tags.end();
}

bool is_self_made(const SecretRule& rule) {
  return rule.generic || has_tag(rule, kSelfMade);
}

CredentialKind kind_of(const SecretRule& rule) {
  if (rule.generic) return CredentialKind::by_name;
  return is_self_made(rule) ? CredentialKind::self_made : CredentialKind::issued;
}

int steps_by_name(const SecretRule& rule) { return is_self_made(rule) ? 2 : 1; }

std::string_view said_by_name(std::string_view before) {
  constexpr std::string_view kAround = " \t\"'`=:([{,>&";
  const auto without_end = [&](std::string_view text) {
    const std::size_t end = text.find_last_not_of(kAround);
    return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
  };
  before = without_end(before);
  for (const std::string_view type : {"[]byte", " string"})
    if (before.ends_with(type)) before = without_end(before.substr(0, before.size() - type.size()));
  if (before.ends_with("*/")) return {};
  constexpr std::size_t kLongest = 64;
  before = before.substr(before.size() - std::min(before.size(), kLongest));
  for (const std::string_view edge : {",", ";", "{", "}", "*/", "//", "# ", "\n"}) {
    const std::size_t at = before.rfind(edge);
    if (at != std::string_view::npos) before = before.substr(at + edge.size());
  }
  std::string word;
  std::string_view said;
  const auto ask = [&] {
    if (std::find(kExampleNames.begin(), kExampleNames.end(), word) != kExampleNames.end()) said = "its name says that it is none";
    if (std::find(kEncryptedNames.begin(), kEncryptedNames.end(), word) != kEncryptedNames.end()) said = "its name says that it is encrypted";
    word.clear();
  };
  for (std::size_t i = 0; i < before.size(); ++i) {
    const char c = before[i];
    // fooBar and HTTPServer: a capital behind a small letter, or in front of one.
    const bool hump = is_upper(c) && i > 0 &&
                      (!is_upper(before[i - 1]) || (i + 1 < before.size() && is_word(before[i + 1]) && !is_upper(before[i + 1])));
    if (hump || !is_word(c)) ask();
    if (is_word(c)) word += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  ask();
  return said;
}

}  // namespace gogate::secrets
