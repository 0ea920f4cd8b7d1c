#include "gate/source/repository.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>

#include "sandbox.h"

using namespace gogate;
using namespace gogate::source;
using namespace gogate::source::test;

TEST_CASE("discover: from a file below, a .git folder, a worktree, a bare clone, a submodule") {
  const Sandbox box;
  box.init("app");
  box.write("app/pkg/a.go", "package pkg\n");
  const std::string first = box.commit("one", "app");
  for (const char* place : {"app", "app/pkg", "app/pkg/a.go", "app/.git"}) {
    CAPTURE(place);
    const Repository repo = must(Repository::discover(box.path(place)));
    CHECK(repo.workdir() == box.path("app"));
    CHECK(repo.git_dir() == box.path("app/.git"));
    CHECK_FALSE(repo.is_bare());
    CHECK(must(repo.head())->hex() == first);
    CHECK(repo.branch() == "main");
  }
  box.sh("git worktree add -q ../other -b side", "app");
  for (const char* place : {"other", "other/.git"}) {
    CAPTURE(place);
    const Repository other = must(Repository::discover(box.path(place)));
    CHECK(other.workdir() == box.path("other"));
    CHECK(other.common_dir() == box.path("app/.git"));
    CHECK(other.branch() == "side");
    CHECK(must(other.reopen()).workdir() == box.path("other"));
  }
  box.sh("git clone -q --bare app bare.git");
  const Repository bare = must(Repository::discover(box.path("bare.git")));
  CHECK(bare.is_bare());
  CHECK(bare.workdir().empty());
  CHECK(must(bare.resolve("main")).hex() == first);

  box.init("outer");
  box.sh("git -c protocol.file.allow=always submodule --quiet add ../app lib", "outer");
  const Repository sub = must(Repository::discover(box.path("outer/lib/pkg")));
  CHECK(sub.workdir() == box.path("outer/lib"));
  CHECK(sub.git_dir() == box.path("outer/.git/modules/lib"));
  CHECK(must(sub.reopen()).workdir() == box.path("outer/lib"));
}

TEST_CASE("discover: what is no repository says so") {
  const Sandbox box;
  box.write("a.txt", "x");
  CHECK(Repository::discover(box.path()).error().code == Errc::not_found);
  CHECK(Repository::discover(box.path("nowhere")).error().code == Errc::not_found);
  box.sh("git init -q --object-format=sha256 .", "new");
  const auto sha256_repository = Repository::discover(box.path("new"));
  REQUIRE_FALSE(sha256_repository);
  CHECK(sha256_repository.error().code == Errc::unsupported);
  CHECK(sha256_repository.error().what.find("SHA-256") != std::string::npos);
}

TEST_CASE("a repository of another user, and one with extensions, opens") {
  const Sandbox box;
  box.init("app");
  box.write("app/a", "x");
  box.commit("one", "app");
  box.sh("git config extensions.worktreeConfig true && git config core.repositoryformatversion 1", "app");
  CHECK(Repository::discover(box.path("app")).has_value());
  if (geteuid() != 0) {
    MESSAGE("NOT TESTED: a repository owned by another user (needs root to change the owner)");
    return;
  }
  box.sh("chown -R 12345:12345 app");
  CHECK(Repository::discover(box.path("app")).has_value());
}

TEST_CASE("an empty repository has no head, and resolves nothing") {
  const Sandbox box;
  box.init();
  const Repository repo = must(Repository::discover(box.path()));
  CHECK_FALSE(must(repo.head()).has_value());
  CHECK(repo.branch() == "main");
  CHECK(repo.resolve("HEAD").error().code == Errc::usage);
  CHECK(must(repo.refs()).empty());
}

