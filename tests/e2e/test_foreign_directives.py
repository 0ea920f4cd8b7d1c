"""Foreign directives hold exactly where their own tool lets them hold.

The examples of docs/suppressions.md and foreign_directives.md are given to
gosec, semgrep and gitleaks as well as to gogate. Each tool runs twice over the
same files, once deaf to comments, so that an example without a finding is a
failure and not a silence. GOSEC, SEMGREP and GITLEAKS name the programs; one
that is not there skips its test.
"""
import json
import os
import re
import shutil
import subprocess
import unittest

from harness import Case, github_token

HERE = os.path.dirname(os.path.abspath(__file__))
PAGES = [os.path.join(HERE, "foreign_directives.md"), os.path.join(HERE, "..", "..", "docs", "suppressions.md")]
HEAD = 'package p\n\nimport (\n\t"crypto/tls"\n\t"math/rand"\n)\n\n'
TAIL = "\nvar _ = tls.VersionTLS13\nvar _ = rand.Perm\n"
HELPERS = "package p\n\nfunc use(...any) {}\n\nfunc roll(...any) int { return 0 }\n"
RULES = """rules:
  - id: go.lang.weak-roll
    languages: [go]
    severity: ERROR
    message: a roll
    pattern: roll(...)
  - id: rand-int
    languages: [go]
    severity: ERROR
    message: a number
    pattern: rand.Int()
    metadata: {aliases: ["G404"]}
  - id: no-verify
    languages: [go]
    severity: ERROR
    message: a connection
    patterns:
      - pattern: '&tls.Config{..., InsecureSkipVerify: $YES, ...}'
      - focus-metavariable: $YES
    metadata: {aliases: ["G402"]}
"""


def examples(section):
    """(place, text, silenced) of a section's fenced examples."""
    out = []
    for page in PAGES:
        with open(page, encoding="utf-8") as f:
            lines = f.read().split("\n")
        current, fence, begin = "", None, 0
        for n, line in enumerate(lines, 1):
            if fence is None and line.startswith("#"):
                current = line.strip("# `") if "nosec" not in line else "nosec"
            elif fence is None and line.startswith("```go "):
                fence, begin = line[6:], n
            elif fence is not None and line == "```":
                if current == section and fence in ("silenced", "not silenced"):
                    at = begin + 1
                    for text in "\n".join(lines[begin : n - 1]).split("\n----\n"):
                        out.append(("%s:%d" % (os.path.basename(page), at), text + "\n", fence == "silenced"))
                        at += text.count("\n") + 2
                fence = None
    assert out, section
    return out


def whole_file(text):
    code = re.sub(r"^(//.*|/\*.*\*/)?\n", "", text, flags=re.M)
    if not re.match(r"(func|var|type|const)\b", code):
        text = "func _() {\n%s}\n" % text
    return HEAD + text + TAIL


