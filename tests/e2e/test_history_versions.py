"""A history is scanned by what is new in each version. That must find what
scanning every version from its first byte to its last finds: random
repositories are scanned both ways, with the embedded rules and with rules whose
outcome depends on bytes far away."""
import base64
import gzip
import json
import os
import random
import unittest

from harness import BASE62, Case, github_token

ROUNDS = int(os.environ.get("GATE_PROPERTY_ROUNDS", "6"))

# Every way in which something far from a match can have a say.
RULES = r"""
[[rules]]
id = "keyword-elsewhere"
regex = '''acme-[a-z0-9]{16}'''
keywords = ["magicword"]
[[rules]]
id = "line-allowed"
regex = '''lock-[a-z0-9]{12}'''
[[rules.allowlists]]
regexTarget = "line"
regexes = ['''harmless''']
[[rules]]
id = "needs-other"
regex = '''left-[a-z0-9]{10}'''
[[rules.required]]
id = "the-other"
withinLines = 3
[[rules]]
id = "the-other"
regex = '''right-[a-z0-9]{10}'''
skipReport = true
[[rules]]
id = "looks-ahead"
regex = '''peek-[a-z0-9]{8}(?=[\s\S]*the-end)'''
keywords = ["peek-"]
[[rules]]
id = "many-lines"
regex = '''open-[a-z0-9]{6}[\s\S]*?close-[a-z0-9]{6}'''
[[rules]]
id = "few-lines"
regex = '''key-[a-z]{4}\s{0,4}=\s{0,4}[a-z0-9]{14}'''
[[rules]]
id = "entropic"
regex = '''word-([a-z0-9]{20})'''
entropy = 3.2
[[rules]]
id = "chained"
regex = '''[q-z]{9}'''
[[rules.allowlists]]
regexes = ['''^[q-v]''']
[[rules]]
id = "edge"
regex = '''(?:^|\n)edge[0-9]{6}\b'''
"""


class Author:
    """Writes and edits files of random lines, some of which hold what rules look for."""

    def __init__(self, seed):
        self.rng = random.Random(seed)

    def some(self, alphabet, n):
        return "".join(self.rng.choice(alphabet) for _ in range(n))

    def piece(self):
        rng, low = self.rng, "abcdefghijklmnopqrstuvwxyz0123456789"
        return rng.choice([
            lambda: github_token(rng.randrange(9)),
            lambda: 'password = "%s1"' % self.some(BASE62, rng.randrange(6, 20)),
            lambda: 'api_key:\n  "%s"' % self.some(BASE62, 30),
            lambda: "acme-" + self.some(low, 16),
            lambda: "magicword",
            lambda: "lock-" + self.some(low, 12),
            lambda: "harmless",
            lambda: "left-" + self.some(low, 10),
            lambda: "right-" + self.some(low, 10),
            lambda: "peek-" + self.some(low, 8),
            lambda: "the-end",
            lambda: "open-" + self.some(low, 6),
            lambda: "close-" + self.some(low, 6),
            lambda: "key-" + self.some("abc", 4) + " \n= \n" + self.some(low, 14),
            lambda: "word-" + self.some("ab" if rng.random() < 0.5 else low, 20),
            lambda: self.some("qrstuvwxyz", rng.randrange(5, 40)),
            lambda: "edge" + self.some("0123456789", 6),
            lambda: "gitleaks:allow",
            lambda: "// gogate:ignore",
            lambda: "\r\n",
            lambda: "postgres://user:%s@db.acme.dev/x" % self.some(low, 12),
            lambda: "-----BEGIN " + "RSA PRIVATE KEY-----\n" + self.some(BASE62, 64),
            lambda: "-----END " + "RSA PRIVATE KEY-----",
            # What is read some lines away from its name, or only when it is decoded.
            lambda: "\npasswords:\n" + "".join("  %s: %s9\n" % (self.some(low, 4), self.some(low, 8)) for _ in range(rng.randrange(1, 12))),
            lambda: "\n- name: DB_PASSWORD\n" + "  x: y\n" * rng.randrange(4) + "  value: %s7\n" % self.some(low, 9),
            lambda: "\nkind: Secret\n" + "a: b\n" * rng.randrange(20) + "data:\n  password: " + self.encoded(self.some(low, 12)) + "\n",
            lambda: '{"kind": "Secret",\n' + '"a": "b",\n' * rng.randrange(9) + '"data": {"password": "' + self.encoded(self.some(low, 12)) + '"}}\n',
            lambda: self.encoded("DB_PASSWORD=%s8 " % self.some(low, 9)),
            lambda: self.encoded("password"),
            lambda: self.packed("token=" + github_token(rng.randrange(9)), 0),
            lambda: "\n" + self.packed(self.some(BASE62, 400) + "\ntoken=" + github_token(rng.randrange(9)), 40) + "\n",
            lambda: self.encoded(self.encoded(github_token(rng.randrange(9)))),
            lambda: "passwo%72d: " + self.some(low, 9),
        ])().encode()

    def encoded(self, text):
        return base64.b64encode(text.encode()).decode()

    def packed(self, text, width):
        base64_text = base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()
        return base64_text if width == 0 else "\n".join(base64_text[i:i + width] for i in range(0, len(base64_text), width))

    def line(self):
        rng = self.rng
        words = []
        for _ in range(rng.randrange(1, 7)):
            roll = rng.random()
            if roll < 0.12:
                words.append(self.piece())
            elif roll < 0.15:
                words.append(rng.randbytes(rng.randrange(1, 9)))
            elif roll < 0.18:
                words.append("\u00e9\u212a\u017f\U0001f600".encode())
            else:
                words.append(self.some("abcdefghij_ .:=\"", rng.randrange(1, 14)).encode())
        end = rng.choice([b"\n"] * 8 + [b"\r\n", b"", b"\n\n"])
        return rng.choice([b" ", b"", b" "]).join(words) + end

    def text(self):
        rng = self.rng
        body = b"".join(self.line() for _ in range(rng.randrange(5, 120)))
        if rng.random() < 0.1:
            body += self.some(BASE62, 5000).encode() + b"\n" + body
        if rng.random() < 0.05:
            body = b"\xff\xfe" + body.decode("latin-1").encode("utf-16-le")
        return body

    def edit(self, body):
        rng = self.rng
        for _ in range(rng.randrange(1, 4)):
            at = rng.randrange(len(body) + 1)
            kind = rng.randrange(6)
            if kind == 0:
                body = body[:at] + self.line() + body[at:]
            elif kind == 1:
                body = body[:at] + self.piece() + body[at:]
            elif kind == 2:  # may join the halves of a token, or take a comment away
                body = body[:at] + body[at + rng.randrange(1, 60):]
            elif kind == 3:  # what splits a token now is deleted later
                body = body[:at] + b"#" + body[at:]
            elif kind == 4:
                body = body.replace(b"#", b"", 1)
            else:
                to = rng.randrange(len(body) + 1)
                body = body[:to] + body[at:at + rng.randrange(1, 200)] + body[to:]
        return body


