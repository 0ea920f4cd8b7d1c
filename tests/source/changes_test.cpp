#include <doctest/doctest.h>

#include <algorithm>

#include "gate/source/open.h"
#include "gate/source/revisions.h"
#include "sandbox.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;

namespace {

using Strings = std::vector<std::string>;

Repository open(const Sandbox& box, const std::string& at = {}) { return must(Repository::discover(box.path(at))); }
Everything range(const Repository& repo, const std::string& text) { return read_all(open_changes(repo, must(changes_of_range(repo, text)))); }
Everything commit_of(const Repository& repo, const std::string& rev) { return read_all(open_changes(repo, must(changes_of_commit(repo, rev)))); }
Everything since(const Repository& repo, const std::string& rev, bool committed = false) {
  return read_all(open_changes(repo, must(changes_since(repo, rev, committed))));
}

// The files (no messages) seen commit by commit, and those of the end state, as "path=bytes".
Strings every_version(const Everything& e) {
  Strings out;
  for (const Seen& s : e.seen)
    if (s.item.every_version && !s.item.is_message) out.push_back(s.item.path + "=" + s.bytes);
  return out;
}
Strings end_state(const Everything& e) {
  Strings out;
  for (const Seen& s : e.seen)
    if (s.item.end_state) out.push_back(s.item.path + "=" + s.bytes);
  std::ranges::sort(out);
  return out;
}
const Seen* end_of(const Everything& e, std::string_view path) {
  for (const Seen& s : e.seen)
    if (s.item.end_state && s.item.path == path) return &s;
  return nullptr;
}

}  // namespace

TEST_CASE("range: each version a commit brought in, each message, and the end state against the base") {
  const Sandbox box;
  box.init();
  box.write("a.txt", "one\ntwo\nthree\n");
  box.write("keep.txt", "same\n");
  const std::string base = box.commit("base");
  box.write("a.txt", "one\nSECRET two\nthree\n");
  const std::string added = box.commit("adds");
  box.write("a.txt", "one\ntwo\nthree\nfour\n");
  const std::string removed = box.commit("removes");
  const Repository repo = open(box);
  const Everything got = range(repo, base + "..HEAD");
  CHECK(every_version(got) == Strings{"a.txt=one\nSECRET two\nthree\n", "a.txt=one\ntwo\nthree\nfour\n"});
  CHECK(end_state(got) == Strings{"a.txt=one\ntwo\nthree\nfour\n"});
  CHECK(got.plan.counts.commits == 2);
  REQUIRE(got.plan.commits.size() == 2);
  CHECK(got.plan.commits[0].id.hex() == added);
  CHECK(got.plan.commits[0].author == "Ann Author <ann@example.org>");
  CHECK(got.plan.commits[0].time > 0);
  CHECK(got.at("commit:" + added + "/message")->bytes == "adds\n");
  CHECK(got.at("commit:" + removed + "/message")->item.is_message);
  const auto versions = got.all_at("a.txt");
  REQUIRE(versions.size() == 3);
  CHECK(versions[0]->changed == Strings{"SECRET "});
  CHECK(got.plan.commits[versions[0]->item.commit].id.hex() == added);
  CHECK(versions[1]->changed == Strings{"^4", "four\n"});
  CHECK(end_of(got, "a.txt")->changed == Strings{"four\n"});
  CHECK(end_of(got, "a.txt")->previous == "one\ntwo\nthree\n");
  CHECK(got.plan.content_changed);
  CHECK(got.gaps().empty());
  CHECK(got.plan.scope == "range " + base.substr(0, 7) + ".." + removed.substr(0, 7) + " (2 commits)");
  CHECK(got.plan.revision == removed);

  CHECK_FALSE(range(repo, "HEAD..HEAD").plan.content_changed);
  CHECK(range(repo, "HEAD..HEAD").seen.empty());
  CHECK(every_version(range(repo, base + "...HEAD")).size() == 2);
  CHECK(every_version(range(repo, base + "..")).size() == 2);
  CHECK(changes_of_range(repo, "HEAD").error().code == Errc::usage);
  CHECK(changes_of_range(repo, "..").error().code == Errc::usage);
  CHECK(changes_of_range(repo, "nosuch..HEAD").error().code == Errc::usage);
}

