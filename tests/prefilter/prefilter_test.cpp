#include "gate/prefilter/prefilter.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "gate/prefilter/database.h"

namespace {

using namespace gogate;

PatternSpec regex(std::string text) { return {PatternSpec::Kind::regex, false, std::move(text)}; }
PatternSpec literal(std::string text, bool caseless = false) {
  return {PatternSpec::Kind::literal, caseless, std::move(text)};
}

std::string found(const Prefilter& filter, std::string_view text) {
  PrefilterScratch scratch;
  Candidates out(filter.pattern_count() + 3);
  filter.scan(text, scratch, out, 3);  // numbers run on from another set
  std::string s;
  for (std::uint32_t i = 0; i < filter.pattern_count(); ++i) s += out.has(i + 3) ? '1' : '0';
  CHECK(!out.has(0));
  return s;
}

TEST_CASE("the library that was linked finds everything") {
  // Otherwise every pattern is a candidate in every text: correct, but slow.
  WARN(prefilter::engine_works());
}

TEST_CASE("candidates") {
  const std::vector<PatternSpec> patterns = {regex("ab+c"), literal("needle"), literal("Key", true), regex("x*")};
  const auto filter = Prefilter::compile(patterns);
  REQUIRE(filter);
  CHECK(found(*filter, "-abbbc-") [0] == '1');
  CHECK(found(*filter, "a needle")[1] == '1');
  CHECK(found(*filter, "my \xE2\x84\xAA" "EY")[2] == '1');
  CHECK(found(*filter, "")[3] == '1');
  if (!prefilter::engine_works()) return;
  CHECK(found(*filter, "abb needl ke") == "0001");
  CHECK(found(*filter, "\xE2\x84\xAA") == "0001");
  CHECK(filter->effort(3) == prefilter::Effort::always);
}

TEST_CASE("a byte at every place of texts of many lengths") {
  const auto filter = Prefilter::compile(std::vector<PatternSpec>{literal("a")});
  REQUIRE(filter);
  PrefilterScratch scratch;
  for (std::size_t length = 1; length < 300; length += 7) {
    for (std::size_t at = 0; at < length; ++at) {
      std::string text(length, '?');
      text[at] = 'a';
      Candidates out(1);
      filter->scan(text, scratch, out, 0);
      if (!out.has(0)) FAIL_CHECK("missed at " << at << " of " << length);
    }
  }
}

TEST_CASE("no patterns, and several prefilters with one scratch") {
  const auto none = Prefilter::compile({});
  REQUIRE(none);
  const auto a = Prefilter::compile(std::vector<PatternSpec>{regex("aa")});
  const auto b = Prefilter::compile(std::vector<PatternSpec>{regex("bb"), regex("[0-9]{3}x")});
  REQUIRE((a && b));
  PrefilterScratch scratch;
  Candidates out(3);
  none->scan("aabb", scratch, out, 0);
  CHECK(!out.any());
  a->scan("aabb", scratch, out, 0);
  b->scan("aabb", scratch, out, 1);
  CHECK((out.has(0) && out.has(1)));
  const auto empty = Prefilter::load(none->serialize(), 0);
  REQUIRE(empty);
  empty->scan("x", scratch, out, 0);
}

TEST_CASE("a regex that RE2 rejects is an error with its place") {
  const auto filter = Prefilter::compile(std::vector<PatternSpec>{regex("ok"), regex("a(?=b)")});
  REQUIRE(!filter);
  CHECK(filter.error().code == Errc::config);
  CHECK(filter.error().what == "pattern 1: offset 1: lookahead is not RE2 syntax");
}

TEST_CASE("long inputs are scanned in overlapping parts") {
  const auto filter =
      Prefilter::compile(std::vector<PatternSpec>{regex("needle"), regex("a[^b\\n]*z"), regex("(?i)\\bkiss\\b")});
  REQUIRE(filter);
  PrefilterScratch scratch;
  for (std::size_t at = 0; at < 200; ++at) {
    std::string text(220, '.');
    text.replace(at, 6, "needle");
    text.replace((at + 60) % 200, 9, " \xE2\x84\xAAi\xC5\xBFs ");
    Candidates out(3);
    filter->scan_in_parts(text, 50, 14, scratch, out, 0);
    CHECK(out.has(0));
    CHECK(out.has(1));  // may be longer than any overlap
    CHECK(out.has(2));
  }
}

TEST_CASE("serialized and loaded") {
  const std::vector<PatternSpec> patterns = {regex("(?i)key[0-9]{4}"), regex("x*")};
  for (const auto machine : {Prefilter::Machine::this_one, Prefilter::Machine::any}) {
    const auto filter = Prefilter::compile(patterns, machine);
    REQUIRE(filter);
    const std::string bytes = filter->serialize();
    const auto loaded = Prefilter::load(bytes, 2);
    REQUIRE(loaded);
    CHECK(found(*loaded, "\xE2\x84\xAA" "ey1234") == "11");
    if (prefilter::engine_works()) CHECK(found(*loaded, "\xE2\x84\xAA" "ey123") == "01");
    CHECK(!Prefilter::load(bytes, 3));
    // Damage is found, or does no harm; nothing is read out of bounds.
    for (std::size_t n = 0; n < bytes.size(); n += 1 + n / 16) CHECK(!Prefilter::load(bytes.substr(0, n), 2));
    for (std::size_t n = 0; n < bytes.size(); n += 1 + n / 64) {
      std::string damaged = bytes;
      damaged[n] = static_cast<char>(damaged[n] ^ 0x41);
      const auto other = Prefilter::load(damaged, 2);
      if (other) found(*other, "\xE2\x84\xAA" "ey1234");
    }
  }
}

}  // namespace
