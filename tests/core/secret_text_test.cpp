#include "gate/core/secret_text.h"

#include <doctest/doctest.h>

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

TEST_CASE("shown lines hold no secret, nor what looks like one") {
  const std::string secret = std::string("zq7") + "Lm2Np9Rs4Tv6";
  const std::string other = std::string("Ab1") + "Cd2Ef3Gh4Ij5Kl6";
  const std::string text = "key = \"" + secret + "\" other = \"" + other + "\" path = some/longer/path/to/file1";
  const Masker m(text, {Span{7, 7 + static_cast<std::uint32_t>(secret.size())}});
  const std::string shown = m.show({0, static_cast<std::uint32_t>(text.size())});
  CHECK(shown == "key = \"zq7L\u2026\" other = \"Ab1C\u2026\" path = some/longer/path/to/file1");
  CHECK(m.mask("found " + secret.substr(2) + "!") == "found \u2026!");
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