TEST_CASE("commit: one item for both views; a root commit against nothing") {
  const Sandbox box;
  box.init();
  box.write("a.txt", "one\n");
  const std::string root = box.commit("root");
  box.write("a.txt", "one\ntwo\n");
  box.commit("next");
  const Repository repo = open(box);
  const Everything next = commit_of(repo, "HEAD");
  REQUIRE(next.all_at("a.txt").size() == 1);
  CHECK(next.at("a.txt")->item.every_version);
  CHECK(next.at("a.txt")->item.end_state);
  CHECK(next.at("a.txt")->changed == Strings{"two\n"});
  const Everything first = commit_of(repo, root);
  CHECK(every_version(first) == Strings{"a.txt=one\n"});
  CHECK(first.at("a.txt")->all);
  CHECK(first.at("a.txt")->item.before == std::vector<ObjectId>{ObjectId{}});
}

TEST_CASE("deletions, mode changes and pure renames change no content") {
  const Sandbox box;
  box.init();
  box.write("a.txt", "text that moves\n");
  box.write("b.sh", "echo\n");
  box.write("c.txt", "goes away\n");
  box.commit("one");
  box.sh("git mv a.txt moved.txt && chmod +x b.sh && git rm -q c.txt");
  box.commit("two");
  const Everything got = commit_of(open(box), "HEAD");
  CHECK_FALSE(got.plan.content_changed);
  // What only moved is there to be judged at its new place; none of it is new.
  CHECK(every_version(got) == Strings{"moved.txt=text that moves\n"});
  CHECK(end_state(got) == Strings{"moved.txt=text that moves\n"});
  const Seen& moved = *got.at("moved.txt");
  CHECK(moved.item.moved_only);
  CHECK(moved.item.moved_from == Strings{"a.txt"});
  CHECK(moved.item.before == std::vector{moved.item.id});
  CHECK(moved.changed.empty());
  CHECK_FALSE(moved.all);
}

TEST_CASE("a rename with an edit is compared with what it was made from") {
  const Sandbox box;
  box.init();
  std::string text;
  for (int i = 0; i < 40; ++i) text += "line number " + std::to_string(i) + "\n";
  box.write("old/name.go", text);
  box.write("old/other.go", "package other\n");
  box.commit("one");
  box.sh("git mv old/name.go fresh.go && git rm -q old/other.go");
  box.write("fresh.go", text + "appended\n");
  box.commit("two");
  const Everything got = commit_of(open(box), "HEAD");
  REQUIRE(got.at("fresh.go") != nullptr);
  CHECK(got.at("fresh.go")->changed == Strings{"appended\n"});
  CHECK(got.at("fresh.go")->previous == text);
  CHECK(got.at("fresh.go")->item.moved_from == Strings{"old/name.go"});
  CHECK_FALSE(got.at("fresh.go")->item.moved_only);
}

TEST_CASE("a file that becomes a folder, and back") {
  const Sandbox box;
  box.init();
  box.write("x", "file\n");
  box.write("x.go", "sorts between\n");
  box.commit("one");
  box.sh("git rm -q x");
  box.write("x/y", "in folder\n");
  box.commit("two");
  box.sh("git rm -rq x");
  box.write("x", "again\n");
  box.commit("three");
  const Everything got = range(open(box), "HEAD~2..HEAD");
  CHECK(every_version(got) == Strings{"x/y=in folder\n", "x=again\n"});
  CHECK(end_state(got) == Strings{"x=again\n"});
}

