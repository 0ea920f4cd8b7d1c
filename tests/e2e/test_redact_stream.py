"""gogate redact on real pipes and files."""
import base64
import gzip
import os
import signal
import subprocess
import threading
import time

from harness import GOGATE, Case, github_token
from planted import Maker

TOKEN = github_token(11)
OTHER = github_token(12)
PASSWORD = "hU7kz9Q" + "p2vLw4Rt"


class RedactStream(Case):
    def redact(self, *args, **kw):
        return self.gogate("redact", *args, **kw)

    def write(self, name, data):
        path = os.path.join(self.tmp, name)
        with open(path, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())
        return path

    def test_masks_and_counts(self):
        text = "a %s\nb %s\nc postgres://app:%s@db.acme.io/x\n%s" % (TOKEN, TOKEN, PASSWORD, OTHER)
        run = self.redact(stdin=text.encode())
        self.assertExit(run, 0)
        self.assertEqual(
            run.out,
            "a [REDACTED github-pat]\nb [REDACTED github-pat]\n"
            "c postgres://app:[REDACTED postgres-connection-string]@db.acme.io/x\n[REDACTED github-pat #2]",
        )
        self.assertEqual(run.err, "gogate: 4 masked: github-pat 3, postgres-connection-string 1\n")
        self.assertEqual(self.redact("-q", stdin=text.encode()).err, "")
        self.assertExit(self.redact("--check", stdin=text.encode()), 1)
        clean = self.redact("--check", stdin=b"nothing here\n")
        self.assertExit(clean, 0)
        self.assertEqual((clean.out, clean.err), ("nothing here\n", "gogate: nothing masked\n"))

    def test_what_the_readme_and_its_page_show(self):
        top = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
        with open(os.path.join(top, "README.md")) as f:
            self.assertIn("kubectl logs --follow deploy/app | gogate redact\n", f.read())
        with open(os.path.join(top, "docs/redact.md")) as f:
            page = f.read()
        line = "pushing to https://bot:%s@github.com/acme/app"
        self.assertIn("`" + line % "ghp_…" + "`", page)
        run = self.redact(self.write("build.log", line % TOKEN + "\n"))
        self.assertEqual(run.out, line % "[REDACTED github-pat]" + "\n")
        self.assertIn("`" + run.out.strip() + "`", page)
        self.assertIn("`" + run.err.strip() + "`", page)
        for piped in ("redact", "scan --stdin"):
            p = subprocess.run("printf '%s\\n' \"$TOKEN\" | \"$GOGATE\" " + piped, shell=True, cwd=self.tmp, env=self.env({"GOGATE": GOGATE, "TOKEN": TOKEN}), capture_output=True)
            self.assertEqual(p.returncode, 0 if piped == "redact" else 1, p.stderr)

    def test_files_one_after_the_other(self):
        a, b = self.write("a.log", "one %s\nno end" % TOKEN), self.write("b.log", "two %s\n" % TOKEN)
        run = self.redact(a, "-", b, stdin=b"between\n")
        self.assertExit(run, 0)
        self.assertEqual(run.out, "one [REDACTED github-pat]\nno endbetween\ntwo [REDACTED github-pat]\n")

    def test_bad_input(self):
        a = self.write("a.log", "text\n")
        for args in ([a, "missing.log"], [self.tmp], [a, "--no-such-flag"]):
            run = self.redact(*args)
            self.assertExit(run, 2)
            self.assertEqual(run.out, "")
        if os.geteuid() != 0:
            os.chmod(a, 0)
            self.assertExit(self.redact(a), 4)

    def test_closed_pipe(self):
        p = subprocess.Popen([GOGATE, "redact"], cwd=self.tmp, env=self.env(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        p.stdout.close()
        try:
            p.stdin.write(b"a line\n" * 500000)
            p.stdin.close()
        except BrokenPipeError:
            pass
        err = p.stderr.read().decode()
        p.stderr.close()
        self.assertEqual(p.wait(timeout=60), 4)
        self.assertIn("standard output: Broken pipe", err)

    def follow(self):
        """A running redact; returns it, and a function that waits for its output so far."""
        p = subprocess.Popen([GOGATE, "redact"], cwd=self.tmp, env=self.env(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        seen = bytearray()

        def read():
            while piece := os.read(p.stdout.fileno(), 65536):
                seen.extend(piece)

        thread = threading.Thread(target=read)
        thread.start()

        def end():
            p.stdin.close() if not p.stdin.closed else None
            p.wait(timeout=60)
            thread.join()
            p.stdout.close()

        self.addCleanup(end)

        def wait(text, seconds=20):
            for _ in range(seconds * 50):
                if seen.decode() == text:
                    return
                time.sleep(0.02)
            self.assertEqual(seen.decode(), text)

        return p, wait

    def put(self, p, text):
        p.stdin.write(text.encode())
        p.stdin.flush()

    def test_lines_arrive_while_the_input_pauses(self):
        p, wait = self.follow()
        self.put(p, "first\nsecond " + TOKEN[:20])
        wait("first\n")
        self.put(p, TOKEN[20:] + "\n")
        wait("first\nsecond [REDACTED github-pat]\n")
        lines = Maker(3).pem()
        self.put(p, "key:\n-----BEGIN RSA " + "PRIVATE KEY-----\n" + lines[0] + "\n")
        wait("first\nsecond [REDACTED github-pat]\nkey:\n")
        self.put(p, "\n".join(lines[1:]) + "\n-----END RSA " + "PRIVATE KEY-----\nlast\n")
        wait("first\nsecond [REDACTED github-pat]\nkey:\n[REDACTED private-key]\nlast\n")

    def test_lines_that_never_stop_arrive_too(self):
        p, wait = self.follow()
        for i in range(20):
            self.put(p, "tick\n")
            time.sleep(0.03)
        wait("tick\n" * 20, 5)

    def test_interrupted(self):
        p, wait = self.follow()
        self.put(p, "first\nhalf a line")
        wait("first\n")
        p.send_signal(signal.SIGINT)
        self.assertEqual(p.wait(timeout=20), 130)
        wait("first\nhalf a line")

    def test_rules_of_the_user(self):
        rules = self.write("r.toml", "[[rules]]\nid = 'acme-key'\ndescription = 'd'\nregex = '''acme-[0-9]{6}'''\nkeywords = ['acme']\n")
        run = self.redact("--rules", rules, stdin=("acme-123456 %s\n" % TOKEN).encode())
        self.assertEqual(run.out, "[REDACTED acme-key] [REDACTED github-pat]\n")
        # A configuration that replaces the embedded rules elsewhere adds to them here.
        run = self.redact("--gitleaks-config", rules, stdin=("acme-123456 %s\n" % TOKEN).encode())
        self.assertEqual(run.out, "[REDACTED acme-key] [REDACTED github-pat]\n")

    def test_policy_switches_nothing_off(self):
        self.write(".gogate.toml", "[secrets]\nenabled = false\n")
        self.assertEqual(self.redact(stdin=(TOKEN + "\n").encode()).out, "[REDACTED github-pat]\n")

    def test_utf16_stays_utf16(self):
        text = "first line of a log \u00e9\nkey %s here\n\U0001f601 end"
        for encoding, mark in (("utf-16-le", "\ufeff"), ("utf-16-be", "\ufeff"), ("utf-16-le", ""), ("utf-16-be", "")):
            path = self.write("a.log", (mark + text % TOKEN).encode(encoding))
            p = subprocess.run([GOGATE, "redact", path, path], cwd=self.tmp, env=self.env(), capture_output=True)
            self.assertEqual(p.stdout, 2 * (mark + text % "[REDACTED github-pat]").encode(encoding))

    def test_encoded(self):
        packed = base64.b64encode(gzip.compress(("token: %s\n" % TOKEN).encode() * 3)).decode()
        self.assertEqual(self.redact(stdin=("x %s y\n" % packed).encode()).out, "x [REDACTED github-pat] y\n")
        code = base64.b64encode(("token is %s as said" % TOKEN).encode()).decode()
        self.assertEqual(self.redact(stdin=("x %s y\n" % code).encode()).out, "x [REDACTED github-pat] y\n")
