"""What must block, what must not, and what must not be called passed."""
import base64
import os
import unittest

from harness import Case, github_token
from planted import Maker


class Roles(Case):
    """One literal that the secrets' rules and a Go pattern both find."""

    def confidence(self, path, value):
        repo = self.repo(path.replace("/", "-"))
        repo.write(path, 'package p\n\ntype options struct{ Password string }\n\nvar o = options{Password: "%s"}\n' % value)
        run = repo.scan()
        found = [f for f in run.report["findings"] if f["at"]["path"] == path]
        self.assertEqual(len(found), 1, run.out[-3000:])
        return run.code, found[0]

    def test_the_file_s_role_lowers_what_two_scanners_found(self):
        value = Maker(5).password()
        code, found = self.confidence("app/fuzzer/fuzzer.go", value)
        self.assertIn("hardcoded-credential", [found["rule"], *found["also_rules"]])
        self.assertEqual((code, found["confidence"]), (0, "low"), found)
        # The graver of two witnesses speaks where nothing says that it is a test.
        code, found = self.confidence("app/fuzzy/main.go", value)
        self.assertIn("hardcoded-credential", [found["rule"], *found["also_rules"]])
        self.assertEqual(code, 1, found)


class Moves(Case):
    """A file that only moves is judged where it comes to stand."""

    def setUp(self):
        super().setUp()
        self.r = self.repo()
        self.r.write("README.md", "# app\n")

    def move(self, source, target, content, *edit, **files):
        """What a merge check says of a branch that moves `source` to `target`."""
        for path, text in files.items():
            self.r.write(path, text)
        self.r.write(source, content)
        self.r.commit("first")
        self.r.git("checkout", "-q", "-b", "feature")
        os.makedirs(os.path.dirname(os.path.join(self.r.path, target)), exist_ok=True)
        self.r.git("mv", source, target)
        for text in edit:
            self.r.write(target, text)
            self.r.git("add", "-A")
        staged = self.r.scan("--staged")
        self.r.commit("move")
        runs = [self.r.scan("--base", "main", *c) for c in ([], ["--committed"])]
        self.assertEqual(runs[0].rules, runs[1].rules)
        self.assertEqual(staged.rules, runs[0].rules)
        return runs[0]

    def secret(self):
        return "password = '%s'\n" % Maker(5).password()

    def test_out_of_a_test_folder(self):
        run = self.move("testdata/app.conf", "config/app.conf", self.secret())
        self.assertExit(run, 1)
        self.assertEqual([f["at"]["path"] for f in run.report["findings"]], ["config/app.conf"])

    def test_out_of_a_test_folder_with_an_edit_elsewhere(self):
        lines = "".join("# line %d\n" % i for i in range(40))
        self.assertExit(self.move("testdata/app.conf", "config/app.conf", self.secret() + lines, self.secret() + lines + "# one more\n"), 1)

    def test_go_code_out_of_a_test(self):
        code = 'package p\n\nimport "crypto/tls"\n\nvar c = &tls.Config{InsecureSkipVerify: true}\n'
        self.assertExit(self.move("app/tls_test.go", "app/tls.go", code), 1)

    def test_a_text_that_becomes_code(self):
        code = 'package p\n\nimport "crypto/tls"\n\nvar c = &tls.Config{InsecureSkipVerify: true}\n'
        self.assertExit(self.move("app/tls.txt", "app/tls.go", code), 1)

    def test_out_of_an_excluded_folder(self):
        policy = {".gogate.toml": '[scan]\nexclude = ["old/**"]\n'}
        self.assertExit(self.move("old/a.txt", "new/a.txt", github_token(1), **policy), 1)

    def test_out_of_an_allowed_path(self):
        config = {".gitleaks.toml": "[extend]\nuseDefault = true\n[allowlist]\npaths = ['^old/']\n"}
        self.assertExit(self.move("old/a.txt", "new/a.txt", github_token(1), **config), 1)

    def test_out_of_a_path_that_github_ignores(self):
        ignored = {".github/secret_scanning.yml": "paths-ignore:\n  - 'old/**'\n"}
        self.assertExit(self.move("old/a.txt", "new/a.txt", github_token(1), **ignored), 1)

    def test_elsewhere_it_is_as_old_as_it_was(self):
        for at, (source, target) in enumerate([("a/x.txt", "b/x.txt"), ("a/x.conf", "testdata/x.conf"), ("testdata/y.conf", "tests/y.conf")]):
            with self.subTest(target):
                self.r = self.repo("repo%d" % at)
                run = self.move(source, target, github_token(1) if at == 0 else self.secret())
                self.assertExit(run, 0)
                self.assertEqual(run.report["findings"], [])
        self.r = self.repo("excluded")
        self.assertExit(self.move("a/x.txt", "old/x.txt", github_token(1), **{".gogate.toml": '[scan]\nexclude = ["old/**"]\n'}), 0)

    def test_a_merge_that_moves(self):
        self.r.write("testdata/app.conf", self.secret())
        self.r.commit("first")
        self.r.git("checkout", "-q", "-b", "feature")
        self.r.write("b.txt", "b\n")
        self.r.commit("b")
        self.r.git("checkout", "-q", "-b", "other", "main")
        self.r.write("c.txt", "c\n")
        self.r.commit("c")
        self.r.git("checkout", "-q", "feature")
        self.r.git("merge", "-q", "--no-commit", "other")
        os.mkdir(os.path.join(self.r.path, "config"))
        self.r.git("mv", "testdata/app.conf", "config/app.conf")
        self.r.git("commit", "-q", "-m", "merge")
        self.assertExit(self.r.scan("--base", "main"), 1)