TEST_CASE("merges answer for what none of their parents had: clean, evil, conflict, octopus, -s ours") {
  const Sandbox box;
  box.init();
  box.write("f.txt", "a\nb\nc\nd\ne\n");
  box.write("g.txt", "g\n");
  box.commit("base");
  box.sh("git checkout -q -b left");
  box.write("f.txt", "LEFT\nb\nc\nd\ne\n");
  box.commit("left");
  box.sh("git checkout -q -b right main");
  box.write("f.txt", "a\nb\nc\nd\nRIGHT\n");
  box.write("r.txt", "new on the right\n");
  box.commit("right");
  const Repository repo = open(box);

  SUBCASE("clean: nothing of its own but the file both sides changed") {
    box.sh("git checkout -q left && git merge -q --no-edit right");
    const Everything got = commit_of(repo, "HEAD");
    REQUIRE(got.all_at("f.txt").size() == 1);  // differs from both, yet no line is new against both
    CHECK_FALSE(got.at("f.txt")->all);
    CHECK(got.at("f.txt")->changed.empty());
    CHECK(got.at("r.txt") == nullptr);
    CHECK(got.at("f.txt")->item.before.size() == 2);
  }
  SUBCASE("evil: a line and a file put in while merging") {
    box.sh("git checkout -q left && git merge -q --no-commit right");
    box.write("f.txt", "LEFT\nb\nEVIL\nd\nRIGHT\n");
    box.write("evil.txt", "evil\n");
    box.commit("evil merge");
    const Everything got = commit_of(repo, "HEAD");
    CHECK(got.at("f.txt")->changed == Strings{"EVIL"});
    CHECK(got.at("evil.txt")->all);
    CHECK(got.at("r.txt") == nullptr);
    CHECK(end_of(got, "f.txt")->changed == Strings{"EVIL"});
    const Everything whole = range(repo, "main..HEAD");
    CHECK(whole.plan.counts.commits == 3);
    CHECK(end_state(whole) == Strings{"evil.txt=evil\n", "f.txt=LEFT\nb\nEVIL\nd\nRIGHT\n", "r.txt=new on the right\n"});
  }
  SUBCASE("a conflict settled with a piece from each side") {
    box.sh("git checkout -q -b other main");
    box.write("f.txt", "OTHER\nb\nc\nd\ne\n");
    box.commit("other");
    box.sh("git merge -q left || true");
    box.write("f.txt", "LEFTOTHER\nb\nc\nd\ne\n");
    box.commit("settled");
    const Everything got = commit_of(repo, "HEAD");
    REQUIRE(got.at("f.txt") != nullptr);
    CHECK(got.at("f.txt")->changed == Strings{"LEFTOTHER"});
  }
  SUBCASE("octopus with an extra file") {
    box.sh("git checkout -q -b third main");
    box.write("t.txt", "third\n");
    box.commit("third");
    box.sh("git checkout -q main && git reset -q --hard main");
    box.write("m.txt", "main\n");
    box.commit("main moves");
    box.sh("git merge -q --no-edit left third");
    box.write("extra.txt", "extra\n");
    box.sh("git add -A && git commit -q --amend --no-edit");
    const Everything got = commit_of(repo, "HEAD");
    CHECK(every_version(got) == Strings{"extra.txt=extra\n"});
    CHECK(end_state(got) == Strings{"extra.txt=extra\n"});
  }
  SUBCASE("-s ours with a change to an old version is no news; the side's commits still are") {
    box.sh("git checkout -q left && git merge -q --no-edit -s ours right");
    CHECK(every_version(commit_of(repo, "HEAD")).empty());
    const Everything whole = range(repo, "main..HEAD");
    CHECK(every_version(whole).size() == 3);
    CHECK(end_state(whole) == Strings{"f.txt=LEFT\nb\nc\nd\ne\n"});
  }
}

