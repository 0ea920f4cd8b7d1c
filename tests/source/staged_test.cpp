#include <doctest/doctest.h>

#include <algorithm>

#include "gate/source/open.h"
#include "sandbox.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;

namespace {

using Strings = std::vector<std::string>;
Strings contents(const Everything& e) {
  Strings out;
  for (const Seen& s : e.seen) out.push_back(s.item.path + "=" + s.bytes);
  return out;
}
Everything staged(const Sandbox& box, const std::string& index = {}) {
  return read_all(open_staged(must(Repository::discover(box.path())), index));
}

}  // namespace

TEST_CASE("staged: what the index changes, not what is on disk") {
  const Sandbox box;
  box.init();
  box.write("a.txt", "a\n");
  box.write("b.txt", "b\n");
  box.write("c.txt", "c\n");
  box.write("long.txt", "a text that is long enough to be known again\nsecond\nthird\n");
  box.commit("one");
  CHECK(staged(box).seen.empty());
  CHECK_FALSE(staged(box).plan.content_changed);
  box.write("a.txt", "a\nstaged\n");
  box.write("new/n.txt", "new\n");
  box.sh("git add -A && git rm -q b.txt && git mv long.txt moved.txt && chmod +x c.txt && git add c.txt");
  box.write("a.txt", "a\nstaged\non disk\n");
  box.write("c.txt", "not staged\n");
  const Everything got = staged(box);
  CHECK(contents(got) == Strings{"a.txt=a\nstaged\n", "moved.txt=a text that is long enough to be known again\nsecond\nthird\n", "new/n.txt=new\n"});
  CHECK(got.at("moved.txt")->item.moved_only);
  CHECK(got.at("a.txt")->changed == Strings{"staged\n"});
  CHECK(got.at("a.txt")->item.every_version);
  CHECK(got.at("a.txt")->item.end_state);
  CHECK(got.at("new/n.txt")->all);
  box.write("moved.txt", "a text that is long enough to be known again\nsecond\nthird\nfourth\n");
  box.sh("git add moved.txt");
  CHECK(staged(box).at("moved.txt")->changed == Strings{"fourth\n"});
}

TEST_CASE("staged: before the first commit, intent to add, and a missing index") {
  const Sandbox box;
  box.init();
  CHECK(staged(box).seen.empty());
  box.write("a.txt", "a\n");
  box.sh("git add a.txt");
  box.write("later.txt", "later\n");
  box.sh("git add -N later.txt");
  const Everything got = staged(box);
  CHECK(contents(got) == Strings{"a.txt=a\n"});
  const auto notes = got.notes();
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].place == "later.txt");
}

TEST_CASE("staged: conflicts: every side is scanned") {
  const Sandbox box;
  box.init();
  box.write("a.txt", "base\n");
  box.commit("base");
  box.sh("git checkout -q -b side");
  box.write("a.txt", "theirs\n");
  box.commit("side");
  box.sh("git checkout -q main");
  box.write("a.txt", "ours\n");
  box.commit("main");
  box.sh("git merge -q side || true");
  const Everything got = staged(box);
  const Strings seen = contents(got);
  CHECK(std::ranges::find(seen, "a.txt=theirs\n") != seen.end());
  CHECK(std::ranges::find(seen, "a.txt=base\n") != seen.end());
  REQUIRE(got.plan.warnings.size() == 1);
  CHECK(got.plan.warnings[0].starts_with("1 file"));
}

TEST_CASE("staged: in the middle of a merge, what the other side has is no news") {
  const Sandbox box;
  box.init();
  box.write("a.txt", "1\n2\n3\n4\n5\n");
  box.commit("base");
  box.sh("git checkout -q -b side");
  box.write("side.txt", "side\n");
  box.write("a.txt", "1\n2\n3\n4\nSIDE\n");
  box.commit("side");
  box.sh("git checkout -q main");
  box.write("a.txt", "MAIN\n2\n3\n4\n5\n");
  box.commit("main");
  box.sh("git merge -q --no-commit side");
  box.write("a.txt", "MAIN\n2\nEVIL\n4\nSIDE\n");
  box.write("evil.txt", "evil\n");
  box.sh("git add -A");
  const Everything got = staged(box);
  CHECK(contents(got) == Strings{"a.txt=MAIN\n2\nEVIL\n4\nSIDE\n", "evil.txt=evil\n"});
  CHECK(got.at("a.txt")->changed == Strings{"EVIL"});
  CHECK(got.at("evil.txt")->all);
}

TEST_CASE("staged: in a commit hook the index that git names is read (git commit -a, git commit FILE)") {
  const Sandbox box;
  box.init();
  box.write("a.txt", "a\n");
  box.commit("one");
  box.write(".git/hooks/pre-commit", "#!/bin/sh\necho \"$GIT_INDEX_FILE\" >'" + box.path("index-name") + "'\ncp \"$GIT_INDEX_FILE\" '" + box.path("index-copy") + "'\nexit 1\n");
  box.sh("chmod +x .git/hooks/pre-commit");
  box.write("a.txt", "a\ncommitted with -a\n");
  box.sh("git commit -qam two || true");
  CHECK(box.read("index-name").find("index.lock") != std::string::npos);
  CHECK(staged(box).seen.empty());
  Environment env;
  env.git_dir = box.path(".git");
  env.work_tree = box.path();
  env.index_file = box.path("index-copy");
  const Everything got = read_all(open_staged(must(Repository::open_from_env(env))));
  CHECK(contents(got) == Strings{"a.txt=a\ncommitted with -a\n"});
  CHECK(contents(staged(box, box.path("index-copy"))) == contents(got));
}

TEST_CASE("staged: an index that is not there is an error, never empty") {
  const Sandbox box;
  box.init();
  box.write("a.txt", "a\n");
  box.commit("one");
  const Repository repo = must(Repository::discover(box.path()));
  CHECK(must(open_staged(repo, box.path("no-such-index")))->plan().error().code == Errc::not_found);
  box.sh("git init -q --bare bare.git");
  CHECK(open_staged(must(Repository::discover(box.path("bare.git")))).error().code == Errc::usage);
}

TEST_CASE("staged: an index that libgit2 does not read is a gap with its remedy, not a wrong use") {
  const Sandbox box;
  box.init("repo");
  box.write("repo/a/f.go", "package a\n");
  box.write("repo/b/g.go", "package b\n");
  box.commit("one", "repo");
  box.write("repo/a/f.go", "package a // changed\n");
  SUBCASE("split") { box.sh("git add . && git update-index --split-index", "repo"); }
  SUBCASE("sparse") { box.sh("git sparse-checkout init --cone --sparse-index && git sparse-checkout set a && git add .", "repo"); }
  SUBCASE("garbage behind its magic") { box.write("repo/.git/index", "DIRCgarbage that is no index at all"); }
  SUBCASE("damaged") { box.sh("git add . && printf rubbish > .git/index", "repo"); }
  const Everything all = read_all(open_staged(must(Repository::discover(box.path("repo")))));
  REQUIRE(all.gaps().size() == 1);
  CHECK(all.plan.content_changed);
  CHECK(all.seen.empty());
  CHECK(!all.gaps().front().next_step.empty());
}
