"""Secrets in archives: every format, nested, damaged, encrypted, and those that
unpack to more than anybody has."""
import bz2
import gzip
import io
import lzma
import os
import shutil
import struct
import subprocess
import tarfile
import unittest
import zipfile

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


if __name__ == "__main__":
    unittest.main()