TEST_CASE("base: from the merge base over the index to the worktree") {
  const Sandbox box;
  box.init();
  box.write("a.txt", "a\n");
  box.write("b.txt", "b\n");
  box.write("c.txt", "c\n");
  box.write("gone.txt", "gone\n");
  box.write("moved.txt", "a text that is long enough to be known again\n");
  box.write(".gitignore", "*.log\n");
  box.commit("base");
  box.sh("git checkout -q -b topic");
  box.write("a.txt", "a\ncommitted\n");
  box.commit("topic");
  box.sh("git checkout -q main");
  box.write("b.txt", "b\nmain went on\n");
  box.commit("main goes on");
  box.sh("git checkout -q topic");
  box.write("a.txt", "a\ncommitted\nstaged\n");
  box.sh("git add a.txt");
  box.write("a.txt", "a\ncommitted\nstaged\non disk\n");
  box.write("c.txt", "c\non disk\n");
  box.write("new.txt", "untracked\n");
  box.write("x.log", "ignored\n");
  box.sh("rm gone.txt; mv moved.txt elsewhere.txt; touch b.txt");
  const Repository repo = open(box);
  const Everything got = since(repo, "main");
  CHECK(got.plan.counts.commits == 1);
  CHECK(every_version(got) == Strings{"a.txt=a\ncommitted\n", "a.txt=a\ncommitted\nstaged\n", "a.txt=a\ncommitted\nstaged\non disk\n",
                                      "c.txt=c\non disk\n", "elsewhere.txt=a text that is long enough to be known again\n", "new.txt=untracked\n"});
  CHECK(end_state(got) == Strings{"a.txt=a\ncommitted\nstaged\non disk\n", "c.txt=c\non disk\n",
                                  "elsewhere.txt=a text that is long enough to be known again\n", "new.txt=untracked\n"});
  CHECK(end_of(got, "elsewhere.txt")->item.moved_only);
  CHECK(end_of(got, "a.txt")->changed == Strings{"committed\nstaged\non disk\n"});
  CHECK(end_of(got, "a.txt")->previous == "a\n");
  CHECK(end_of(got, "c.txt")->item.every_version);
  CHECK(got.gaps().empty());

  const Everything committed = since(repo, "main", true);
  CHECK(end_state(committed) == Strings{"a.txt=a\ncommitted\n"});
  const auto notes = committed.notes();
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].kind == NoteKind::uncommitted);
  CHECK(notes[0].what.starts_with("6 uncommitted files"));  // a, c, gone, moved, elsewhere, new
  CHECK(changes_since(repo, "nosuch", false).error().code == Errc::usage);
}

TEST_CASE("base: changed and changed back is no change of the end state") {
  const Sandbox box;
  box.init();
  box.write("a.txt", "a\n");
  box.commit("base");
  box.sh("git checkout -q -b topic");
  box.write("a.txt", "SECRET\n");
  box.commit("adds");
  box.write("a.txt", "a\n");
  box.sh("git add -A");
  const Everything got = since(open(box), "main");
  CHECK(end_state(got).empty());
  CHECK(every_version(got) == Strings{"a.txt=SECRET\n", "a.txt=a\n"});
}

