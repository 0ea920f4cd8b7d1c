#!/usr/bin/env python3
"""Builds a git repository with a long history, always the same for the same arguments.

    make_history.py OUT --commits 5000 --files 400 --seed 1
    make_history.py OUT --module github.com/gohugoio/hugo --versions 40
    make_history.py OUT --corpus large --commits 30000 --bytes 3100000000 --shape gc

Without --module the files are synthetic Go source: each commit edits a few
files in a few places, so that packs hold long delta chains; some commits add,
delete or rename files, branch and merge, set tags, or touch a binary file.
With --module the tree of each released version is the material (fetched by
`go mod download`), and the edits between two versions are spread over commits
of --files-per-commit files each: true code with true deltas.
With --corpus (see corpus_history.py) the history is as long and as large as
--commits and --bytes say: what the figures of `bench/run history` are about.
Writes through `git fast-import`, then repacks as --shape says.
"""
import argparse
import json
import os
import random
import subprocess
import sys

import corpus_history

# Milestones of --corpus large: consecutive releases of large modules.
LARGE = ",".join(f"k8s.io/kubernetes@{k}+github.com/hashicorp/vault@{v}" for k, v in [
    ("v1.31.0", "v1.20.0"), ("v1.32.0", "v1.20.0"), ("v1.33.0", "v1.21.4"), ("v1.34.1", "v1.21.4")])

WORDS = """request response context handler server client config value error result buffer reader writer index
token stream cache entry table record field label query filter scope parent child worker queue signal option limit
timeout retry policy secret address version module package import export format parse encode decode render""".split()


class Importer:
    """Writes a fast-import stream; marks number commits."""

    def __init__(self, repository):
        self.process = subprocess.Popen(["git", "-C", repository, "fast-import", "--quiet", "--force", "--depth=50"],
                                        stdin=subprocess.PIPE)
        self.out = self.process.stdin
        self.mark = 0
        self.time = 1500000000

    def data(self, content):
        self.out.write(b"data %d\n" % len(content))
        self.out.write(content)
        self.out.write(b"\n")

    def blob(self, content):
        self.mark += 1
        self.out.write(b"blob\nmark :%d\n" % self.mark)
        self.data(content)
        return self.mark

    def commit(self, ref, message, changes, parents):
        """changes: (path, bytes, blob()'s mark, None for a deletion, or ('rename', old))."""
        self.mark += 1
        self.time += 600
        self.out.write(b"commit %s\nmark :%d\n" % (ref.encode(), self.mark))
        self.out.write(b"committer Ada Example <ada@example.org> %d +0000\n" % self.time)
        self.data(message.encode())
        for i, parent in enumerate(parents):
            self.out.write(b"%s :%d\n" % (b"from" if i == 0 else b"merge", parent))
        for path, content in changes:
            if content is None:
                self.out.write(b"D %s\n" % path.encode())
            elif isinstance(content, int):
                self.out.write(b"M 100644 :%d %s\n" % (content, path.encode()))
            elif isinstance(content, tuple):
                self.out.write(b"R %s %s\n" % (content[1].encode(), path.encode()))
            else:
                self.out.write(b"M 100644 inline %s\n" % path.encode())
                self.data(content)
        return self.mark

    def tag(self, name, commit):
        self.out.write(b"tag %s\nfrom :%d\ntagger Ada Example <ada@example.org> %d +0000\n"
                       % (name.encode(), commit, self.time))
        self.data(b"release " + name.encode())

    def close(self):
        self.out.close()
        if self.process.wait() != 0:
            sys.exit("git fast-import failed")


def code_line(rng):
    words = rng.sample(WORDS, 4)
    return rng.choice([
        f"\t{words[0]}, err := {words[1]}.{words[2].title()}({words[3]})",
        "\tif err != nil {",
        f"\t\treturn nil, fmt.Errorf(\"{words[0]} {words[1]}: %w\", err)",
        "\t}",
        f"\t{words[0]}.{words[1].title()} = append({words[0]}.{words[1].title()}, {words[2]}[{rng.randrange(90)}])",
        f"\tfor _, {words[0]} := range {words[1]}.{words[2].title()}s() {{",
        f"// {words[0].title()} {words[1]} the {words[2]} {words[3]} {rng.randrange(10**6)}.",
    ])


def new_file(rng, lines):
    head = [f"package {rng.choice(WORDS)}", "", "import \"fmt\"", ""]
    return head + [code_line(rng) for _ in range(max(1, int(rng.lognormvariate(0, 0.8) * lines)))]


def text(lines):
    return ("\n".join(lines) + "\n").encode()


