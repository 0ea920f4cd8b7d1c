// What readers make of content that is not plain, not whole, or hostile.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "gate/core/digest.h"
#include "gate/source/open.h"
#include "gate/source/revisions.h"
#include "sandbox.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;
namespace fs = std::filesystem;

namespace {

using Strings = std::vector<std::string>;

Everything commit_of(const Sandbox& box, const std::string& rev, const std::string& at = {}, Limits limits = {}) {
  const Repository repo = must(Repository::discover(box.path(at)));
  ChangeSpec spec = must(changes_of_commit(repo, rev));
  spec.limits = limits;
  return read_all(open_changes(repo, spec));
}
Everything range_of(const Sandbox& box, const std::string& range, const std::string& at = {}) {
  const Repository repo = must(Repository::discover(box.path(at)));
  return read_all(open_changes(repo, must(changes_of_range(repo, range))));
}
std::vector<Gap> of_kind(const Everything& e, GapKind kind) {
  std::vector<Gap> out;
  for (const Gap& g : e.gaps())
    if (g.kind == kind) out.push_back(g);
  return out;
}
std::string utf16(std::string_view ascii) {
  std::string out = "\xFF\xFE";
  for (const char c : ascii) out += c, out += '\0';
  return out;
}
std::string pointer_to(const std::string& content) {
  return "version https://git-lfs.github.com/spec/v1\noid sha256:" + hex(sha256(content)) + "\nsize " + std::to_string(content.size()) + "\n";
}
void store(const Sandbox& box, const std::string& name_of, const std::string& bytes) {
  const std::string oid = hex(sha256(name_of));
  box.write(".git/lfs/objects/" + oid.substr(0, 2) + "/" + oid.substr(2, 2) + "/" + oid, bytes);
}
std::string loose(const std::string& id) { return ".git/objects/" + id.substr(0, 2) + "/" + id.substr(2); }

}  // namespace

TEST_CASE("UTF-16 is compared and scanned as UTF-8; binary formats are noted and scanned") {
  const Sandbox box;
  box.init();
  box.write("w.txt", utf16("first\r\nsecond\r\n"));
  box.write("image.png", std::string("\x89PNG\r\n\x1A\n\0\0text", 14));
  box.commit("one");
  box.write("w.txt", utf16("first\r\nchanged\r\n"));
  box.write("image.png", std::string("\x89PNG\r\n\x1A\n\0\0TEXT", 14));
  box.commit("two");
  const Everything got = commit_of(box, "HEAD");
  CHECK(got.at("w.txt")->bytes == "first\r\nchanged\r\n");
  CHECK(got.at("w.txt")->changed == Strings{"change"});  // "second" and "changed" share their last letter
  CHECK(got.at("w.txt")->previous == "first\r\nsecond\r\n");
  CHECK(got.at("image.png")->changed == Strings{"TEXT"});
  const auto notes = got.notes();
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].kind == NoteKind::binary);
  CHECK(notes[0].place == "image.png");
}

TEST_CASE("Git LFS: the object when it is here, else a note; never the pointer") {
  const Sandbox box;
  box.init();
  const std::string first = "large content\n";
  const std::string second = "large content\nwith more\n";
  box.write("big.bin", pointer_to(first));
  box.commit("one");
  box.write("big.bin", pointer_to(second));
  box.commit("two");
  const Everything absent = commit_of(box, "HEAD");
  CHECK(absent.at("big.bin")->skip);
  CHECK(absent.at("big.bin")->bytes.empty());
  CHECK(absent.gaps().empty());
  REQUIRE(absent.notes().size() == 1);
  CHECK(absent.notes()[0].kind == NoteKind::lfs_pointer);

  store(box, second, second);
  const Everything half = commit_of(box, "HEAD");
  CHECK(half.at("big.bin")->bytes == second);
  store(box, first, first);
  const Everything here = commit_of(box, "HEAD");
  CHECK(here.at("big.bin")->bytes == second);
  CHECK(here.at("big.bin")->changed == Strings{"with more\n"});
  CHECK(read_all(open_worktree(must(Repository::discover(box.path())))).at("big.bin")->bytes == second);
  CHECK(read_all(open_folder(box.path())).at("big.bin")->skip);

  store(box, second, "tampered content, other\n");
  const Everything corrupt = commit_of(box, "HEAD");
  CHECK(corrupt.at("big.bin")->skip);
  CHECK(of_kind(corrupt, GapKind::corrupt_object).size() == 1);
}