@unittest.skipUnless(shutil.which("go"), "no go")
class ForeignDirectives(Case):
    maxDiff = None

    def lay_out(self, section):
        token = github_token(7)
        cases = {}
        repo = self.repo("p")
        repo.write("go.mod", "module example.org/p\n\ngo 1.22\n")
        repo.write("helpers.go", HELPERS)
        rules = os.path.join(self.tmp, "rules.yaml")
        with open(rules, "w") as f:
            f.write(RULES)
        for i, (place, text, silenced) in enumerate(examples(section)):
            name = "c%03d.go" % i
            text = re.sub(r"^func a\(", "func _(", text, flags=re.M)
            text = re.sub(r"^(\t|var )[ab] = ", r"\1_ = ", text, flags=re.M)
            text = re.sub(r"^var a = ", "var _ = ", text, flags=re.M)
            text = re.sub(r"^type t ", "type t%d " % i, text, flags=re.M)
            repo.write(name, whole_file(text.replace("SECRET", token)))
            cases[name] = (place, text, silenced)
        return repo, rules, cases

    def ours(self, repo, wanted, *flags):
        run = repo.gogate("scan", "--report", "json", *flags)
        self.assertIn(run.code, (0, 1), run.err)
        out = {}
        for f in run.json()["findings"]:
            if wanted(f):
                out.setdefault(f["at"]["path"], []).append(bool(f.get("suppression")))
        return out

    def compare(self, tool, cases, deaf, hearing, ours):
        """deaf, hearing: number of the tool's findings by file; ours: by file, each suppressed or not."""
        wrong = []
        for name, (place, text, silenced) in sorted(cases.items()):
            all_of_tool, left = deaf.get(name, 0), hearing.get(name, 0)
            mine = ours.get(name, [])
            if all_of_tool == 0 or not mine:
                wrong.append("%s: no finding to silence (%s %d, gogate %d)\n%s" % (place, tool, all_of_tool, len(mine), text))
                continue
            said = {0: "silenced", all_of_tool: "not silenced"}.get(left, "%d of %d left" % (left, all_of_tool))
            we = {0: "not silenced", len(mine): "silenced"}.get(sum(mine), "%d of %d silenced" % (sum(mine), len(mine)))
            page = "silenced" if silenced else "not silenced"
            if said != page or we != page:
                wrong.append("%s: %s says %s, gogate %s, the page %s\n%s" % (place, tool, said, we, page, text))
        self.assertFalse(wrong, "\n%d of %d differ\n\n%s" % (len(wrong), len(cases), "\n".join(wrong)))

    def tool(self, name):
        found = shutil.which(os.environ.get(name.upper(), name))
        if not found:
            self.skipTest("no " + name)
        return found

    def run_tool(self, repo, *command):
        env = self.env({k: os.environ[k] for k in ("GOPATH", "GOMODCACHE", "GOCACHE") if k in os.environ})
        env.update(GOFLAGS="-mod=mod", GOTOOLCHAIN="local", SEMGREP_SEND_METRICS="off", SEMGREP_ENABLE_VERSION_CHECK="0")
        p = subprocess.run(command, cwd=repo.path, env=env, capture_output=True, timeout=600)
        return p.stdout.decode(), p.stderr.decode()

    def test_nosec(self):
        gosec = self.tool("gosec")
        repo, rules, cases = self.lay_out("nosec")

        def run(*flags):
            out, err = self.run_tool(repo, gosec, "-quiet", "-fmt=json", "-include=G402,G404", *flags, "./...")
            found = {}
            for issue in json.loads(out or "{}").get("Issues") or []:
                found[os.path.basename(issue["file"])] = found.get(os.path.basename(issue["file"]), 0) + 1
            return found

        ours = self.ours(repo, lambda f: True, "--no-default-rules", "--rules", rules, "--skip", "go.lang.weak-roll")
        self.compare("gosec", cases, run("-nosec"), run(), ours)

    def test_nosemgrep(self):
        semgrep = self.tool("semgrep")
        repo, rules, cases = self.lay_out("nosemgrep")

        def run(*flags):
            out, err = self.run_tool(repo, semgrep, "scan", "--json", "--metrics=off", "--disable-version-check", "-j", "1",
                                     "--config", rules, *flags, ".")
            found = {}
            for r in json.loads(out)["results"]:
                if r["check_id"].endswith("weak-roll") and not r["extra"].get("is_ignored"):
                    found[os.path.basename(r["path"])] = found.get(os.path.basename(r["path"]), 0) + 1
            return found

        ours = self.ours(repo, lambda f: True, "--no-default-rules", "--rules", rules, "--only", "go.lang.weak-roll")
        self.compare("semgrep", cases, run("--disable-nosem"), run(), ours)

    def test_gitleaks_allow(self):
        gitleaks = self.tool("gitleaks")
        repo, rules, cases = self.lay_out("gitleaks:allow")

        def run(*flags):
            report = os.path.join(self.tmp, "gitleaks.json")
            self.run_tool(repo, gitleaks, "dir", "--exit-code", "0", "-f", "json", "-r", report, *flags, ".")
            found = {}
            with open(report) as f:
                for r in json.load(f):
                    found[os.path.basename(r["File"])] = found.get(os.path.basename(r["File"]), 0) + 1
            return found

        ours = self.ours(repo, lambda f: f["rule"].startswith("github"))
        self.compare("gitleaks", cases, run("--ignore-gitleaks-allow"), run(), ours)


if __name__ == "__main__":
    unittest.main()
