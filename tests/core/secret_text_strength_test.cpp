#include "gate/core/secret_text_strength.h"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using gogate::estimated_bits;
using gogate::kIdBits;

namespace {

constexpr std::string_view kBase62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

std::string random_text(std::mt19937& rng, std::string_view alphabet, std::size_t n) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += alphabet[rng() % alphabet.size()];
  return out;
}

// The share of 500 random texts that are estimated at kIdBits and more.
double share(std::string_view prefix, std::string_view alphabet, std::size_t n, std::vector<std::string> known = {}) {
  std::mt19937 rng(7);
  int strong = 0;
  for (int i = 0; i < 500; ++i) strong += estimated_bits(std::string(prefix) + random_text(rng, alphabet, n), known) >= kIdBits ? 1 : 0;
  return strong / 500.0;
}

}  // namespace

TEST_CASE("strength: what a generator made has an id") {
  CHECK(share("", kBase62, 24) > 0.97);
  CHECK(share("", "0123456789abcdef", 32) > 0.99);
  CHECK(share("gh" "p_", kBase62, 36) > 0.98);
  CHECK(share("gl" "pat-", kBase62, 20, {"gl" "pat-"}) > 0.9);
  CHECK(share("", "0123456789", 40) > 0.99);
  CHECK(share("https://hooks.example.com/services/", kBase62, 44) > 0.99);
}

TEST_CASE("strength: what is short by its alphabet has none, whatever it is") {
  CHECK(share("", kBase62, 9) == 0);
  CHECK(share("", "0123456789", 16) == 0);
  CHECK(share("", "0123456789abcdef", 14) == 0);
  CHECK(share("gh" "p_", kBase62, 10) == 0);
}

TEST_CASE("strength: what a person made has none") {
  const std::vector<std::string> weak = {
      "changeme", "hunter2hunter2", "P@ssw0rd2024!", "P@ssw0rd2024!Prod#Server", "Sup3rS3cr3tP4ssw0rd!!",
      "correct-horse-battery-staple", "CorrectHorseBatteryStaple1", "correct horse battery staple",
      "MyCompanyName-Production-2024!", "administrator123456789", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb",
      "abcdefghijklmnopqrstuvwxyz0123456789", "0123456789abcdef0123456789abcdef", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "deadbeefdeadbeefdeadbeefdeadbeef", "test-test-test-test-test-test", "Winter2024Winter2025Winter2026",
      "postgres-staging-database-user", "this-is-not-a-real-secret", "letmein_letmein_letmein",
      "Passwort-fuer-Datenbank-2023", "contrasena-de-produccion", "19840612-20240101-1234",
  };
  for (const std::string& w : weak) {
    CAPTURE(w);
    CHECK(estimated_bits(w) < kIdBits);
  }
}

TEST_CASE("strength: what everybody knows of a secret counts nothing") {
  const std::string host = "db.internal-very-long-host-name.example.com";
  CHECK(estimated_bits("postgres://application_user:changeme1234@" + host + ":5432/production") < 30);
  std::mt19937 rng(3);
  CHECK(estimated_bits("postgres://app:" + random_text(rng, kBase62, 24) + "@db/app") >= kIdBits);
  // Header and claims of a JWT are guessed; the signature is not.
  const std::string head = "ey" "JhbGciOiJIUzI1NiJ9." + random_text(rng, kBase62, 80) + ".";
  CHECK(estimated_bits(head) == 0);
  CHECK(estimated_bits(head + random_text(rng, kBase62, 43)) >= kIdBits);
  const std::string word = random_text(rng, kBase62, 30);
  CHECK(estimated_bits(word + "zq8", std::vector<std::string>{word}) < 10);
  CHECK(estimated_bits("6ba7b810-9dad-11d1-80b4-00c04fd430c8") == 0);  // a time (RFC 9562)
}
