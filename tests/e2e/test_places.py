"""Secrets elsewhere than in files: messages, notes, names, .git/config, what no
ref reaches; and what a history says of a secret that came and went."""
import json
import os
import re
import unittest

from harness import Case, github_token


def places(run):
    return sorted(f["at"]["path"] for f in run.report["findings"])


class Places(Case):
    def assertNowhere(self, secret, *runs):
        for run in runs:
            for i in range(len(secret) - 7):
                self.assertNotIn(secret[i : i + 8], run.out + run.err)

    def assertSilent(self, secret, repo, *args):
        """No format shows eight bytes of it."""
        for report in ("text", "json", "sarif", "junit"):
            self.assertNowhere(secret, repo.gogate("scan", "--report", report, "-v", *args))

    def plain(self, name="repo"):
        repo = self.repo(name)
        repo.write("a.txt", "one\n")
        repo.commit("begin")
        return repo

    def test_commit_message(self):
        repo = self.plain()
        token = github_token(1)
        repo.write("a.txt", "two\n")
        commit = repo.commit("use " + token)
        for args in (["--history"], ["--range", "HEAD~1..HEAD"], ["--commit", "HEAD"]):
            run = repo.scan(*args)
            self.assertExit(run, 1)
            self.assertEqual(places(run), ["commit:%s/message" % commit])
            f = run.report["findings"][0]
            self.assertEqual(f["place"], "commit-message")
            self.assertIn("git commit --amend", f["advice"])
            self.assertSilent(token, repo, *args)

    def test_commit_message_below_the_tip(self):
        repo = self.plain()
        commit = repo.commit("use " + github_token(1))
        repo.commit("next")
        advice = repo.scan("--history").report["findings"][0]["advice"]
        self.assertIn("git rebase -i %s^" % commit[:12], advice)

    def test_published_messages_warn(self):
        server = self.plain("server")
        server.commit("use " + github_token(1))
        clone = os.path.join(self.tmp, "clone")
        server.git("clone", "-q", server.path, clone)
        repo = self.repo("clone")
        for args in (["--history"], ["--range", "HEAD~1..HEAD"]):
            run = repo.scan(*args)
            self.assertExit(run, 0)
            f = run.report["findings"][0]
            self.assertTrue(f["published"])
            self.assertIn("revoke", f["advice"])
        self.assertIn("warns only", repo.gogate("scan", "--history").out)
        # Whether it comes in is still open in a merge check.
        repo.git("branch", "target", "HEAD~1")
        self.assertExit(repo.scan("--base", "target", "--committed"), 1)

    def test_bare_repository_is_published(self):
        repo = self.plain()
        repo.commit("use " + github_token(1))
        bare = os.path.join(self.tmp, "bare.git")
        repo.git("clone", "-q", "--bare", repo.path, bare)
        run = self.gogate("scan", "--history", "--report", "json", bare)
        self.assertExit(run, 0)
        self.assertTrue(run.json()["findings"][0]["published"])

    def test_tag_message_and_name(self):
        repo = self.plain()
        token = github_token(2)
        repo.git("tag", "-a", "-m", "signed with " + token, "v1")
        named = github_token(3)
        repo.git("tag", "x-" + named)
        run = repo.scan("--history")
        self.assertExit(run, 1)
        found = places(run)
        self.assertIn("tag:v1/message", found)
        self.assertEqual(len(found), 2)
        self.assertTrue(found[1].startswith("tag:x-"), found)
        self.assertSilent(token, repo, "--history")
        self.assertSilent(named, repo, "--history")

    def test_notes(self):
        repo = self.plain()
        token = github_token(2)
        commit = repo.git("rev-parse", "HEAD")
        repo.git("notes", "add", "-m", "uses " + token)
        repo.git("notes", "--ref", "review", "add", "-m", "it uses " + token)
        run = repo.scan("--history")
        self.assertExit(run, 1)
        everywhere = set()
        for f in run.report["findings"]:
            everywhere |= {f["at"]["path"]} | {o["path"] for o in f.get("also", [])}
            self.assertEqual(f["place"], "note")
        self.assertEqual(everywhere, {"note:" + commit, "note:review/" + commit})

    def test_where_links_lead(self):
        token = github_token(8)
        repo = self.plain()
        os.symlink("/run/%s/x" % token, os.path.join(repo.path, "link"))
        os.mkdir(os.path.join(repo.path, "old"))
        os.symlink("/run/%s/x" % token, os.path.join(repo.path, "old/link"))

        def check(*args, out="old/**"):
            run = repo.scan(*args, "--exclude", out)
            self.assertExit(run, 1)
            self.assertEqual(places(run), ["link"], args)
            self.assertSilent(token, repo, *args)

        check()
        check("--no-git")
        check("--base", "main")
        repo.git("add", "-A")
        check("--staged")
        check("--base", "main")
        repo.git("checkout", "-q", "-b", "feature")
        repo.commit("links")
        check("--base", "main")
        check("--history")
        check()
        # Changed on disk only.
        self.assertExit(repo.scan("--base", "feature"), 0)
        for name in ("link", "old/link"):
            os.remove(os.path.join(repo.path, name))
            os.symlink("/run/%s/y" % token, os.path.join(repo.path, name))
        check("--base", "feature")

    def test_a_link_is_no_code(self):
        repo = self.plain()
        os.symlink("../elsewhere/y.go", os.path.join(repo.path, "y.go"))
        repo.git("add", "-A")
        for args in (["--staged"], ["--base", "main"]):
            run = repo.scan(*args)
            self.assertExit(run, 0)
            self.assertEqual(run.report["gaps"], [])
        repo.commit("link")
        self.assertExit(repo.scan("--commit", "HEAD"), 0)
        # A file of the same bytes is.
        os.remove(os.path.join(repo.path, "y.go"))
        repo.write("y.go", "../elsewhere/y.go")
        repo.commit("file")
        self.assertExit(repo.scan("--commit", "HEAD"), 3)

    def test_tagger(self):
        repo = self.plain()
        token = github_token(9)
        repo.git("tag", "-a", "-m", "release", "v1", env={"GIT_COMMITTER_NAME": token})
        run = repo.scan("--history")
        self.assertExit(run, 1)
        self.assertEqual(places(run), ["tag:v1/tagger"])
        self.assertIn("git tag -d", run.report["findings"][0]["advice"])
        self.assertSilent(token, repo, "--history")
        pushed = "refs/tags/v1 %s refs/tags/v1 %s\n" % (repo.git("rev-parse", "v1"), "0" * 40)
        run = repo.gogate("hook", "pre-push", "origin", "url", "--report", "json", stdin=pushed.encode())
        self.assertExit(run, 1)
        self.assertEqual([f["at"]["path"] for f in run.json()["findings"]], ["tag:v1/tagger"])

    def test_file_names(self):
        token = github_token(4)
        repo = self.plain()
        repo.write("keys/%s/a.txt" % token, "x\n")
        repo.write("keys/%s.txt" % token, "y\n")
        for args in ([], ["--no-git"]):
            run = repo.scan(*args)
            self.assertExit(run, 1)
            self.assertEqual({f["place"] for f in run.report["findings"]}, {"path-name"})
            self.assertEqual(sum(f["occurrences"] for f in run.report["findings"]), 2)
            self.assertSilent(token, repo, *args)
        repo.git("add", "-A")
        self.assertExit(repo.scan("--staged"), 1)
        self.assertSilent(token, repo, "--staged")
        commit = repo.commit("keys")
        for args in (["--range", "HEAD~1..HEAD"], ["--history"]):
            run = repo.scan(*args)
            self.assertExit(run, 1)
            for f in run.report["findings"]:
                self.assertEqual(f["at"]["commit"], commit)
                self.assertTrue(f["at"]["path"].startswith("path:keys/"), f["at"])
            self.assertEqual(sum(f["occurrences"] for f in run.report["findings"]), 2)
            self.assertSilent(token, repo, *args)
        # A change in such a file does not bring its name in again.
        repo.write("keys/%s.txt" % token, "z\n")
        repo.commit("edit")
        self.assertExit(repo.scan("--range", "HEAD~1..HEAD"), 0)

    def test_a_pure_rename_brings_a_name_in(self):
        repo = self.plain()
        repo.git("mv", "a.txt", github_token(4) + ".txt")
        repo.commit("rename")
        self.assertEqual(len(repo.scan("--range", "HEAD~1..HEAD").report["findings"]), 1)
        run = repo.scan("--history")
        self.assertEqual(len(run.report["findings"]), 1)
        self.assertTrue(run.report["findings"][0]["at_head"])

    def test_other_findings_in_a_file_with_such_a_name(self):
        repo = self.plain()
        name, inside = github_token(4), github_token(5)
        repo.write("%s.txt" % name, "token = %s\n" % inside)
        repo.write("%s.bin" % name, os.urandom(2000))
        os.symlink("a.txt", os.path.join(repo.path, name + ".link"))
        self.assertSilent(name, repo)
        repo.commit("more")
        self.assertSilent(name, repo, "--history")
        self.assertSilent(name, repo, "--commit", "HEAD")
        self.assertSilent(name, repo, "--max-file-size", "100")

    def test_authors(self):
        repo = self.plain()
        token = github_token(6)
        repo.write("a.txt", "key = %s\n" % github_token(7))
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", "x", env={"GIT_AUTHOR_EMAIL": token + "@example.org"})
        for args in (["--history"], ["--commit", "HEAD"]):
            run = repo.scan(*args)
            self.assertExit(run, 1)
            self.assertIn("commit:%s/author" % repo.git("rev-parse", "HEAD"), places(run))
            self.assertSilent(token, repo, *args)

    def test_branch_names(self):
        repo = self.plain()
        token = github_token(8)
        repo.git("checkout", "-q", "-b", "fix-" + token)
        repo.write("a.txt", "two\n")
        repo.commit("work")
        for args in (["--history"], ["--base", "main"]):
            run = repo.scan(*args)
            self.assertExit(run, 1)
            self.assertEqual([f["place"] for f in run.report["findings"]], ["ref-name"])
            self.assertSilent(token, repo, *args)
        self.assertSilent(token, repo)  # the branch is told in every report

    def test_git_config(self):
        repo = self.plain()
        token = github_token(9)
        repo.git("config", "remote.origin.url", "https://ana:%s@example.org/x.git" % token)
        self.assertExit(repo.scan(), 0)
        for args in (["--git-config"], ["--history", "--git-config"]):
            run = repo.scan(*args)
            self.assertExit(run, 1)
            self.assertEqual(places(run), [".git/config"])
            self.assertSilent(token, repo, *args)
        self.assertExit(repo.scan("--git-config", "--commit", "HEAD"), 2)

    def test_stashes(self):
        repo = self.plain()
        for seed in (1, 2):
            repo.write("a.txt", "token = %s\n" % github_token(seed))
            repo.git("stash", "-q")
        self.assertEqual(len(repo.scan("--history").report["findings"]), 2)
        self.assertExit(repo.scan("--history=main"), 0)
        self.assertEqual(len(repo.scan("--history=main", "--stashes").report["findings"]), 2)
        self.assertExit(repo.scan("--stashes"), 2)

    def test_unreachable(self):
        repo = self.plain()
        repo.write("a.txt", "token = %s\n" % github_token(1))
        lost = repo.commit("lost")
        repo.git("reset", "-q", "--hard", "HEAD~1")
        blob = repo.git("hash-object", "-w", "--stdin", stdin=("token = %s\n" % github_token(2)).encode())
        self.assertExit(repo.scan("--history"), 0)
        run = repo.scan("--history", "--unreachable")
        self.assertExit(run, 1)
        self.assertEqual(places(run), ["a.txt", "unreachable:" + blob])
        self.assertEqual(run.report["findings"][0]["at"]["commit"], lost)
        # git prunes bit by bit: that is no gap.
        os.remove(os.path.join(repo.path, ".git/objects", *re.match("(..)(.*)", repo.git("rev-parse", lost + ":a.txt")).groups()))
        self.assertEqual(repo.scan("--history", "--unreachable").report["gaps"], [])


