"""The main job: a change that adds a secret or an unsafe pattern is blocked,
the same change without it passes, and what was not looked at never passes."""
import os
import unittest

from harness import Case, github_token, go_project

UNSAFE = """package store

import (
	"context"
	"database/sql"
	"fmt"
)

type Store struct{ db *sql.DB }

func (s *Store) Name(ctx context.Context, id string) (string, error) {
	var name string
	err := s.db.QueryRowContext(ctx, fmt.Sprintf("SELECT name FROM users WHERE id = '%s'", id)).Scan(&name)
	return name, err
}
"""


def config_with(secret):
    return 'package main\n\nconst token = "%s"\n' % secret


class MainJob(Case):
    def setUp(self):
        super().setUp()
        self.r = self.repo()
        self.first = go_project(self.r)
        self.r.git("checkout", "-q", "-b", "feature")

    def test_clean_project_passes(self):
        run = self.r.scan()
        self.assertExit(run, 0)
        self.assertEqual(run.report["verdict"], "passed")
        self.assertGreaterEqual(run.report["coverage"]["blobs"], 4)

    def test_secret_is_blocked_in_each_mode(self):
        self.r.write("config.go", config_with(github_token()))
        self.assertExit(self.r.scan("--base", "main"), 1)  # the worktree counts outside CI
        self.assertExit(self.r.scan("--base", "main", "--committed"), 0)
        self.r.git("add", "-A")
        self.assertExit(self.r.scan("--staged"), 1)
        self.assertExit(self.r.gogate("hook", "pre-commit"), 1)
        tip = self.r.commit("add config")
        for args in (["--base", "main"], ["--commit", "HEAD"], ["--range", "main..HEAD"], ["--history"], []):
            with self.subTest(args=args):
                run = self.r.scan(*args)
                self.assertExit(run, 1)
                self.assertEqual(run.rules, ["github-pat"])
        line = "refs/heads/feature %s refs/heads/feature %s\n" % (tip, "0" * 40)
        self.assertExit(self.r.gogate("hook", "pre-push", "origin", "url", stdin=line.encode()), 1)
        self.assertExit(self.r.scan("--staged"), 0)

    def test_same_change_without_it_passes(self):
        self.r.write("config.go", config_with("set at run time"))
        self.r.git("add", "-A")
        self.assertExit(self.r.scan("--staged"), 0)
        tip = self.r.commit("add config")
        for args in (["--base", "main"], ["--commit", "HEAD"], ["--range", "main..HEAD"], ["--history"], []):
            with self.subTest(args=args):
                self.assertExit(self.r.scan(*args), 0)
        line = "refs/heads/feature %s refs/heads/feature %s\n" % (tip, "0" * 40)
        self.assertExit(self.r.gogate("hook", "pre-push", "origin", "url", stdin=line.encode()), 0)

    def test_unsafe_pattern_is_blocked_and_an_old_one_is_not(self):
        self.r.write("internal/store/store.go", UNSAFE)
        self.assertExit(self.r.scan("--base", "main"), 1)
        self.r.commit("query by format")
        run = self.r.scan("--base", "main")
        self.assertExit(run, 1)
        self.assertTrue(any("G201" in r["aliases"] for r in run.report["rules"]), run.out)
        self.r.git("checkout", "-q", "main")
        self.r.git("merge", "-q", "--ff-only", "feature")
        self.r.git("checkout", "-q", "-b", "later")
        self.r.write("internal/store/store.go", UNSAFE.replace("\tvar name string\n", "\t// the name\n\n\tvar name string\n"))
        self.r.commit("comment above an old finding")
        self.assertExit(self.r.scan("--base", "main"), 0)
        self.assertExit(self.r.scan(), 1)

    def test_secret_added_and_removed_within_the_range(self):
        self.r.write("config.go", config_with(github_token()))
        self.r.commit("add")
        self.r.remove("config.go")
        self.r.commit("remove")
        self.assertExit(self.r.scan("--base", "main"), 1)
        self.assertExit(self.r.scan("--range", "main..HEAD"), 1)
        self.assertExit(self.r.scan(), 0)

    def test_secret_in_a_commit_message(self):
        self.r.write("README.md", "# app, again\n")
        self.r.git("add", "-A")
        self.r.git("commit", "-q", "-m", "use " + github_token())
        self.assertExit(self.r.scan("--base", "main"), 1)
        self.assertExit(self.r.scan("--history"), 1)

    def test_evil_merge_is_introduced_by_the_merge(self):
        self.r.write("a.txt", "a\n")
        self.r.commit("a")
        self.r.git("checkout", "-q", "main")
        self.r.write("b.txt", "b\n")
        self.r.commit("b")
        self.r.git("merge", "-q", "--no-commit", "feature")
        self.r.write("config.go", config_with(github_token()))
        merge = self.r.commit("merge")
        run = self.r.scan("--commit", merge)
        self.assertExit(run, 1)
        self.assertExit(self.r.scan("--range", self.first + ".." + merge), 1)
        self.assertExit(self.r.scan("--history"), 1)

    def test_partial_clone_with_a_missing_blob_is_incomplete(self):
        self.r.git("checkout", "-q", "main")
        self.r.write("big.txt", "x" * 5000 + "\n")
        self.r.commit("big")
        self.r.write("small.txt", "y\n")
        self.r.commit("small")
        self.r.git("config", "uploadpack.allowFilter", "true")
        clone = os.path.join(self.tmp, "clone")
        self.r.git("clone", "-q", "--no-checkout", "--filter=blob:none", "file://" + self.r.path, clone)
        c = self.repo("clone")
        for args in (["--history"], ["--range", "HEAD~1..HEAD"]):
            with self.subTest(args=args):
                run = c.scan(*args)
                self.assertExit(run, 3)
                self.assertEqual(run.report["verdict"], "incomplete")
                self.assertTrue(any(g["kind"] == "missing-object" for g in run.report["gaps"]), run.out)

    def test_shallow_clone_without_the_base_is_incomplete(self):
        self.r.write("a.txt", "a\n")
        self.r.commit("a")
        clone = os.path.join(self.tmp, "clone")
        self.r.git("clone", "-q", "--depth", "1", "--no-single-branch", "file://" + self.r.path, clone)
        c = self.repo("clone")
        run = c.scan("--base", "origin/main")
        self.assertExit(run, 3)
        self.assertIn("fetch", run.out)
        self.assertExit(c.scan("--history"), 3)

    def test_suppression_that_the_change_adds_does_not_count(self):
        self.r.write("config.go", 'package main\n\nconst token = "%s" // gogate:ignore github-pat -- test\n' % github_token())
        self.r.git("add", "-A")
        staged = self.r.scan("--staged")
        self.assertExit(staged, 0)
        self.assertTrue(any("merge check" in w for w in staged.report["warnings"]), staged.out)
        self.r.commit("add")
        self.assertExit(self.r.scan("--base", "main"), 1)
        self.assertExit(self.r.scan(), 0)

    def test_comment_in_one_commit_and_secret_in_the_next(self):
        self.r.write("config.go", "package main\n\n// gogate:ignore github-pat -- agreed\nconst token = 1\n")
        self.r.commit("comment")
        self.r.write("config.go", 'package main\n\n// gogate:ignore github-pat -- agreed\nconst token = "%s"\n' % github_token())
        self.r.commit("token")
        self.assertExit(self.r.scan("--base", "main"), 1)

    def test_rules_of_the_change_do_not_count(self):
        rule = 'rules:\n- id: no-foo\n  languages: [go]\n  severity: ERROR\n  message: no\n  pattern: %s()\n'
        self.r.git("checkout", "-q", "main")
        self.r.write("ci/r.yaml", rule % "foo")
        self.r.commit("rule")
        self.r.git("checkout", "-q", "-b", "weaker")
        self.r.write("ci/r.yaml", rule % "bar")
        self.r.write("main.go", "package main\n\nfunc foo() {}\n\nfunc main() { foo() }\n")
        self.r.commit("weaker")
        self.assertExit(self.r.scan("--base", "main", "--rules", "ci"), 1)
        self.assertExit(self.r.scan("--base", "main", "--rules", "ci/r.yaml"), 1)

    def test_policy_of_the_change_does_not_count(self):
        self.r.write("config.go", config_with(github_token()))
        self.r.write(".gogate.toml", 'fail-on = "critical"\nfail-confidence = "certain"\n[secrets]\nenabled = false\n')
        self.r.write(".gitleaks.toml", '[[rules]]\nid = "none"\ndescription = "x"\nregex = "zzzz"\n')
        self.r.commit("add")
        run = self.r.scan("--base", "main")
        self.assertExit(run, 1)
        self.assertEqual(run.rules, ["github-pat"])
        self.assertExit(self.r.scan(), 0)

    def test_renames_deletions_and_modes_pass(self):
        self.r.git("checkout", "-q", "main")
        self.r.write("config.go", config_with(github_token()))
        self.r.commit("old secret")
        self.r.git("checkout", "-q", "-b", "move")
        self.r.git("mv", "config.go", "settings.go")
        os.chmod(os.path.join(self.r.path, "main.go"), 0o755)
        self.r.remove("README.md")
        self.r.commit("move")
        run = self.r.scan("--base", "main")
        self.assertExit(run, 0)

    def test_everything_excluded_is_incomplete(self):
        self.r.write("a.txt", "a\n")
        self.r.commit("a")
        self.assertExit(self.r.scan("--range", "main..HEAD", "--exclude", "**", "--skip", "generic-secret-assignment"), 3)


if __name__ == "__main__":
    unittest.main()
