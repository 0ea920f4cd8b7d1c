"""The long history of make_history.py --corpus: real code, many versions of each file.

The trees of consecutive releases of real modules are the milestones. Between
two milestones each commit edits a few files, larger ones more often: blocks of
lines come (from other files of the corpus, so that what is new looks like real
code), go, move or change; at a milestone a file becomes what was released.
Versions are written file by file, so that `git fast-import` deltas each against
the one before; trees and commits come last.
"""
import os
import subprocess
import sys
import json


def module_folder(name):
    done = subprocess.run(["go", "mod", "download", "-json", name], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"go mod download {name}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)["Dir"]


def read_tree(root, prefix):
    tree = {}
    for folder, names, files in os.walk(root):
        names.sort()
        for name in sorted(files):
            path = os.path.join(folder, name)
            if os.path.islink(path) or os.path.getsize(path) > 8 << 20:
                continue
            with open(path, "rb") as f:
                tree[prefix + os.path.relpath(path, root)] = f.read()
    return tree


class Plan:
    """Which file changes in which commit: {path: [commit numbers]}, the same for the same seed."""

    def __init__(self, milestones, args, rng):
        last = len(milestones)
        self.edits = {}
        self.commit_of_milestone = [1 + i * (args.commits - 1) // last for i in range(last)]
        paths = sorted(milestones[0])
        weights = [len(milestones[0][p]) ** 0.3 for p in paths]
        mean = sum(w * len(milestones[0][p]) for w, p in zip(weights, paths)) / sum(weights)
        total = max(args.commits, int(args.bytes / mean))
        at = sorted(rng.randrange(2, args.commits + 1) for _ in range(total))
        for path, commit in zip(rng.choices(paths, weights, k=total), at):
            self.edits.setdefault(path, []).append(commit)


def edit(lines, pool, rng):
    for _ in range(1 + int(rng.expovariate(0.3))):
        at = rng.randrange(len(lines) + 1)
        kind = rng.random()
        count = 1 + int(rng.expovariate(0.08))
        if kind < 0.4:
            source = pool[rng.randrange(len(pool))]
            begin = rng.randrange(len(source)) if source else 0
            lines[at:at] = source[begin:begin + count]
        elif kind < 0.7 and len(lines) > 20:
            del lines[at:at + count]
        elif kind < 0.9 and lines:  # words of a few neighbouring lines change
            for i in range(at, min(at + 1 + count // 4, len(lines))):
                words = lines[i].split(b" ")
                other = lines[rng.randrange(len(lines))].rstrip(b"\n").split(b" ")
                words[rng.randrange(len(words))] = other[rng.randrange(len(other))]
                lines[i] = b" ".join(words).rstrip(b"\n") + b"\n"
        else:
            block = lines[at:at + count]
            del lines[at:at + count]
            to = rng.randrange(len(lines) + 1)
            lines[to:to] = block


def write(importer, milestones, args, rng):
    plan = Plan(milestones, args, rng)
    pool = [c.splitlines(keepends=True) for p, c in sorted(milestones[0].items())
            if p.endswith((".go", ".yaml", ".md", ".sh", ".json", ".tf"))]
    changes = {}  # commit -> [(path, mark or None)]
    paths = sorted(set().union(*milestones))
    for path in paths:
        lines, content = None, None
        events = [(c, i) for i, c in enumerate(plan.commit_of_milestone)]
        events += [(c, None) for c in sorted(set(plan.edits.get(path, []))) if c not in plan.commit_of_milestone]
        for commit, milestone in sorted(events, key=lambda e: e[0]):
            if milestone is not None:
                new = milestones[milestone].get(path)
                lines = None if new is None else new.splitlines(keepends=True)
            elif lines is not None:
                edit(lines, pool, rng)
                new = b"".join(lines)
            else:
                continue
            if new == content:
                continue
            if new is None:
                changes.setdefault(commit, []).append((path, None))
            else:
                changes.setdefault(commit, []).append((path, importer.blob(new)))
            content = new
    tip = side = None
    for commit in range(1, args.commits + 1):
        what = changes.pop(commit, [])
        if commit % 3 == 0 and side is None and tip is not None:  # half of real commits are merges' sides
            side = tip
        message = f"part {commit}: " + " ".join(os.path.basename(p) for p, _ in what[:3]) + "\n"
        if side is not None and commit % 3 == 1:
            # The side branch changed one new file; the merge takes it together with what main changed.
            path = f"side/{commit % 97}/note.md"
            blob = importer.blob(b"note of %d\n" % commit)
            other = importer.commit("refs/heads/side", f"side {commit}\n", [(path, blob)], [side])
            tip = importer.commit("refs/heads/main", message, what + [(path, blob)], [tip, other])
            side = None
        else:
            tip = importer.commit("refs/heads/main", message, what, [tip] if tip else [])
        if commit in plan.commit_of_milestone:
            importer.tag(f"v{plan.commit_of_milestone.index(commit) + 1}.0.0", tip)


def corpus(importer, args, rng):
    """args.corpus: comma separated milestones, each "module@version" or several joined by "+"."""
    milestones = []
    for group in args.corpus.split(","):
        tree = {}
        for name in group.split("+"):
            tree.update(read_tree(module_folder(name), name.split("@")[0].rsplit("/", 1)[-1] + "/"))
        milestones.append(tree)
    write(importer, milestones, args, rng)
