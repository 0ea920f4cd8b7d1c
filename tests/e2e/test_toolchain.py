"""verify toolchain on small trees, with a checksum database on loopback."""
import json
import os
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as xml

import checksum_log
import harness

RELEASE, PLATFORM = "go1.99.1", "linux-amd64"
VERSION = f"v0.0.1-{RELEASE}.{PLATFORM}"


def small_tree():
    files = {
        "VERSION": f"{RELEASE}\ntime 2026-01-02T03:04:05Z\n".encode(),
        "bin/go": checksum_log.go_program(RELEASE, "cmd/go"),
        "bin/gofmt": checksum_log.go_program(RELEASE, "cmd/gofmt"),
        "src/go.mod": b"module std\n",
        "test/fixed.go": b"package main\n",
    }
    for tool in ("asm", "compile", "link"):
        files[f"pkg/tool/linux_amd64/{tool}"] = checksum_log.go_program(RELEASE, f"cmd/{tool}")
    for name in ("runtime/proc.go", "fmt/print.go", "cmd/go/main.go"):
        files[f"src/{name}"] = b"package x\n"
    return files


class Tree(harness.Case):
    def setUp(self):
        super().setUp()
        self.files = small_tree()
        self.root = os.path.join(self.tmp, "go")
        for name, content in self.files.items():
            self.write(name, content)

    def write(self, name, content):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(content)
        return path

    def verify(self, *args, env=None, timeout=100):
        run = self.gogate("verify", "toolchain", self.root, "--report", "json", *args, env=env, timeout=timeout)
        self.report = run.json() if run.out.startswith("{") else {}
        self.checks = {c["name"]: c["outcome"] for c in self.report.get("checks", [])}
        self.found = sorted((f["rule"], f["at"]["path"]) for f in self.report.get("findings", []) if f["blocks"])
        return run


