"""What users of other scanners already have: ignore files, baselines, comments, path exclusions.

Where the other tool is at hand (GITLEAKS names it) the same entries are given
to it, and must silence the same findings there.
"""
import hashlib
import json
import os
import shutil
import subprocess
import unittest

from harness import Case, github_token

GITLEAKS = shutil.which(os.environ.get("GITLEAKS", "gitleaks"))


def active(run):
    """(path, line) of each place at which something stands."""
    out = set()
    for f in run.report["findings"]:
        if f["active"]:
            out.add((f["at"]["path"], f["region"]["start_line"]))
            out.update((o["path"], o.get("line", f["region"]["start_line"])) for o in f.get("also", []))
    return sorted(out)


def by(run):
    """path -> what silenced it."""
    return {f["at"]["path"]: f["suppression"]["directive"] for f in run.report["findings"] if f.get("suppression")}


class IgnoreFiles(Case):
    def lay_out(self):
        """Three commits: two secrets, a rename, one more."""
        repo = self.repo()
        repo.write("a.txt", "x\ny\ntoken = %s\n" % github_token(1))
        repo.write("dir/b.txt", "token = %s\n" % github_token(2))
        one = repo.commit("one")
        repo.git("mv", "a.txt", "moved.txt")
        two = repo.commit("two")
        repo.write("dir/b.txt", "new line\nother = %s\ntoken = %s\n" % (github_token(3), github_token(2)))
        three = repo.commit("three")
        return repo, (one, two, three)

    def gitleaks(self, repo, *args):
        if not GITLEAKS:
            self.skipTest("no gitleaks")
        out = os.path.join(self.tmp, "gitleaks.json")
        p = subprocess.run([GITLEAKS, *args, "--exit-code", "0", "-f", "json", "-r", out, "--log-level", "error"], cwd=repo.path, env=self.env(), capture_output=True, timeout=100)
        self.assertEqual(p.returncode, 0, p.stderr.decode())
        with open(out) as f:
            return json.load(f)

    def test_every_fingerprint_of_gitleaks_silences_the_same_here(self):
        repo, _ = self.lay_out()
        found = self.gitleaks(repo, "git", ".")
        self.assertEqual(len(found), 3)
        self.assertNotEqual(active(repo.scan("--history")), [])
        repo.write(".gitleaksignore", "# known\r\n\r\n" + "".join(f["Fingerprint"] + "\r\n" for f in found))
        self.assertEqual(self.gitleaks(repo, "git", "."), [])
        run = repo.scan("--history")
        self.assertEqual(active(run), [], run.out[:3000])
        self.assertEqual(set(by(run).values()), {".gitleaksignore"})
        self.assertExit(run, 0)
        # One of them taken away: that one stands in both.
        for left in found:
            repo.write(".gitleaksignore", "".join(f["Fingerprint"] + "\n" for f in found if f is not left))
            self.assertEqual([f["Fingerprint"] for f in self.gitleaks(repo, "git", ".")], [left["Fingerprint"]])
            run = repo.scan("--history")
            self.assertIn((left["File"], left["StartLine"]), active(run))
            # A renamed file goes with its first name.
            self.assertEqual(len([f for f in run.report["findings"] if f["active"]]), 1)

    def test_entries_without_a_commit_hold_for_the_worktree_too(self):
        repo, _ = self.lay_out()
        found = self.gitleaks(repo, "dir", ".")
        entries = ["%s:%s:%d" % (f["File"], f["RuleID"], f["StartLine"]) for f in found]
        self.assertEqual(len(entries), 3)
        repo.write(".gitleaksignore", "\n".join(e.replace("dir/", "dir\\") for e in entries))
        self.assertEqual(self.gitleaks(repo, "dir", "."), [])
        run = repo.scan()
        self.assertEqual(active(run), [])
        self.assertEqual(len(by(run)), 2)
        repo.write(".gitleaksignore", entries[0])
        self.assertEqual(len(self.gitleaks(repo, "dir", ".")), 2)
        self.assertEqual(len(active(repo.scan())), 2)

    def test_an_entry_of_another_commit_rule_line_or_path_silences_nothing(self):
        repo, (one, two, three) = self.lay_out()
        before = active(repo.scan("--history"))
        repo.write(".gitleaksignore", "\n".join([
            two + ":a.txt:github-pat:3", one + ":a.txt:github-pat:2", one + ":a.txt:aws-access-token:3", one + ":b.txt:github-pat:1",
            "a.txt:github-pat:4", "no fingerprint"]) + "\n")
        run = repo.scan("--history")
        self.assertEqual(active(run), before)
        self.assertTrue(any(".gitleaksignore:6: is no fingerprint" in w for w in run.report["warnings"]), run.report["warnings"])
        self.assertTrue(any("5 entries" in w for w in run.report["warnings"]), run.report["warnings"])
        idle = [n["place"] for n in run.report["notes"] if "ignores nothing" in n["what"]]
        self.assertEqual(idle, [".gitleaksignore:%d" % n for n in range(1, 6)])
        # A part of the history is no reason to call them idle.
        self.assertFalse([n for n in repo.scan("--history", "--include", "dir/**").report["notes"] if "ignores nothing" in n["what"]])
        self.assertFalse([n for n in repo.scan("--range", "HEAD~1..HEAD").report["notes"] if "ignores nothing" in n["what"]])

    def test_two_equal_secrets_in_a_file_need_two_entries(self):
        repo = self.repo()
        repo.write("a.txt", "k = {0}\n\nk = {0}\n".format(github_token(1)))
        one = repo.commit("one")
        repo.write(".gitleaksignore", one + ":a.txt:github-pat:1\n")
        self.assertEqual(active(repo.scan("--history")), [("a.txt", 3)])
        repo.write(".gitleaksignore", one + ":a.txt:github-pat:1\n" + one + ":a.txt:github-pat:3\n")
        self.assertEqual(active(repo.scan("--history")), [])

    def test_other_places_of_the_file(self):
        repo, (one, two, three) = self.lay_out()
        found = active(repo.scan())
        for at in ("elsewhere", "elsewhere/.gitleaksignore"):
            repo.write("elsewhere/.gitleaksignore", "moved.txt:github-pat:3\n")
            run = repo.scan("-i", at)
            self.assertEqual([x for x in found if x not in active(run)], [("moved.txt", 3)])
        self.assertExit(repo.gogate("scan", "-i", "absent"), 2)

    def test_betterleaks_value_fingerprints(self):
        repo, _ = self.lay_out()
        repo.write(".betterleaksignore", "# known\n%s\n" % hashlib.sha256(github_token(1).encode()).hexdigest())
        run = repo.scan("--history")
        self.assertNotIn("a.txt", [p for p, _ in active(run)])
        self.assertNotIn("moved.txt", [p for p, _ in active(run)])
        self.assertIn(".betterleaksignore", by(run).values())
        self.assertEqual([p for p, _ in active(repo.scan())], ["dir/b.txt", "dir/b.txt"])


