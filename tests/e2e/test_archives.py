"""Secrets in archives: every format, nested, damaged, encrypted, and those that
unpack to more than anybody has."""
import bz2
import gzip
import io
import lzma
import os
import random
import shutil
import struct
import subprocess
import tarfile
import time
import unittest
import zipfile
import zlib

from harness import Case, github_token

ENV = "# settings\nname = app\ntoken = \"%s\"\n"
INNER = "app/settings.conf"


def settings(seed=1):
    return (ENV % github_token(seed)).encode()


def make_zip(members, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as z:
        for name, content in members:
            z.writestr(zipfile.ZipInfo(name), content, compress_type=compression)
    return out.getvalue()


def make_tar(members, mode="w", **kw):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, **kw) as t:
        for name, content in members:
            info = tarfile.TarInfo(name)
            if isinstance(content, bytes):
                info.size = len(content)
                t.addfile(info, io.BytesIO(content))
            else:
                info.type, info.linkname = content
                t.addfile(info)
    return out.getvalue()


def make_ar(members):
    out = b"!<arch>\n"
    for name, content in members:
        out += b"%-16s%-12d%-6d%-6d%-8o%-10d`\n" % (name.encode() + b"/", 0, 0, 0, 0o100644, len(content)) + content
        out += b"\n" * (len(content) % 2)
    return out


def make_cpio(members):
    def entry(name, content, mode):
        raw = name.encode() + b"\0"
        head = b"070701" + b"".join(b"%08X" % v for v in (0, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(raw), 0))
        out = head + raw
        out += b"\0" * (-len(out) % 4) + content
        return out + b"\0" * (-len(out) % 4)

    return b"".join(entry(n, c, 0o100644) for n, c in members) + entry("TRAILER!!!", b"", 0)


def make_rpm(members):
    lead = b"\xed\xab\xee\xdb\x03\x00\x00\x00\x00\x01" + b"app-1-1".ljust(66, b"\0") + struct.pack(">HH", 1, 5) + b"\0" * 16
    header = b"\x8e\xad\xe8\x01\0\0\0\0" + struct.pack(">II", 1, 8) + struct.pack(">IIII", 1000, 6, 0, 1) + b"app\0\0\0\0\0"
    return lead + header + header + gzip.compress(make_cpio(members))


def zstd(content):
    if shutil.which("zstd") is None:
        return None
    return subprocess.run(["zstd", "-q", "-c"], input=content, capture_output=True, check=True).stdout


