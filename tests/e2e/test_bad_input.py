"""Bad input ends with the right exit code and a sentence that says what to do;
a report that could not be written whole is not there at all."""
import os
import shutil
import signal
import subprocess
import time
import unittest

from harness import GOGATE, Case, github_token, go_project

BROKEN = """package app

import "os/exec"

func f() {
	x := 1
	_ = x
}

func g( {
	exec.Command(name)
"""


class BadInput(Case):
    def setUp(self):
        super().setUp()
        self.r = self.repo()
        go_project(self.r)

    def says(self, run, code, *words):
        self.assertExit(run, code)
        for word in words:
            self.assertIn(word, run.err + run.out)
        self.assertNotIn("terminate", run.err)

    def gap(self, run, kind, place=None):
        self.assertExit(run, 3)
        self.assertEqual(run.report["verdict"], "incomplete")
        found = [g for g in run.report["gaps"] if g["kind"] == kind and place in (None, g["place"])]
        self.assertTrue(found, run.out)
        return found[0]

    def plain_user(self, *args, cwd):
        """As somebody who is not root, for whom permissions count."""
        prefix = []
        if os.geteuid() == 0:
            if shutil.which("setpriv") is None:
                self.skipTest("setpriv is not installed")
            prefix = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
            for folder, _, files in os.walk(self.tmp):
                for path in [folder, *(os.path.join(folder, f) for f in files)]:
                    os.chown(path, 65534, 65534)
        return subprocess.run([*prefix, GOGATE, *args], cwd=cwd, env=self.env(), capture_output=True, timeout=100)

    def test_wrong_usage(self):
        folder = os.path.join(self.tmp, "plain")
        os.mkdir(folder)
        for args, cwd, words in (
            (["scan", "--history"], folder, ["not in a git repository"]),
            (["scan", "--staged"], folder, ["not in a git repository"]),
            (["scan", "--base", "main"], folder, ["not in a git repository"]),
            (["hook", "pre-commit"], folder, []),
            (["scan", "--base", "no-such-branch"], None, ["no-such-branch"]),
            (["scan", "--range", "main..nothing"], None, ["nothing"]),
            (["scan", "--commit", "deadbeef"], None, ["deadbeef"]),
            (["scan", "--history=nothing"], None, ["nothing"]),
            (["scan", "no/such/file"], None, ["no/such/file"]),
            (["scan", "--only", "github-pta"], None, ["github-pta", "github-pat"]),
            (["scan", "--skip", "G9999"], None, ["G9999"]),
            (["scan", "--report", "sarfi"], None, ["sarfi", "sarif"]),
            (["scan", "--report", "json="], None, ["file"]),
            (["scan", "--report", "json", "--report", "text"], None, ["standard output"]),
            (["scan", "--staged", "--history"], None, ["exclude each other"]),
            (["scan", "--max-file-size", "many"], None, ["many"]),
            (["scan", "--rules", "no-such.yaml"], None, ["no-such.yaml"]),
            (["scan", "--policy", "no-such.toml"], None, ["no-such.toml"]),
            (["scan", "--gitleaks-config", "no-such.toml"], None, ["no-such.toml"]),
            (["scan", "--stagde"], None, ["--staged"]),
            (["scann"], None, ["scan"]),
            (["explain", "G9999"], None, ["G9999"]),
        ):
            with self.subTest(args=args):
                run = self.gogate(*args, cwd=cwd or self.r.path)
                self.says(run, 2, *words)
                self.assertEqual(run.out, "")

    def test_bad_policy_and_rules(self):
        self.r.write(".gogate.toml", 'fail-on = "high"\nfail-no = "low"\n')
        self.says(self.r.gogate("scan"), 2, ".gogate.toml:2", "fail-no", "fail-on")
        self.r.write(".gogate.toml", "fail-on = [\n")
        self.says(self.r.gogate("scan"), 2, ".gogate.toml:")
        self.r.write(".gogate.toml", 'fail-on = "hihg"\n')
        self.says(self.r.gogate("scan"), 2, ".gogate.toml:1", "high")
        self.r.remove(".gogate.toml")
        self.r.write(".gogate/waivers.toml", '[[waiver]]\nrule = "x"\n')
        self.says(self.r.gogate("scan"), 2, "waivers.toml:1")
        self.r.remove(".gogate/waivers.toml")
        bad = {
            "bad.yaml": ("rules:\n  - id: a\n    languages: [go]\n    severity: ERROR\n    message: m\n    patern: f()\n", "bad.yaml:6:5"),
            "regex.toml": ('[[rules]]\nid = "a"\ndescription = "d"\nregex = "a(b"\n', "regex.toml:4:"),
            "syntax.toml": ('[[rules]]\nid = \n', "syntax.toml:2:"),
            "syntax.yaml": ("rules:\n  - id: [a\n", "syntax.yaml:"),
        }
        good = "  - id: fine\n    languages: [go]\n    severity: ERROR\n    message: m\n    pattern: f()\n"
        for name, (text, place) in bad.items():
            with self.subTest(name=name):
                path = os.path.join(self.tmp, name)
                with open(path, "w") as f:
                    f.write(text + (good if name == "bad.yaml" else ""))
                self.says(self.r.gogate("scan", "--rules", path), 2, place)
                self.says(self.r.gogate("rules", "check", path), 2, place)
                self.gap(self.r.scan("--rules", path, "--skip-bad-rules"), "bad-rule")

    def test_no_active_rule(self):
        self.r.write(".gogate.toml", "[secrets]\nenabled = false\n")
        self.gap(self.r.scan("--only", "github-pat"), "no-active-rule")
        self.gap(self.r.scan("--no-default-rules"), "no-active-rule")

    def test_rules_that_look_at_nothing_here(self):
        """The history is not searched for Go patterns: with those alone, nothing was looked at."""
        self.gap(self.r.scan("--history", "--only", "math-rand"), "nothing-scanned")

    def test_files_that_cannot_be_read(self):
        self.r.write("closed.txt", "token\n")
        os.chmod(os.path.join(self.r.path, "closed.txt"), 0)
        p = self.plain_user("scan", "--report", "text", cwd=self.r.path)
        self.assertEqual(p.returncode, 3, p.stdout + p.stderr)
        self.assertIn(b"closed.txt", p.stdout)
        os.chmod(os.path.join(self.r.path, "closed.txt"), 0o644)
        os.mkdir(os.path.join(self.r.path, "closed"))
        os.chmod(os.path.join(self.r.path, "closed"), 0)
        p = self.plain_user("scan", "--no-git", cwd=self.r.path)
        self.assertEqual(p.returncode, 3, p.stdout + p.stderr)
        self.assertIn(b"closed", p.stdout)

    def test_large_files(self):
        self.r.write("large.txt", "x\n" * 3000)
        self.gap(self.r.scan("--max-file-size", "4KB"), "too-large", "large.txt")
        self.assertExit(self.r.scan("--max-file-size", "4KB", "--exclude", "large.txt"), 0)
        self.r.write(".gogate.toml", '[gaps]\naccept = ["too-large"]\n')
        run = self.r.scan("--max-file-size", "4KB")
        self.assertExit(run, 0)
        self.assertTrue(any(g["place"] == "large.txt" and g["accepted"] for g in run.report["gaps"]))

    def test_nothing_there(self):
        folder = os.path.join(self.tmp, "empty")
        os.mkdir(folder)
        self.says(self.gogate("scan", folder), 0, "PASSED")
        self.says(self.gogate("scan", cwd=folder), 0)
        empty = self.repo("unborn")
        for args in ([], ["--staged"], ["--history"]):
            with self.subTest(args=args):
                self.assertExit(empty.scan(*args), 0)
        empty.write("config.go", 'package app\n\nconst token = "%s"\n' % github_token())
        empty.git("add", "-A")
        self.assertExit(empty.scan("--staged"), 1)
        self.assertExit(empty.gogate("hook", "pre-commit"), 1)
        self.says(empty.gogate("scan", "--commit", "HEAD"), 2)

    def test_bare_repository(self):
        self.r.write("config.go", 'package app\n\nconst token = "%s"\n' % github_token())
        self.r.commit("add")
        bare = os.path.join(self.tmp, "bare")
        self.r.git("clone", "-q", "--bare", self.r.path, bare)
        self.says(self.gogate("scan", cwd=bare), 2, "--history")
        self.says(self.gogate("scan", "--staged", cwd=bare), 2)
        for args in (["--history"], ["--commit", "HEAD"], ["--range", "HEAD~1..HEAD"], ["--base", "HEAD~1"]):
            with self.subTest(args=args):
                self.assertExit(self.gogate("scan", *args, cwd=bare), 1)

    def test_syntax_errors(self):
        self.r.write("app.go", BROKEN)
        self.r.commit("broken")
        run = self.r.scan("--base", "HEAD~1")
        self.gap(run, "syntax-error")
        self.r.write("app.go", BROKEN.replace("x := 1", "x := 2"))
        self.r.git("add", "-A")
        run = self.r.scan("--staged")
        self.assertExit(run, 0)
        self.assertTrue(any(n["kind"] == "syntax-error" for n in run.report["notes"]), run.out)

    def test_corrupt_object(self):
        self.r.write("config.go", "package app\n\nconst a = 1\n")
        self.r.commit("add")
        blob = self.r.git("rev-parse", "HEAD:config.go")
        path = os.path.join(self.r.path, ".git/objects", blob[:2], blob[2:])
        os.chmod(path, 0o644)
        for damage in (b"no zlib at all", b"", None):
            with self.subTest(damage=damage):
                with open(path, "rb") as f:
                    whole = f.read()
                with open(path, "wb") as f:
                    f.write(whole[: len(whole) // 2] if damage is None else damage)
                for args in (["--history"], ["--commit", "HEAD"]):
                    run = self.r.scan(*args)
                    self.assertExit(run, 3)
                    self.assertTrue({g["kind"] for g in run.report["gaps"]} & {"corrupt-object", "missing-object"}, run.out)
                with open(path, "wb") as f:
                    f.write(whole)

    def test_corrupt_rule_cache(self):
        rule = os.path.join(self.tmp, "own.toml")
        with open(rule, "w") as f:
            f.write('[[rules]]\nid = "own"\ndescription = "own"\nregex = "own-[0-9]{6}"\nkeywords = ["own-"]\n')
        self.r.write("a.txt", "own-123456\n")
        first = self.r.scan("--rules", rule)
        self.assertExit(first, 1)
        cached = [os.path.join(d, f) for d, _, files in os.walk(os.path.join(self.home, ".cache")) for f in files]
        self.assertTrue(cached, "nothing was cached")
        for change in (lambda b: b"", lambda b: b[: len(b) // 2], lambda b: b"x" * len(b), lambda b: b[:-1] + bytes([b[-1] ^ 1]),
                       lambda b: b[: len(b) // 2] + bytes([b[len(b) // 2] ^ 0x55]) + b[len(b) // 2 + 1 :]):
            for path in cached:
                with open(path, "rb") as f:
                    whole = f.read()
                with open(path, "wb") as f:
                    f.write(change(whole))
            run = self.r.scan("--rules", rule)
            self.assertExit(run, 1)
            self.assertEqual(run.report["findings"], first.report["findings"])


class Writing(Case):
    def setUp(self):
        super().setUp()
        self.r = self.repo()
        go_project(self.r)
        self.out = os.path.join(self.tmp, "out")
        os.mkdir(self.out)

    def test_full_disk(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full here")
        run = self.r.gogate("scan", "--report", "json=/dev/full")
        self.assertExit(run, 4)
        self.assertIn("/dev/full", run.err)
        for command in (["scan"], ["rules", "list"], ["--help"], ["man"]):
            with self.subTest(command=command), open("/dev/full", "w") as full:
                p = subprocess.run([GOGATE, *command], cwd=self.r.path, env=self.env(), stdout=full, stderr=subprocess.PIPE)
                self.assertEqual(p.returncode, 4, p.stderr)
                self.assertIn(b"standard output", p.stderr)

    def test_closed_pipe(self):
        read, write = os.pipe()
        os.close(read)
        p = subprocess.run([GOGATE, "scan"], cwd=self.r.path, env=self.env(), stdout=write, stderr=subprocess.PIPE)
        os.close(write)
        self.assertEqual(p.returncode, 4, p.stderr)
        self.assertIn(b"standard output", p.stderr)

    def test_report_that_cannot_be_written(self):
        target = os.path.join(self.out, "none/report.json")
        run = self.r.gogate("scan", "--report", "json=" + target)
        self.assertExit(run, 4)
        self.assertIn(target, run.err)
        run = self.r.gogate("scan", "--report", "json=" + self.out)
        self.assertExit(run, 4)
        self.assertEqual(os.listdir(self.out), [])

    def test_ctrl_c(self):
        target = os.path.join(self.out, "report.json")
        with open(target, "w") as f:
            f.write("the one before\n")
        # Too early, and the program has not begun; too late, and it is done.
        files, delay = 40, 0.15
        for _ in range(6):
            for n in range(files):
                self.r.write("big%d.txt" % n, "\n".join("key_%d = value %d" % (n, i) for i in range(60000)) + "\n")
            p = subprocess.Popen([GOGATE, "scan", "-j1", "--report", "json=" + target], cwd=self.r.path, env=self.env(),
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(delay)
            p.send_signal(signal.SIGINT)
            _, err = p.communicate(timeout=60)
            if p.returncode == -signal.SIGINT:
                delay *= 2
            elif p.returncode == 0:
                files *= 2
                with open(target, "w") as f:
                    f.write("the one before\n")
            else:
                break
        self.assertEqual(p.returncode, 130, err)
        self.assertIn(b"interrupted", err)
        self.assertEqual(os.listdir(self.out), ["report.json"])
        with open(target) as f:
            self.assertEqual(f.read(), "the one before\n")

    def test_folder_that_vanishes(self):
        for n in range(400):
            self.r.write("many/%d/file.txt" % n, "value %d\n" % n * 3000)
        p = subprocess.Popen([GOGATE, "scan", "-j1", self.r.path], cwd=self.tmp, env=self.env(), stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE)
        time.sleep(0.03)
        shutil.rmtree(os.path.join(self.r.path, "many"))
        out, err = p.communicate(timeout=60)
        self.assertIn(p.returncode, (0, 3), out + err)  # 0: it was done before the folder was gone, or saw none of it
        if p.returncode == 3:
            self.assertIn(b"many/", out)
        gone = os.path.join(self.tmp, "gone")
        os.mkdir(gone)
        p = subprocess.run(["sh", "-c", 'rmdir ../gone; exec "$0" scan', GOGATE], cwd=gone, env=self.env(), capture_output=True)
        self.assertIn(p.returncode, (2, 3), p.stdout + p.stderr)


if __name__ == "__main__":
    unittest.main()