TEST_CASE("push: a new branch, an update, a tag, a deletion; what the remote has is known") {
  const Sandbox box;
  box.init("app");
  box.write("app/a.txt", "a\n");
  box.commit("one", "app");
  box.sh("git clone -q --bare app server.git");
  box.sh("git remote add origin ../server.git && git fetch -q origin", "app");
  const std::string one = box.sh("git rev-parse HEAD", "app");
  box.write("app/a.txt", "a\nb\n");
  const std::string two = box.commit("two", "app");
  box.sh("git tag -a v1 -m 'the tag says' && git checkout -q -b topic", "app");
  box.write("app/t.txt", "t\n");
  const std::string three = box.commit("three", "app");
  const Repository repo = open(box, "app");
  const auto push = [&](std::vector<RefUpdate> updates, const std::string& remote) {
    return read_all(open_changes(repo, must(changes_of_push(repo, updates, remote))));
  };
  const Everything fresh = push({{"refs/heads/topic", {}, id_of(three)}}, "origin");
  CHECK(every_version(fresh) == Strings{"a.txt=a\nb\n", "t.txt=t\n"});
  CHECK(end_state(fresh) == Strings{"a.txt=a\nb\n", "t.txt=t\n"});
  CHECK(end_of(fresh, "a.txt")->changed == Strings{"b\n"});
  const Everything update = push({{"refs/heads/topic", id_of(two), id_of(three)}}, "origin");
  CHECK(every_version(update) == Strings{"t.txt=t\n"});
  const std::string tag_id = box.sh("git rev-parse v1", "app");
  const Everything tag = push({{"refs/tags/v1", {}, id_of(tag_id)}}, "origin");
  CHECK(every_version(tag) == Strings{"a.txt=a\nb\n"});
  REQUIRE(tag.at("tag:v1/message") != nullptr);
  CHECK(tag.at("tag:v1/message")->bytes == "the tag says\n");
  const Everything both = push({{"refs/heads/main", id_of(one), id_of(two)}, {"refs/heads/topic", {}, id_of(three)}}, "origin");
  CHECK(both.plan.counts.commits == 2);
  CHECK(every_version(both).size() == 2);
  const Everything deletion = push({{"refs/heads/topic", id_of(three), {}}}, "origin");
  CHECK(deletion.plan.items.empty());
  CHECK_FALSE(deletion.plan.content_changed);
  // A remote without anything yet, and an old id that this clone has never seen.
  const Everything elsewhere = push({{"refs/heads/main", id_of(std::string(40, '5')), id_of(two)}}, "origin");
  CHECK(every_version(elsewhere) == Strings{"a.txt=a\nb\n"});
  const Everything blob = push({{"refs/odd", {}, id_of(box.sh("git rev-parse HEAD:t.txt", "app"))}}, "origin");
  CHECK(every_version(blob).size() == 1);
  const Everything tree = push({{"refs/odd", {}, id_of(box.sh("git rev-parse HEAD^{tree}", "app"))}}, "origin");
  CHECK(every_version(tree).size() == 2);

  std::vector<RefUpdate> updates{{"refs/heads/topic", {}, id_of(three)}};
  box.sh("git push -q origin topic", "app");
  const Repository server = open(box, "server.git");
  box.sh("git update-ref -d refs/heads/topic", "server.git");
  const Everything received = read_all(open_changes(server, must(changes_of_receive(server, updates))));
  CHECK(every_version(received) == Strings{"a.txt=a\nb\n", "t.txt=t\n"});
}

TEST_CASE("submodules, links and odd names in commits") {
  const Sandbox box;
  box.init("lib");
  box.write("lib/l", "l");
  box.commit("l", "lib");
  box.init("app");
  box.write("app/a", "a");
  box.commit("one", "app");
  box.sh("git -c protocol.file.allow=always submodule --quiet add ../lib lib && ln -s /etc/passwd link", "app");
  box.write("app/odd\xFF\n name.txt", std::string("nul\0byte", 8));
  box.commit("two", "app");
  const Everything got = commit_of(open(box, "app"), "HEAD");
  CHECK(got.at("link")->bytes == "/etc/passwd");
  CHECK(got.at("odd\xFF\n name.txt")->bytes == std::string("nul\0byte", 8));
  CHECK(got.at("lib") == nullptr);
  const auto notes = got.notes();
  CHECK(std::ranges::any_of(notes, [](const Note& n) { return n.kind == NoteKind::submodule && n.place == "lib"; }));
}

TEST_CASE("filters leave out paths of commits, and count them once") {
  const Sandbox box;
  box.init();
  box.write("a.go", "1");
  box.commit("one");
  box.write("a.go", "2");
  box.write("b.txt", "2");
  box.commit("two");
  box.write("b.txt", "3");
  box.commit("three");
  const Repository repo = open(box);
  ChangeSpec spec = must(changes_of_range(repo, "HEAD~2..HEAD"));
  spec.filter.exclude = {"*.txt"};
  const Everything got = read_all(open_changes(repo, spec));
  CHECK(every_version(got) == Strings{"a.go=2"});
  CHECK(got.plan.counts.files_excluded == 1);
}