class Baselines(IgnoreFiles):
    def test_report_of_gitleaks(self):
        for redact in ([], ["--redact"], ["--redact=50"]):
            with self.subTest(redact):
                shutil.rmtree(os.path.join(self.tmp, "repo"), ignore_errors=True)
                repo, _ = self.lay_out()
                found = self.gitleaks(repo, "git", ".", *redact)
                path = os.path.join(self.tmp, "baseline.json")
                with open(path, "w") as f:
                    json.dump(found, f)
                self.assertEqual(self.gitleaks(repo, "git", ".", "--baseline-path", path, *redact), [])
                run = repo.scan("--history", "--baseline-path", path)
                self.assertEqual(active(run), [])
                self.assertEqual(set(by(run).values()), {"baseline"})
                # Its findings are of commits: of the worktree it says nothing, there as here.
                self.assertEqual(len(active(repo.scan("-b", path))), 3)
                repo.write("dir/b.txt", "token = %s\n" % github_token(9))
                repo.commit("four")
                self.assertEqual(len(self.gitleaks(repo, "git", ".", "-b", path, *redact)), 1)
                self.assertEqual(active(repo.scan("--history", "-b", path)), [("dir/b.txt", 1)])

    def test_a_changed_value_at_a_known_place_is_new(self):
        repo = self.repo()
        repo.write("a.txt", "token = %s\n" % github_token(1))
        repo.commit("one")
        path = os.path.join(self.tmp, "baseline.json")
        with open(path, "w") as f:
            json.dump(self.gitleaks(repo, "dir", "."), f)
        self.assertEqual(active(repo.scan("-b", path)), [])
        repo.write("a.txt", "token = %s\n" % github_token(2))
        self.assertEqual(active(repo.scan("-b", path)), [("a.txt", 1)])

    def test_a_redacted_entry_silences_what_stands_at_its_columns(self):
        repo = self.repo()
        repo.write("a.txt", "x\ntokens = %s, %s\n" % (github_token(1), github_token(2)))
        repo.commit("one")
        found = self.gitleaks(repo, "git", ".", "--redact")
        self.assertEqual(len(found), 2)
        path = os.path.join(self.tmp, "baseline.json")

        def standing(entries):
            with open(path, "w") as f:
                json.dump(entries, f)
            run = repo.scan("--history", "-b", path)
            return [f["secret_preview"] for f in run.report["findings"] if f["active"]], run.report["warnings"]

        self.assertEqual(len(standing([])[0]), 2)
        self.assertEqual(standing(found), ([], []))
        for entry in found:
            self.assertEqual(len(standing([entry])[0]), 1)
        # Without value and columns an entry would silence the whole line.
        bare = [{k: f[k] for k in ("RuleID", "File", "Commit", "StartLine", "EndLine")} for f in found[:1]]
        stands, warnings = standing(bare)
        self.assertEqual(len(stands), 2)
        self.assertTrue([w for w in warnings if "finding 1: has neither the secret nor its columns" in w], warnings)

    def test_our_own_report(self):
        repo, _ = self.lay_out()
        path = os.path.join(self.tmp, "own.json")
        repo.gogate("scan", "--report", "json=" + path)
        run = repo.scan("-b", path)
        self.assertEqual(active(run), [])
        repo.write("new.txt", "token = %s\n" % github_token(8))
        self.assertEqual(active(repo.scan("-b", path)), [("new.txt", 1)])

    def test_bad_ones_are_errors(self):
        repo = self.repo()
        repo.write("a.txt", "token = %s\n" % github_token(1))
        deep = "[" * 100000
        for text in ("", "{", "[{]", "{}", "[1]", '[{"RuleID": 1}]', '[{"RuleID": "x"}]', '{"findings": 3}', '{"results": []}',
                     '[{"RuleID":"x","File":"a","StartLine":-1}]', deep, "\x00", '{"results": {"a": [{"type": "x", "hashed_secret": "zz"}]}}'):
            with self.subTest(text[:40]):
                repo.write("base.json", text)
                run = repo.gogate("scan", "-b", "base.json")
                self.assertExit(run, 2)
                self.assertIn("base.json", run.err)
                self.assertEqual(len(run.err.strip().splitlines()), 2, run.err)
        self.assertExit(repo.gogate("scan", "-b", "absent.json"), 2)
        for name, text in ((".gitleaksignore", "a" * 70000), (".gitleaksignore", "\x00"), (".betterleaksignore", b"\xff\xfea\x00"),
                           (".secrets.baseline", "[]"), (".secrets.baseline", '{"results": {}, "filters_used": 1}'),
                           (".github/secret_scanning.yml", "- a\n"), (".github/secret_scanning.yml", "paths-ignore: 1\n"),
                           (".github/secret_scanning.yml", "paths-ignore: [[a]]\n"), (".github/secret_scanning.yml", "a: [\n"),
                           (".github/secret_scanning.yml", "x" * 70000)):
            with self.subTest(name + " " + str(text[:20])):
                repo.write(name, text)
                run = repo.gogate("scan")
                self.assertExit(run, 2)
                self.assertIn(name, run.err)
                self.assertEqual(len(run.err.strip().splitlines()), 2, run.err)
                repo.remove(name)
        self.assertExit(repo.gogate("scan"), 1)


