"""No eight bytes in a row of any secret, in any encoding, in any byte of any output."""
import json
import os
import subprocess
import unittest

from harness import GOGATE, Case, Repo, github_token
from planted import SHAPES, Maker, Needles

RULE = """rules:
  - id: echo-value
    languages: [go]
    severity: ERROR
    message: the value $X is dangerous ($...ARGS)
    pattern: dangerous($X, $...ARGS)
    fix: safe($X)
"""


class Redaction(Case):
    def setUp(self):
        super().setUp()
        self.r = self.repo()
        self.needles = Needles()
        self.count = 0
        self.checked = 0

    def secret(self, kind, value):
        self.needles.add(kind, value)
        return value

    def token(self, kind="github-pat"):
        self.count += 1
        return self.secret(kind, Maker(self.count).shape(SHAPES[kind]))

    def new_password(self, signs="-!"):
        self.count += 1
        return self.secret("password", Maker(self.count).password(signs))

    # What is planted, each place with secrets of its own.

    def plant_kinds(self):
        """Every kind in Go, YAML and .env; returns the rules that must report them."""
        go, yaml, env = ["package app", "", "var ("], ["services:"], []
        for n, kind in enumerate(SHAPES):
            go.append('\tv%d = "%s"' % (n, self.token(kind)))
            yaml.append("  - name: s%d\n    token: %s" % (n, self.token(kind)))
            env.append("TOKEN_%d=%s" % (n, self.token(kind)))
        make = Maker(4711)
        key_id = self.secret("aws id", make.aws_key_id())
        access = self.secret("aws secret", make.chars("base64", 39) + "Z")
        jwt, pem = self.secret("jwt", make.jwt()), make.pem()
        for line in pem:
            self.secret("pem", line)
        go += [")", "", 'var awsID, awsSecret = "%s", "%s"' % (key_id, access), 'var session = "%s"' % jwt]
        armor = "-----%s RSA PRIVATE" + " KEY-----"
        go += ["var pemKey = `" + armor % "BEGIN", *pem, armor % "END" + "`"]
        go += ['var password = "%s"' % self.new_password(), 'const dbPassword = "%s" + "%s"' % (self.new_password(), self.new_password())]
        go += ['var dsn = "postgres://app:%s@db.internal:5432/app"' % self.new_password("-_")]
        yaml += ["aws:\n  access_key_id: %s\n  secret_access_key: %s" % (key_id, access)]
        yaml += ["db:\n  password: '%s'" % self.new_password("\"<&%"), "  url: mysql://app:%s@db/app" % self.new_password("-_")]
        yaml += ["key: |\n  " + "\n  ".join([armor % "BEGIN", *pem, armor % "END"])]
        env += ["AWS_ACCESS_KEY_ID=" + key_id, "AWS_SECRET_ACCESS_KEY=" + access, "DB_PASSWORD='%s'" % self.new_password("<>\"&")]
        self.r.write("app/values.go", "\n".join(go) + "\n")
        self.r.write("deploy/values.yaml", "\n".join(yaml) + "\n")
        self.r.write(".env", "\n".join(env) + "\n")
        self.r.write("wide.txt", b"\xff\xfe" + "\n".join(yaml).encode("utf-16-le"))
        self.r.write("wide-big.txt", b"\xfe\xff" + "\n".join(env).encode("utf-16-be"))
        self.r.write("one-line.json", json.dumps({"values": {str(n): self.token(k) for n, k in enumerate(SHAPES)}}))
        return set(SHAPES) | {"jwt", "private-key", "aws-secret-access-key", "postgres-connection-string"}

    def plant_patterns(self):
        """Unsafe Go on the line of a secret, suppressions, what does not parse."""
        t = self.token
        self.r.write("app/unsafe.go", """package app

import (
	"crypto/md5"
	"database/sql"
	"fmt"
	"math/rand"
	"net/http"
	"os/exec"
)

func run(db *sql.DB, w http.ResponseWriter, r *http.Request) {
	exec.Command("sh", "-c", "curl -H 'Authorization: Bearer %s' "+r.FormValue("u")).Run()
	exec.Command(r.FormValue("c"), "%s")
	http.Get("http://app:%s@example.org/" + r.FormValue("p"))
	db.Query(fmt.Sprintf("SELECT a FROM t WHERE k = '%s' AND id = %%s", r.FormValue("id")))
	fmt.Println(md5.Sum([]byte("%s")), rand.Intn(len("%s")))
	token := fmt.Sprint(rand.Int()) + "%s"
	r.SetBasicAuth("app", "%s")
	req.Header.Set("X-Api-Key", "%s")
	dangerous("%s", "%s", `%s`)
	_ = token
}
""" % (t(), t("slack-bot-token"), self.new_password("-_"), t("stripe-access-token"), t(), t("npm-access-token"), t(),
            self.new_password(), t("gcp-api-key"), t(), t("gitlab-pat"), t("pulumi-api-token")))
        self.r.write("app/silenced.go", """package app

var (
	a = "%s" // gogate:ignore github-pat -- replaces %s
	b = "%s" // gitleaks:allow
	c = "%s" // #nosec G101 -- once %s
	d = "%s" // gogate: ignore %s
	// gogate:ignore-next-line npm-access-token, -- %s
	e = "%s"
)

func f() {
	dangerous("%s") // nosemgrep: echo-value %s
}
""" % tuple(t() for _ in range(11)))
        self.r.write("app/broken.go", 'package app\n\nfunc g( {\n\tx := "%s" "%s"\n\tdangerous("%s"\n' % (t(), t(), t("gitlab-pat")))
        self.rule = os.path.join(self.tmp, "rule.yaml")  # the job's own, not the change's
        with open(self.rule, "w", encoding="utf-8") as f:
            f.write(RULE)
        self.r.write(".gogate/waivers.toml", '[[waiver]]\nrule = "math-rand"\npath = "**"\nowner = "ana"\n'
                     'reason = "as %s"\nexpires = 2999-01-01\n' % t())

    def check(self, name, *args, env=None, stdin=b"", codes=(1,), rules=None, common=True, cwd=None):
        """One run at each verbosity with each format; returns the last JSON report."""
        rules = ("--rules", self.rule) if rules is None else rules
        for verbosity in (["-q"], [], ["-v", "--keep-suppressed"]):
            out = os.path.join(self.tmp, "out")
            os.makedirs(out, exist_ok=True)
            files = {f: os.path.join(out, f) for f in ("json", "sarif", "junit")} if common else {}
            reports = [x for f, path in files.items() for x in ("--report", f + "=" + path)]
            p = subprocess.run(
                [GOGATE, *args, *(rules if common else ()), *verbosity, "--report", "text", "--color", "always", *reports],
                cwd=cwd or self.r.path, env=self.env(env), input=stdin, capture_output=True, timeout=300)
            self.assertIn(p.returncode, codes, p.stderr.decode()[-2000:] + p.stdout.decode()[-2000:])
            found = {"stdout": p.stdout, "stderr": p.stderr}
            for f in ("gogate.sarif", "gogate-junit.xml"):
                path = os.path.join(cwd or self.r.path, f)
                if os.path.exists(path):
                    found[f] = None
                    files[f] = path
            for f, path in files.items():
                with open(path, "rb") as file:
                    found[f] = file.read()
                os.remove(path)
                if f == "json":
                    report = json.loads(found[f])
            for where, data in found.items():
                self.checked += len(data)
                leaks = self.needles.find(data)
                shown = "\n".join("%s as %s, from byte %d: %r" % (*k, *v) for k, v in list(leaks.items())[:6])
                with self.subTest(run=name, verbosity=verbosity, where=where):
                    if leaks: self.fail("%d leaks\n%s" % (len(leaks), shown))
        return report if common else None

    def test_scan(self):
        expected = self.plant_kinds()
        self.plant_patterns()
        report = self.check("worktree", "scan")
        found = {f["rule"] for f in report["findings"]} | {a for f in report["findings"] for a in f.get("also_rules", [])}
        self.assertFalse(expected - found, "planted but not found")
        places = [o["path"] for f in report["findings"] for o in [f["at"], *f.get("also", [])]]
        self.assertGreater(sum(p in ("wide.txt", "wide-big.txt") for p in places), 2 * len(SHAPES))
        self.assertTrue(any(f["at"]["path"] == "app/unsafe.go" and f["rule"] == "echo-value" for f in report["findings"]))
        for rule in ("math-rand", "command-shell-built", "sql-formatted", "echo-value"):
            self.check("only " + rule, "scan", "--only", rule, codes=(0, 1, 3))
        with open(os.path.join(self.r.path, "app/values.go"), "rb") as f:
            self.check("stdin", "scan", "--stdin", "--stdin-path", "values.go", stdin=f.read())
        self.check("file", "scan", "app/unsafe.go")
        self.r.git("remote", "add", "origin", "https://app:%s@example.org/app.git" % self.token())
        self.r.git("add", "-A")
        self.check("staged", "scan", "--staged")
        self.check("pre-commit", "hook", "pre-commit")
        self.assertGreater(self.checked, 1 << 20)

    def test_changes(self):
        self.r.write("README.md", "# app\n")
        self.r.write("app/old.go", 'package app\n\nvar old = "%s"\n' % self.token())
        first = self.r.commit("first")
        self.r.git("checkout", "-q", "-b", "feature")
        self.plant_patterns()
        self.r.write("app/old.go", 'package app\n\nvar old = "%s"; var more = "%s"\n' % (self.token(), self.token()))
        self.r.commit("use %s\n\nand password=%s\nand Authorization: Bearer %s" % (self.token(), self.new_password(), self.token()))
        for args in (["--base", "main"], ["--range", "main..HEAD"], ["--commit", "HEAD"], ["--history"], ["--history=feature", "--no-default-rules"]):
            self.check(" ".join(args), "scan", *args, codes=(1, 3))
        tip = self.r.git("rev-parse", "HEAD")
        line = "refs/heads/feature %s refs/heads/feature %s\n" % (tip, first)
        self.check("pre-push", "hook", "pre-push", "origin", "url", stdin=line.encode())
        bare = os.path.join(self.tmp, "bare")
        self.r.git("clone", "-q", "--bare", self.r.path, bare)
        line = "%s %s refs/heads/feature\n" % (first, tip)
        self.check("pre-receive", "hook", "pre-receive", stdin=line.encode(), cwd=bare, rules=("--rules", self.rule))

    def test_ci(self):
        self.r.write("README.md", "# app\n")
        base = self.r.commit("first")
        self.r.git("update-ref", "refs/remotes/origin/main", base)
        self.r.git("checkout", "-q", "-b", "feature")
        self.plant_patterns()
        tip = self.r.commit("change")
        texts = {"title": "Use " + self.token(), "body": "secret: %s\n\n`%s`" % (self.new_password("<&"), self.token("slack-bot-token"))}
        gitlab = {
            "CI": "true", "GITLAB_CI": "true", "CI_COMMIT_SHA": tip, "CI_DEFAULT_BRANCH": "main", "CI_MERGE_REQUEST_IID": "7",
            "CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_MERGE_REQUEST_EVENT_TYPE": "detached", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
            "CI_MERGE_REQUEST_TITLE": texts["title"], "CI_MERGE_REQUEST_DESCRIPTION": texts["body"],
            "CI_JOB_TOKEN": self.token("gitlab-ptt"),
        }
        report = self.check("GitLab", "ci", env=gitlab)
        self.assertTrue(any("title" in f["at"]["path"] for f in report["findings"]))
        self.assertTrue(any("description" in f["at"]["path"] for f in report["findings"]))
        event = os.path.join(self.tmp, "event.json")
        with open(event, "w") as f:
            json.dump({"number": 7, "repository": {"default_branch": "main"}, "pull_request": {
                **texts, "base": {"ref": "main", "sha": base}, "head": {"ref": "feature", "sha": tip}}}, f)
        github = {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request", "GITHUB_SHA": tip,
                  "GITHUB_REF": "refs/pull/7/merge", "GITHUB_EVENT_PATH": event, "GITHUB_TOKEN": self.token()}
        report = self.check("GitHub", "ci", env=github)
        self.assertTrue(any("title" in f["at"]["path"] for f in report["findings"]))

    def test_the_search_itself(self):
        """Each encoding of a planted secret is seen; a preview is not."""
        import base64
        import urllib.parse
        secret = self.secret("x", github_token(9) + "<&\"'")
        piece = secret[10:].encode()
        for data in (piece, json.dumps(secret).encode(), piece.hex().encode(), urllib.parse.quote(secret).encode(),
                     secret.encode("utf-16-le"), secret.encode("utf-16-be"),
                     *(base64.b64encode(b"?" * n + piece) for n in range(3))):
            self.assertTrue(self.needles.find(b"before " + data + b" after"), data)
        self.assertFalse(self.needles.find(("token = " + secret[:4] + "…").encode()))


if __name__ == "__main__":
    unittest.main()