TEST_CASE("a shallow clone: the commit at its edge is a gap with the command that deepens it") {
  const Sandbox box;
  box.init("app");
  for (int i = 0; i < 5; ++i) {
    box.write("app/a", "text\n" + std::to_string(i) + "\n");
    box.commit("c" + std::to_string(i), "app");
  }
  box.sh("git clone -q --depth 2 file://" + box.path("app") + " thin");
  const Everything inner = commit_of(box, "HEAD", "thin");
  CHECK(inner.gaps().empty());
  CHECK(inner.at("a")->changed == Strings{"4"});
  CHECK(range_of(box, "HEAD~1..HEAD", "thin").gaps().empty());
  const Everything edge = commit_of(box, "HEAD~1", "thin");
  REQUIRE_FALSE(of_kind(edge, GapKind::missing_object).empty());
  CHECK(edge.gaps()[0].next_step.find("git fetch --unshallow") != std::string::npos);
  CHECK(edge.at("a") == nullptr);  // all of it would seem new

  const Repository repo = must(Repository::discover(box.path("thin")));
  ChangeSpec everything;
  everything.include = {*must(repo.head())};
  const Everything all = read_all(open_changes(repo, everything));
  CHECK(all.plan.counts.commits == 2);
  CHECK_FALSE(of_kind(all, GapKind::missing_object).empty());
  CHECK(all.at("a") != nullptr);  // the newer commit is still looked at
}

TEST_CASE("a partial clone: each missing blob or tree is a gap, the rest goes on") {
  const Sandbox box;
  box.init("app");
  box.sh("git config uploadpack.allowFilter true && git config uploadpack.allowAnySHA1InWant true", "app");
  box.write("app/a.txt", "a1\n");
  box.write("app/dir/b.txt", "b1\n");
  box.commit("one", "app");
  box.write("app/a.txt", "a2\n");
  box.commit("two", "app");
  box.write("app/a.txt", "a3\n");
  box.write("app/dir/c.txt", "c\n");
  box.commit("three", "app");

  box.sh("git clone -q --filter=blob:none file://" + box.path("app") + " blobless");
  CHECK(must(Repository::discover(box.path("blobless"))).is_partial());
  const Everything blobs = range_of(box, "HEAD~2..HEAD", "blobless");
  const auto gaps = of_kind(blobs, GapKind::missing_object);
  REQUIRE_FALSE(gaps.empty());
  CHECK(std::ranges::all_of(gaps, [](const Gap& g) { return g.place == "a.txt" && g.next_step == "git fetch --refetch --no-filter"; }));
  CHECK(gaps[0].why.find(box.sh("git rev-parse HEAD~1:a.txt", "app")) != std::string::npos);
  CHECK(blobs.at("dir/c.txt")->bytes == "c\n");
  const Seen* last = nullptr;
  for (const Seen& s : blobs.seen)
    if (s.item.path == "a.txt" && s.item.end_state) last = &s;
  REQUIRE(last != nullptr);
  CHECK(last->bytes == "a3\n");
  CHECK(last->all);  // its base is missing
  box.sh(gaps[0].next_step + " -q", "blobless");
  CHECK(range_of(box, "HEAD~2..HEAD", "blobless").gaps().empty());

  box.sh("git clone -q --bare --filter=tree:0 file://" + box.path("app") + " treeless.git");
  const Everything trees = range_of(box, "HEAD~2..HEAD", "treeless.git");
  CHECK_FALSE(of_kind(trees, GapKind::missing_object).empty());
  CHECK(trees.plan.counts.commits == 2);
}