class Archives(Case):
    def folder(self, files):
        folder = os.path.join(self.tmp, "folder")
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
        for name, content in files.items():
            with open(os.path.join(folder, name), "wb") as f:
                f.write(content)
        return folder

    def scan(self, files, *args, **kw):
        run = self.gogate("scan", "--no-git", "--report", "json", self.folder(files), *args, **kw)
        run.report = run.json()
        return run

    def places(self, run):
        return sorted((f["at"]["path"], f["region"]["start_line"]) for f in run.report["findings"])

    def gaps(self, run):
        return sorted((g["kind"], g["place"]) for g in run.report["gaps"])

    def test_every_format(self):
        one = [("readme.txt", b"nothing here\n"), (INNER, settings())]
        formats = {
            "a.zip": make_zip(one),
            "stored.zip": make_zip(one, zipfile.ZIP_STORED),
            "bzip2.zip": make_zip(one, zipfile.ZIP_BZIP2),
            "lzma.zip": make_zip(one, zipfile.ZIP_LZMA),
            "app.jar": make_zip([("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\n")] + one),
            "app.whl": make_zip(one),
            "a.tar": make_tar(one),
            "pax.tar": make_tar(one, format=tarfile.PAX_FORMAT, pax_headers={"comment": "x" * 300}),
            "v7.tar": make_tar(one, format=tarfile.USTAR_FORMAT),
            "a.tar.gz": make_tar(one, "w:gz"),
            "a.tar.bz2": make_tar(one, "w:bz2"),
            "a.tar.xz": make_tar(one, "w:xz"),
            "a.cpio": make_cpio(one),
            "a.rpm": make_rpm(one),
            "a.a": make_ar([("settings.conf", settings())]),
            "without-an-ending": make_zip(one),
        }
        if zstd(b"x") is None:
            print("zstd is not installed: not tested", flush=True)
        else:
            formats["a.tar.zst"] = zstd(make_tar(one))
        for name, content in formats.items():
            with self.subTest(name):
                run = self.scan({name: content})
                self.assertExit(run, 1)
                inner = "settings.conf" if name == "a.a" else INNER
                self.assertEqual(self.places(run), [("%s!/%s" % (name, inner), 3)])
                self.assertEqual(run.report["gaps"], [])

    def test_packages_within_packages(self):
        data = make_tar([("./etc/app/settings.conf", settings())], "w:xz")
        deb = make_ar([("debian-binary", b"2.0\n"), ("control.tar.xz", make_tar([("./control", b"Package: app\n")], "w:xz")), ("data.tar.xz", data)])
        self.assertEqual(self.places(self.scan({"app.deb": deb})), [("app.deb!/data.tar.xz!/etc/app/settings.conf", 3)])
        nested = make_zip([("b.tar", make_tar([("c.jar", make_zip([(INNER, settings())]))]))])
        self.assertEqual(self.places(self.scan({"a.zip": nested})), [("a.zip!/b.tar!/c.jar!/" + INNER, 3)])

    def test_one_compressed_file(self):
        for name, pack in (("dump.sql.gz", gzip.compress), ("dump.sql.bz2", bz2.compress), ("dump.sql.xz", lzma.compress)):
            with self.subTest(name):
                self.assertEqual(self.places(self.scan({name: pack(settings())})), [(name + "!/dump.sql", 3)])
        zeros_first = gzip.compress(b"\0" * 4096 + b"\n" + settings())
        self.assertEqual(self.places(self.scan({"x.gz": zeros_first})), [("x.gz!/x", 4)])

    def test_depth(self):
        content, name = settings(), INNER
        for i in range(7):
            content, name = make_zip([(name, content)]), "%d.zip" % i
        run = self.scan({"a.zip": content})
        self.assertEqual(self.places(run), [])
        self.assertEqual([k for k, _ in self.gaps(run)], ["analysis-bounded"])
        self.assertExit(run, 3)
        self.assertExit(self.scan({"a.zip": content}, "--max-archive-depth", "8"), 1)
        run = self.scan({"a.zip": content}, "--max-archive-depth", "0")
        self.assertExit(run, 0)
        # Then what is stored is still seen in the bytes themselves.
        run = self.scan({"a.tar": make_tar([(INNER, settings())])}, "--max-archive-depth", "0")
        self.assertEqual([p for p, _ in self.places(run)], ["a.tar"])

    def test_the_same_place_in_every_mode(self):
        repo = self.repo()
        repo.write("a.txt", "one\n")
        repo.commit("begin")
        repo.write("pkg/a.tar.gz", make_tar([("b.zip", make_zip([(INNER, settings())]))], "w:gz"))
        repo.write("dump.sql.gz", gzip.compress(settings(2)))
        runs = [repo.scan("--no-git"), repo.scan()]
        repo.git("add", "-A")
        runs.append(repo.scan("--staged"))
        repo.commit("add packages")
        runs += [repo.scan("--history"), repo.scan("--commit", "HEAD"), repo.scan("--range", "HEAD~1..HEAD"), repo.scan("--base", "HEAD~1")]
        said = [sorted((f["at"]["path"], f["fingerprint"], f["region"]["start_line"]) for f in r.report["findings"]) for r in runs]
        self.assertEqual([p for p, _, _ in said[0]], ["dump.sql.gz!/dump.sql", "pkg/a.tar.gz!/b.zip!/" + INNER])
        for one in said:
            self.assertEqual(one, said[0])

    def test_a_change_answers_for_what_it_brings(self):
        repo = self.repo()
        repo.write("a.zip", make_zip([("old.conf", settings(1)), ("both.conf", settings(2))]))
        repo.commit("begin")
        repo.write("a.zip", make_zip([("old.conf", settings(1)), ("both.conf", settings(2) + b"other = 1\n"), ("new.conf", settings(3))]))
        repo.commit("change")
        for args in (["--range", "HEAD~1..HEAD"], ["--base", "HEAD~1"]):
            self.assertEqual([f["at"]["path"] for f in repo.scan(*args).report["findings"]], ["a.zip!/new.conf"])

    def test_names_and_links_are_only_names(self):
        members = [("/etc/passwd.conf", settings(1)), ("../../up.conf", settings(2)), ("link", (tarfile.SYMTYPE, "/etc/passwd")), ("hard", (tarfile.LNKTYPE, "../../up.conf"))]
        before = set(os.listdir(self.tmp))
        run = self.scan({"a.tar": make_tar(members)})
        self.assertEqual(self.places(run), [("a.tar!/../../up.conf", 3), ("a.tar!/etc/passwd.conf", 3)])
        self.assertEqual(set(os.listdir(self.tmp)), before | {"folder"})
        self.assertEqual(os.listdir(os.path.join(self.tmp, "folder")), ["a.tar"])

    def test_names_that_are_not_ascii(self):
        for locale in ("C", "C.UTF-8"):
            run = self.scan({"a.zip": make_zip([("größe/täst.conf", settings())])}, env={"LC_ALL": locale})
            self.assertEqual(self.places(run), [("a.zip!/größe/täst.conf", 3)])

    def test_paths_leave_out(self):
        files = {"a.zip": make_zip([("vendor/x.conf", settings(1)), ("b.conf", settings(2))])}
        self.assertEqual([p for p, _ in self.places(self.scan(files, "--exclude", "vendor/**"))], ["a.zip!/b.conf", "a.zip!/vendor/x.conf"])
        self.assertEqual([p for p, _ in self.places(self.scan(files, "--exclude", "a.zip!/vendor/**"))], ["a.zip!/b.conf"])
        self.assertEqual([p for p, _ in self.places(self.scan(files, "--include", "*.zip"))], ["a.zip!/b.conf", "a.zip!/vendor/x.conf"])

    def test_damage(self):
        # What the damage leaves is scanned, and the rest is a gap.
        noise = random.Random(1).randbytes(200000)
        tar = make_tar([("first.conf", settings(1)), ("noise", noise), ("last.conf", settings(2))])
        for name, content in (("a.tar", tar), ("a.tar.gz", gzip.compress(tar)), ("a.tar.xz", lzma.compress(tar)), ("a.zip", make_zip([("first.conf", settings(1)), ("noise", noise), ("last.conf", settings(2))]))):
            with self.subTest(name):
                run = self.scan({name: content[: len(content) - 60000]})
                self.assertExit(run, 1)
                self.assertEqual([p for p, _ in self.places(run)], [name + "!/first.conf"])
                self.assertEqual([k for k, _ in self.gaps(run)], ["corrupt-object"])

    def test_a_short_file_that_is_cut(self):
        whole = gzip.compress(settings(1) + b"".join(b"%d\n" % i for i in range(2000)))
        run = self.scan({"a.conf.gz": whole[:-200]})
        self.assertEqual(self.places(run), [("a.conf.gz!/a.conf", 3)])
        self.assertEqual(self.gaps(run), [("corrupt-object", "a.conf.gz")])

    def test_what_only_looks_like_an_archive_is_scanned_as_it_is(self):
        for head in (b"PK\3\4", b"\x1f\x8b\x08", b"7z\xbc\xaf\x27\x1c", b"!<arch>\n", b"BZh91AY&SY"):
            with self.subTest(head):
                run = self.scan({"a.bin": head + b"\n" + settings()})
                self.assertExit(run, 1)
                self.assertEqual([p for p, _ in self.places(run)], ["a.bin"])
                self.assertEqual(self.gaps(run), [("corrupt-object", "a.bin")])

    def test_encrypted_members_are_notes(self):
        content = bytearray(make_zip([("a.conf", settings(1)), ("locked.conf", settings(2))], zipfile.ZIP_STORED))
        # The flag in the member's own header and in the directory's.
        local = content.rindex(b"locked.conf", 0, content.index(b"PK\1\2")) - 30
        central = content.rindex(b"locked.conf") - 46
        content[local + 6] |= 1
        content[central + 8] |= 1
        run = self.scan({"a.zip": bytes(content)})
        self.assertEqual([p for p, _ in self.places(run)], ["a.zip!/a.conf"])
        self.assertEqual(run.report["gaps"], [])
        self.assertEqual([(n["kind"], n["place"]) for n in run.report["notes"]], [("encrypted", "a.zip!/locked.conf")])

    def assertBounded(self, content, name="bomb.zip", seconds=20, kind="too-large"):
        start = time.monotonic()
        run = self.scan({name: content})
        self.assertLess(time.monotonic() - start, seconds)
        self.assertIn(kind, [k for k, _ in self.gaps(run)])
        return run

    def test_bombs(self):
        zeros = zlib.compressobj(9, zlib.DEFLATED, 31)
        block = bytes(1 << 20)
        packed = b"".join(zeros.compress(block) for _ in range(600)) + zeros.flush()
        run = self.assertBounded(packed, "zeros.gz")
        self.assertExit(run, 3)
        run = self.assertBounded(make_zip([("a.conf", settings())] + [("zeros%d" % i, bytes(100 << 20)) for i in range(4)]))
        self.assertEqual([p for p, _ in self.places(run)], ["bomb.zip!/a.conf"])
        # As 42.zip: archives of the same archives.
        content = make_zip([("zeros", bytes(100 << 20))])
        for level in range(3):
            content = make_zip([("%d.zip" % i, content) for i in range(16)])
        self.assertBounded(content)
        # A tar of zeros behind its own end.
        tar = make_tar([("a.conf", settings())])
        z = zlib.compressobj(9, zlib.DEFLATED, 31)
        packed = z.compress(tar) + b"".join(z.compress(block) for _ in range(600)) + z.flush()
        start = time.monotonic()
        run = self.scan({"a.tar.gz": packed})
        self.assertLess(time.monotonic() - start, 20)
        self.assertEqual([p for p, _ in self.places(run)], ["a.tar.gz!/a.conf"])

    def test_many_members(self):
        tar = gzip.compress(make_tar([("%d" % i, b"") for i in range(20000)]))
        run = self.assertBounded(tar, "many.tar.gz")
        self.assertIn("members", [g["why"] for g in run.report["gaps"]][0])

    def test_a_member_over_the_limit(self):
        run = self.scan({"a.zip": make_zip([("large.bin", bytes(300000)), ("b.conf", settings())])}, "--max-file-size", "200KB")
        self.assertEqual(self.gaps(run), [("too-large", "a.zip!/large.bin")])
        self.assertEqual([p for p, _ in self.places(run)], ["a.zip!/b.conf"])

    def test_ignore_files_and_comments(self):
        repo = self.repo()
        repo.write("a.zip", make_zip([("a.conf", settings(1)), ("b.conf", ("x = \"%s\" # gogate:ignore github-pat -- a test\n" % github_token(2)).encode())]))
        repo.commit("begin")
        run = repo.scan()
        self.assertEqual([f["at"]["path"] for f in run.report["findings"] if not f.get("suppression")], ["a.zip!/a.conf"])
        repo.write(".gitleaksignore", "a.zip!/a.conf:github-pat:3\n")
        self.assertExit(repo.scan(), 0)
        repo.remove(".gitleaksignore")
        baseline = repo.gogate("scan", "--report", "json").out
        repo.write("baseline.json", baseline)
        self.assertExit(repo.scan("-b", "baseline.json", "--exclude", "baseline.json"), 0)

    def test_standard_input(self):
        run = self.gogate("scan", "--stdin", "--stdin-path", "a.zip", "--report", "json", stdin=make_zip([(INNER, settings())]))
        self.assertEqual([f["at"]["path"] for f in run.json()["findings"]], ["a.zip!/" + INNER])

    def test_a_self_extracting_archive(self):
        run = self.scan({"a.run": b"#!/bin/sh\nTOKEN=" + github_token(3).encode() + b"\nexit\n" + make_zip([(INNER, settings())])})
        self.assertEqual([p for p, _ in self.places(run)], ["a.run", "a.run!/" + INNER])


if __name__ == "__main__":
    unittest.main()