class DetectSecrets(Case):
    def baseline(self, *entries, **more):
        results = {}
        for file, kind, value, real in entries:
            entry = {"type": kind, "filename": file, "hashed_secret": hashlib.sha1(value.encode()).hexdigest(), "is_verified": False, "line_number": 99}
            if real is not None:
                entry["is_secret"] = real
            results.setdefault(file, []).append(entry)
        return json.dumps(dict({"version": "1.5.0", "plugins_used": [], "filters_used": [], "results": results, "generated_at": "2026-01-01T00:00:00Z"}, **more), indent=2)

    def test_by_file_kind_and_value_wherever_it_moved(self):
        repo = self.repo()
        t1, t2 = github_token(1), github_token(2)
        repo.write("a.py", "\n\ntoken = '%s'\n" % t1)
        repo.write("b.py", "token = '%s'\n" % t2)
        repo.write(".secrets.baseline", self.baseline(("a.py", "GitHub Token", t1, False), ("b.py", "Stripe Access Key", t2, None)))
        run = repo.scan()
        self.assertEqual(active(run), [("b.py", 1)])
        self.assertEqual(by(run).get("a.py"), ".secrets.baseline")
        repo.write("a.py", "token = '%s'\n" % t2)  # another value
        self.assertEqual(active(repo.scan()), [("a.py", 1), ("b.py", 1)])
        repo.write(".secrets.baseline", self.baseline(("b.py", "Secret Keyword", t2, None), ("a.py", "Base64 High Entropy String", t2, True)))
        run = repo.scan()
        self.assertEqual(active(run), [])
        self.assertTrue(any("marked as a real secret" in f["suppression"]["reason"] for f in run.report["findings"]))

    def test_filters(self):
        repo = self.repo()
        for name in ("docs/a.md", "b.py", "c.py"):
            repo.write(name, "token = '%s'\n" % github_token(len(name)))
        repo.write("c.py", "token = '%s'  # sample\n" % github_token(3))
        pre = "detect_secrets.filters."
        repo.write(".secrets.baseline", self.baseline(filters_used=[
            {"path": pre + "regex.should_exclude_file", "pattern": ["^docs/"]},
            {"path": pre + "regex.should_exclude_line", "pattern": ["# sample$"]},
            {"path": pre + "regex.should_exclude_secret", "pattern": ["(?=x)y"]},
            {"path": pre + "wordlist.should_exclude_secret", "file_name": "words.txt"},
            {"path": pre + "heuristic.is_sequential_string"}]))
        run = repo.scan()
        self.assertEqual(active(run), [("b.py", 1)])
        warned = "\n".join(run.report["warnings"])
        self.assertIn("(?=x)y", warned)
        self.assertIn("wordlist.should_exclude_secret", warned)
        self.assertNotIn("heuristic", warned)
        self.assertTrue(any(n["kind"] == "excluded" and "1 file was" in n["what"] for n in run.report["notes"]), run.report["notes"])
        self.assertEqual(active(repo.scan("--no-git")), [("b.py", 1)])

    def test_against_the_tool(self):
        tool = shutil.which(os.environ.get("DETECT_SECRETS", "detect-secrets"))
        if not tool:
            self.skipTest("no detect-secrets")
        repo = self.repo()
        repo.write("a.py", "token = '%s'\n" % github_token(1))
        repo.write("url.py", "db = 'postgres://app:%s@db.example.net/app'\n" % github_token(5)[4:24])
        repo.commit()
        out = subprocess.run([tool, "scan"], cwd=repo.path, env=self.env(), capture_output=True, timeout=60).stdout.decode()
        self.assertEqual(sorted(json.loads(out)["results"]), ["a.py", "url.py"])
        self.assertEqual([p for p, _ in active(repo.scan())], ["a.py", "url.py"])
        repo.write(".secrets.baseline", out)
        self.assertEqual(active(repo.scan()), [])


