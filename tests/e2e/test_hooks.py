"""The hooks as git calls them: installed, then a real commit or push through them."""
import json
import os
import subprocess
import unittest

from harness import GOGATE, Case, github_token, go_project


def config_with(secret):
    return 'package main\n\nconst token = "%s"\n' % secret


class Hooks(Case):
    def setUp(self):
        super().setUp()
        self.bin = os.path.join(self.tmp, "bin")
        os.mkdir(self.bin)
        os.symlink(GOGATE, os.path.join(self.bin, "gogate"))
        self.r = self.repo()
        go_project(self.r)

    def env(self, extra=None):
        env = super().env(extra)
        env["PATH"] = getattr(self, "bin", "") + ":" + env["PATH"]
        return env

    def git(self, *args, cwd=None, env=None):
        return subprocess.run(["git", *args], cwd=cwd or self.r.path, env=self.env(env), capture_output=True, timeout=100)

    def blocked(self, p):
        self.assertNotEqual(p.returncode, 0, p.stdout + p.stderr)
        self.assertIn(b"BLOCKED", p.stdout + p.stderr)

    def passed(self, p):
        self.assertEqual(p.returncode, 0, p.stdout + p.stderr)

    def server(self):
        bare = os.path.join(self.tmp, "server.git")
        self.r.git("clone", "-q", "--bare", self.r.path, bare)
        self.r.git("remote", "add", "origin", "file://" + bare)
        self.r.git("fetch", "-q")
        return bare

    def test_install(self):
        hooks = os.path.join(self.r.path, ".git/hooks")
        self.assertExit(self.r.gogate("hook", "install"), 0)
        self.assertTrue(os.access(os.path.join(hooks, "pre-commit"), os.X_OK))
        self.assertTrue(os.access(os.path.join(hooks, "pre-push"), os.X_OK))
        self.assertExit(self.r.gogate("hook", "install"), 0)
        with open(os.path.join(hooks, "pre-commit"), "w") as f:
            f.write("#!/bin/sh\nexit 0\n")
        run = self.r.gogate("hook", "install")
        self.assertExit(run, 2)
        self.assertIn("--force", run.err)
        self.assertExit(self.r.gogate("hook", "install", "--force"), 0)
        with open(os.path.join(hooks, "pre-commit.before-gogate")) as f:
            self.assertEqual(f.read(), "#!/bin/sh\nexit 0\n")
        self.assertExit(self.r.gogate("hook", "install", "pre-comit"), 2)
        self.r.git("config", "core.hooksPath", "own-hooks")
        self.assertExit(self.r.gogate("hook", "install"), 0)
        self.assertTrue(os.path.exists(os.path.join(self.r.path, "own-hooks/pre-commit")))

    def test_commit(self):
        self.assertExit(self.r.gogate("hook", "install"), 0)
        self.r.write("config.go", config_with("set at run time"))
        self.r.git("add", "-A")
        self.passed(self.git("commit", "-qm", "fine"))
        self.r.write("config.go", config_with(github_token()))
        self.blocked(self.git("commit", "-qam", "all"))
        self.blocked(self.git("commit", "-qm", "one file", "config.go"))
        self.r.write("README.md", "# more\n")
        self.passed(self.git("commit", "-qm", "the other file", "README.md"))
        self.r.git("add", "-A")
        self.blocked(self.git("commit", "-qm", "staged"))
        self.assertEqual(self.r.git("log", "--format=%s").split("\n"), ["the other file", "fine", "first"])

    def test_push(self):
        self.server()
        self.assertExit(self.r.gogate("hook", "install", "pre-push"), 0)
        self.r.git("checkout", "-q", "-b", "feature")
        self.r.write("README.md", "# more\n")
        self.r.commit("fine")
        self.passed(self.git("push", "-q", "origin", "feature"))
        self.r.write("config.go", config_with(github_token()))
        self.r.commit("secret")
        self.r.remove("config.go")
        self.r.commit("removed again")
        self.blocked(self.git("push", "-q", "origin", "feature"))
        self.passed(self.git("push", "-q", "origin", "HEAD~2:refs/heads/other"))
        self.passed(self.git("push", "-q", "origin", ":other"))

    def test_receive(self):
        bare = self.server()
        self.assertExit(self.gogate("hook", "install", cwd=bare), 0)
        self.r.write("config.go", config_with(github_token()))
        self.r.write(".gogate.toml", "[secrets]\nenabled = false\n")
        tip = self.r.commit("secret, and a policy that allows it")
        for ref in ("main", "new"):
            self.blocked(self.git("push", "-q", "origin", "HEAD:refs/heads/" + ref))
            kept = subprocess.run(["git", "cat-file", "-e", tip], cwd=bare, env=self.env(), capture_output=True)
            self.assertNotEqual(kept.returncode, 0, "a refused push left its objects")
        self.r.git("reset", "-q", "--hard", "HEAD~1")
        self.r.write("README.md", "# more\n")
        self.r.commit("fine")
        self.passed(self.git("push", "-q", "origin", "HEAD:refs/heads/main", "HEAD:refs/heads/new"))
        self.passed(self.git("push", "-q", "origin", ":new"))
        self.r.write(".gogate.toml", "[secrets]\nenabled = false\n")
        self.r.commit("policy alone")
        self.passed(self.git("push", "-q", "origin", "HEAD:refs/heads/main"))
        self.r.write("config.go", config_with(github_token()))
        self.r.commit("now allowed by the old value's policy")
        self.passed(self.git("push", "-q", "origin", "HEAD:refs/heads/main"))

    def test_receive_of_two_refs_is_one_report(self):
        bare = self.server()
        out = os.path.join(self.tmp, "report.json")
        self.r.write("config.go", config_with(github_token(1)))
        one = self.r.commit("one")
        self.r.git("checkout", "-q", "--orphan", "other")
        self.r.write("config.go", config_with(github_token(2)))
        two = self.r.commit("two")
        self.r.git("push", "-q", "origin", one + ":refs/tmp/one", two + ":refs/tmp/two")
        for ref in ("one", "two"):
            subprocess.run(["git", "update-ref", "-d", "refs/tmp/" + ref], cwd=bare, env=self.env(), check=True)
        zero = "0" * 40
        lines = "%s %s refs/heads/a\n%s %s refs/heads/b\n" % (zero, one, zero, two)
        run = self.gogate("hook", "pre-receive", "--report", "json=" + out, "--report", "text", cwd=bare, stdin=lines.encode())
        self.assertExit(run, 1)
        with open(out) as f:
            report = json.load(f)
        self.assertEqual(report["verdict"], "blocked")
        self.assertEqual({f["at"]["commit"] for f in report["findings"]}, {one, two})
        self.assertIn("refs/heads/a", report["scope"])
        self.assertIn("refs/heads/b", report["scope"])
        self.assertEqual(run.out.count("BLOCKED"), 1)

    def test_pre_commit_framework_pushes_from_the_first_commit_on(self):
        self.r.write("config.go", config_with(github_token()))
        self.r.commit("secret")
        self.r.remove("config.go")
        self.r.commit("removed again")
        env = {"PRE_COMMIT_REMOTE_NAME": "origin", "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/main", "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/main"}
        self.assertExit(self.r.gogate("hook", "pre-commit", env=env), 1)

    def test_pre_commit_framework(self):
        self.r.write("config.go", config_with(github_token()))
        self.r.commit("an old secret")
        self.assertExit(self.r.gogate("hook", "pre-commit", "main.go"), 0)
        self.assertExit(self.r.gogate("hook", "pre-commit", "main.go", "config.go"), 1)
        self.assertExit(self.r.gogate("hook", "pre-commit"), 0)
        refs = {"PRE_COMMIT_FROM_REF": "HEAD~1", "PRE_COMMIT_TO_REF": "HEAD"}
        self.assertExit(self.r.gogate("hook", "pre-commit", "config.go", env=refs), 1)
        self.r.write("README.md", "# more\n")
        self.r.commit("later")
        self.assertExit(self.r.gogate("hook", "pre-commit", "README.md", env=refs), 0)

    def test_without_gogate_nothing_passes(self):
        self.assertExit(self.r.gogate("hook", "install"), 0)
        os.remove(os.path.join(self.bin, "gogate"))
        p = self.git("commit", "-q", "--allow-empty", "-m", "x")
        self.assertNotEqual(p.returncode, 0)
        self.assertIn(b"not in PATH", p.stderr)


if __name__ == "__main__":
    unittest.main()