TEST_CASE("many branches and dates that run backwards still give git's own ranges and merge bases") {
  const Sandbox box;
  box.init();
  // A fixed pseudo-random graph, with dates that are often wrong.
  unsigned seed = 12345;
  const auto random = [&](unsigned n) { return (seed = seed * 1103515245U + 12345U) / 65536U % n; };
  std::string script = "t=$(git mktree </dev/null)\n";
  for (int i = 0; i < 60; ++i) {
    std::string parents;
    for (unsigned k = 0, n = i == 0 ? 0 : 1 + (random(3) == 0 ? 1U : 0U) + (random(9) == 0 ? 1U : 0U); k < n; ++k) {
      parents += " -p $c" + std::to_string(i - 1 - static_cast<int>(random(std::min(static_cast<unsigned>(i), 7U))));
    }
    const std::string date = std::to_string(1700000000 + 100 * i - (random(4) == 0 ? 2000 * static_cast<int>(random(3)) : 0));
    script += "c" + std::to_string(i) + "=$(GIT_COMMITTER_DATE='@" + date + " +0000' git commit-tree $t" + parents + " -m " + std::to_string(i) + " 2>/dev/null)\n";
  }
  script += "for i in";
  for (int i = 0; i < 60; ++i) script += " $c" + std::to_string(i);
  script += "; do echo $i; done";
  const std::string ids = box.sh(script);
  Strings commits;
  for (std::size_t at = 0; at < ids.size(); at += 41) commits.push_back(ids.substr(at, 40));
  REQUIRE(commits.size() == 60);
  const Repository repo = open(box);
  for (int trial = 0; trial < 40; ++trial) {
    const std::string a = commits[random(60)];
    const std::string b = commits[random(60)];
    CAPTURE(a);
    CAPTURE(b);
    ChangeSpec spec;
    spec.include = {id_of(b)};
    spec.exclude = {id_of(a)};
    const Plan plan = must(must(open_changes(repo, spec))->plan());
    Strings mine;
    for (const Commit& c : plan.commits) mine.push_back(c.id.hex());
    std::ranges::sort(mine);
    std::string theirs = box.sh("git rev-list " + b + " ^" + a + " | sort");
    std::string joined;
    for (const std::string& id : mine) joined += (joined.empty() ? "" : "\n") + id;
    CHECK(joined == theirs);
    const std::string all_bases = box.sh("git merge-base --all " + a + " " + b);
    CHECK(all_bases.find(must(repo.merge_base(id_of(a), id_of(b))).hex()) != std::string::npos);
  }
}

TEST_CASE("a merge that keeps its own tree, with a parent that descends from the other, changes nothing") {
  const Sandbox box;
  box.init();
  box.write("f", "f\n");
  box.commit("base");
  box.sh("git checkout -q -b ahead");
  box.write("s", "s\n");
  box.commit("s");
  box.sh("git checkout -q main && git merge -q -s ours ahead -m dropped");
  const Repository repo = must(Repository::discover(box.path()));
  const Everything merge = commit_of(repo, "HEAD");
  CHECK(merge.paths() == Strings{"commit:" + box.sh("git rev-parse HEAD") + "/message"});
  CHECK_FALSE(merge.plan.content_changed);

  // Against what it dropped, the end state differs, but in old versions only.
  box.sh("git checkout -q ahead && echo later >> f && git commit -qam later && git checkout -q main && git merge -q -s ours ahead -m again");
  const Everything since_ahead = since(repo, "ahead", true);
  REQUIRE(since_ahead.at("f") != nullptr);
  CHECK(since_ahead.at("f")->item.end_state);
  CHECK_FALSE(since_ahead.at("f")->item.every_version);
  CHECK_FALSE(since_ahead.plan.content_changed);
  CHECK(since_ahead.gaps().empty());
}

TEST_CASE("base: an index that cannot be read is a gap, unless only commits were asked for") {
  const Sandbox box;
  box.init();
  box.write("f", "f\n");
  box.commit("one");
  box.write("f", "g\n");
  box.commit("two");
  box.sh("git update-index --split-index");
  const Repository repo = must(Repository::discover(box.path()));
  const Everything all = since(repo, "HEAD~1");
  REQUIRE(all.gaps().size() == 1);
  CHECK(all.gaps()[0].kind == GapKind::unreadable_file);
  CHECK(all.at("f") != nullptr);
  const Everything committed = since(repo, "HEAD~1", true);
  CHECK(committed.gaps().empty());
  CHECK(committed.at("f") != nullptr);
  REQUIRE(committed.notes().size() == 1);
  CHECK(committed.notes()[0].kind == NoteKind::uncommitted);
}
