// Which commit brought a piece of evidence in, and where.
#include <doctest/doctest.h>

#include <algorithm>

#include "history_fixture.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;

namespace {

const std::string kFile = "repo/dir/a.txt";

std::vector<Place> places(const Sandbox& box, std::vector<std::string> refs = {}) {
  const Search found = search(open_history(box.path("repo"), std::move(refs)), "planted");
  CHECK(found.gaps.empty());
  return found.places;
}

}  // namespace

TEST_CASE("attribution: edits around a secret do not bring it in again") {
  const Sandbox box;
  box.init("repo");
  box.write(kFile, "nothing\n");
  box.commit("begin", "repo");
  std::string text = "planted\n";
  box.write(kFile, text);
  const std::string commit = box.commit("plant", "repo");
  for (int i = 0; i < 20; ++i) {
    text += "more\n";
    box.write(kFile, text);
    box.commit("edit", "repo");
  }
  CHECK(places(box) == std::vector<Place>{{"dir/a.txt", commit}});
  box.sh("git gc -q", "repo");
  CHECK(places(box) == std::vector<Place>{{"dir/a.txt", commit}});
}

TEST_CASE("attribution: removed and added again counts twice, even as the same blob") {
  const Sandbox box;
  box.init("repo");
  box.write(kFile, "planted\n");
  const std::string first = box.commit("plant", "repo");
  box.sh("git rm -q dir/a.txt", "repo");
  box.commit("remove", "repo");
  box.write(kFile, "planted\n");
  const std::string again = box.commit("again", "repo");
  std::vector<Place> wanted{{"dir/a.txt", first}, {"dir/a.txt", again}};
  std::sort(wanted.begin(), wanted.end());
  CHECK(places(box) == wanted);
}

TEST_CASE("attribution: the same evidence in two branches, and a merge that brings nothing") {
  const Sandbox box;
  box.init("repo");
  box.write("repo/readme", "x\n");
  box.commit("begin", "repo");
  box.sh("git branch other", "repo");
  box.write(kFile, "planted\n");
  const std::string main = box.commit("on main", "repo");
  box.sh("git switch -q other", "repo");
  box.write(kFile, "planted\n");
  box.write("repo/other.txt", "planted\nelsewhere\n");
  const std::string other = box.commit("on other", "repo");
  box.sh("git switch -q main && git merge -q -m merge other", "repo");
  std::vector<Place> wanted{{"dir/a.txt", main}, {"dir/a.txt", other}, {"other.txt", other}};
  std::sort(wanted.begin(), wanted.end());
  CHECK(places(box) == wanted);
}

TEST_CASE("attribution: what a merge has and none of its parents is its own") {
  const Sandbox box;
  box.init("repo");
  box.write("repo/readme", "x\n");
  box.commit("begin", "repo");
  box.sh("git branch other", "repo");
  box.write("repo/one", "1\n");
  box.commit("one", "repo");
  box.sh("git switch -q other", "repo");
  box.write("repo/two", "2\n");
  box.commit("two", "repo");
  box.sh("git switch -q main && git merge -q --no-commit --no-ff other", "repo");
  box.write(kFile, "planted\n");
  const std::string merge = box.commit("evil", "repo");
  CHECK(places(box) == std::vector<Place>{{"dir/a.txt", merge}});
}

TEST_CASE("attribution: a rename stands at both paths") {
  const Sandbox box;
  box.init("repo");
  box.write(kFile, "planted\n");
  const std::string first = box.commit("plant", "repo");
  box.sh("git mv dir moved", "repo");
  const std::string moved = box.commit("move", "repo");
  CHECK(places(box) == std::vector<Place>{{"dir/a.txt", first}, {"moved/a.txt", moved}});
}

TEST_CASE("attribution: groups are told apart, also within one blob") {
  const Sandbox box;
  box.init("repo");
  box.write("repo/f", "one\n");
  const std::string c1 = box.commit("one", "repo");
  box.write("repo/f", "one two\n");
  const std::string c2 = box.commit("two", "repo");
  box.write("repo/f", "two\n");
  box.commit("only two", "repo");
  const auto source = must(open_history(box.path("repo")));
  (void)must(source->plan());
  const auto id = [&](const std::string& rev) { return id_of(box.sh("git rev-parse " + rev + ":f", "repo")); };
  const std::vector<ObjectId> ids{id("HEAD~2"), id("HEAD~1"), id("HEAD~1"), id("HEAD"), id_of(std::string(40, 'a'))};
  const std::vector<std::uint32_t> groups{1, 1, 2, 2, 3};
  std::vector<Gap> gaps;
  auto found = must(source->locate(ids, groups, gaps));
  std::erase_if(found, [](const Located& l) { return l.event != Event::introduced; });
  CHECK(gaps.empty());
  REQUIRE(found.size() == 2);
  CHECK(found[0].index == 0);
  CHECK(found[0].at.commit.hex() == c1);
  CHECK(found[0].at.author == "Ann Author <ann@example.org>");
  CHECK(found[0].at.time > 1700000000);
  CHECK(found[1].index == 2);
  CHECK(found[1].at.commit.hex() == c2);
}