@unittest.skipUnless(checksum_log.AVAILABLE, "SKIPPED: python3-cryptography is missing, no database can be served")
class Database(Tree):
    def setUp(self):
        super().setUp()
        self.log = checksum_log.Log()
        self.log.fill(300)
        h1 = checksum_log.h1_of_tree(self.files, RELEASE, PLATFORM)
        self.number = self.log.add(f"golang.org/toolchain {VERSION} {h1}\ngolang.org/toolchain {VERSION}/go.mod {h1}\n")
        self.log.fill(9)
        self.server = checksum_log.Server(self.log)
        self.addCleanup(self.server.close)

    def settings(self, **more):
        return {"GOSUMDB": f"{self.log.key} {self.server.address}/db", **more}

    def ask(self, *args, env=None, **kw):
        return self.verify(*args, env=env or self.settings(), **kw)

    def unproven(self, run, outcome="open"):
        self.assertEqual(run.code, 3 if outcome == "open" else 1, run.out + run.err)
        self.assertEqual(self.checks["database"], outcome)
        self.assertTrue(any(g["kind"] == "unproven" for g in self.report["gaps"]))

    def test_proven_then_offline(self):
        run = self.ask()
        self.assertEqual(run.code, 0, run.out + run.err)
        self.assertEqual((self.checks["database"], self.checks["content"]), ("passed", "passed"))
        self.assertIn("first tree seen", run.out)
        self.server.seen.clear()
        run = self.ask("--offline")
        self.assertEqual(run.code, 0, run.out + run.err)
        self.assertEqual(self.server.seen, [])
        # Without what was seen: said, not passed.
        run = self.ask("--offline", "--proof", "database")
        self.unproven(run)
        self.assertIn("--offline", run.out)
        # The proof of one database is none of another.
        other = checksum_log.Log()
        run = self.verify("--offline", env={"GOSUMDB": other.key})
        self.unproven(run)

    def test_later_trees_continue_the_first(self):
        self.assertEqual(self.ask("--proof", "database").code, 0)
        for more in (1, 200, 511, 64):
            self.log.fill(more)
            run = self.ask("--proof", "database")
            self.assertEqual(run.code, 0, run.out + run.err)
            self.assertIn("consistent with the tree of", run.out)
        # An older tree that a cache served is fine as long as it is a beginning of the last one.
        old = self.log.lookup("golang.org/toolchain", VERSION, 500).encode()
        self.server.fault = lambda path, status, body: (200, old) if "lookup" in path else None
        run = self.ask("--proof", "database")
        self.assertEqual(run.code, 0, run.out + run.err)

    def test_another_hash_blocks(self):
        self.write("src/fmt/print.go", b"package x // changed\n")
        run = self.ask()
        self.assertEqual(run.code, 1)
        self.assertEqual(self.found, [("toolchain-content-changed", self.root)])
        self.assertEqual((self.checks["database"], self.checks["content"]), ("passed", "failed"))

    def test_a_record_that_is_not_in_the_tree(self):
        self.write("src/fmt/print.go", b"package x // changed\n")
        files = dict(self.files)
        files["src/fmt/print.go"] = b"package x // changed\n"
        good = checksum_log.h1_of_tree(self.files, RELEASE, PLATFORM).encode()
        evil = checksum_log.h1_of_tree(files, RELEASE, PLATFORM).encode()
        self.server.fault = lambda path, status, body: (status, body.replace(good, evil)) if "lookup" in path else None
        run = self.ask()
        self.unproven(run, "failed")
        self.assertIn(("toolchain-database-untrusted", self.root), self.found)
        self.assertIn("not in its signed tree", run.out)

    def test_forked(self):
        self.assertEqual(self.ask("--proof", "database").code, 0)
        # The same length, longer, shorter: another history under the same key.
        for grow in (0, 700, -5):
            fork = checksum_log.Log()
            fork.name, fork.hash, fork.key, fork.signer = self.log.name, self.log.hash, self.log.key, self.log.signer
            fork.records = list(self.log.records)
            fork.records[3] = b"example.com/evil v1.0.0 h1:AAAA\n"
            if grow > 0:
                fork.fill(grow)
            elif grow < 0:
                del fork.records[grow:]
            self.server.log = fork
            run = self.ask("--proof", "database")
            self.assertIn(run.code, (1, 3), run.out + run.err)
            if grow >= 0:
                self.unproven(run, "failed")
                self.assertIn("forked", run.out)
        self.server.log = self.log
        self.assertEqual(self.ask("--proof", "database").code, 0)

    def test_rolled_back(self):
        self.log.fill(400)
        self.assertEqual(self.ask("--proof", "database").code, 0)
        del self.log.records[400:]
        self.unproven(self.ask("--proof", "database"))

    def test_wrong_signatures(self):
        foreign = checksum_log.Log()
        foreign.name, foreign.records = self.log.name, self.log.records
        self.server.log = foreign
        self.unproven(self.ask(), "failed")
        foreign.hash = self.log.hash  # claims to be the very key
        run = self.ask()
        self.unproven(run, "failed")
        self.assertIn("signature", run.out)

    def test_garbage(self):
        good = self.server.answer(f"/db/lookup/golang.org/toolchain@{VERSION}")[1]
        answers = [b"", b"\0" * 100, b"<html>log in first</html>", b"1\n\n\n", good[:-40], good[: len(good) // 2], b"x" * 2_000_000]
        for body in answers:
            with self.subTest(body=body[:20]):
                self.server.fault = lambda path, status, _: (200, body) if "lookup" in path else None
                self.unproven(self.ask())
        for body in (b"", b"\0" * 31, b"\0" * 32 * 300):
            with self.subTest(tile=len(body)):
                self.server.fault = lambda path, status, _: (200, body) if "tile" in path else None
                self.unproven(self.ask())
        self.server.fault = lambda path, status, b: (200, b"\7" * len(b)) if "tile" in path else None
        self.unproven(self.ask(), "failed")

    def test_statuses_and_silence(self):
        for status in (404, 410, 403, 500):
            with self.subTest(status=status):
                self.server.fault = lambda path, _, body: (status, b"") if "lookup" in path else None
                self.unproven(self.ask())
                self.server.fault = lambda path, _, body: (status, b"") if "tile" in path else None
                self.unproven(self.ask())
        self.server.fault, self.server.delay = None, 5
        self.unproven(self.ask("--network-timeout", "1", timeout=30))
        self.server.delay = 0
        self.unproven(self.verify(env={"GOSUMDB": f"{self.log.key} http://127.0.0.1:1/db"}))

    def test_redirects(self):
        secret = os.path.join(self.tmp, "answer")
        with open(secret, "wb") as f:
            f.write(self.server.answer(f"/db/lookup/golang.org/toolchain@{VERSION}")[1])
        self.server.headers = {"Location": "file://" + secret}
        self.server.fault = lambda path, status, body: (302, b"") if "lookup" in path else None
        self.unproven(self.ask())
        self.server.headers = {"Location": f"{self.server.address}/db/lookup/loop"}
        self.unproven(self.ask())

    def test_last_tree_half_written(self):
        self.assertEqual(self.ask("--proof", "database").code, 0)
        folder = os.path.join(self.home, ".cache", "gogate", "toolchain")
        latest = [n for n in os.listdir(folder) if n.endswith(".latest")]
        self.assertEqual(len(latest), 1)
        path = os.path.join(folder, latest[0])
        with open(path, "r+b") as f:
            f.truncate(40)
        run = self.ask("--proof", "database")
        self.assertEqual(run.code, 0)
        self.assertIn("damaged on disk", run.out)
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), "r+b") as f:
                f.truncate(50)
        self.unproven(self.ask("--offline"))

    def test_proxies(self):
        key = {"GOSUMDB": self.log.key}
        proxy = self.server.address + "/proxy"
        run = self.verify(env={**key, "GOPROXY": proxy})
        self.assertEqual(run.code, 0, run.out + run.err)
        self.assertIn("through", run.out)
        # 404 and 410 fall through, other errors only before '|'.
        for status, separator, code in ((404, ",", 0), (410, ",", 0), (500, ",", 3), (500, "|", 0)):
            with self.subTest(status=status, separator=separator):
                self.server.fault = lambda path, s, b: (status, b"") if path.startswith("/broken") else None
                run = self.verify("--proof", "database", env={**key, "GOPROXY": f"{self.server.address}/broken{separator}{proxy}"})
                self.assertEqual(run.code, code, run.out + run.err)
        self.server.fault = None
        run = self.verify("--proof", "database", env={**key, "GOPROXY": f"http://127.0.0.1:1|{proxy},direct"})
        self.assertEqual(run.code, 0)
        # A password in the address is never shown.
        run = self.verify("--proof", "database", env={**key, "GOPROXY": proxy.replace("//", "//joe:hunter22@")})
        self.assertEqual(run.code, 0)
        self.assertNotIn("hunter22", run.out + run.err)
        # From $GOENV, and from GOROOT/go.env.
        config = os.path.join(self.tmp, "goenv")
        with open(config, "w", encoding="utf-8") as f:
            f.write(f"# comment\nGOSUMDB={self.log.key}\nGOPROXY={proxy}\n")
        self.assertEqual(self.verify("--proof", "database", env={"GOENV": config}).code, 0)

    def test_file_proxy(self):
        base = os.path.join(self.tmp, "mirror", "sumdb", self.log.name)
        for path in ("supported", f"lookup/golang.org/toolchain@{VERSION}", "tile/8/0/000", "tile/8/0/001.p/54", "tile/8/1/000.p/1"):
            os.makedirs(os.path.dirname(os.path.join(base, path)), exist_ok=True)
            with open(os.path.join(base, path), "wb") as f:
                f.write(self.server.answer("/db/" + path)[1] if path != "supported" else b"")
        run = self.verify(env={"GOSUMDB": self.log.key, "GOPROXY": f"file://{self.tmp}/mirror"})
        self.assertEqual(run.code, 0, run.out + run.err)

    def test_off_and_wrong_settings(self):
        self.unproven(self.verify(env={"GOSUMDB": "off"}))
        self.unproven(self.verify(env={"GOSUMDB": "unknown.example"}))
        self.unproven(self.verify(env={"GOSUMDB": self.log.key[:-5] + "AAAA="}))

    def test_a_tree_cannot_name_its_own_witness(self):
        self.write("go.env", f"GOSUMDB={self.log.key} {self.server.address}/db\n".encode())
        self.files["go.env"] = f"GOSUMDB={self.log.key} {self.server.address}/db\n".encode()
        self.log.records[self.number] = (
            f"golang.org/toolchain {VERSION} {checksum_log.h1_of_tree(self.files, RELEASE, PLATFORM)}\n".encode()
        )
        run = self.verify(env={"GOPROXY": "http://127.0.0.1:1"})
        self.unproven(run)
        self.assertEqual(self.server.seen, [])

    def test_junit_has_a_case_for_each_check(self):
        run = self.gogate("verify", "toolchain", self.root, "--report", "junit", env=self.settings())
        self.assertEqual(run.code, 0, run.err)
        cases = {c.get("name"): c for c in xml.fromstring(run.out).iter("testcase") if c.get("classname") == "gogate.check"}
        self.assertLessEqual({"database", "content", "places"}, set(cases))
        self.assertTrue(all(len(cases[c]) == 0 for c in ("database", "content", "places")))
        # A database of one's own is a setting that weakens: it warns.
        self.assertEqual([e.tag for e in cases["settings"]], ["skipped"])


