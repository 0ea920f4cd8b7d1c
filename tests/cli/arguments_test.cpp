#include "gate/cli/arguments.h"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace gogate;

namespace {

Result<cli::Arguments> parse(std::initializer_list<const char*> words) {
  std::vector<const char*> argv{"gogate"};
  argv.insert(argv.end(), words);
  return cli::parse_arguments(static_cast<int>(argv.size()), argv.data(), "gogate 0\n");
}

}  // namespace

TEST_CASE("flags take one value and never the path behind it") {
  const auto a = parse({"scan", "--only", "x", "--only", "y", "--exclude", "*.md", "src", "lib"});
  REQUIRE(a.has_value());
  CHECK(a->scan.common.only == std::vector<std::string>{"x", "y"});
  CHECK(a->scan.common.exclude == std::vector<std::string>{"*.md"});
  CHECK(a->scan.paths == std::vector<std::string>{"src", "lib"});
}

TEST_CASE("--history alone means every ref and leaves the path alone") {
  const auto all = parse({"scan", "--history", "repo"});
  REQUIRE(all.has_value());
  CHECK(all->scan.history);
  CHECK(all->scan.history_refs.empty());
  CHECK(all->scan.paths == std::vector<std::string>{"repo"});
  const auto some = parse({"scan", "--history=main", "--history=v1.0"});
  REQUIRE(some.has_value());
  CHECK(some->scan.history_refs == std::vector<std::string>{"main", "v1.0"});
  const auto none = parse({"scan"});
  REQUIRE(none.has_value());
  CHECK_FALSE(none->scan.history);
}

TEST_CASE("mistyped words are met with the nearest known one") {
  const auto what = [](std::initializer_list<const char*> words) {
    const auto a = parse(words);
    REQUIRE_FALSE(a.has_value());
    CHECK(a.error().code == Errc::usage);
    return a.error().what;
  };
  CHECK(what({"scan", "--stagd"}).find("did you mean \"--staged\"?") != std::string::npos);
  CHECK(what({"scn"}).find("did you mean \"scan\"?") != std::string::npos);
  CHECK(what({"hook", "post-merge"}).find("pre-commit") != std::string::npos);
}

TEST_CASE("help and version are answers, not runs") {
  CHECK(parse({"--help"})->answer->find("scan") != std::string::npos);
  CHECK(parse({"scan", "--help"})->answer->find("--staged") != std::string::npos);
  CHECK(parse({"--version"})->answer == "gogate 0\n");
  CHECK(parse({})->answer.has_value());
}

TEST_CASE("every option stands in each shell's completion and the manual") {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const auto script = cli::completion_script(shell);
    REQUIRE(script.has_value());
    for (const char* word : {"staged", "gitleaks-config", "pre-receive", "toolchain"}) {
      CAPTURE(shell);
      CAPTURE(word);
      CHECK(script->find(word) != std::string::npos);
    }
  }
  const std::string page = cli::man_page("0.1.0");
  CHECK(page.find("\\-\\-staged") != std::string::npos);
  CHECK(page.find("gogate verify archive") != std::string::npos);
}