class ManyMatches(Case):
    """A file with more matches of a rule than anybody would list."""

    def setUp(self):
        super().setUp()
        self.r = self.repo()
        self.values = [Maker(n).password() for n in range(1500)]

    def lines(self, behind=""):
        return "".join("password = '%s'%s\n" % (v, behind) for v in self.values)

    def test_in_a_test_folder(self):
        self.r.write("testdata/app.conf", self.lines())
        self.assertExit(self.r.gogate("scan"), 0)

    def test_beside_a_change(self):
        rest = "".join("password = '%s'\n" % Maker(n).password() for n in range(6000))
        self.r.write("app.conf", rest)
        self.r.commit()
        self.r.git("checkout", "-q", "-b", "feature")
        self.r.write("app.conf", rest + "# end\n")
        self.r.commit()
        self.assertExit(self.r.gogate("scan", "--base", "main"), 0)
        self.r.write("app.conf", rest + "password = '%s'\n" % Maker(9999).password())
        self.r.commit()
        self.assertExit(self.r.gogate("scan", "--base", "main"), 3)

    def test_in_an_allowed_path(self):
        self.r.write(".gitleaks.toml", "[extend]\nuseDefault = true\n[allowlist]\npaths = ['^old/']\n")
        self.r.write("old/app.conf", self.lines())
        self.assertExit(self.r.gogate("scan"), 0)

    def test_with_comments(self):
        self.r.write("app.conf", self.lines(" # gogate:ignore generic-secret-assignment -- a word list"))
        self.assertExit(self.r.gogate("scan"), 0)

    def test_in_a_baseline(self):
        self.r.write("app.conf", self.lines())
        self.r.commit()
        known = os.path.join(self.tmp, "known.json")
        self.assertExit(self.r.gogate("scan", "--report", "json=" + known), 1)
        self.assertExit(self.r.gogate("scan", "-b", known), 0)
        self.assertExit(self.r.gogate("scan", "--history", "-b", known), 0)


class Sops(Case):
    def test_the_nearest_file_decides(self):
        repo = self.repo()
        value = "password: %s\n" % Maker(5).password()
        repo.write("deploy/.sops.yaml", "creation_rules:\n- path_regex: ^secrets/\n")
        repo.write("deploy/secrets/a.yaml", "name: anything\n")
        repo.write("secrets/a.yaml", "name: anything\n")
        repo.commit("first")
        unencrypted = lambda run: sorted(f["at"]["path"] for f in run.report["findings"] if f["rule"] == "sops-unencrypted-value")
        self.assertEqual(unencrypted(repo.scan()), ["deploy/secrets/a.yaml"])
        repo.git("checkout", "-q", "-b", "feature")
        # The target branch's counts, whatever the change makes of it.
        repo.write("deploy/.sops.yaml", "creation_rules: []\n")
        repo.write("deploy/secrets/b.yaml", value)
        repo.write("secrets/b.yaml", value)
        repo.commit("b")
        self.assertEqual(unencrypted(repo.scan("--base", "main")), ["deploy/secrets/b.yaml"])
        self.assertEqual(unencrypted(repo.scan()), [])
        repo.write("deploy/.sops.yaml", "creation_rules: [\n")
        run = repo.scan()
        self.assertEqual([(g["kind"], g["place"]) for g in run.report["gaps"]], [("bad-rule", "deploy/.sops.yaml")])


class NothingLookedAt(Case):
    def test_what_is_encoded_too_deeply_is_a_gap(self):
        text = ("token = %s\n" % github_token(4)).encode()
        for depth in range(1, 8):
            text = base64.b64encode(text)
            run = self.gogate("scan", "--stdin", stdin=text)
            self.assertExit(run, 1 if depth <= 5 else 3)
        self.assertIn("encoded more than 5 times over", run.out)
        self.assertExit(self.gogate("scan", "--stdin", "--max-decode-depth", "0", stdin=text), 0)

    def test_a_date_to_come_is_a_wrong_use(self):
        repo = self.repo()
        repo.write("a.txt", github_token(1))
        repo.commit()
        for date in ("2999-01-01", "@99999999999", "2999-01-01T00:00:00+01:00"):
            run = repo.gogate("scan", "--history", "--since", date)
            self.assertExit(run, 2)
            self.assertIn("future", run.err)
        self.assertExit(repo.gogate("scan", "--history", "--since", "2020-01-01"), 1)


if __name__ == "__main__":
    unittest.main()
