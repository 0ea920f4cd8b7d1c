#!/usr/bin/env python3
"""Precision and recall on planted secrets: gogate beside gitleaks and detect-secrets on the same corpus.

    secrets_quality.py [--half held|tune] [--seed N] [--files N] [--misses] [--falses] [--no-record]

A finding is right when it stands where a planted value stands: same file, a line of it and, where the report says more,
a part of its bytes. Every other finding is false, whether it stands on a look-alike or in what surrounds them. A
false finding counts against the family in which its rule is mostly right. Peers are taken from PATH (gitleaks also from
$GITLEAKS, detect-secrets from $DETECT_SECRETS); one that is missing is left out and said so.
The figures of the held half go into bench/secrets-quality.md; --misses and --falses work on the tune half alone.
"""
import argparse
import collections
import datetime
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
GOGATE = os.environ.get("GOGATE", os.path.join(ROOT, "build/release/gate/cli/gogate"))
CACHE = os.environ.get("GOGATE_BENCH_CACHE", os.path.join(ROOT, "build/bench"))
TABLE = os.path.join(HERE, "secrets-quality.md")
Found = collections.namedtuple("Found", "file first last begin end value rule level")


def run(command, cwd, allowed):
    done = subprocess.run(command, cwd=cwd, capture_output=True)
    if done.returncode not in allowed:
        sys.exit("%s ended with %d: %s" % (command[0], done.returncode, done.stderr.decode(errors="replace")[-2000:]))
    return done.stdout


def by_gogate(files):
    report = json.loads(run([GOGATE, "scan", "--no-git", "--no-progress", "--report", "json", "."], files, (0, 1, 3)))
    secret_rules = {r["id"] for r in report["rules"] if r.get("scanner", "secrets") == "secrets"}
    out = []
    for f in report["findings"]:
        if secret_rules and f["rule"] not in secret_rules or not f.get("active", True):
            continue
        r = f["region"]
        level = {"blocks"} if f["blocks"] else set()
        if f["confidence"] in ("medium", "high", "certain"):
            level.add("medium")
        if f["severity"] == "info":
            continue
        out.append(Found(f["at"]["path"], r["start_line"], r["end_line"], r["start_column"],
                         r["end_column"] if r["end_line"] == r["start_line"] else None, None, f["rule"], level))
    return out


def by_gitleaks(files):
    tool = os.environ.get("GITLEAKS") or shutil.which("gitleaks")
    if not tool:
        return None
    report = json.loads(run([tool, "dir", "--no-banner", "--exit-code", "0", "-f", "json", "-r", "-", "."], files, (0,)))
    return [Found(f["File"], f["StartLine"], f["EndLine"], None, None, f["Secret"], f["RuleID"], set()) for f in report]


def by_detect_secrets(files):
    tool = os.environ.get("DETECT_SECRETS") or shutil.which("detect-secrets")
    if not tool:
        return None
    report = json.loads(run([tool, "scan", "--all-files", "--no-verify", "."], files, (0,)))
    return [Found(os.path.normpath(path), f["line_number"], f["line_number"], None, None, None, f["type"], set())
            for path, found in report["results"].items() for f in found]


class Corpus:
    def __init__(self, folder):
        self.files = os.path.join(folder, "files")
        self.entries = collections.defaultdict(list)
        self.count = sum(len(files) for _, _, files in os.walk(self.files))
        with open(os.path.join(folder, "manifest.jsonl"), encoding="utf-8") as f:
            for number, line in enumerate(f):
                entry = dict(json.loads(line), number=number)
                self.entries[entry["file"]].append(entry)
        for path, entries in self.entries.items():
            with open(os.path.join(self.files, path), "rb") as f:
                lines = f.read().split(b"\n")
            for e in entries:
                start = lines[e["line"] - 1][e["column"] - 1:]
                # One line's value ends where its digest says so; columns suffice for longer ones.
                e["lines"] = lines[e["line"] - 1:e["end_line"]]
                e["size"] = size_of(start, e["digest"]) if e["line"] == e["end_line"] else None
                e["value"] = start[:e["size"]].decode() if e["size"] else None

    def planted(self):
        return [e for entries in self.entries.values() for e in entries if e["planted"]]

    def match(self, found):
        """The entries that stand where a finding does, planted ones first."""
        out = []
        for e in self.entries.get(found.file, []):
            if found.last < e["line"] or found.first > e["end_line"]:
                continue
            if e["size"] and found.begin and found.end and found.first == e["line"]:
                if found.end <= e["column"] or found.begin >= e["column"] + e["size"]:
                    continue
            elif e["value"] and found.value and not (found.value in e["value"] or e["value"] in found.value or overlap(found.value, e["value"])):
                continue
            out.append(e)
        return sorted(out, key=lambda e: not e["planted"])


def size_of(start, digest):
    import hashlib
    running = hashlib.sha256()
    for i in range(len(start)):
        running.update(start[i:i + 1])
        if running.hexdigest()[:16] == digest:
            return i + 1
    return None


