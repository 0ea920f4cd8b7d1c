#include "gate/source/line_diff.h"

#include <doctest/doctest.h>

#include <chrono>

#include "sandbox.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;

namespace {

using Strings = std::vector<std::string>;

Strings changed(std::string_view before, std::string_view now) {
  Strings out;
  for (const Span s : must(changed_ranges(before, now))) {
    out.push_back(s.empty() ? "^" + std::to_string(s.begin) : std::string(now.substr(s.begin, s.size())));
  }
  return out;
}

// What is not said to be changed must stand in `before`, piece after piece.
bool explains(std::string_view before, std::string_view now, const std::vector<Span>& ranges) {
  std::size_t from = 0;
  std::size_t at = 0;
  std::uint32_t last_end = 0;
  for (std::size_t i = 0; i <= ranges.size(); ++i) {
    const std::size_t end = i < ranges.size() ? ranges[i].begin : now.size();
    if (i < ranges.size() && (ranges[i].begin > ranges[i].end || ranges[i].end > now.size())) return false;
    if (i > 0 && i < ranges.size() && ranges[i].begin <= last_end) return false;  // sorted, disjoint, not even touching
    const std::string_view kept = now.substr(at, end - at);
    const std::size_t found = before.find(kept, from);
    if (found == std::string_view::npos) return false;
    from = found + kept.size();
    if (i < ranges.size()) {
      at = ranges[i].end;
      last_end = ranges[i].end;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("changed ranges: insertions, deletions, replaced lines down to the byte") {
  CHECK(changed("a\nb\n", "a\nb\n").empty());
  CHECK(changed("", "a\n") == Strings{"a\n"});
  CHECK(changed("a\n", "") == Strings{"^0"});
  CHECK(changed("a\nb\nc\n", "a\nc\n") == Strings{"^2"});
  CHECK(changed("a\nc\n", "a\nb\nc\n") == Strings{"b\n"});
  CHECK(changed("x = \"old\"\ny\n", "x = \"new\"\ny\n") == Strings{"new"});
  CHECK(changed("key := 1\nb\nmid\nval := 2\n", "key := 7\nb\nmid\nval := 9\n") == Strings{"7", "9"});
  CHECK(changed("abXcd\n", "abcd\n") == Strings{"^2"});
  CHECK(changed("a\nb", "a\nb\n") == Strings{"\n"});
  CHECK(changed("a\nb\n", "a\nb") == Strings{"^3"});
  CHECK(changed("a\r\nb\r\n", "a\nb\n") == Strings{"^1", "^3"});  // exact: line ends count
  CHECK(changed("a\nb\n", "a\r\nb\r\n") == Strings{"\r", "\r"});
  CHECK(changed(std::string_view("a\0b\n", 4), std::string_view("a\0c\n", 4)) == Strings{"c"});
  CHECK(changed("1\n2\n3\n4\n5\n6\n7\n8\n", "0\n1\n2\n4\n5\n6\nX\nY\n8\n") == Strings{"0\n", "^6", "X\nY"});
}

TEST_CASE("changed ranges of random texts leave only what was there before") {
  unsigned seed = 1;
  const auto random = [&](unsigned n) { return (seed = seed * 1664525U + 1013904223U) / 65536U % n; };
  const auto text = [&] {
    std::string out;
    for (unsigned i = 0, n = random(14); i < n; ++i) {
      for (unsigned k = 0, m = random(4); k < m; ++k) out += static_cast<char>('a' + random(3));
      out += '\n';
    }
    if (random(4) == 0) out += 'z';
    return out;
  };
  for (int i = 0; i < 20000; ++i) {
    const std::string before = text();
    const std::string now = text();
    const auto ranges = must(changed_ranges(before, now));
    if (explains(before, now, ranges) && (before == now) == ranges.empty()) continue;
    CAPTURE(before);
    CAPTURE(now);
    FAIL("ranges do not explain the change");
  }
}

TEST_CASE("against several parents: lines changed against all of them") {
  const auto all = [](std::string_view now, std::vector<std::string> parents) {
    std::vector<std::vector<Span>> each;
    for (const std::string& p : parents) each.push_back(must(changed_ranges(p, now)));
    Strings out;
    for (const Span s : changed_against_all(now, each)) {
      out.push_back(s.empty() ? "^" + std::to_string(s.begin) : std::string(now.substr(s.begin, s.size())));
    }
    return out;
  };
  CHECK(all("A\nb\nC\n", {"a\nb\nC\n", "A\nb\nc\n"}).empty());
  CHECK(all("A\nEVIL\nC\n", {"a\nb\nC\n", "A\nb\nc\n"}) == Strings{"EVIL"});
  CHECK(all("A\nb\nC\nEVIL\n", {"a\nb\nC\n", "A\nb\nc\n"}) == Strings{"EVIL\n"});
  CHECK(all("half1half2\n", {"half1\n", "half2\n"}) == Strings{"1half2"});
  CHECK(all("a\nc\n", {"a\nb\nc\n", "a\nb2\nc\n"}) == Strings{"^2"});  // dropped against both
  CHECK(all("a\nc\n", {"a\nb\nc\n", "a\nc\n"}).empty());
  CHECK(all("", {"a\n", "b\n"}) == Strings{"^0"});
  CHECK(all("x", {"a\n", "b\n", "c\n"}) == Strings{"x"});
}

TEST_CASE("changed ranges of large texts take little time") {
  const auto timed = [](std::string_view before, std::string_view now) {
    const auto start = std::chrono::steady_clock::now();
    const auto ranges = must(changed_ranges(before, now));
    const auto one = changed_against_all(now, {ranges, ranges});
    CHECK(one.size() == ranges.size());
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  std::string line(2'000'000, 'x');
  std::string edited = line;
  edited[1'000'000] = 'y';
  CHECK(must(changed_ranges(line, edited)) == std::vector<Span>{{1'000'000, 1'000'001}});
  CHECK(timed(line, edited) < 1.0);
  std::string many;
  std::string others;
  for (int i = 0; i < 300'000; ++i) {
    many += "line " + std::to_string(i * 7) + "\n";
    others += "line " + std::to_string(i % 3 == 0 ? i * 7 : i * 11) + "\n";
  }
  CHECK(timed(many, "") < 2.0);                // huge deletion
  CHECK(timed(many, many.substr(0, 10)) < 2.0);
  CHECK(timed(many, others) < 20.0);           // nearly everything changed, in hundreds of thousands of hunks
  CHECK(timed(std::string(400'000, '\n'), many) < 20.0);
}