TEST_CASE("corrupt and lost objects are gaps, the rest goes on") {
  const Sandbox box;
  box.init();
  box.write("a.txt", "a\n");
  box.write("b.txt", "b\n");
  box.write("sub/c.txt", "c\n");
  box.commit("one");
  box.write("a.txt", "a\nmore\n");
  box.write("b.txt", "b\nmore\n");
  box.write("sub/c.txt", "c\nmore\n");
  box.commit("two");
  const std::string a = box.sh("git rev-parse HEAD:a.txt");
  const std::string sub = box.sh("git rev-parse HEAD:sub");
  SUBCASE("another object's bytes under its name") {
    box.sh("chmod u+w " + loose(a) + " && cp -f " + loose(box.sh("git rev-parse HEAD:b.txt")) + " " + loose(a));
    const Everything got = commit_of(box, "HEAD");
    CHECK(of_kind(got, GapKind::corrupt_object).size() == 1);
    CHECK(got.at("a.txt")->skip);
    CHECK(got.at("b.txt")->changed == Strings{"more\n"});
  }
  SUBCASE("garbage") {
    box.sh("chmod u+w " + loose(a));
    box.write(loose(a), "this is no zlib stream");
    CHECK(of_kind(commit_of(box, "HEAD"), GapKind::corrupt_object).size() == 1);
  }
  SUBCASE("empty file") {
    box.sh("chmod u+w " + loose(a));
    box.write(loose(a), "");
    const Everything got = commit_of(box, "HEAD");
    CHECK(got.gaps().size() == 1);
    CHECK(got.at("a.txt")->skip);
  }
  SUBCASE("a lost blob, in a full clone") {
    box.sh("rm -f " + loose(a));
    const auto gaps = of_kind(commit_of(box, "HEAD"), GapKind::missing_object);
    REQUIRE(gaps.size() == 1);
    CHECK(gaps[0].next_step == "git fsck, then fetch or clone again");
  }
  SUBCASE("a lost tree") {
    box.sh("rm -f " + loose(sub));
    const Everything got = commit_of(box, "HEAD");
    const auto gaps = of_kind(got, GapKind::missing_object);
    REQUIRE(gaps.size() == 1);
    CHECK(gaps[0].place == "sub/");
    CHECK(got.at("a.txt")->changed == Strings{"more\n"});
  }
  SUBCASE("a lost previous version: all of the file counts") {
    box.sh("rm -f " + loose(box.sh("git rev-parse HEAD~1:a.txt")));
    const Everything got = commit_of(box, "HEAD");
    CHECK(of_kind(got, GapKind::missing_object).size() == 1);
    CHECK_FALSE(got.at("a.txt")->skip);
    CHECK(got.at("a.txt")->all);
  }
  SUBCASE("a lost commit within a range") {
    box.write("a.txt", "a\nmore\nyet\n");
    const std::string third = box.commit("three");
    box.sh("rm -f " + loose(box.sh("git rev-parse HEAD~1")));
    const Repository repo = must(Repository::discover(box.path()));
    ChangeSpec spec;
    spec.include = {id_of(third)};
    const Everything got = read_all(open_changes(repo, spec));
    CHECK_FALSE(of_kind(got, GapKind::missing_object).empty());
    CHECK(got.plan.counts.commits == 1);
  }
  SUBCASE("trees that name each other so often that they stand for 10^30 files") {
    std::string tree = sub;
    for (int depth = 0; depth < 30; ++depth) {
      std::string entries;
      for (int i = 0; i < 10; ++i) entries += "printf '040000 tree " + tree + "\\t" + std::to_string(i) + "\\n';";
      tree = box.sh("{ " + entries + " } | git mktree");
    }
    const Repository repo = must(Repository::discover(box.path()));
    ChangeSpec spec = must(changes_of_commit(repo, box.sh("git commit-tree " + tree + " -p HEAD -m bomb")));
    spec.filter.include = {"none"};
    const Plan plan = must(must(open_changes(repo, spec))->plan());
    CHECK(std::ranges::any_of(plan.gaps, [](const Gap& g) { return g.kind == GapKind::analysis_bounded; }));
  }
  SUBCASE("a tree that is no tree") {
    box.write("odd", "100644 name-without-end");
    const std::string tree = box.sh("git hash-object -t tree --literally -w odd");
    const std::string commit = box.sh("git commit-tree " + tree + " -p HEAD -m odd");
    CHECK(of_kind(commit_of(box, commit), GapKind::corrupt_object).size() == 1);
  }
}

TEST_CASE("alternates: objects of another repository") {
  const Sandbox box;
  box.init("app");
  box.write("app/a", "a\n");
  box.commit("one", "app");
  box.write("app/a", "a\nb\n");
  box.commit("two", "app");
  box.sh("git clone -q --shared app borrower");
  const Everything got = commit_of(box, "HEAD", "borrower");
  CHECK(got.at("a")->changed == Strings{"b\n"});
  CHECK(got.gaps().empty());
}

TEST_CASE("limits hold for blobs, files on disk and Git LFS objects alike") {
  const Sandbox box;
  box.init();
  box.write("big", std::string(3000, 'x'));
  box.write("lfs", pointer_to(std::string(5000, 'y')));
  box.commit("one");
  const Everything got = commit_of(box, "HEAD", {}, Limits{2000});
  CHECK(of_kind(got, GapKind::too_large).size() == 2);
  CHECK(got.at("big")->skip);
  CHECK(got.gaps()[0].next_step == "raise --max-file-size");
}

