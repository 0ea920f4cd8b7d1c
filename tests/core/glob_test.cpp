#include "gate/core/glob.h"

#include <doctest/doctest.h>

#include <string>

using gogate::glob_covers;
using gogate::glob_matches;

TEST_CASE("globs match whole paths") {
  CHECK(glob_matches("a/*.go", "a/c.go"));
  CHECK_FALSE(glob_matches("a/*.go", "a/b/c.go"));
  CHECK_FALSE(glob_matches("*.go", "a/c.go"));
  CHECK(glob_matches("a/**/c.go", "a/c.go"));
  CHECK(glob_matches("a/**/c.go", "a/x/y/c.go"));
  CHECK_FALSE(glob_matches("a/**/c.go", "a/xc.go"));
  CHECK(glob_matches("**/testdata/**", "x/testdata/y/z"));
  CHECK(glob_matches("[a-c]?.txt", "b1.txt"));
  CHECK_FALSE(glob_matches("[!a-c]?.txt", "b1.txt"));
  CHECK_FALSE(glob_matches("a[!b]c", "a/c"));
  CHECK(glob_matches("[]]", "]"));
  CHECK(glob_matches("[a", "[a"));
  CHECK(glob_matches("\\*", "*"));
  CHECK_FALSE(glob_matches("\\*", "a"));
  CHECK(glob_matches("", ""));
  CHECK_FALSE(glob_matches("", "a"));
}

TEST_CASE("a glob covers names at any depth, paths from the top, and all that folders hold") {
  CHECK(glob_covers("*.go", "a/b/c.go"));
  CHECK_FALSE(glob_covers("*.go", "a/b/c.gox"));
  CHECK(glob_covers("vendor", "a/vendor/c.go"));
  CHECK(glob_covers("testdata/", "x/testdata/y/z"));
  CHECK_FALSE(glob_covers("testdata/", "x/testdata"));
  CHECK(glob_covers("vendor/**", "vendor/a/b"));
  CHECK_FALSE(glob_covers("vendor/**", "notvendor/a/b"));
  CHECK_FALSE(glob_covers("vendor/**", "a/vendor/b"));
  CHECK(glob_covers("cmd/app", "cmd/app/main.go"));
  CHECK_FALSE(glob_covers("cmd/app", "cmd/app2/main.go"));
  CHECK(glob_covers("/go.mod", "go.mod"));
  CHECK_FALSE(glob_covers("/go.mod", "a/go.mod"));
  CHECK(glob_covers("./a/b", "a/b"));
  CHECK_FALSE(glob_covers("", "a"));
}

TEST_CASE("a glob of many stars stays fast") {
  const std::string path(20000, 'a');
  CHECK_FALSE(glob_matches("*a*a*a*a*a*a*a*a*a*a*b", path));
}