class SecretScanningYml(Case):
    def test_paths_are_left_out_of_the_search_for_secrets_and_counted(self):
        repo = self.repo()
        for name in ("docs/a.md", "docs/deep/b.md", "src/c.js", "src/keep/d.js", "e.txt"):
            repo.write(name, "token = '%s'\n" % github_token(len(name)))
        repo.write(".github/secret_scanning.yml", 'paths-ignore:\n  - "docs/**"\n  - src/*.js\n  - nothing/here\n')
        run = repo.scan()
        self.assertEqual(active(run), [("e.txt", 1), ("src/keep/d.js", 1)])
        self.assertEqual(run.report["coverage"]["files_excluded"], 3)
        notes = {n["place"]: n["what"] for n in run.report["notes"]}
        self.assertIn('2 files were not searched for secrets, by "docs/**"', notes[".github/secret_scanning.yml:2"])
        self.assertIn("leaves nothing out", notes[".github/secret_scanning.yml:4"])
        repo.commit()
        run = repo.scan("--history")
        self.assertEqual(active(run), [("e.txt", 1), ("src/keep/d.js", 1)])
        self.assertEqual(sorted(n["place"] for n in run.report["notes"] if n["kind"] == "excluded" and "/" in n["place"] and "yml" not in n["place"]), ["docs/a.md", "docs/deep/b.md", "src/c.js"])


