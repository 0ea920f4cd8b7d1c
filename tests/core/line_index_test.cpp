#include "gate/core/line_index.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

using gogate::LineIndex;
using gogate::Span;

TEST_CASE("positions count bytes and UTF-16 units") {
  const std::string_view text = "ab\r\n\xC3\xA9\xF0\x9F\x98\x80x\n";
  const LineIndex lines(text);
  CHECK(lines.line_count() == 2);
  CHECK(lines.line(1) == "ab");
  CHECK(lines.line(2) == "\xC3\xA9\xF0\x9F\x98\x80x");
  const auto p = lines.position(10);  // the x
  CHECK(p.line == 2);
  CHECK(p.column == 7);
  CHECK(p.column_utf16 == 4);
}

TEST_CASE("positions far along a long line are the same, and quick") {
  std::string text = "short\n";
  for (int i = 0; i < 1000000; ++i) text += "x\xC3\xA9\xF0\x9F\x98\x80\xFF";  // 8 bytes, 5 units
  text += "\nend\n";
  const LineIndex lines(text);
  const auto start = std::chrono::steady_clock::now();
  for (std::uint32_t i = 0; i < 1000000; i += 997) {
    const auto p = lines.position(6 + 8 * i);
    CHECK(p.line == 2);
    CHECK(p.column == 8 * i + 1);
    CHECK(p.column_utf16 == 5 * i + 1);
  }
  CHECK(lines.position(6 + 8000000 + 1).line == 3);
  CHECK(lines.position(6 + 8000000 + 2).column_utf16 == 2);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("a match touches what it overlaps, and a deletion inside it") {
  const std::vector<Span> changed{{10, 20}, {30, 30}};
  CHECK(gogate::touches({19, 25}, changed));
  CHECK_FALSE(gogate::touches({20, 25}, changed));
  CHECK(gogate::touches({28, 31}, changed));
  CHECK_FALSE(gogate::touches({30, 35}, changed));
  CHECK_FALSE(gogate::touches({25, 30}, changed));
}
