// Our reading of RE2's syntax against RE2.
#include <doctest/doctest.h>
#include <re2/re2.h>

#include <random>
#include <string>
#include <vector>

#include "gate/prefilter/prefilter.h"
#include "gate/prefilter/regex_syntax.h"
#include "gate/prefilter/unicode_names.h"
#include "gate/prefilter/utf8.h"

namespace {

using namespace gogate;
using namespace gogate::prefilter;

// True when we and RE2 agree on whether this is a regex.
bool agree(const std::string& regex) {
  RE2::Options options;
  options.set_log_errors(false);
  const RE2 re2(regex, options);
  if (re2.error_code() == RE2::ErrorPatternTooLarge) return true;
  return re2.ok() == check_regex(regex).has_value();
}

TEST_CASE("accepts what RE2 accepts, and nothing else") {
  for (const char* regex :
       {"(?P<n>a)", "(?<n>a)", "(?P<>a)", "(?P<n\xC3\xA9>a)", "(?P<a-b>x)", "(?P<n", "(?P=n)", "(?P", "(?", "(?)", "(?-)",
        "(?i-)", "(?-i)", "(?i-s:a)", "(?--i)", "(?i-i)", "(?i-s-m)", "(?x)a", "(?ii)", "(?iU)a", "(?i", "(?i:", "(?=a)",
        "(?!a)", "(?<=a)", "(?#c)", "(?>a)", "a**", "a++", "a?+", "a+?", "a??", "a*??", "a{2}{3}", "a{2}?", "a{2}??",
        "a(?i)*", "a*(?i)*", "(?i)*", "^*", "\\b+", "()*", "(?:)*", "|*", "a|*", "*", "a||b", "\\_", "\\-", "\\\xC3\xA9",
        "\\Z", "\\z*", "\\1", "\\12", "\\8", "\\08", "\\777", "\\0", "\\x{110000}", "\\x{0010FFFF}", "\\xg", "\\x1", "\\x{}",
        "\\x{ 1}", "\\x{D800}", "[\\b]", "[\\Q]", "[\\C]", "[]a]", "[]", "[^]", "[^]a]", "[a-\\d]", "[\\d-z]", "[a--b]",
        "[z-a]", "[a-]", "[-a]", "[a-", "[a", "[", "[\\", "[[:foo:]]", "[[:alpha:]]", "[[:^alpha:]]", "[[:alpha]",
        "[:alpha:]", "[[.a.]]", "[\\--\\]]", "a{,3}", "a{01}", "a{1001}", "a{100000000}", "a{2,1}", "a{1000}", "a{0}",
        "(a{100}){11}", "(a{100}){10}", "((a{10}){10}){11}", "(a{0}){5}", "(a{0,1000}){0,2}", "((((a*)*)*){1000})", "x{",
        "x{1", "x{1,", "x{1,a}", "\\pN", "\\p{^Greek}", "\\P{^Greek}", "\\p{Nope}", "\\p", "\\p\xC3\xA9", "\\p{L", "\\pL}",
        "[\\pL]", "[^\\PL]", "\\pn", "\\p{}", "\\p{^}", "\\p^L", "\\Qab", "\\Qa\\E*", "a*\\Q\\E*", "\\Q\\", "\\E", "\\C", "\\X",
        "\\K", "\\G", "\\h", "\\cA", "\\e", "\\a\\f\\v", ")", "(", "a)", "(?:a", "(((", "\\", "a\\", "\xFF", "\\Q\xFF", "]", "}",
        "{", ""}) {
    CAPTURE(regex);
    CHECK(agree(regex));
  }
}

TEST_CASE("agrees with RE2 on random strings of syntax") {
  const std::vector<std::string> pieces = {
      "(", ")", "(?:", "(?i)", "(?P<x>", "(?s-i:", "(?-", "[", "]", "[^", "-", "[:alpha:]", "[:^word:]", "[:", ":]", "\\d", "\\W", "\\pL",
      "\\p{", "}", "{", "{2}", "{1,3}", "{40}", "{,", "*", "+", "?", "|", "^", "$", ".", "\\b", "\\z", "\\Q", "\\E", "\\x", "\\x{", "41",
      "\\", "a", "k", "z", "\xC3\xA9", "\\0", "7", ",", "\\C", "(?", "P<", ">", "\\p{Greek}", "\\n", "&"};
  std::mt19937 random(4);
  int accepted = 0;
  for (int i = 0; i < 30'000; ++i) {
    std::string regex;
    const std::size_t n = 1 + random() % 9;
    for (std::size_t j = 0; j < n; ++j) regex += pieces[random() % pieces.size()];
    CAPTURE(regex);
    if (!agree(regex)) FAIL_CHECK("differs from RE2");
    accepted += check_regex(regex) ? 1 : 0;
  }
  CHECK(accepted > 3000);
}

TEST_CASE("class members are RE2's") {
  RE2::Options options;
  options.set_log_errors(false);
  std::vector<std::string> classes = {"\\d", "\\D", "\\w", "\\W", "\\s", "\\S", ".", "(?s:.)", "[^k]", "[^s]", "[^a-z]", "k", "S",
                                      "\xE2\x84\xAA", "\xC5\xBF", "[\\x{2129}-\\x{212B}]", "[^\\x{17F}]", "[^\\W]", "[\\WK]", "[^\\S\\n]"};
  for (const char* name : {"alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
                           "space", "upper", "word", "xdigit"}) {
    classes.push_back("[[:" + std::string(name) + ":]]");
    classes.push_back("[[:^" + std::string(name) + ":]]");
  }
  for (const char* name : {"Any", "C", "Cc", "Cf", "Common", "Greek", "L", "Latin", "Ll", "Lm", "Lo", "Lt", "Lu", "M",
                           "N", "Nd", "P", "Pc", "Pd", "Pe", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zs"}) {
    classes.push_back("\\p{" + std::string(name) + "}");
    classes.push_back("\\P{" + std::string(name) + "}");
  }
  const std::size_t plain = classes.size();
  for (std::size_t i = 0; i < plain; ++i) classes.push_back("(?i)" + classes[i]);
  for (const std::string& regex : classes) {
    CAPTURE(regex);
    const RE2 re2(regex, options);
    REQUIRE(re2.ok());
    const auto parsed = parse_regex(regex);
    REQUIRE(parsed);
    const Node& node = parsed->nodes[parsed->root];
    const auto has = [&](char32_t rune) {
      if (node.op == Op::rune) return node.rune == rune;
      const CharClass& c = parsed->classes[node.chars];
      return rune == kKelvin ? c.kelvin() : rune == kLongS ? c.long_s() : c.has_ascii(static_cast<unsigned>(rune));
    };
    for (char32_t rune = 0; rune < 130; ++rune) {
      const char32_t r = rune == 128 ? kKelvin : rune == 129 ? kLongS : rune;
      std::string text;
      append_utf8(text, r);
      CHECK_MESSAGE(RE2::FullMatch(text, re2) == has(r), regex << " and " << static_cast<unsigned>(r));
    }
    // Of others it suffices to claim too much.
    for (const char32_t other : {U'\u00E9', U'\u03C2', U'\u20AC', U'\U0001F600', U'\u0301', U'\u00A0'}) {
      std::string text;
      append_utf8(text, other);
      if (!RE2::FullMatch(text, re2)) continue;
      CHECK((node.op == Op::rune || parsed->classes[node.chars].others() != CharClass::Others::none));
    }
  }
}

TEST_CASE("faults carry their offset") {
  const auto what = [](const char* regex) { return check_regex(regex).error().what; };
  CHECK(what("ab(?=c)") == "offset 2: lookahead is not RE2 syntax");
  CHECK(what("(?<!a)b") == "offset 0: lookbehind is not RE2 syntax");
  CHECK(what("(a)\\1") == "offset 3: back-references are not RE2 syntax");
  CHECK(what("ab[c") == "offset 2: missing ] for this [");
  CHECK(what("a)") == "offset 1: unexpected )");
  CHECK(what("x(") == "offset 1: missing ) for this group");
  CHECK(what("a\xFF") == "offset 1: not valid UTF-8");
  CHECK(what("aa++").starts_with("offset 2: repetition of a repetition: '++'"));
}

TEST_CASE("deep nesting is not followed, and not a fault") {
  const std::string deep = std::string(100'000, '(') + "a" + std::string(100'000, ')');
  const auto parsed = parse_regex(deep);
  REQUIRE(!parsed);
  CHECK(parsed.error().code == Errc::unsupported);
  CHECK(check_regex(deep));
}

}  // namespace