class MergeChecks(Case):
    def change(self, target_files, change_files):
        repo = self.repo()
        for name, text in target_files.items():
            repo.write(name, text)
        repo.commit("target")
        repo.git("checkout", "-q", "-b", "feature")
        for name, text in change_files.items():
            repo.write(name, text)
        repo.commit("change")
        return repo

    def test_a_change_cannot_bring_its_own_entries(self):
        t = github_token(1)
        digest1, digest2 = hashlib.sha1(t.encode()).hexdigest(), hashlib.sha256(t.encode()).hexdigest()
        baseline = json.dumps({"version": "1.5.0", "results": {"a.py": [{"type": "GitHub Token", "hashed_secret": digest1}]}})
        for name, text in ((".gitleaksignore", "a.py:github-pat:1\n"), (".betterleaksignore", digest2 + "\n"), (".secrets.baseline", baseline),
                           (".github/secret_scanning.yml", "paths-ignore: ['**']\n")):
            with self.subTest(name):
                shutil.rmtree(os.path.join(self.tmp, "repo"), ignore_errors=True)
                repo = self.change({"x": "x\n"}, {"a.py": "token = '%s'\n" % t, name: text})
                run = repo.scan("--base", "main")
                self.assertEqual(active(run), [("a.py", 1)])
                self.assertExit(run, 1)
                self.assertTrue(any(w.startswith(name + ": the change edits this file") for w in run.report["warnings"]), run.report["warnings"])
                # Merged before, it holds; a place alone does not, for a value that the change brings in.
                shutil.rmtree(repo.path)
                repo = self.change({"x": "x\n", name: text}, {"a.py": "token = '%s'\n" % t})
                run = repo.scan("--base", "main")
                if name == ".gitleaksignore":
                    self.assertEqual(active(run), [("a.py", 1)])
                    self.assertTrue(any("names this place, but the value there came with the change" in w for w in run.report["warnings"]))
                else:
                    self.assertEqual(active(run), [])

    def test_an_entry_for_the_commit_itself_holds(self):
        repo = self.change({"x": "x\n"}, {"a.py": "token = '%s'\n" % github_token(1)})
        change = repo.git("rev-parse", "HEAD")
        repo.git("checkout", "-q", "main")
        repo.write(".gitleaksignore", change + ":a.py:github-pat:1\n")
        repo.commit("known")
        repo.git("checkout", "-q", "feature")
        self.assertEqual(active(repo.scan("--base", "main", "--committed")), [])

    def test_a_known_value_that_becomes_another(self):
        old, new = github_token(1), github_token(2)
        repo = self.change({"a.py": "token = '%s'\n" % old, ".gitleaksignore": "a.py:github-pat:1\n"}, {"a.py": "token = '%s'\n" % new})
        self.assertEqual(active(repo.scan("--base", "main")), [("a.py", 1)])
        shutil.rmtree(repo.path)
        repo = self.change({"a.py": "token = '%s'\n" % old, ".gitleaksignore": "a.py:github-pat:1\n"}, {"a.py": "token = '%s'  # the same\n" % old})
        self.assertEqual(active(repo.scan("--base", "main")), [])

    def test_a_baseline_inside_the_repository_is_the_targets(self):
        t = github_token(1)
        report = json.dumps([{"RuleID": "github-pat", "File": "a.py", "Commit": "", "StartLine": 1, "EndLine": 1, "Secret": t}])
        repo = self.change({"b.json": "[]"}, {"a.py": "token = '%s'\n" % t, "b.json": report.replace(t, "REDACTED")})
        run = repo.scan("--base", "main", "-b", "b.json")
        self.assertEqual(active(run), [("a.py", 1)])
        self.assertTrue(any(w.startswith("b.json: the change edits") for w in run.report["warnings"]))