TEST_CASE("resolve, merge_base, read_at") {
  const Sandbox box;
  box.init();
  box.write("conf/policy.toml", "a = 1\n");
  const std::string one = box.commit("one");
  box.sh("git tag -a v1 -m first && git checkout -q -b side");
  box.write("b", "b");
  const std::string two = box.commit("two");
  box.sh("git checkout -q main");
  box.write("conf/policy.toml", "a = 2\n");
  box.sh("ln -s conf/policy.toml link.toml");
  const std::string three = box.commit("three");
  const Repository repo = must(Repository::discover(box.path()));
  CHECK(must(repo.resolve("v1")).hex() == one);
  CHECK(must(repo.resolve("main~1")).hex() == one);
  CHECK(must(repo.resolve(":/two")).hex() == two);
  CHECK(must(repo.resolve(two.substr(0, 9))).hex() == two);
  CHECK(repo.resolve("nosuch").error().code == Errc::usage);
  CHECK_FALSE(repo.resolve("nosuch").error().next_step.empty());
  CHECK(repo.resolve("").error().code == Errc::usage);
  CHECK(repo.resolve("main~9").error().code == Errc::usage);
  CHECK(repo.resolve("HEAD:conf").error().code == Errc::usage);
  CHECK(must(repo.merge_base(id_of(two), id_of(three))).hex() == one);
  CHECK(must(repo.merge_base(id_of(three), id_of(one))).hex() == one);
  CHECK(must(repo.read_at(id_of(one), "conf/policy.toml")) == "a = 1\n");
  CHECK(must(repo.read_at(id_of(three), "conf/policy.toml")) == "a = 2\n");
  CHECK_FALSE(must(repo.read_at(id_of(one), "conf/none.toml")).has_value());
  CHECK_FALSE(must(repo.read_at(id_of(one), "none/policy.toml")).has_value());
  CHECK_FALSE(must(repo.read_at(id_of(one), "conf")).has_value());
  CHECK(repo.read_at(id_of(three), "link.toml").error().code == Errc::unsupported);

  box.sh("git checkout -q --orphan alone && git rm -rfq .");
  box.write("z", "z");
  const std::string alone = box.commit("alone");
  CHECK(repo.merge_base(id_of(alone), id_of(one)).error().code == Errc::usage);
  CHECK(must(repo.refs()).size() == 4);
}

TEST_CASE("a shallow clone: what it lacks is missing, with the command that fetches it") {
  const Sandbox box;
  box.init("app");
  std::string first;
  for (int i = 0; i < 5; ++i) {
    box.write("app/a", std::to_string(i));
    const std::string id = box.commit("c" + std::to_string(i), "app");
    if (i == 0) first = id;
  }
  box.sh("git checkout -q -b side main~3", "app");
  box.write("app/b", "b");
  box.commit("side", "app");
  box.sh("git clone -q --depth 2 --no-single-branch file://" + box.path("app") + " thin");
  const Repository repo = must(Repository::discover(box.path("thin")));
  CHECK(repo.is_shallow());
  const auto far = repo.resolve("origin/main~4");
  REQUIRE_FALSE(far);
  CHECK(far.error().code == Errc::missing);
  CHECK(far.error().next_step == "git fetch --unshallow");
  CHECK(repo.resolve(first).error().code == Errc::missing);
  CHECK(repo.resolve("nosuch").error().code == Errc::usage);
  const auto base = repo.merge_base(must(repo.resolve("origin/main")), must(repo.resolve("origin/side")));
  REQUIRE_FALSE(base);
  CHECK(base.error().code == Errc::missing);
  CHECK(base.error().next_step.find("unshallow") != std::string::npos);
  box.sh("git fetch -q --unshallow", "thin");
  const Repository full = must(Repository::discover(box.path("thin")));
  CHECK(full.merge_base(must(full.resolve("origin/main")), must(full.resolve("origin/side"))).has_value());
}

