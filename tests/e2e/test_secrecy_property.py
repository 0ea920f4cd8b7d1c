"""Whatever stands around a secret, and however it is written, no eight bytes of
it come out: random repositories, every format, every kind of source.

GOGATE_SECRECY_SEED and GOGATE_SECRECY_ROUNDS choose others than the usual ones."""
import base64
import json
import os
import random
import unittest
import urllib.parse

from harness import Case
from planted import SHAPES, Maker, Needles

ROUNDS = int(os.environ.get("GOGATE_SECRECY_ROUNDS", "4"))
SEED = int(os.environ.get("GOGATE_SECRECY_SEED", "1"))

# %s is a secret of its own each time.
LINES = (
    'var key = "%s"', "TOKEN=%s", "export A=%s B=%s", '{"a": "%s", "b": {"c": "%s"}}', "  - token: %s  # was %s",
    'curl -H "Authorization: Bearer %s" https://example.org/', '<a token="%s" other=\'%s\'/>', 'use("%s", `%s`, 1)',
    'var d = "%s" // gogate:ignore github-pat -- replaces %s', 'var e = "%s" // gitleaks:allow %s',
    "// gogate:ignore-next-line npm-access-token, -- %s", "// gogate: ignore %s", 'var f = "%s" // #nosec G101 -- once %s',
    "https://app:%s@example.org/path?token=%s", "%s", "%s%s", "a\t\x1b[31m%s\u202e %s", '"%s" +\n\t"%s"', "x = '''%s\n%s'''",
)
# Alone on their line: what no decoder recognises must not stand beside a finding.
ENCODED = (
    lambda s: base64.b64encode(s.encode()).decode(), lambda s: base64.urlsafe_b64encode(s.encode()).decode(),
    lambda s: s.encode().hex(), lambda s: "".join("%%%02X" % b for b in s.encode()),
    lambda s: urllib.parse.quote(s, safe=""), lambda s: base64.b64encode(base64.b64encode(s.encode())).decode(),
)


class SecrecyProperty(Case):
    def secret(self):
        kind = self.rng.choice(sorted(SHAPES))
        value = self.make.shape(SHAPES[kind])
        self.needles.add(kind, value)
        return value

    def line(self):
        if self.rng.random() < 0.2:
            return self.rng.choice(ENCODED)(self.secret())
        form = self.rng.choice(LINES)
        return form % tuple(self.secret() for _ in range(form.count("%s")))

    def file(self, repo):
        name = "%s/f%d.%s" % (self.rng.choice(("a", "b c", "d")), self.rng.randrange(50), self.rng.choice(("go", "env", "yaml", "txt", "json", "html", "sql")))
        lines = [self.line() if self.rng.random() < 0.6 else "plain words, nothing more" for _ in range(self.rng.randrange(1, 12))]
        if name.endswith(".go"):
            lines.insert(0, "package a\n")
        text = self.rng.choice(("\n", "\r\n")).join(lines) + "\n"
        repo.write(name, text.encode("utf-16") if self.rng.random() < 0.1 else text)

    def check(self, repo, *args):
        for verbosity in ([], ["-v", "--keep-suppressed"], ["-q"]):
            files = {f: os.path.join(self.tmp, f) for f in ("json", "sarif", "junit")}
            reports = [x for f, path in files.items() for x in ("--report", f + "=" + path)]
            run = repo.gogate(*args, *verbosity, "--report", "text", *reports)
            self.assertIn(run.code, (0, 1, 3), run.err[-2000:])
            outputs = {"stdout": run.out.encode("utf-8", "surrogateescape"), "stderr": run.err.encode("utf-8", "surrogateescape")}
            for f, path in files.items():
                with open(path, "rb") as file:
                    outputs[f] = file.read()
            for where, data in outputs.items():
                leaks = self.needles.find(data)
                if leaks:
                    shown = "\n".join("%s as %s, from byte %d: %r" % (*k, *v) for k, v in list(leaks.items())[:6])
                    self.fail("seed %d, %s, %s: %d leaks\n%s" % (self.seed, args, where, len(leaks), shown))
        self.assertTrue(outputs["json"])
        return json.loads(outputs["json"])

    def test_random_repositories(self):
        found = 0
        for self.seed in range(SEED, SEED + ROUNDS):
            self.rng, self.make, self.needles = random.Random(self.seed), Maker(self.seed), Needles()
            r = self.repo("r%d" % self.seed)
            r.write("README.md", "# app\n")
            r.commit("first")
            for _ in range(4):
                self.file(r)
            r.commit("second, with %s" % self.secret())
            report = self.check(r, "scan")
            found += len(report["findings"])
            # Waivers by every name, so that their warnings and reasons are shown.
            entries = []
            for f in report["findings"][:6]:
                aim = 'id = "%s"' % f["secret_id"] if "secret_id" in f and self.rng.random() < 0.5 else 'fingerprint = "%s"' % f["fingerprint"]
                entries.append('[[waiver]]\n%s\nowner = "ana"\nreason = "as %s"\nexpires = %d-01-01\n' % (aim, self.secret(), self.rng.choice((2001, 2999))))
            r.write(".gogate/waivers.toml", "\n".join(entries))
            r.write(".gitleaksignore", "a/f1.go:github-pat:3\nno fingerprint %s\n" % self.secret())
            r.commit("waivers")
            r.git("checkout", "-q", "-b", "feature")
            for _ in range(3):
                self.file(r)
            r.commit("third\n\nwith %s\nand %s" % (self.secret(), self.rng.choice(ENCODED)(self.secret())))
            self.check(r, "scan", "--base", "main")
            self.check(r, "scan", "--history")
            self.file(r)
            r.git("add", "-A")
            self.check(r, "scan", "--staged")
        self.assertGreater(found, 10 * ROUNDS)


if __name__ == "__main__":
    unittest.main()
