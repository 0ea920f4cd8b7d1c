#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "gate/source/open.h"
#include "sandbox.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;
namespace fs = std::filesystem;

namespace {

using Paths = std::vector<std::string>;

bool has_note(const Everything& e, NoteKind kind, std::string_view place) {
  return std::ranges::any_of(e.notes(), [&](const Note& n) { return n.kind == kind && n.place == place; });
}

}  // namespace

TEST_CASE("worktree: tracked and untracked files, not ignored ones, as git lists them") {
  const Sandbox box;
  box.init();
  box.write(".gitignore", "*.log\n/build/\n!keep.log\nnode_modules\ndeep/**/x.tmp\n");
  box.write("a.go", "package a\n");
  box.write("tracked.log", "tracked although ignored\n");
  box.write("pkg/.gitignore", "*.gen.go\n!special.gen.go\n");
  box.write("pkg/b.go", "package pkg\n");
  box.write("build/kept.txt", "tracked in an ignored folder\n");
  box.sh("git add -A && git add -f tracked.log build/kept.txt");
  box.commit("one");
  box.write("build/out.o", "x");
  box.write("untracked.txt", "u");
  box.write("x.log", "x");
  box.write("keep.log", "x");
  box.write("pkg/c.gen.go", "x");
  box.write("pkg/special.gen.go", "x");
  box.write("node_modules/m/index.js", "x");
  box.write("deep/1/2/x.tmp", "x");
  box.write("deep/1/2/y.tmp", "x");
  box.write(".git/info/exclude", "secretly.txt\n");
  box.write(".git/excludes", "*.bak\n");
  box.sh("git config core.excludesFile '" + box.path(".git/excludes") + "'");
  box.write("pkg/a.bak", "x");
  box.write("secretly.txt", "x");
  box.write("with space/\xC3\xA9.txt", "x");
  box.write("odd\xFF" "name\n.txt", "x");
  const Repository repo = must(Repository::discover(box.path()));
  const Everything got = read_all(open_worktree(repo));
  Paths paths = got.paths();
  std::ranges::sort(paths);
  std::string listed = box.sh("git ls-files -z --cached --others --exclude-standard");
  Paths expected;
  for (std::size_t at = 0; at < listed.size();) {
    const std::size_t end = listed.find('\0', at);
    expected.push_back(listed.substr(at, end - at));
    at = end + 1;
  }
  std::ranges::sort(expected);
  CHECK(paths == expected);
  CHECK(got.at("tracked.log")->bytes == "tracked although ignored\n");
  CHECK(got.at("a.go")->all);
  CHECK(got.plan.content_changed);
  CHECK(got.plan.root == box.path());
  CHECK(got.gaps().empty());
}

TEST_CASE("worktree: named paths, filters, and what is no path of it") {
  const Sandbox box;
  box.init("app");
  box.write("app/.gitignore", "ignored\n");
  box.write("app/a.go", "a");
  box.write("app/pkg/b.go", "b");
  box.write("app/pkg/b_test.go", "b");
  box.write("app/vendor/v/c.go", "c");
  box.write("app/ignored/d.go", "d");
  box.commit("one", "app");
  box.write("outside.txt", "x");
  const Repository repo = must(Repository::discover(box.path("app")));
  CHECK(read_all(open_worktree(repo, {box.path("app/pkg")})).paths() == Paths{"pkg/b.go", "pkg/b_test.go"});
  CHECK(read_all(open_worktree(repo, {box.path("app/pkg"), box.path("app/pkg/b.go")})).paths() == Paths{"pkg/b.go", "pkg/b_test.go"});
  CHECK(read_all(open_worktree(repo, {box.path("app/ignored")})).paths() == Paths{"ignored/d.go"});
  CHECK(read_all(open_worktree(repo, {box.path("app/ignored/d.go")})).paths() == Paths{"ignored/d.go"});
  CHECK(open_worktree(repo, {box.path("outside.txt")}).error().code == Errc::usage);
  CHECK(open_worktree(repo, {box.path("app/none")}).error().code == Errc::usage);
  const Everything filtered = read_all(open_worktree(repo, {}, PathFilter{{"*.go"}, {"*_test.go", "vendor"}}));
  CHECK(filtered.paths() == Paths{"a.go", "pkg/b.go"});
  CHECK(filtered.plan.counts.files_excluded == 3);
}