TEST_CASE("nothing that a repository configures is run") {
  const Sandbox box;
  box.init();
  const std::string marker = box.path("marker");
  box.write("run.sh", "#!/bin/sh\ntouch '" + marker + "'\ncat\n");
  box.sh("chmod +x run.sh");
  box.write("a.txt", "a\n");
  box.commit("one");
  const std::string run = box.path("run.sh");
  box.sh("git config core.fsmonitor '" + run + "' && git config filter.evil.clean '" + run + "' && git config filter.evil.smudge '" + run +
         "' && git config filter.evil.process '" + run + "' && git config diff.evil.textconv '" + run + "' && git config diff.evil.command '" + run +
         "' && git config merge.evil.driver '" + run + "' && git config core.hooksPath '" + box.path("hooks") + "' && git config core.sshCommand '" + run +
         "' && git config credential.helper '" + run + "' && git config core.pager '" + run + "' && git config core.alternateRefsCommand '" + run + "'");
  for (const char* hook : {"post-index-change", "pre-commit", "reference-transaction", "post-checkout"}) {
    box.write(std::string("hooks/") + hook, "#!/bin/sh\ntouch '" + marker + "'\n");
    box.sh(std::string("chmod +x hooks/") + hook);
  }
  box.write(".gitattributes", "* filter=evil diff=evil merge=evil text eol=crlf\n");
  box.write("a.txt", "a\r\nchanged\r\n");
  box.write("b.txt", "b\r\n");
  const Repository repo = must(Repository::discover(box.path()));
  const std::string before = box.sh("find .git -type f | sort | xargs sha1sum");
  fs::remove(marker);
  (void)read_all(open_worktree(repo));
  (void)read_all(open_staged(repo));
  (void)read_all(open_changes(repo, must(changes_since(repo, "HEAD", false))));
  (void)read_all(open_changes(repo, must(changes_since(repo, "HEAD", true))));
  (void)read_all(open_changes(repo, must(changes_of_commit(repo, "HEAD"))));
  CHECK_FALSE(fs::exists(marker));
  CHECK(box.sh("find .git -type f | sort | xargs sha1sum") == before);  // and nothing is written
}

TEST_CASE("line end conversion alone is no change of the worktree") {
  const Sandbox box;
  box.init();
  box.write(".gitattributes", "*.txt text eol=crlf\n");
  box.write("a.txt", "a\r\nb\r\n");
  box.commit("one");
  CHECK(box.sh("git cat-file blob HEAD:a.txt") == "a\nb");
  box.sh("touch -d '2001-01-01' a.txt");
  const Repository repo = must(Repository::discover(box.path()));
  const Everything got = read_all(open_changes(repo, must(changes_since(repo, "HEAD", false))));
  CHECK(got.seen.empty());
}

TEST_CASE("a change made within the same second as the index is seen") {
  const Sandbox box;
  box.init();
  box.write("a.txt", "one\n");
  box.commit("one");
  box.write("a.txt", "two\n");  // same size, likely the same second
  const Repository repo = must(Repository::discover(box.path()));
  const Everything got = read_all(open_changes(repo, must(changes_since(repo, "HEAD", false))));
  REQUIRE(got.at("a.txt") != nullptr);
  CHECK(got.at("a.txt")->bytes == "two\n");
}

TEST_CASE("readers of one source work side by side") {
  const Sandbox box;
  box.init();
  for (int i = 0; i < 200; ++i) box.write("f" + std::to_string(i), "content " + std::to_string(i) + "\n");
  box.commit("one");
  for (int i = 0; i < 200; ++i) box.write("f" + std::to_string(i), "content " + std::to_string(i) + "\nmore\n");
  box.commit("two");
  const Repository repo = must(Repository::discover(box.path()));
  const auto source = must(open_changes(repo, must(changes_of_commit(repo, "HEAD"))));
  const Plan plan = must(source->plan());
  int bad[2] = {0, 0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 2; ++t) {
      threads.emplace_back([&, t] {
        const auto reader = source->reader();
        for (const Item& item : plan.items) {
          const auto content = reader->read(item);
          if (!content || (!item.is_message && (!content->changed || content->changed->size() != 1))) ++bad[t];
        }
      });
    }
  }
  CHECK(bad[0] == 0);
  CHECK(bad[1] == 0);
}