class Standing(Case):
    def test_came_and_went(self):
        repo = self.repo()
        repo.write("a.go", "package a\n\nvar k = \"%s\"\n" % github_token(1))
        repo.write("b.go", "package a\n\nvar l = \"%s\"\n" % github_token(2))
        first = repo.commit("both")
        repo.write("a.go", "package a\n")
        gone = repo.commit("out")
        repo.git("mv", "b.go", "c.go")
        repo.commit("move")
        run = repo.scan("--history")
        by = {}
        for f in run.report["findings"]:
            for o in [f["at"]] + f.get("also", []):
                by[o["path"]] = o
        self.assertEqual(by["a.go"]["commit"], first)
        self.assertFalse(by["a.go"]["at_head"])
        self.assertEqual([r["commit"] for r in by["a.go"]["removed"]], [gone])
        self.assertEqual(by["a.go"]["removed"][0]["author"], "Ana <ana@example.org>")
        self.assertNotIn("removed", by["b.go"])  # moved, not removed
        self.assertTrue(by["c.go"]["at_head"])
        text = repo.gogate("scan", "--history").out
        self.assertIn("no longer at HEAD; removed in commit " + gone[:12], text)
        self.assertIn("still stands at HEAD", text)
        for report in ("sarif", "junit"):
            self.assertIn("no longer at HEAD", repo.gogate("scan", "--history", "--report", report).out)

    def test_a_merge_removes_what_neither_side_removed(self):
        repo = self.repo()
        repo.write("a.txt", "token = %s\n" % github_token(1))
        repo.commit("in")
        repo.git("checkout", "-q", "-b", "side")
        repo.write("side", "x\n")
        repo.commit("side")
        repo.git("checkout", "-q", "main")
        repo.write("main", "x\n")
        repo.commit("main")
        repo.git("merge", "-q", "--no-commit", "side")
        repo.write("a.txt", "nothing\n")
        merge = repo.commit("merge")
        at = repo.scan("--history").report["findings"][0]["at"]
        self.assertEqual([r["commit"] for r in at["removed"]], [merge])
        self.assertFalse(at["at_head"])

    def test_since_and_excluded_refs(self):
        repo = self.repo()
        when = lambda day: {"GIT_AUTHOR_DATE": day + "T12:00:00Z", "GIT_COMMITTER_DATE": day + "T12:00:00Z"}
        repo.write("old.txt", "token = %s\n" % github_token(1))
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", "old", env=when("2025-01-01"))
        repo.git("tag", "old")
        repo.write("old.txt", "# edited\ntoken = %s\n" % github_token(1))
        repo.write("new.txt", "token = %s\n" % github_token(2))
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", "new", env=when("2026-01-01"))
        paths = lambda *args: places(repo.scan("--history", *args))
        self.assertEqual(paths(), ["new.txt", "old.txt"])
        self.assertEqual(paths("--since", "2025-06-01"), ["new.txt"])
        self.assertEqual(paths("--since", "2025-06-01T00:00:00+02:00"), ["new.txt"])
        self.assertEqual(paths("--since", "@1735689600"), ["new.txt", "old.txt"])
        self.assertEqual(paths("--history=main", "--history=^old"), ["new.txt"])
        self.assertExit(repo.scan("--history", "--since", "soonish"), 2)
        self.assertExit(repo.scan("--since", "2025-01-01"), 2)
        repo.git("checkout", "-q", "-b", "bot/bump", "old")
        repo.write("bot.txt", "token = %s\n" % github_token(3))
        repo.commit("bump")
        repo.git("checkout", "-q", "main")
        self.assertIn("bot.txt", paths())
        self.assertNotIn("bot.txt", paths("--exclude-ref", "bot/*"))
        self.assertNotIn("bot.txt", paths("--exclude-ref", "refs/heads/bot"))
        self.assertNotIn("old.txt", paths("--exclude", "old.txt"))
        self.assertExit(repo.scan("--history", "--exclude-ref", "*"), 3)  # no ref is left to look at

    def test_since_in_a_shallow_clone(self):
        server = self.repo("server")
        for day in ("2025-01-01", "2025-06-01", "2026-01-01"):
            server.write("a.txt", day)
            server.git("add", "-A")
            server.git("commit", "-q", "-m", day, env={"GIT_COMMITTER_DATE": day + "T12:00:00Z"})
        server.git("clone", "-q", "--depth", "2", "file://" + server.path, os.path.join(self.tmp, "clone"))
        repo = self.repo("clone")
        run = repo.scan("--history")
        self.assertExit(run, 3)
        self.assertEqual(run.report["gaps"][0]["next_step"], "git fetch --unshallow")
        self.assertExit(repo.scan("--history", "--since", "2025-12-01"), 0)


if __name__ == "__main__":
    unittest.main()
