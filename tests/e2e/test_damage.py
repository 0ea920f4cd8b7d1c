"""Repositories with flipped bytes, cut files and packs that are replaced while
they are read: what git calls damaged never passes, and nothing hangs."""
import glob
import os
import random
import shutil
import subprocess
import threading
import unittest

from harness import Case, github_token


class Damage(Case):
    extra = {}

    def tale(self, name="repo", commits=14):
        """Deltas, a merge, tags, and a token in an old version."""
        rng = random.Random(5)
        repo = self.repo(name)
        lines = ["line %d %d" % (i, rng.randrange(10**9)) for i in range(150)]
        for n in range(commits):
            lines[rng.randrange(len(lines))] = "changed %d %d" % (n, rng.randrange(10**9))
            if n == 3:
                lines.append("token = " + github_token(1))
            if n == 6:
                lines.pop()
            repo.write("dir/a.txt", "\n".join(lines) + "\n")
            repo.write("b%d.txt" % (n % 3), "\n".join(lines[:40]) + "\n")
            repo.commit("step %d" % n)
        repo.git("tag", "-a", "-m", "a tag", "v1")
        return repo

    def copy(self, repo, name="copy"):
        to = os.path.join(self.tmp, name)
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(repo.path, to, symlinks=True)
        return self.repo(name)

    def check_against_git(self, repo, damaged, what):
        """Exit 1 is fine only beside gaps, exit 0 only where git sees nothing wrong."""
        run = damaged.scan("--history", timeout=60)
        self.assertIn(run.code, (0, 1, 2, 3), what)
        fsck = subprocess.run(
            ["git", "fsck", "--full", "--no-dangling"], cwd=damaged.path, env=self.env(self.extra), capture_output=True, timeout=60
        )
        reads = subprocess.run(
            ["git", "rev-list", "--objects", "--all"], cwd=damaged.path, env=self.env(self.extra), capture_output=True, timeout=60
        )
        cat = subprocess.run(
            "git rev-list --objects --all | cut -d' ' -f1 | git cat-file --batch --buffer | cksum",
            shell=True, cwd=damaged.path, env=self.env(self.extra), capture_output=True, timeout=60,
        )
        whole = reads.returncode == 0 and cat.stdout == self.sum_of(repo) and not cat.stderr
        if run.code in (0, 2) or (run.code == 1 and not run.report["gaps"]):
            self.assertTrue(whole, "%s: exit %d though git cannot read it all: %s" % (what, run.code, fsck.stderr[:300]))
        if whole and run.code == 1:
            self.assertEqual(run.rules, ["github-pat"], what)
        return run, whole

    def sum_of(self, repo):
        if not hasattr(self, "whole"):
            self.whole = subprocess.run(
                "git rev-list --objects --all | cut -d' ' -f1 | git cat-file --batch --buffer | cksum",
                shell=True, cwd=repo.path, env=self.env(), capture_output=True, check=True,
            ).stdout
        return self.whole

    def mutations(self, size, rng, flips, cuts):
        for _ in range(flips):
            yield "flip", rng.randrange(size), 1 << rng.randrange(8)
        for _ in range(cuts):
            yield "cut", rng.randrange(size), 0
        yield "cut", 0, 0
        yield "grow", size, 0

    def mutate(self, path, kind, at, bit):
        os.chmod(path, 0o644)
        with open(path, "rb") as f:
            data = bytearray(f.read())
        if kind == "flip":
            data[at] ^= bit
        elif kind == "cut":
            data = data[:at]
        else:
            data += b"\0" * 100
        with open(path, "wb") as f:
            f.write(data)

    def sweep(self, repo, pattern, flips, cuts, seed):
        rng = random.Random(seed)
        incomplete = 0
        for name in sorted(glob.glob(os.path.join(repo.path, ".git", pattern))):
            rel = os.path.relpath(name, repo.path)
            for kind, at, bit in self.mutations(os.path.getsize(name), rng, flips, cuts):
                damaged = self.copy(repo)
                self.mutate(os.path.join(damaged.path, rel), kind, at, bit)
                run, _ = self.check_against_git(repo, damaged, "%s %s at %d" % (rel, kind, at))
                incomplete += bool(run.report and run.report["gaps"])
        return incomplete

    def test_packs_and_indexes(self):
        repo = self.tale()
        repo.git("gc", "-q")
        self.assertGreater(self.sweep(repo, "objects/pack/*.pack", 25, 8, 1), 30)
        self.assertGreater(self.sweep(repo, "objects/pack/*.idx", 15, 5, 2), 20)

    def test_loose_objects_refs_and_lists(self):
        repo = self.tale(commits=8)
        rng = random.Random(3)
        objects = sorted(glob.glob(os.path.join(repo.path, ".git/objects/??/*")))
        for name in rng.sample(objects, 12):
            rel = os.path.relpath(name, repo.path)
            for kind, at, bit in self.mutations(os.path.getsize(name), rng, 2, 1):
                damaged = self.copy(repo)
                self.mutate(os.path.join(damaged.path, rel), kind, at, bit)
                self.check_against_git(repo, damaged, "%s %s at %d" % (rel, kind, at))
        repo.git("pack-refs", "--all")
        for pattern in ("packed-refs", "HEAD", "refs/heads/main"):
            self.sweep(repo, pattern, 6, 3, 4)

    def test_an_index_over_several_packs(self):
        repo = self.tale()
        repo.git("repack", "-dq")
        repo.write("more.txt", "more\n")
        repo.commit("more")
        repo.git("repack", "-dq")
        repo.git("multi-pack-index", "write")
        self.assertEqual(repo.scan("--history").report["gaps"], [])
        # Their own indexes are whole, so all can be read.
        self.extra = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.multiPackIndex", "GIT_CONFIG_VALUE_0": "false"}
        self.sweep(repo, "objects/pack/multi-pack-index", 8, 3, 5)
        self.extra = {}
        # Where they are gone it alone tells where objects are.
        for idx in glob.glob(os.path.join(repo.path, ".git/objects/pack/*.idx")):
            os.remove(idx)
        run = repo.scan("--history")
        self.assertExit(run, 1)
        self.assertEqual(run.report["gaps"], [])
        rel = ".git/objects/pack/multi-pack-index"
        for kind, at, bit in self.mutations(os.path.getsize(os.path.join(repo.path, rel)), random.Random(6), 12, 4):
            damaged = self.copy(repo)
            self.mutate(os.path.join(damaged.path, rel), kind, at, bit)
            self.assertTrue(damaged.scan("--history", timeout=60).report["gaps"], "%s at %d" % (kind, at))

    def test_repacked_while_it_is_read(self):
        repo = self.tale(commits=40)
        stop = threading.Event()

        def repack():
            n = 0
            while not stop.is_set():
                n += 1
                for command in (["repack", "-adfq", "--depth=%d" % (5 + n % 40)], ["gc", "-q", "--prune=now"]):
                    subprocess.run(["git", *command], cwd=repo.path, env=self.env(), capture_output=True)
                # Loose again, so that some vanish under the reader.
                packs = glob.glob(os.path.join(repo.path, ".git/objects/pack/*.pack"))
                away = os.path.join(self.tmp, "away")
                os.makedirs(away, exist_ok=True)
                for p in packs:
                    kept = os.path.join(away, "p.pack")
                    shutil.copy(p, kept)
                    with open(kept, "rb") as f:
                        other = os.path.join(self.tmp, "other")
                        subprocess.run(["git", "init", "-q", "--bare", other], env=self.env())
                        subprocess.run(["git", "unpack-objects", "-q"], cwd=other, env=self.env(), stdin=f)
                        subprocess.run(["cp", "-rn", other + "/objects/.", repo.path + "/.git/objects/"])

        thread = threading.Thread(target=repack)
        thread.start()
        try:
            for _ in range(25):
                for args in (["--history"], ["--range", "HEAD~38..HEAD"]):
                    run = repo.scan(*args, timeout=60)
                    self.assertEqual(run.report["gaps"], [], args)
                    self.assertExit(run, 1)
        finally:
            stop.set()
            thread.join()

    def test_a_blob_too_large_is_a_gap(self):
        repo = self.repo()
        with open(os.path.join(repo.path, "big"), "wb") as f:
            f.truncate(600 << 20)
        repo.commit("big")
        for pack in (False, True):
            if pack:
                repo.git("-c", "core.bigFileThreshold=1g", "repack", "-adq")
            code = (
                "import resource,subprocess,sys;p=subprocess.run(sys.argv[1:],capture_output=True);"
                "print(p.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, b'too-large' in p.stdout)"
            )
            p = subprocess.run(
                ["python3", "-c", code, os.environ.get("GOGATE", "gogate"), "scan", "--history", "--report", "json"],
                cwd=repo.path, env=self.env(), capture_output=True, timeout=100,
            )
            exit_code, peak, said = p.stdout.decode().split()
            self.assertEqual((exit_code, said), ("3", "True"), p.stderr)
            self.assertLess(int(peak), 300_000)


if __name__ == "__main__":
    unittest.main()
