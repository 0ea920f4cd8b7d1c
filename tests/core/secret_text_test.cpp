#include "gate/core/secret_text.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

using gogate::Masker;
using gogate::SecretText;
using gogate::Span;

TEST_CASE("a secret shows four characters at most") {
  const std::string secret = std::string("zq7") + "Lm2Np9Rs4Tv6";
  const SecretText s(secret);
  CHECK(s.preview() == "zq7L\u2026");
  CHECK(SecretText("short").preview() == "\u2026");
  CHECK(s.identity() == SecretText(secret).identity());
  CHECK(s.identity() != SecretText(secret + "x").identity());
}

TEST_CASE("a strong secret has an id of its own, a weak one has none") {
  // No literal of this file may look like a secret.
  std::string strong;
  for (std::uint32_t x = 12345, i = 0; i < 32; ++i, x = x * 1664525 + 1013904223)
    strong += "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"[(x >> 16) % 56];
  const std::string id = SecretText(strong).id();
  CHECK(id.size() == 19);
  CHECK(id.starts_with("s1-"));
  CHECK(SecretText(strong).id() == id);
  CHECK(SecretText(strong + "x").id() != id);
  CHECK(SecretText("changeme").id().empty());
  CHECK(SecretText(strong, std::vector<std::string>{strong}).id().empty());
  // One key, whatever it is wrapped in.
  const std::string armor = std::string("-----BEGIN ") + "PRIVATE KEY-----";
  const std::string end = std::string("-----END ") + "PRIVATE KEY-----";
  const std::string plain = armor + "\n" + strong + "\n" + strong.substr(5) + "Zq7\n" + end;
  CHECK_FALSE(SecretText(plain).id().empty());
  CHECK(SecretText(armor + "\n  " + strong + "\r\n  " + strong.substr(5) + "Zq7\n  " + end).id() == SecretText(plain).id());
  CHECK(SecretText(armor + "\\n" + strong + "\\n" + strong.substr(5) + "Zq7\\n" + end).id() == SecretText(plain).id());
}

TEST_CASE("shown lines hold no secret, nor what looks like one") {
  const std::string secret = std::string("zq7") + "Lm2Np9Rs4Tv6";
  const std::string other = std::string("Ab1") + "Cd2Ef3Gh4Ij5Kl6";
  const std::string text = "key = \"" + secret + "\" other = \"" + other + "\" path = some/longer/path/to/file1";
  const Masker m(text, {Span{7, 7 + static_cast<std::uint32_t>(secret.size())}});
  const std::string shown = m.show({0, static_cast<std::uint32_t>(text.size())});
  CHECK(shown == "key = \"zq7L\u2026\" other = \"Ab1C\u2026\" path = some/longer/path/to/file1");
  CHECK(m.mask("found " + secret.substr(2) + "!") == "found \u2026!");
}

TEST_CASE("masking stays fast where a blob holds very many secrets") {
  std::string text;
  std::vector<Span> secrets;
  for (int i = 0; i < 60000; ++i) {
    text += "=";
    const auto begin = static_cast<std::uint32_t>(text.size());
    text += "Zq" + std::to_string(1000003LL * (i + 1)) + "abcdefgh";
    secrets.push_back({begin, static_cast<std::uint32_t>(text.size())});
  }
  const auto start = std::chrono::steady_clock::now();
  const Masker m(text, secrets);
  for (int i = 0; i < 1000; ++i) CHECK(m.mask("an ordinary message about number " + std::to_string(i)).ends_with(std::to_string(i)));
  CHECK(m.mask("see Zq" + std::to_string(1000003LL * 60000) + "!") == "see \u2026!");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}

TEST_CASE("an outline holds nothing of a secret, and no white space") {
  const std::string text = "key = \"zq7Lm2Np9R\" + \"tail of it\", other = Ab1Cd2Ef3Gh4Ij5Kl6";
  const Masker m(text, {Span{7, 17}});
  CHECK(m.outline({0, static_cast<std::uint32_t>(text.size())}) == "key=\"\u2026\",other=\u2026");
  CHECK(m.outline({10, 14}) == "\u2026");
}

TEST_CASE("a secret over several lines shows nothing on its later lines") {
  const std::string text = "a: BEGINsecret\nsecondline\nend";
  const Masker m(text, {Span{3, 25}});
  CHECK(m.show({15, 25}) == "\u2026");
}

TEST_CASE("what is hidden reaches to the end of the literal and of those added to it") {
  const auto shown = [](const std::string& text, std::uint32_t begin, std::uint32_t end) {
    return Masker(text, {Span{begin, end}}).show({0, static_cast<std::uint32_t>(text.size())});
  };
  CHECK(shown("p: 'abcd\"<efghijkl' # x", 4, 8) == "p: 'abcd\u2026' # x");
  CHECK(shown("p = \"abcd\" + \"efghijkl\", 1", 5, 9) == "p = \"abcd\u2026\", 1");
  CHECK(shown("P=abcd<efghijkl rest", 2, 6) == "P=abcd\u2026 rest");
  CHECK(shown("u://a:abcd@host/path", 6, 10) == "u://a:\u2026@host/path");
}