TEST_CASE("worktree: links, pipes and unreadable files are named, never followed") {
  const Sandbox box;
  box.init("app");
  box.write("app/a.txt", "inside");
  box.write("secret.txt", "outside");
  box.write("elsewhere/b.txt", "outside");
  box.sh("ln -s ../secret.txt link; ln -s ../elsewhere folder; ln -s . loop; mkfifo pipe", "app");
  box.sh("git add -A", "app");
  const Repository repo = must(Repository::discover(box.path("app")));
  const Everything got = read_all(open_worktree(repo));
  CHECK(got.paths() == Paths{"a.txt"});
  for (const char* name : {"link", "folder", "loop"}) CHECK(has_note(got, NoteKind::symlink, name));
  CHECK(has_note(got, NoteKind::other, "pipe"));

  // A folder that turns into a link between planning and reading does not lead out.
  box.write("app/sub/b.txt", "inside");
  auto source = must(open_worktree(repo));
  const Plan plan = must(source->plan());
  box.sh("rm -r sub && ln -s ../elsewhere sub && rm a.txt", "app");
  const auto reader = source->reader();
  for (const Item& item : plan.items) {
    const Content content = must(reader->read(item));
    CAPTURE(item.path);
    CHECK(content.skip);
    REQUIRE(content.gaps.size() == 1);
    CHECK(content.gaps[0].kind == GapKind::unreadable_file);
  }
}

TEST_CASE("worktree: submodules are named, and entered when asked") {
  const Sandbox box;
  box.init("lib");
  box.write("lib/l.go", "package lib\n");
  box.commit("one", "lib");
  box.init("app");
  box.write("app/a.go", "a");
  box.sh("git -c protocol.file.allow=always submodule --quiet add ../lib third/lib", "app");
  box.commit("one", "app");
  box.init("app/nested");
  box.write("app/nested/n.go", "n");
  const Repository repo = must(Repository::discover(box.path("app")));
  const Everything named = read_all(open_worktree(repo));
  CHECK(named.paths() == Paths{".gitmodules", "a.go"});
  CHECK(has_note(named, NoteKind::submodule, "third/lib"));
  CHECK(has_note(named, NoteKind::submodule, "nested"));
  const Everything entered = read_all(open_worktree(repo, {}, {}, {}, {.submodules = true}));
  CHECK(entered.paths() == Paths{".gitmodules", "a.go", "nested/n.go", "third/lib/l.go"});
  CHECK(entered.at("third/lib/l.go")->bytes == "package lib\n");
}

TEST_CASE("worktree: split and sparse indexes fall back with a warning; sparse checkouts are noted") {
  const Sandbox box;
  box.init();
  box.write("d/a.go", "a");
  box.write("e/b.go", "b");
  box.write(".gitignore", "x.log\n");
  box.write("x.log", "x");
  box.sh("git add -f x.log");
  box.commit("one");
  box.sh("git update-index --split-index");
  const Repository repo = must(Repository::discover(box.path()));
  const Everything split = read_all(open_worktree(repo));
  CHECK(split.paths() == Paths{".gitignore", "x.log", "d/a.go", "e/b.go"});  // HEAD tells that x.log is tracked
  REQUIRE(split.plan.warnings.size() == 1);
  CHECK(split.plan.warnings[0].find("no-split-index") != std::string::npos);
  box.sh("git update-index --no-split-index && git sparse-checkout set d");
  const Everything sparse = read_all(open_worktree(repo));
  CHECK(sparse.at("e/b.go") == nullptr);
  CHECK(has_note(sparse, NoteKind::other, "."));
}

TEST_CASE("worktree: empty and bare repositories") {
  const Sandbox box;
  box.init("new");
  const Everything got = read_all(open_worktree(must(Repository::discover(box.path("new")))));
  CHECK(got.paths().empty());
  CHECK_FALSE(got.plan.content_changed);
  box.sh("git init -q --bare bare.git");
  CHECK(open_worktree(must(Repository::discover(box.path("bare.git")))).error().code == Errc::usage);
}

