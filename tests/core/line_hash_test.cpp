#include "gate/core/line_hash.h"

#include <doctest/doctest.h>

using gogate::line_hashes;

TEST_CASE("line hashes equal those of the upload action") {
  const auto h = line_hashes("package main\n\nfunc main() {\n\tkey := \"x\"\n\tkey := \"x\"\n}\n");
  REQUIRE(h.size() >= 6);
  CHECK(h[0] == "f36c83a763178766:1");
  CHECK(h[1] == "be2cb5fd08983f93:1");
  CHECK(h[2] == "8456278c3ee09dd5:1");
  CHECK(h[3] == "4a3f3f92a6c0325a:1");
  CHECK(h[4] == "2d7c664c7c58c700:1");
  CHECK(h[5] == "32dce9ccfdbc9d3e:1");
}

TEST_CASE("line ends and indentation do not change a line's hash") {
  CHECK(line_hashes("a b\r\nc\r\n") == line_hashes("ab\n\tc\n"));
  CHECK(line_hashes("a\rb") == line_hashes("a\nb"));
}

TEST_CASE("equal lines far from each other are counted") {
  std::string filler;
  for (int i = 0; i < 60; ++i) filler += "x\n";
  const auto h = line_hashes(filler + filler);
  CHECK(h[0].substr(0, h[0].find(':')) == h[1].substr(0, h[1].find(':')));
  CHECK(h[1].ends_with(":2"));
}

TEST_CASE("text without a final line end, and none at all") {
  CHECK(line_hashes("").size() == 1);
  CHECK(line_hashes("x").size() == 1);
}
