"""Runs the built gogate on real repositories that the tests build with git.

GOGATE names the program. Secrets are put together at run time: none stands in
this repository.
"""
import json
import os
import random
import shutil
import subprocess
import tempfile
import unittest
import zlib

GOGATE = os.environ.get("GOGATE", "gogate")
if "/" in GOGATE:
    GOGATE = os.path.abspath(GOGATE)
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def github_token(seed=1):
    """A classic personal access token with a right checksum (CRC-32, base62)."""
    rng = random.Random(seed)
    body = "".join(rng.choice(BASE62) for _ in range(30))
    crc, tail = zlib.crc32(body.encode()), ""
    while crc:
        crc, digit = divmod(crc, 62)
        tail = BASE62[digit] + tail
    return "gh" + "p_" + body + tail.rjust(6, "0")


def environment(home, extra=None):
    """An environment in which no user or system configuration of git counts."""
    env = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "LC_ALL", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS")}
    env.update(
        HOME=home,
        XDG_CACHE_HOME=os.path.join(home, ".cache"),
        GIT_CONFIG_NOSYSTEM="1",
        GIT_CONFIG_GLOBAL="/dev/null",
        GIT_AUTHOR_NAME="Ana",
        GIT_AUTHOR_EMAIL="ana@example.org",
        GIT_COMMITTER_NAME="Ana",
        GIT_COMMITTER_EMAIL="ana@example.org",
        GIT_AUTHOR_DATE="2026-01-02T03:04:05Z",
        GIT_COMMITTER_DATE="2026-01-02T03:04:05Z",
        GIT_TERMINAL_PROMPT="0",
    )
    env.update(extra or {})
    return env


class Run:
    """What one call of gogate gave."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def json(self):
        return json.loads(self.out)


class Case(unittest.TestCase):
    def setUp(self):
        self.tmp = tempfile.mkdtemp(prefix="gogate-e2e-")
        self.home = os.path.join(self.tmp, "home")
        os.mkdir(self.home)
        self.addCleanup(shutil.rmtree, self.tmp, ignore_errors=True)

    def env(self, extra=None):
        return environment(self.home, extra)

    def gogate(self, *args, cwd=None, env=None, stdin=b"", timeout=100):
        p = subprocess.run(
            [GOGATE, *args], cwd=cwd or self.tmp, env=self.env(env), input=stdin, capture_output=True, timeout=timeout
        )
        return Run(p.returncode, p.stdout.decode("utf-8", "surrogateescape"), p.stderr.decode("utf-8", "surrogateescape"))

    def repo(self, name="repo", *init):
        return Repo(self, os.path.join(self.tmp, name), *init)

    def assertExit(self, run, code):
        self.assertEqual(run.code, code, "\nstdout:\n%s\nstderr:\n%s" % (run.out[-4000:], run.err[-4000:]))


class Repo:
    def __init__(self, case, path, *init):
        self.case, self.path = case, path
        if not os.path.exists(path):
            os.makedirs(path)
            self.git("init", "-q", "-b", "main", *init)

    def git(self, *args, env=None, stdin=None, check=True):
        p = subprocess.run(
            ["git", *args], cwd=self.path, env=self.case.env(env), input=stdin, capture_output=True, timeout=300
        )
        if check and p.returncode != 0:
            raise AssertionError("git %s: %s" % (" ".join(args), p.stderr.decode()))
        return p.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, path, content):
        full = os.path.join(self.path, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())
        return full

    def remove(self, path):
        os.remove(os.path.join(self.path, path))

    def commit(self, message="change", **files):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def gogate(self, *args, **kw):
        return self.case.gogate(*args, cwd=self.path, **kw)

    def scan(self, *args, **kw):
        run = self.gogate("scan", "--report", "json", *args, **kw)
        run.report = json.loads(run.out) if run.out else None
        run.rules = sorted(f["rule"] for f in run.report["findings"] if not f.get("suppression")) if run.report else []
        return run


GO_PROJECT = {
    "go.mod": "module example.org/app\n\ngo 1.24\n",
    "main.go": 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println("hello")\n}\n',
    "internal/store/store.go": (
        "package store\n\nimport (\n\t\"context\"\n\t\"database/sql\"\n)\n\n"
        "type Store struct{ db *sql.DB }\n\n"
        "func (s *Store) Name(ctx context.Context, id string) (string, error) {\n"
        "\tvar name string\n"
        '\terr := s.db.QueryRowContext(ctx, "SELECT name FROM users WHERE id = $1", id).Scan(&name)\n'
        "\treturn name, err\n}\n"
    ),
    "README.md": "# app\n",
}


def go_project(repo):
    for path, content in GO_PROJECT.items():
        repo.write(path, content)
    return repo.commit("first")