class Versions(Case):
    def scan(self, repo, whole, *args):
        env = {"GOGATE_WHOLE_VERSIONS": "1"} if whole else {}
        run = self.gogate("scan", "--history", "--report", "json", *args, repo, env=env)
        self.assertIn(run.code, (0, 1, 3), run.err)
        report = run.json()
        return {k: v for k, v in report.items() if k not in ("started", "ended", "start_time", "end_time", "run", "command", "times")}

    def history(self, seed):
        author = Author(seed)
        repo = os.path.join(self.tmp, "r%d" % seed)
        stream, mark, files = [b""], 0, {}
        for n in range(60):
            mark += 1
            message = b"step %d" % n
            stream.append(b"commit refs/heads/main\nmark :%d\ncommitter A <a@example.org> %d +0000\ndata %d\n%s\n"
                          % (mark, 1500000000 + n * 60, len(message), message))
            for _ in range(author.rng.randrange(1, 4)):
                name = "f%d.txt" % author.rng.randrange(8)
                files[name] = author.edit(files[name]) if name in files and author.rng.random() < 0.95 else author.text()
                stream.append(b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(files[name]), files[name]))
        self.shell(["git", "init", "-q", "-b", "main", repo])
        self.shell(["git", "-C", repo, "fast-import", "--quiet"], b"".join(stream))
        self.shell(["git", "-C", repo, "repack", "-adfq", "--depth=50", "--window=20"])
        return repo

    def shell(self, command, stdin=b""):
        import subprocess

        subprocess.run(command, input=stdin, env=self.env(), check=True, capture_output=True)

    def test_both_ways_agree(self):
        rules = os.path.join(self.tmp, "rules.toml")
        with open(rules, "w", encoding="utf-8") as f:
            f.write(RULES)
        found = 0
        for seed in range(1, ROUNDS + 1):
            repo = self.history(seed)
            for args in ((), ("--gitleaks-config", rules)):
                fast, plain = self.scan(repo, False, *args), self.scan(repo, True, *args)
                found += len(plain["findings"])
                self.assertEqual(
                    json.dumps(fast, indent=1, sort_keys=True), json.dumps(plain, indent=1, sort_keys=True),
                    "seed %d %s" % (seed, args))
        self.assertGreater(found, 10 * ROUNDS)


if __name__ == "__main__":
    unittest.main()