TEST_CASE("attribution: messages of commits and tags, and a tag that leads to a blob") {
  const Sandbox box;
  box.init("repo");
  box.write("repo/f", "x\n");
  const std::string commit = box.commit("planted in a message", "repo");
  box.sh("git tag -a v1 -m 'planted in a tag' && git tag -a v2 -m 'tag of a tag' v1 && "
         "git tag -a key -m 'a key' $(echo planted | git hash-object -w --stdin)",
         "repo");
  const Search found = search(open_history(box.path("repo")), "planted");
  const std::vector<Place> wanted{{"commit:" + commit + "/message", commit}, {"refs/tags/key", ""}, {"tag:v1/message", commit}};
  CHECK(found.places == wanted);
  // The author line is no content.
  CHECK(search(open_history(box.path("repo")), "ann@example.org").places.empty());
  // Asked for by name, a tag's message takes part as well.
  CHECK(search(open_history(box.path("repo"), {"v1"}), "planted in a tag").places.size() == 1);
}

TEST_CASE("attribution: detached HEADs, linked worktrees, stashes and notes are refs too") {
  const Sandbox box;
  box.init("repo");
  box.write("repo/f", "x\n");
  box.commit("begin", "repo");
  SUBCASE("detached HEAD") {
    box.sh("git switch -q --detach", "repo");
    box.write("repo/f", "planted\n");
    box.commit("detached", "repo");
  }
  SUBCASE("HEAD of a linked worktree") {
    box.sh("git worktree add -q --detach ../linked", "repo");
    box.write("linked/f", "planted\n");
    box.commit("there", "linked");
  }
  SUBCASE("an older stash") {
    box.write("repo/f", "planted\n");
    box.sh("git stash -q", "repo");
    box.write("repo/f", "other\n");
    box.sh("git stash -q", "repo");
  }
  SUBCASE("a note") { box.sh("git notes add -m planted", "repo"); }
  SUBCASE("a ref of any name") {
    box.sh("git update-ref refs/keep/this $(git commit-tree -m x -p HEAD $(printf '100644 blob %s\\tf\\n' "
           "$(echo planted | git hash-object -w --stdin) | git mktree))",
           "repo");
  }
  const auto found = places(box);
  CHECK(found.size() >= 1);
}

TEST_CASE("attribution: unreachable content stands nowhere") {
  const Sandbox box;
  box.init("repo");
  box.write("repo/f", "x\n");
  box.commit("begin", "repo");
  box.write("repo/f", "planted\n");
  box.commit("drop me", "repo");
  box.sh("git reset -q --hard HEAD~1", "repo");
  const Search found = search(open_history(box.path("repo")), "planted");
  CHECK(found.places.empty());
  CHECK(found.gaps.empty());
  CHECK(found.all.plan.counts.commits == 1);
}

TEST_CASE("attribution: named refs limit what is read") {
  const Sandbox box;
  box.init("repo");
  box.write("repo/f", "x\n");
  box.commit("begin", "repo");
  box.sh("git switch -q -c other", "repo");
  box.write(kFile, "planted\n");
  const std::string commit = box.commit("other", "repo");
  CHECK(places(box, {"main"}).empty());
  CHECK(places(box, {"other~1"}).empty());
  CHECK(places(box, {"main", "other"}) == std::vector<Place>{{"dir/a.txt", commit}});
  const auto all = read_all(open_history(box.path("repo"), {"main"}));
  CHECK(blobs_of(all) == blobs_by_git(box, "repo", "main"));
}

TEST_CASE("attribution: replacements and grafts are not applied, and named") {
  const Sandbox box;
  box.init("repo");
  box.write(kFile, "planted\n");
  const std::string bad = box.commit("plant", "repo");
  box.sh("git replace $(git rev-parse HEAD:dir/a.txt) $(echo clean | git hash-object -w --stdin)", "repo");
  box.write("repo/g", "y\n");
  const std::string tip = box.commit("second", "repo");
  box.write("repo/.git/info/grafts", tip + "\n");
  const Search found = search(open_history(box.path("repo")), "planted");
  CHECK(found.places == std::vector<Place>{{"dir/a.txt", bad}});
  CHECK(found.all.plan.counts.commits == 2);
  REQUIRE(found.all.plan.warnings.size() == 2);
  CHECK(found.all.plan.warnings[0].find("refs/replace") != std::string::npos);
  CHECK(found.all.plan.warnings[1].find("grafts") != std::string::npos);
}

TEST_CASE("attribution: a tree that holds itself many times over ends in a gap, not in a hang") {
  const Sandbox box;
  box.init("repo");
  std::string tree = box.sh("printf '100644 blob %s\\tf\\n' $(echo planted | git hash-object -w --stdin) | git mktree", "repo");
  for (int level = 0; level < 9; ++level) {
    std::string rows;
    for (int i = 0; i < 10; ++i) rows += "040000 tree " + tree + "\td" + std::to_string(i) + "\\n";
    tree = box.sh("printf '" + rows + "' | git mktree", "repo");
  }
  box.sh("git update-ref refs/heads/main $(git commit-tree -m bomb " + tree + ")", "repo");
  const Search found = search(open_history(box.path("repo")), "planted");
  CHECK(has_gap(found.gaps, GapKind::analysis_bounded));
  CHECK(found.places.size() > 1000);
}