def synthetic(importer, args, rng):
    files = {}
    changes = []
    for i in range(args.files):
        depth = rng.randrange(1, 5)
        path = "/".join(rng.choice(WORDS) for _ in range(depth)) + f"/{rng.choice(WORDS)}{i}.go"
        files[path] = new_file(rng, args.lines)
        changes.append((path, text(files[path])))
    tip = importer.commit("refs/heads/main", "begin", changes, [])
    side = None  # (branch, its tip, its file)
    for n in range(1, args.commits):
        paths = list(files) if n % 50 == 1 or n == 1 else paths
        changes = []
        for path in rng.sample(paths, min(len(paths), 1 + int(rng.expovariate(1 / args.edits)))):
            lines = files.get(path)
            if lines is None:
                continue
            for _ in range(rng.randrange(1, 4)):
                at = rng.randrange(4, len(lines) + 1)
                kind = rng.random()
                if kind < 0.5:
                    lines[at:at] = [code_line(rng) for _ in range(rng.randrange(1, 6))]
                elif kind < 0.75:
                    lines[at:at + 1] = [code_line(rng)]
                elif len(lines) > 20:
                    del lines[at:at + rng.randrange(1, 4)]
            changes.append((path, text(lines)))
        roll = rng.random()
        if roll < 0.02:
            path = f"{rng.choice(WORDS)}/{rng.choice(WORDS)}_new{n}.go"
            files[path] = new_file(rng, args.lines)
            changes.append((path, text(files[path])))
        elif roll < 0.03:
            changes.append((f"assets/image{rng.randrange(5)}.bin", rng.randbytes(args.binary)))
        elif roll < 0.04:
            old = rng.choice([p for p in paths if p in files])
            new = old.rsplit(".", 1)[0] + f"_r{n}.go"
            files[new] = files.pop(old)
            changes = [c for c in changes if c[0] != old] + [(new, ("rename", old)), (new, text(files[new]))]
        elif roll < 0.05 and len(files) > 10:
            old = rng.choice([p for p in paths if p in files])
            del files[old]
            changes = [c for c in changes if c[0] != old] + [(old, None)]
        message = f"{rng.choice(WORDS)}: {' '.join(rng.sample(WORDS, 5))}\n\n{' '.join(rng.choices(WORDS, k=30))}\n"
        parents = [tip]
        if side is None and n % 40 == 0:
            path = f"side/{rng.choice(WORDS)}{n}.go"
            body = new_file(rng, args.lines)
            side = (importer.commit(f"refs/heads/side{n}", f"side {n}", [(path, text(body))], [tip]), path, body)
        elif side is not None and n % 40 == 20:
            parents.append(side[0])
            files[side[1]] = side[2]
            changes.append((side[1], text(side[2])))
            side = None
        tip = importer.commit("refs/heads/main", message, changes, parents)
        if n % 500 == 0:
            importer.tag(f"v0.{n // 500}.0", tip)


def module_tree(module, version):
    done = subprocess.run(["go", "mod", "download", "-json", f"{module}@{version}"], capture_output=True, text=True)
    if done.returncode != 0:  # a version that needs a newer Go, or was withdrawn
        print(f"left out {module}@{version}: {done.stdout or done.stderr}", file=sys.stderr)
        return None
    root = json.loads(done.stdout)["Dir"]
    tree = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as f:
                    tree[os.path.relpath(path, root)] = f.read()
    return tree


def from_module(importer, args, rng):
    listed = subprocess.run(["go", "list", "-m", "-versions", args.module], capture_output=True, text=True, check=True)
    versions = [v for v in listed.stdout.split()[1:] if "-" not in v][-args.versions:]
    tree, tip = {}, None
    for version in versions:
        after = module_tree(args.module, version)
        if after is None:
            continue
        edits = [(p, c) for p, c in after.items() if tree.get(p) != c] + [(p, None) for p in tree if p not in after]
        rng.shuffle(edits)
        step = max(1, args.files_per_commit)
        for at in range(0, len(edits), step):
            tip = importer.commit("refs/heads/main", f"{version}: part {at // step}\n", edits[at:at + step],
                                  [tip] if tip else [])
        if tip:
            importer.tag(version, tip)
        tree = after


def repack(repository, shape):
    git = ["git", "-C", repository]
    if shape == "gc":
        subprocess.run(git + ["gc", "--quiet"], check=True)
    elif shape == "clone":  # as a server that packs anew sends it: gc's own window and depth
        subprocess.run(git + ["repack", "-adfq"], check=True)
    elif shape == "deep":
        subprocess.run(git + ["repack", "-adfq", "--depth=250", "--window=50"], check=True)
    elif shape == "nodelta":
        subprocess.run(git + ["repack", "-adfq", "--depth=0", "--window=0"], check=True)
    elif shape == "fast":
        subprocess.run(git + ["repack", "-adfq", "--depth=50", "--window=5"], check=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("out", help="folder to make; must not exist")
    p.add_argument("--commits", type=int, default=5000)
    p.add_argument("--files", type=int, default=400, help="files at the beginning")
    p.add_argument("--lines", type=int, default=300, help="typical lines of a file")
    p.add_argument("--edits", type=float, default=2.0, help="files edited by a commit, on average, beyond one")
    p.add_argument("--binary", type=int, default=65536, help="bytes of a binary file")
    p.add_argument("--module", help="Go module whose versions are the material")
    p.add_argument("--versions", type=int, default=20, help="of the module, the newest")
    p.add_argument("--files-per-commit", type=int, default=5)
    p.add_argument("--corpus", help="milestones, or \"large\"")
    p.add_argument("--bytes", type=int, default=3_100_000_000, help="of unique blobs, about; with --corpus")
    p.add_argument("--shape", choices=["import", "fast", "gc", "clone", "deep", "nodelta"], default="fast",
                   help="how the packs are written: as imported, quickly, as gc does, 250 deep, without deltas")
    p.add_argument("--seed", type=int, default=1)
    args = p.parse_args()
    if os.path.exists(args.out):
        sys.exit(f"{args.out}: exists already")
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", args.out], check=True)
    rng = random.Random(args.seed)
    importer = Importer(args.out)
    if args.corpus:
        args.corpus = LARGE if args.corpus == "large" else args.corpus
        corpus_history.corpus(importer, args, rng)
    elif args.module:
        from_module(importer, args, rng)
    else:
        synthetic(importer, args, rng)
    importer.close()
    repack(args.out, args.shape)


if __name__ == "__main__":
    main()