class Comments(Case):
    CASES = {  # text, silenced
        "betterleaks:allow": [("k = 'T' # betterleaks:allow", True), ("# betterleaks:allow\nk = 'T'", False), ("k = 'T' # Betterleaks:allow", False)],
        "trufflehog:ignore": [("k = 'T' # trufflehog:ignore", True), ("k = 'T' //trufflehog:ignore, known", True), ("# trufflehog:ignore\nk = 'T'", False),
                              ("/* trufflehog:ignore */ k = 'T'", False), ("k = 'T' # TruffleHog:Ignore", False)],
        "kingfisher:ignore": [("k = 'T' # kingfisher:ignore", True), ("k = 'T' # KINGFISHER:IGNORE known", True), ("# kingfisher:ignore\nk = 'T'", True),
                              ("k = 'T'\n# kingfisher:ignore", True), ("k = 'T'\n\n\n# kingfisher:ignore", True), ("k = 'T'\nx = 1\n# kingfisher:ignore", False),
                              ("# kingfisher:ignore\n\nk = 'T'", False), ("# kingfisher:ignore\n# more\nk = 'T'", False), ("k = 'T' # kingfisher:allow", False),
                              ("# kingfisher:ignore\nk = '''\nT\n'''", True), ("k = '''\nx\nT\n'''\n# kingfisher:ignore", True),
                              ("k = '''\nT\ny\n''' # kingfisher:ignore", False)],
        "pragma: allowlist secret": [
            ("k = 'T' # pragma: allowlist secret", True), ("k = 'T'  #pragma:allowlist secret", True), ("k = 'T' # pragma: allowlist-secret", True),
            ("k = 'T' // pragma: allowlist secret", True), ("k = 'T' -- pragma: allowlist secret", True), ("k = 'T' /* pragma: allowlist secret */", True),
            ("k = 'T' <!-- pragma: allowlist secret -->", True), ("k = 'T' # pragma: whitelist secret", True), ("k = 'T' # pragma: allowlist secret known since", True),
            ("# pragma: allowlist nextline secret\nk = 'T'", True), ("  // pragma: allowlist nextline secret\nk = 'T'", True),
            ("k = \"T\" pragma: allowlist secret", False), ("k = 'T' # Pragma: allowlist secret", False), ("k = 'T' # pragma: allowlist", False),
            ("k = 'T' /* pragma: allowlist secret */ x", False), ("# pragma: allowlist secret\nk = 'T'", False),
            ("x = 1 # pragma: allowlist nextline secret\nk = 'T'", False), ("# pragma: whitelist nextline secret\nk = 'T'", False),
            ("# pragma: allowlist nextline secret\n\nk = 'T'", False)],
    }

    def lay_out(self, kind):
        repo = self.repo()
        want = {}
        for i, (text, silenced) in enumerate(self.CASES[kind]):
            name = "c%02d.py" % i
            repo.write(name, "import os\n\n" + text.replace("T", github_token(50 + i), 1) + "\n\nx = 1\n")
            want[name] = silenced
        return repo, want

    def test_ours(self):
        for kind in self.CASES:
            with self.subTest(kind):
                repo, want = self.lay_out(kind)
                run = repo.scan()
                silenced = by(run)
                self.assertEqual({f["at"]["path"] for f in run.report["findings"]}, set(want))
                self.assertEqual({n: n in silenced for n in want}, want)
                self.assertEqual(set(silenced.values()), {kind})
                shutil.rmtree(repo.path)

    def test_yaml_takes_one_opener(self):
        repo = self.repo()
        repo.write("a.yaml", "k: '%s' // pragma: allowlist secret\n" % github_token(1))
        repo.write("b.yaml", "k: '%s' # pragma: allowlist secret\n" % github_token(2))
        self.assertEqual(active(repo.scan()), [("a.yaml", 1)])

    def theirs(self, kind, run):
        repo, want = self.lay_out(kind)
        standing = run(repo)
        self.assertEqual({n: n not in standing for n in want}, want)

    def test_detect_secrets(self):
        tool = shutil.which(os.environ.get("DETECT_SECRETS", "detect-secrets"))
        if not tool:
            self.skipTest("no detect-secrets")
        self.theirs("pragma: allowlist secret", lambda repo: json.loads(subprocess.run(
            [tool, "scan", "--all-files"], cwd=repo.path, env=self.env(), capture_output=True, timeout=60).stdout)["results"])

    def test_kingfisher(self):
        tool = shutil.which(os.environ.get("KINGFISHER", "kingfisher"))
        if not tool:
            self.skipTest("no kingfisher")

        def run(repo):
            out = subprocess.run([tool, "scan", repo.path, "--no-validate", "--no-update-check", "--git-history", "none", "--format", "json", "--confidence", "low"],
                                 env=self.env(), capture_output=True, timeout=60).stdout.decode()
            found, _ = json.JSONDecoder().raw_decode(out[out.find("{"):])
            return {os.path.basename(f["finding"]["path"]) for f in found["findings"]}

        self.theirs("kingfisher:ignore", run)

    def test_betterleaks(self):
        tool = shutil.which(os.environ.get("BETTERLEAKS", "betterleaks"))
        if not tool:
            self.skipTest("no betterleaks")

        def run(repo):
            out = subprocess.run([tool, repo.path, "-o", "-", "--no-banner"], env=self.env(), capture_output=True, timeout=60).stdout.decode()
            found, _ = json.JSONDecoder().raw_decode(out[out.find("{"):])
            return {os.path.basename(f["location"]["path"]) for f in found["findings"]}

        self.theirs("betterleaks:allow", run)


if __name__ == "__main__":
    unittest.main()