TEST_CASE("the environment of hooks: GIT_DIR, GIT_WORK_TREE, GIT_COMMON_DIR, quarantine") {
  const Sandbox box;
  box.init("app");
  box.write("app/a", "x");
  box.commit("one", "app");
  Environment env;
  env.git_dir = box.path("app/.git");
  env.work_tree = box.path("app");
  env.common_dir = box.path("app/.git");
  env.index_file = box.path("app/.git/index.lock");
  const Repository repo = must(Repository::open_from_env(env));
  CHECK(repo.workdir() == box.path("app"));
  CHECK(repo.index_file() == box.path("app/.git/index.lock"));
  CHECK(must(repo.reopen()).index_file() == repo.index_file());
  env.common_dir = box.path();
  CHECK(Repository::open_from_env(env).error().code == Errc::unsupported);

  // A real push: the hook shows what git sets, and that the new commit is seen only through it.
  box.sh("git clone -q --bare app server.git");
  box.write("server.git/hooks/pre-receive",
            "#!/bin/sh\ncat >/dev/null\nenv | grep '^GIT_' >'" + box.path("env") + "'\npwd >>'" + box.path("env") +
                "'\ncp -r . '" + box.path("copy.git") + "'\nexit 1\n");
  box.sh("chmod +x server.git/hooks/pre-receive");
  box.write("app/b", "new");
  const std::string pushed = box.commit("two", "app");
  box.sh("git push -q ../server.git main || true", "app");
  Environment hook;
  std::string text = box.read("env");
  const auto value = [&](const std::string& name) {
    const std::size_t at = ("\n" + text).find("\n" + name + "=");
    if (at == std::string::npos) return std::string();
    const std::size_t begin = at + name.size() + 1;
    std::string out = text.substr(begin, text.find('\n', begin) - begin);
    // The quarantine is gone by now; the copy holds it.
    if (const std::size_t here = out.find("server.git"); here != std::string::npos) out.replace(here, 10, "copy.git");
    return out;
  };
  hook.git_dir = box.path("copy.git");
  hook.object_directory = value("GIT_OBJECT_DIRECTORY");
  if (!hook.object_directory.starts_with('/')) hook.object_directory = box.path("copy.git/" + hook.object_directory);
  hook.alternates = value("GIT_ALTERNATE_OBJECT_DIRECTORIES");
  REQUIRE(hook.object_directory.find("incoming") != std::string::npos);
  CHECK(must(must(Repository::open_from_env(hook)).resolve(pushed)).hex() == pushed);
  CHECK(must(must(must(Repository::open_from_env(hook)).reopen()).resolve(pushed)).hex() == pushed);
  hook.object_directory.clear();
  CHECK_FALSE(must(Repository::open_from_env(hook)).resolve(pushed).has_value());
}

TEST_CASE("remotes: url without credentials, default branch, heads") {
  const Sandbox box;
  box.init("app");
  box.write("app/a", "x");
  const std::string one = box.commit("one", "app");
  box.sh("git clone -q app clone");
  const Repository repo = must(Repository::discover(box.path("clone")));
  CHECK(repo.default_remote_branch() == "origin/main");
  CHECK(repo.remote_url() == box.path("app"));
  CHECK(must(remote_heads(repo, "origin")) == std::vector{id_of(one)});
  CHECK(must(remote_heads(repo, "https://elsewhere/x.git")) == std::vector{id_of(one)});
  CHECK_FALSE(repo.default_remote_branch("nosuch").has_value());
  CHECK(without_credentials("https://user:pw@host.example/x.git?token=1") == "https://host.example/x.git");
  CHECK(without_credentials("https://a@b@host:8443/x") == "https://host:8443/x");
  CHECK(without_credentials("git@host:group/x.git") == "git@host:group/x.git");
  CHECK(repo.hooks_path() == box.path("clone/.git/hooks"));
  box.sh("git config core.hooksPath .husky", "clone");
  CHECK(must(Repository::discover(box.path("clone"))).hooks_path() == box.path("clone/.husky"));
}

TEST_CASE("repositories of kinds that are not supported say so, and what to do") {
  const Sandbox box;
  box.init();
  std::string word;
  SUBCASE("an unknown extension") {
    box.sh("git config core.repositoryformatversion 1 && git config extensions.refStorage reftable");
    word = "refstorage";
  }
  SUBCASE("a later version") {
    box.sh("git config core.repositoryformatversion 7");
    word = "version";
  }
  const auto opened = Repository::discover(box.path());
  REQUIRE(!opened);
  CHECK(opened.error().code == Errc::unsupported);
  CHECK(opened.error().what.find(word) != std::string::npos);
  CHECK(opened.error().next_step.find("--no-git") != std::string::npos);
}
