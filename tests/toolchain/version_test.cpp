#include "scanners/toolchain/version.h"

#include <doctest/doctest.h>

using namespace gogate;
using namespace gogate::toolchain;

TEST_CASE("version: order of Go's versions") {
  const char* ascending[] = {"go1",       "go1.5beta1", "go1.5rc1", "go1.5",    "go1.5.4",
                             "go1.21rc2", "go1.21.0",   "go1.26.8", "go1.27rc1"};
  for (std::size_t i = 0; i + 1 < std::size(ascending); ++i) {
    INFO(ascending[i]);
    REQUIRE(parse_go_version(ascending[i]));
    CHECK(*parse_go_version(ascending[i]) < *parse_go_version(ascending[i + 1]));
  }
  for (const char* wrong : {"", "go", "1.26", "go1.", "go1.26.", "go1.26.8x", "go1.26.08", "go1.26rc", "go1.26.8.1",
                            "go1.9999999", "go1.26 ", "Go1.26", "go1.26-rc1"}) {
    INFO(wrong);
    CHECK_FALSE(parse_go_version(wrong));
  }
}

TEST_CASE("version: the file VERSION") {
  const auto now = parse_version_file("go1.26.8\ntime 2026-08-28T16:20:06Z\n");
  REQUIRE(now);
  CHECK(now->line == "go1.26.8");
  CHECK(now->time == "2026-08-28T16:20:06Z");
  CHECK(parse_version_file("go1.19.8")->time.empty());
  CHECK(parse_version_file("go1.26.8\r\ntime x\r\n")->line == "go1.26.8");
  CHECK(release_part(parse_version_file("go1.22.9 (Red Hat 1.22.9-2.el9_5)\n")->line) == "go1.22.9");
  CHECK(release_part(parse_version_file("devel go1.27-1a2b3c Tue Aug 4\n")->line) == "go1.27-1a2b3c");
  for (const std::string wrong :
       {"", "\n", "\ngo1.26.8", "1.26.8", "go2.0", "rust 1.80", "go1.26\x1b[2J", "devel ", "go1.26\xff"}) {
    INFO(wrong);
    const auto parsed = parse_version_file(wrong);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == Errc::corrupt);
  }
  CHECK_FALSE(parse_version_file("go1." + std::string(1000, '2')));
  CHECK(parse_version_file("go1.26.8\ntime \x1b[2J\n")->time.empty());
}

TEST_CASE("version: names of archives") {
  const auto name = parse_archive_name("go1.26.5.linux-amd64.tar.gz");
  REQUIRE(name);
  CHECK(name->version == "go1.26.5");
  CHECK(name->tail == "linux-amd64.tar.gz");
  CHECK(parse_archive_name("go1.27rc1.src.tar.gz")->version == "go1.27rc1");
  CHECK(parse_archive_name("go1.26.5.darwin-arm64.pkg"));
  for (const char* other : {"go.tar.gz", "golang.tgz", "go1.26.5", "go1.26.5.linux-amd64", "go1.26.5..tar.gz",
                            "go1.26.5.tar.gz", "a.go1.26.5.linux-amd64.tar.gz", ""}) {
    INFO(other);
    CHECK_FALSE(parse_archive_name(other));
  }
}