@unittest.skipUnless(checksum_log.AVAILABLE, "SKIPPED: python3-cryptography is missing, no database can be served")
class Lists(Tree):
    """What differs is named: by a manifest, by a copy, by an archive."""

    def setUp(self):
        super().setUp()
        self.log = checksum_log.Log()
        h1 = checksum_log.h1_of_tree(self.files, RELEASE, PLATFORM)
        self.log.add(f"golang.org/toolchain {VERSION} {h1}\ngolang.org/toolchain {VERSION}/go.mod {h1}\n")
        self.server = checksum_log.Server(self.log)
        self.addCleanup(self.server.close)
        self.settings = {"GOSUMDB": f"{self.log.key} {self.server.address}/db"}
        self.copy = os.path.join(self.tmp, "copy")
        shutil.copytree(self.root, self.copy)
        self.archive = os.path.join(self.tmp, "copy.tar.gz")
        subprocess.run(["tar", "-C", self.tmp, "-czf", self.archive, "--transform", "s,^copy,go,", "copy"], check=True)
        self.manifest = os.path.join(self.tmp, "manifest")
        run = self.gogate("toolchain", "manifest", self.root, "--output", self.manifest, env=self.settings)
        self.assertEqual(run.code, 0, run.err)

    def lists(self):
        return (("--manifest", self.manifest), ("--against", self.copy), ("--against", self.archive))

    def test_the_same(self):
        for arguments in self.lists():
            with self.subTest(arguments=arguments):
                run = self.verify(*arguments, env=self.settings)
                self.assertEqual(run.code, 0, run.out + run.err)

    def test_named(self):
        self.write("src/fmt/print.go", b"package x // changed\n")
        self.write("src/fmt/added.go", b"package x\n")
        self.write("test/added.go", b"package main\n")
        os.remove(os.path.join(self.root, "pkg/tool/linux_amd64/asm"))
        for arguments in self.lists():
            with self.subTest(arguments=arguments):
                run = self.verify(*arguments, env=self.settings)
                self.assertEqual(run.code, 1, run.out + run.err)
                named = {(rule, os.path.relpath(path, self.root)) for rule, path in self.found}
                self.assertLessEqual(
                    {
                        ("toolchain-content-changed", "src/fmt/print.go"),
                        ("toolchain-file-added", "src/fmt/added.go"),
                        ("toolchain-file-removed", "pkg/tool/linux_amd64/asm"),
                    },
                    named,
                )
                self.assertNotIn(("toolchain-file-added", "test/added.go"), named)  # warns

    def test_a_copy_that_is_changed_alike_proves_nothing(self):
        for root in (self.root, self.copy):
            with open(os.path.join(root, "src/fmt/print.go"), "wb") as f:
                f.write(b"package x // changed\n")
        run = self.verify("--against", self.copy, env=self.settings)
        self.assertEqual(run.code, 1, run.out)
        # And where nothing else is known: incomplete.
        run = self.verify("--against", self.copy, "--proof", "table")
        self.assertEqual(run.code, 3, run.out)

    def test_no_manifest_of_what_does_not_verify(self):
        self.write("src/fmt/print.go", b"package x // changed\n")
        run = self.gogate("toolchain", "manifest", self.root, env=self.settings)
        self.assertEqual((run.code, run.out), (1, ""))
        run = self.gogate("toolchain", "manifest", self.root, "--offline", "--proof", "table")
        self.assertEqual((run.code, run.out), (3, ""))

    def test_wrong_lists(self):
        with open(self.manifest, "r+b") as f:
            f.truncate(200)
        self.assertEqual(self.verify("--manifest", self.manifest).code, 2)
        self.assertEqual(self.verify("--against", self.root).code, 2)
        with open(self.archive, "r+b") as f:
            f.truncate(os.path.getsize(self.archive) // 2)
        self.assertEqual(self.verify("--against", self.archive).code, 2)
        self.assertEqual(self.verify("--against", "/nowhere").code, 2)


class Around(Tree):
    def outcome(self, check, *args, env=None):
        run = self.verify("--offline", *args, env=env)
        return run, self.checks.get(check)

    def test_settings(self):
        self.assertEqual(self.outcome("settings")[1], "passed")
        cases = {
            "GOFLAGS=-toolexec=/tmp/x": "runs-program",
            "GOFLAGS=-v '-overlay=a b.json'": "replaces-source",
            "GOFLAGS=-mod=mod": "replaces-source",
            "GOFLAGS=-modfile=other.mod": "replaces-source",
            "GOFLAGS=-insecure": "insecure",
            "GOCACHEPROG=/tmp/x": "runs-program",
            "GOSUMDB=off": "unchecked",
            "GONOSUMDB=*": "unchecked",
            "GOPRIVATE=*": "unchecked",
            "GOINSECURE=example.com": "insecure",
            "GOPROXY=http://127.0.0.1:1": "insecure",
            "GOPROXY=direct": "insecure",
            "GONOSUMCHECK=1": "unchecked",
            "GOTOOLCHAIN=path": "other-toolchain",
            "GOTOOLCHAIN=go1.20.1": "other-toolchain",
        }
        config = os.path.join(self.tmp, "env")
        for setting, rule in cases.items():
            name, _, value = setting.partition("=")
            with open(config, "w", encoding="utf-8") as f:
                f.write(setting + "\n")
            for env in ({name: value}, {"GOENV": config}):
                with self.subTest(setting=setting, env=env):
                    run, outcome = self.outcome("settings", env=env)
                    self.assertEqual(outcome, "failed")
                    self.assertEqual([f["rule"] for f in self.report["findings"]], ["toolchain-setting-" + rule])
        self.assertEqual(self.outcome("settings", env={"GOFLAGS": "-buildvcs=false -mod=vendor"})[1], "passed")
        run, outcome = self.outcome("settings", env={"GOENV": "off"})
        self.assertEqual(outcome, "passed")

    def test_two_go_and_a_foreign_goroot(self):
        other = os.path.join(self.tmp, "other", "bin")
        os.makedirs(other)
        with open(os.path.join(other, "go"), "wb") as f:
            f.write(b"")
        with open(os.path.join(self.tmp, "other", "VERSION"), "w", encoding="utf-8") as f:
            f.write("go1.98.0\n")
        path = f"{self.root}/bin:{other}"
        run, outcome = self.outcome("installations", env={"PATH": path})
        self.assertEqual(outcome, "failed")
        self.assertIn("toolchain-shadowed", run.out)
        run, outcome = self.outcome("installations", env={"PATH": f"{self.root}/bin", "GOROOT": os.path.dirname(other)})
        self.assertEqual(outcome, "failed")
        self.assertEqual(run.code, 1)
        self.assertIn("toolchain-goroot-conflict", run.out)
        self.assertEqual(self.outcome("installations", env={"PATH": f"{self.root}/bin"})[1], "passed")
        run = self.gogate("toolchain", "list", env={"PATH": path})
        self.assertEqual(run.code, 0)
        self.assertIn(f"{RELEASE}  {self.root}  (PATH, the first go)", run.out)
        self.assertIn("go1.98.0", run.out)

    def test_leftovers(self):
        self.write("pkg/linux_amd64/fmt.a", b"!<arch>")
        run = self.verify("--offline")
        self.assertIn(("toolchain-leftover", os.path.join(self.root, "pkg/linux_amd64/fmt.a")), [(f["rule"], f["at"]["path"]) for f in self.report["findings"]])

    def test_requirements(self):
        for versions, met in ((">=1.99.1", True), (">=1.98,<1.100", True), ("1.99.1", True), (">1.99.1", False), ("<=1.99", False)):
            with self.subTest(versions=versions):
                run = self.verify("--offline", "--go", versions)
                self.assertEqual(run.code, 3 if met else 1)
        self.assertEqual(self.verify("--go", "new").code, 2)
        mod = os.path.join(self.tmp, "go.mod")
        for text, code in ((f"module a\n\ngo 1.98.0\n\ntoolchain {RELEASE}\n", 3), ("module a\ngo 1.99.0\n", 1), ("module a\n", 2)):
            with open(mod, "w", encoding="utf-8") as f:
                f.write(text)
            with self.subTest(text=text):
                self.assertEqual(self.verify("--offline", "--exact-from", mod).code, code)
        self.write("VERSION", b"go1.24.13\n")
        run = self.verify("--offline", "--supported-only")
        self.assertEqual(run.code, 1)
        self.assertIn("toolchain-requirement", run.out)
        self.assertEqual(self.verify("--offline", "--unknown-release", "block").code, 1)

    def test_a_module_that_asks_for_a_newer_toolchain(self):
        with open(os.path.join(self.tmp, "go.mod"), "w", encoding="utf-8") as f:
            f.write("module a\ngo 1.99.2\n")
        run = self.verify("--offline")
        self.assertIn("toolchain-setting-other-toolchain", run.out)

    def test_bad_trees(self):
        os.symlink(".", os.path.join(self.root, "src", "loop"))
        run = self.verify("--offline")
        self.assertEqual(run.code, 1)
        self.assertIn(("toolchain-irregular-file", os.path.join(self.root, "src", "loop")), self.found)
        os.remove(os.path.join(self.root, "src", "loop"))
        os.mkfifo(os.path.join(self.root, "src", "pipe"))
        self.assertEqual(self.verify("--offline", timeout=20).code, 1)


class RealGo(harness.Case):
    """The Go of this machine, when it is an upstream release that the table has."""

    def test_one_flipped_byte(self):
        go = shutil.which("go")
        if not go:
            self.skipTest("SKIPPED: no go command here")
        root = subprocess.run([go, "env", "GOROOT"], capture_output=True, text=True, check=True).stdout.strip()
        run = self.gogate("verify", "toolchain", root, "--offline", "--report", "json")
        if run.code != 0:
            self.skipTest("SKIPPED: the Go here is not in the embedded table: " + json.dumps(run.json()["gaps"])[:300])
        copy = os.path.join(self.tmp, "go")
        shutil.copytree(root, copy, symlinks=True)
        self.assertEqual(self.gogate("verify", "toolchain", copy, "--offline").code, 0)
        path = os.path.join(copy, "src", "fmt", "print.go")
        with open(path, "r+b") as f:
            f.seek(500)
            byte = f.read(1)
            f.seek(500)
            f.write(bytes([byte[0] ^ 1]))
        self.assertEqual(self.gogate("verify", "toolchain", copy, "--offline").code, 1)


if __name__ == "__main__":
    unittest.main()