TEST_CASE("folder: everything but links, pipes and .git; vanished and unreadable files are gaps") {
  const Sandbox box;
  box.write("in/a.txt", "a");
  box.write("in/b/c.txt", "c");
  box.write("in/.git/config", "no");
  box.write("in/.hidden", "h");
  box.write("out.txt", "o");
  box.sh("ln -s ../out.txt link; ln -s .. up; mkfifo pipe", "in");
  const Everything got = read_all(open_folder(box.path("in")));
  CHECK(got.paths() == Paths{".hidden", "a.txt", "b/c.txt"});
  CHECK(has_note(got, NoteKind::symlink, "link"));
  CHECK(has_note(got, NoteKind::symlink, "up"));
  CHECK(has_note(got, NoteKind::other, "pipe"));
  CHECK(read_all(open_folder(box.path("in/a.txt"))).at("a.txt")->bytes == "a");
  CHECK(open_folder(box.path("none")).error().code == Errc::usage);

  auto source = must(open_folder(box.path("in")));
  const Plan plan = must(source->plan());
  box.sh("rm a.txt", "in");
  int gaps = 0;
  const auto reader = source->reader();
  for (const Item& item : plan.items) gaps += static_cast<int>(must(reader->read(item)).gaps.size());
  CHECK(gaps == 1);

  box.sh("mkdir empty");
  CHECK_FALSE(read_all(open_folder(box.path("empty"))).plan.content_changed);
}

TEST_CASE("folder: over the size limit is a gap") {
  const Sandbox box;
  box.write("big", std::string(5000, 'x'));
  box.write("small", "x");
  const Everything got = read_all(open_folder(box.path(), {}, Limits{4999}));
  CHECK(got.at("big")->skip);
  REQUIRE(got.gaps().size() == 1);
  CHECK(got.gaps()[0].kind == GapKind::too_large);
  CHECK(got.at("small")->bytes == "x");
}

TEST_CASE("input and texts") {
  const Everything in = read_all(open_input("package a\n", "a.go"));
  CHECK(in.at("a.go")->bytes == "package a\n");
  CHECK_FALSE(in.at("a.go")->item.is_message);
  CHECK(in.plan.root.empty());
  CHECK_FALSE(read_all(open_input("", "")).plan.content_changed);
  const Everything texts = read_all(open_texts({{"title", "t1"}, {"title", "t2"}}, "request"));
  CHECK(texts.at("title")->bytes == "t1");
  CHECK(texts.at("title (2)")->bytes == "t2");
  CHECK(texts.at("title")->item.is_message);
}

TEST_CASE("path filter") {
  const auto accepts = [](std::string glob, std::string_view path) { return PathFilter{{std::move(glob)}, {}}.accepts(path); };
  CHECK(accepts("*.go", "a.go"));
  CHECK(accepts("*.go", "x/y/a.go"));
  CHECK_FALSE(accepts("*.go", "a.goo"));
  CHECK(accepts("x/*.go", "x/a.go"));
  CHECK_FALSE(accepts("x/*.go", "x/y/a.go"));
  CHECK_FALSE(accepts("x/*.go", "w/x/a.go"));
  CHECK(accepts("**/x/*.go", "w/x/a.go"));
  CHECK(accepts("**/x/*.go", "x/a.go"));
  CHECK_FALSE(accepts("**/x/*.go", "wx/a.go"));
  CHECK(accepts("x/**", "x/a/b"));
  CHECK(accepts("x/**/b", "x/b"));
  CHECK(accepts("x/**/b", "x/1/2/b"));
  CHECK_FALSE(accepts("x/**/b", "xb"));
  CHECK(accepts("vendor", "a/vendor/b/c"));
  CHECK(accepts("vendor/", "a/vendor/b/c"));
  CHECK_FALSE(accepts("vendor/", "a/vendor"));
  CHECK(accepts("/vendor", "vendor/x"));
  CHECK_FALSE(accepts("/vendor", "a/vendor/x"));
  CHECK(accepts("?[a-c].[!x]", "zb.y"));
  CHECK_FALSE(accepts("?[a-c].[!x]", "zb.x"));
  CHECK(accepts("[]a]", "]"));
  CHECK(accepts("[ab", "[ab"));
  CHECK(accepts("\\*", "*"));
  CHECK_FALSE(accepts("\\*", "a"));
  CHECK_FALSE(accepts(std::string(60, '*') + "b", std::string(5000, 'a')));  // linear, not exponential
}