def overlap(a, b):
    """One's end is the other's beginning, by at least half of the shorter."""
    least = max(4, min(len(a), len(b)) // 2)
    return any(a.endswith(b[:n]) or b.endswith(a[:n]) for n in range(least, min(len(a), len(b)) + 1))


class Score:
    """What a tool found: planted values by family and format, and false findings."""

    def __init__(self, corpus, findings):
        self.hit, self.false = {}, []
        votes = collections.defaultdict(collections.Counter)
        for f in findings:
            entries = corpus.match(f)
            if entries and entries[0]["planted"]:
                planted = [e for e in entries if e["planted"]]
                for e in planted if f.last > f.first or f.value is None and f.begin is None else planted[:1]:
                    self.hit.setdefault(e["number"], e)
                    votes[f.rule][e["family"]] += 1
            else:
                self.false.append((f, entries[0] if entries else None))
        # Several rules on one place are one false finding to whoever reads them.
        unique = {}
        for f, e in self.false:
            unique.setdefault((f.file, f.first, e["number"] if e else (f.begin or f.value)), (f, e))
        self.false = list(unique.values())
        self.family_of_rule = {rule: counter.most_common(1)[0][0] for rule, counter in votes.items()}

    def recall(self, planted):
        return sum(e["number"] in self.hit for e in planted) / len(planted) if planted else 0

    def figures(self, planted, false):
        right = sum(e["number"] in self.hit for e in planted)
        return (right / (right + false) if right + false else 1.0), (right / len(planted) if planted else 0.0)

    def false_of_family(self, family):
        return sum(self.family_of_rule.get(f.rule, "generic-token") == family for f, _ in self.false)

    def false_of_format(self, name):
        return sum(os.path.normpath(f.file).split(os.sep)[1] == name for f, _ in self.false)


def cell(pair):
    return "%5.1f %5.1f" % (100 * pair[0], 100 * pair[1])


def table(title, names, rows):
    print("\n%-18s %5s  %s" % (title, "count", "  ".join("%-16s" % n[:16] for n in names)))
    for name, count, cells in rows:
        print("%-18s %5d  %s" % (name, count, "  ".join("%-16s" % cell(c) for c in cells)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--half", choices=["held", "tune"], default="held")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=1500)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--falses", action="store_true")
    parser.add_argument("--no-record", action="store_true")
    args = parser.parse_args()
    if args.half == "held" and (args.misses or args.falses):
        sys.exit("the held half is not looked at: --misses and --falses go with --half tune")
    folder = os.path.join(CACHE, "secrets-%s-%d-%d" % (args.half, args.seed, args.files))
    subprocess.run([sys.executable, os.path.join(HERE, "make_secrets_corpus.py"), folder, "--seed", str(args.seed), "--half", args.half,
                    "--files", str(args.files)], check=True)
    corpus = Corpus(folder)
    planted = corpus.planted()
    ours = by_gogate(corpus.files)
    scores = {"gogate": Score(corpus, ours), "gogate medium+": Score(corpus, [f for f in ours if "medium" in f.level]),
              "gogate blocking": Score(corpus, [f for f in ours if "blocks" in f.level])}
    for name, tool in (("gitleaks", by_gitleaks), ("detect-secrets", by_detect_secrets)):
        findings = tool(corpus.files)
        if findings is None:
            print("!!! %s is not in PATH: its column is missing" % name, flush=True)
        else:
            scores[name] = Score(corpus, findings)
    names = list(scores)
    print("# %s half, seed %d: %d files, %d planted, %d look-alikes; precision and recall in %%" %
          (args.half, args.seed, corpus.count, len(planted), sum(len(e) for e in corpus.entries.values()) - len(planted)))
    table("all", names, [("", len(planted), [s.figures(planted, len(s.false)) for s in scores.values()])])
    print("%-18s %5s  %s" % ("false per 1,000", "", "  ".join("%-16.1f" % (1000 * len(s.false) / corpus.count) for s in scores.values())))
    print("%-18s %5s  %s" % (" on look-alikes", "", "  ".join("%-16d" % sum(e is not None for _, e in s.false) for s in scores.values())))
    for what, false in (("family", Score.false_of_family), ("format", Score.false_of_format)):
        groups = collections.defaultdict(list)
        for e in planted:
            groups[e[what]].append(e)
        table(what, names, [(g, len(groups[g]), [s.figures(groups[g], false(s, g)) for s in scores.values()]) for g in sorted(groups)])
    score = scores["gogate"]
    if args.misses:
        print("\n# missed by gogate")
        for e in planted:
            if e["number"] not in score.hit:
                print("%s:%d %s/%s: %s" % (e["file"], e["line"], e["family"], e["kind"], e["lines"][0].decode(errors="replace").strip()[:150]))
    if args.falses:
        print("\n# false findings of gogate")
        for f, e in score.false:
            with open(os.path.join(corpus.files, f.file), encoding="utf-8") as source:
                line = source.read().split("\n")[f.first - 1].strip()[:150]
            print("%s:%d %s %s %s: %s" % (f.file, f.first, f.rule, ",".join(sorted(f.level)), e["kind"] if e else "surroundings", line))
    if args.half == "held" and not args.no_record:
        record(args, corpus, planted, scores)


def record(args, corpus, planted, scores):
    commit = subprocess.run(["git", "rev-parse", "--short=10", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    dirty = subprocess.run(["git", "status", "--porcelain", "--untracked-files=no"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    dirty = [line for line in dirty.splitlines() if not line.endswith("secrets-quality.md")]
    head = "| date | commit | seed, files | tool | precision % | recall % | false per 1,000 files |\n|---|---|---|---|---|---|---|\n"
    if not os.path.exists(TABLE):
        with open(TABLE, "w", encoding="utf-8") as f:
            f.write("# Secrets: precision and recall over time\n\nWritten by `./dev bench secrets-quality`: the held half of the corpus of "
                    "`make_secrets_corpus.py`.\nA commit with a + had changes on top.\n\n" + head)
    with open(TABLE, "a", encoding="utf-8") as f:
        for name, score in scores.items():
            precision, recall = score.figures(planted, len(score.false))
            f.write("| %s | %s | %d, %d | %s | %.1f | %.1f | %.1f |\n" % (datetime.date.today(), commit + ("+" if dirty else ""), args.seed, corpus.count, name,
                                                                          100 * precision, 100 * recall, 1000 * len(score.false) / corpus.count))


if __name__ == "__main__":
    main()
