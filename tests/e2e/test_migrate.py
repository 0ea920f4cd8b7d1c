"""gogate migrate: what it writes silences what the other tool's files did, and survives rewritten history."""
import hashlib
import json
import os
import subprocess
import unittest

from harness import Case, github_token


def active(run):
    return sorted(f["at"]["path"] for f in run.report["findings"] if f["active"])


class Migrate(Case):
    def lay_out(self):
        repo = self.repo()
        repo.write("a.txt", "x\ntoken = %s\n" % github_token(1))
        one = repo.commit("one")
        repo.write("b.txt", "token = %s\n" % github_token(2))
        repo.commit("two")
        return repo, one

    def migrate(self, repo, *args, code=0):
        run = repo.gogate("migrate", *args, "--owner", "ana@example.org")
        self.assertExit(run, code)
        return run

    def test_gitleaks_entries_become_secrets_and_survive_a_squash(self):
        repo, one = self.lay_out()
        gone = "0123456789" * 4
        repo.write(".gitleaksignore", "# the demo account, rotated daily\n%s:a.txt:github-pat:2\n\nb.txt:github-pat:1\n" % one
                   + "%s:a.txt:github-pat:2\n%s:a.txt:github-pat:9\n%s:none.txt:github-pat:2\nb.txt:aws-access-token:1\nnonsense\n" % (gone, one, one))
        run = self.migrate(repo, "gitleaks", "--dry-run")
        self.assertIn("# .gogate/waivers.toml", run.out)
        self.assertFalse(os.path.exists(os.path.join(repo.path, ".gogate")))
        run = self.migrate(repo, "gitleaks", "--expires", "2099-01-01")
        self.assertIn("Dead entries:", run.out)
        dead = run.out.split("Dead entries:")[1]
        for line in (".gitleaksignore:5: commit 012345678901 is not in this repository", ".gitleaksignore:6: nothing is found at a.txt:9",
                     ".gitleaksignore:7: none.txt is not in commit", ".gitleaksignore:8: nothing is found at b.txt:1"):
            self.assertIn(line, dead)
        self.assertIn(".gitleaksignore:9: is no fingerprint", run.out)
        with open(os.path.join(repo.path, ".gogate/waivers.toml")) as f:
            text = f.read()
        self.assertEqual(text.count("id = \"s1-"), 2)
        self.assertIn("the demo account, rotated daily", text)
        self.assertNotIn(github_token(1)[4:12], text + run.out)
        repo.remove(".gitleaksignore")
        # Another history with the same content: no commit of the entries is left.
        repo.git("checkout", "-q", "--orphan", "squashed")
        repo.commit("all")
        repo.git("branch", "-D", "main")
        self.assertEqual(active(repo.scan("--history=squashed")), [])
        repo.git("mv", "a.txt", "c.txt")
        self.assertEqual(active(repo.scan()), [])

    def test_nothing_is_overwritten_without_force(self):
        repo, one = self.lay_out()
        repo.write(".gitleaksignore", one + ":a.txt:github-pat:2\n")
        repo.write(".gogate/waivers.toml", "# mine\n")
        run = self.migrate(repo, "gitleaks", code=2)
        self.assertIn("--force", run.err)
        with open(os.path.join(repo.path, ".gogate/waivers.toml")) as f:
            self.assertEqual(f.read(), "# mine\n")
        self.migrate(repo, "gitleaks", "--force")
        with open(os.path.join(repo.path, ".gogate/waivers.toml")) as f:
            self.assertIn("id = ", f.read())
        self.assertExit(repo.gogate("migrate", "gitleaks", "--dry-run", "--owner", "a", "--expires", "soon"), 2)
        self.assertExit(repo.gogate("migrate", "other"), 2)
        self.assertExit(repo.gogate("migrate", "gitleaks", "--dry-run"), 2)  # nobody answers

    def test_gitleaks_config_goes_on_as_it_is(self):
        repo, one = self.lay_out()
        repo.write(".gitleaks.toml", '[extend]\nuseDefault = true\n[[allowlists]]\npaths = ["^a[.]txt$"]\n')
        run = self.migrate(repo, "gitleaks")
        with open(os.path.join(repo.path, ".gogate.toml")) as f:
            self.assertIn('gitleaks-config = ".gitleaks.toml"', f.read())
        self.assertIn("goes on as it is", run.out)
        self.assertEqual(active(repo.scan()), ["b.txt"])

    def test_gitleaks_report(self):
        repo, one = self.lay_out()
        report = [{"RuleID": "github-pat", "File": "a.txt", "Commit": one, "StartLine": 2, "EndLine": 2, "StartColumn": 10, "EndColumn": 49, "Secret": "REDACTED"}]
        repo.write("../base.json", json.dumps(report))
        self.migrate(repo, "gitleaks", "--baseline-path", "../base.json")
        self.assertEqual(active(repo.scan()), ["b.txt"])

    def test_betterleaks_values(self):
        repo, one = self.lay_out()
        repo.remove("a.txt")
        repo.commit("gone from the tip")
        repo.write(".betterleaksignore", hashlib.sha256(github_token(1).encode()).hexdigest() + "\n" + "0" * 64 + "\n")
        run = self.migrate(repo, "betterleaks")
        self.assertIn(".betterleaksignore:2: gogate finds no such value", run.out)
        repo.remove(".betterleaksignore")
        self.assertEqual(active(repo.scan("--history")), ["b.txt"])

    def test_detect_secrets(self):
        repo, one = self.lay_out()
        repo.write("docs/c.txt", "token = %s\n" % github_token(3))
        digest = lambda t: hashlib.sha1(t.encode()).hexdigest()
        pre = "detect_secrets.filters."
        repo.write(".secrets.baseline", json.dumps({
            "version": "1.5.0",
            "plugins_used": [{"name": "Own", "path": "file://own.py"}],
            "filters_used": [{"path": pre + "regex.should_exclude_file", "pattern": ["^docs/", "(?!x)"]}, {"path": pre + "gibberish.should_exclude_secret"}],
            "results": {"a.txt": [{"type": "GitHub Token", "hashed_secret": digest(github_token(1)), "is_secret": False},
                                  {"type": "GitHub Token", "hashed_secret": digest("gone")}],
                        "b.txt": [{"type": "GitHub Token", "hashed_secret": digest(github_token(2)), "is_secret": True}]}}))
        run = self.migrate(repo, "detect-secrets")
        left = run.out.split("Not carried over:")[1]
        for text in ("(?!x)", "gibberish", "Own is a plugin", "was marked as a real secret"):
            self.assertIn(text, left)
        self.assertIn("gogate finds no such value in a.txt", left)
        repo.remove(".secrets.baseline")
        self.assertEqual(active(repo.scan()), ["b.txt"])

    def test_trufflehog(self):
        repo, one = self.lay_out()
        repo.write("docs/c.txt", "token = %s\n" % github_token(3))
        repo.write("d.txt", "acme key: acme_%s\n" % github_token(4)[4:24])
        repo.write("trufflehog.yaml", "detectors:\n  - name: Acme Key\n    keywords: [acme]\n    regex:\n      key: 'acme_[A-Za-z0-9]{20}'\n"
                   "    verify:\n      - endpoint: http://localhost/\n  - name: Bad\n    keywords: [bad]\n    regex:\n      key: '(?<!a)b'\nsources: []\n")
        repo.write("exclude.txt", "# no docs\n^docs/\n(\n")
        run = self.migrate(repo, "trufflehog", "--exclude-paths", os.path.join(repo.path, "exclude.txt"), "--exclude-detectors", "slack,NoSuchThing")
        left = run.out.split("Not carried over:")[1]
        for text in ("(?<!a)b", "verify", "sources", "NoSuchThing", "exclude.txt:3"):
            self.assertIn(text, left)
        run = repo.scan()
        self.assertEqual(active(run), ["a.txt", "b.txt", "d.txt"])
        self.assertIn("acme-key", [f["rule"] for f in run.report["findings"]])
        with open(os.path.join(repo.path, ".gogate.toml")) as f:
            self.assertIn('"slack-bot-token"', f.read())


if __name__ == "__main__":
    unittest.main()
