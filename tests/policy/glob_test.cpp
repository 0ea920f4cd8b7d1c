#include "gate/policy/glob.h"

#include <doctest/doctest.h>

#include <string>

using gogate::policy::glob_matches;

TEST_CASE("globs match as people expect of path patterns") {
  CHECK(glob_matches("*.go", "a/b/c.go"));
  CHECK_FALSE(glob_matches("*.go", "a/b/c.gox"));
  CHECK(glob_matches("a/*.go", "a/c.go"));
  CHECK_FALSE(glob_matches("a/*.go", "a/b/c.go"));
  CHECK(glob_matches("a/**/c.go", "a/c.go"));
  CHECK(glob_matches("a/**/c.go", "a/x/y/c.go"));
  CHECK(glob_matches("**/testdata/**", "x/testdata/y/z"));
  CHECK(glob_matches("testdata/", "testdata/y/z"));
  CHECK(glob_matches("vendor/**", "vendor/a/b"));
  CHECK_FALSE(glob_matches("vendor/**", "notvendor/a/b"));
  CHECK(glob_matches("cmd/app", "cmd/app/main.go"));
  CHECK(glob_matches("[a-c]?.txt", "b1.txt"));
  CHECK_FALSE(glob_matches("[!a-c]?.txt", "b1.txt"));
  CHECK(glob_matches("./a/b", "a/b"));
}

TEST_CASE("a glob of many stars stays fast") {
  const std::string path(20000, 'a');
  CHECK_FALSE(glob_matches("*a*a*a*a*a*a*a*a*a*a*b", path));
}
