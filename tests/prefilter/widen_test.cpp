// Each way in which a pattern is made wider or shorter, and that no more is
// given away than needed.
#include <doctest/doctest.h>

#include <string>

#include "gate/prefilter/literals.h"
#include "gate/prefilter/widen.h"

namespace {

using namespace gogate;
using namespace gogate::prefilter;

std::string widened(const std::string& regex) {
  const auto f = widen({PatternSpec::Kind::regex, false, regex}, Effort::full);
  REQUIRE(f);
  return f->always ? "always" : f->expression;
}
bool folded(const std::string& regex) { return widen({PatternSpec::Kind::regex, false, regex}, Effort::full)->folded; }

TEST_CASE("characters beyond ASCII take up to four bytes") {
  CHECK(widened("a.b") == "a[\\x00-\\x09\\x0b-\\xff]{1,4}b");
  CHECK(widened("a[^x]{2}b") == "a[\\x00-wy-\\xff]{2,8}b");
  CHECK(widened("a[^x\\n]*b") == "a[\\x00-\\x09\\x0b-wy-\\xff]*b");
  CHECK(widened("a\\Cb") == "a[\\x00-\\xff]b");
  CHECK(widened("\xC3\xA9x") == "\\xc3\\xa9x");
  CHECK(widened("(?i)\xC3\xA9x") == "[\\x80-\\xff][Xx]");
  CHECK(widened("a\\wb") == "a[0-9A-Z_a-z]b");
}

TEST_CASE("case folding beyond ASCII is left to the folded text") {
  CHECK(widened("(?i)key") == "[Kk][Ee][Yy]");
  CHECK(folded("(?i)key"));
  CHECK(!folded("key"));
  CHECK(!folded("(?i)api"));
  CHECK(folded("(?i)\\w"));
  CHECK(widened("(?i)ks[^k]x") == "[Kk][Ss][\\x00-JL-jl-\\xff]{1,4}[Xx]");
  // There U+212A would turn into k, so whatever takes it must take k.
  CHECK(widened("(?i:s)[^k]x") == "[Ss][\\x00-\\xff]{1,4}x");
  // \C may take a third of U+212A.
  CHECK(!folded("(?i)k\\C"));
  CHECK(widened("(?i)xk\\C") == "[Xx][Kk\\x80-\\xff]{1,3}[\\x00-\\xff]");
}

TEST_CASE("anchors stay at the edges only") {
  CHECK(widened("^ab$") == "\\Aab\\z");
  CHECK(widened("(?m)^ab$") == "(?:\\A|\\x0a)ab(?:\\z|\\x0a)");
  CHECK(widened("(?m)^^ab") == "(?:\\A|\\x0a)ab");
  CHECK(widened("a(?:^|b)c") == "a(?:|b)c");
  CHECK(widened("(?:^|x)ab(?:y|$)") == "(?:\\A|x)ab(?:y|\\z)");
  CHECK(widened("(?m)a$\\nb") == "a\\x0ab");
}

TEST_CASE("word boundaries stay where they mean the same") {
  CHECK(widened("\\bab\\b") == "\\bab\\b");
  CHECK(widened("(?i)\\bkb\\b") == "[Kk][Bb]");
  CHECK(widened("\\bx*ab") == "ab");
}

TEST_CASE("what may be missing at the ends is cut away") {
  CHECK(widened("[a-z]{0,50}ab[0-9]*") == "ab");
  CHECK(widened("[a-z]{2,50}ab[0-9]+") == "[a-z]{2}ab[0-9]");
  CHECK(widened("(?:x?ae|b?c)d") == "(?:ae|c)d");
  CHECK(widened("(?:x?|b)d") == "d");
  CHECK(widened("^x*ab") == "\\Ax*ab");
}

TEST_CASE("what only delimits is cut away") {
  CHECK(widened("(?:^|[^0-9])ab[x-z]{20,30}(?:[^x-z]|$)") == "ab[x-z]{20}");
  CHECK(widened("token=[0-9]{8,}(?:[\\s;]|$)") == "token\\x3d[0-9]{8}");
  // Not where little would be left, and not what is rare.
  CHECK(widened("(?:^|x)abc(?:y|$)") == "(?:\\A|x)abc(?:y|\\z)");
  CHECK(widened("[\"']abcdef[\"']") == "[\\x22\\x27]abcdef[\\x22\\x27]");
}

TEST_CASE("long repetitions are shortened") {
  CHECK(widened("ab[x-z]{20,1000}c") == "ab[x-z]{20,}c");
  CHECK(widened("ab[x-z]{100}") == "ab[x-z]{64}");
  CHECK(widened("ab[x-z]{100}c") == "ab[x-z]{64,}c");
  CHECK(widened("a(?:bcd){0,500}e") == "a(?:bcd)*e");
}

TEST_CASE("what can match nothing is always a candidate") {
  for (const char* regex : {"", "a*", "(?m)^$", "\\b", "^", "a|", "(?i)(?:)"}) CHECK(widened(regex) == "always");
}

TEST_CASE("without a bound across lines it is looked for by its most telling part") {
  const auto f = widen({PatternSpec::Kind::regex, false, "begin [a-z]{2}[^x]*the end"}, Effort::full);
  REQUIRE(f);
  CHECK(f->anchored);
  CHECK(f->margin == 0);
  CHECK(f->expression == "the\\x20end");
}

TEST_CASE("too large falls back to its most telling part") {
  std::string regex = "needle";
  for (int i = 0; i < 60; ++i) regex += "[x-z]{60},";
  regex += "thread";
  CHECK(widened(regex) == "\\x2cthread");
}

TEST_CASE("literal patterns") {
  const auto f = widen({PatternSpec::Kind::literal, true, "A.k"}, Effort::full);
  CHECK(f->expression == "[Aa]\\x2e[Kk]");
  CHECK(f->folded);
  CHECK(widen({PatternSpec::Kind::literal, false, "A.k"}, Effort::full)->expression == "A\\x2ek");
  CHECK(widen({PatternSpec::Kind::literal, false, ""}, Effort::full)->always);
  // Bytes that are not characters: the fold stands in the expression.
  const auto stray = widen({PatternSpec::Kind::literal, true, "\xAAk"}, Effort::full);
  CHECK(stray->expression == "\\xaa(?:[Kk]|\\xe2\\x84\\xaa)");
  CHECK(!stray->folded);
}

TEST_CASE("folding a text") {
  std::string out;
  fold_text("a\xE2\x84\xAA" "b\xC5\xBF\xE2\x84", out);
  CHECK(out == "akbs\xE2\x84");
}

std::string literals(const std::string& regex) {
  const RequiredLiterals l = required_literals(regex);
  std::string out = l.caseless ? "i:" : "";
  for (const std::string& s : l.any_of) out += s + ",";
  return out;
}

TEST_CASE("lines that are read around a match belong to the margin") {
  PatternSpec spec{PatternSpec::Kind::regex, false, "password"};
  spec.located = true;
  CHECK(widen(spec, Effort::full)->margin_lines == 0);
  spec.lines_around = 4;
  const auto f = widen(spec, Effort::full);
  CHECK(f->margin_lines == 8);
  CHECK_FALSE(f->anchored);
  CHECK(f->around.before == 8);  // its place is the match's own
  spec.lines_around = 100;
  CHECK(widen(spec, Effort::full)->anchored);
}

TEST_CASE("required literals") {
  CHECK(literals("AKIA[A-Z]{16}") == "AKIA,");
  CHECK(literals("(?i)Api[_-]?Key\\s*=") == "i:api-key,api_key,apikey,");
  CHECK(literals("(?:foo|barx)\\d+") == "barx,foo,");
  CHECK(literals("x[0-9]longer") == "longer,");
  CHECK(literals("(?:foo|\\d)") == "");
  CHECK(literals("(?:abc){3}") == "abcabcabc,");
  CHECK(literals("(?:abc)+x") == "abc,");
  CHECK(literals("[ab]c") == "ac,bc,");
  CHECK(literals("(?i)[ks]x") == "i:kx,sx,");
  CHECK(literals("\\bfoo$") == "foo,");
  CHECK(literals("a*") == "");
  CHECK(literals("(") == "");
}

}  // namespace
