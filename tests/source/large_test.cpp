// Content of a size that takes seconds to make; labelled slow.
#include <doctest/doctest.h>

#include "gate/source/open.h"
#include "gate/source/revisions.h"
#include "sandbox.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;

TEST_CASE("a 100 MB file, a line of two million characters, a huge deletion") {
  const Sandbox box;
  box.init();
  std::string big;
  big.reserve(100'000'100);
  for (int i = 0; big.size() < 100'000'000; ++i) big += "line number " + std::to_string(i) + " of a large file\n";
  box.write("big.txt", big);
  box.write("line.txt", std::string(2'000'000, 'x') + "\n");
  box.write("gone.txt", big.substr(0, 10'000'000));
  box.sh("git -c core.compression=0 add -A");
  box.commit("one");
  const std::size_t middle = big.find('\n', big.size() / 2) + 1;
  big.insert(middle, "inserted\n");
  box.write("big.txt", big);
  box.write("line.txt", std::string(1'000'000, 'x') + "KEY" + std::string(1'000'000, 'x') + "\n");
  box.write("gone.txt", "what is left\n");
  box.sh("git -c core.compression=0 add -A");
  box.commit("two");
  const Repository repo = must(Repository::discover(box.path()));
  const Everything got = read_all(open_changes(repo, must(changes_of_commit(repo, "HEAD"))));
  CHECK(got.at("big.txt")->changed == std::vector<std::string>{"inserted\n"});
  CHECK(got.at("line.txt")->changed == std::vector<std::string>{"KEY"});
  REQUIRE(got.at("gone.txt") != nullptr);
  CHECK(got.at("gone.txt")->bytes == "what is left\n");
  CHECK(got.gaps().empty());
}
