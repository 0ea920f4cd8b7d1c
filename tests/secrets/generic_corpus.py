"""Passwords and keys without a shape of their own, as people write them down.

Builds files at run time from the templates below, scans them with the built
program (GOGATE) and counts for each format what is found. In a template
  «P»  is a password as people choose them, «S» one from a generator,
  «K»  a long key; «64» base64 of a password; each must be found at its place,
and nothing in the near misses may be found with confidence medium or higher.
What stands here was written from the formats' documentation, not from the rules.

    GOGATE=build/dev/gate/cli/gogate python3 generic_corpus.py [-v]
"""
import base64
import json
import os
import random
import re
import subprocess
import sys
import tempfile

from generic_corpus_samples import FAMILIES, NEAR_MISSES

GOGATE = os.environ.get("GOGATE", "gogate")
WORDS = "falcon harbor maple winter copper tiger sunset rocket garden planet silver bridge".split()
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
RANK = ["none", "low", "medium", "high", "certain"]
# Of all values of a family, how many must be found, and at confidence medium or higher.
LEAST_FOUND, LEAST_SURE = 0.9, 0.8
# Families with known holes: what they reach.
REACHED = {"ci": 0.8, "compose": 0.8, "kubernetes": 0.85, "dockerfile": 0.8, "shell": 0.8, "history": 0.5, "sql": 0.3, "cms": 0.85, "toolfiles": 0.85, "languages": 0.8}


def draw(rng, kind):
    if kind == "P":
        return rng.choice([
            lambda: rng.choice(WORDS) + str(rng.randrange(1, 100)),
            lambda: rng.choice(WORDS).capitalize() + str(rng.randrange(1990, 2026)),
            lambda: rng.choice(WORDS) + "-" + rng.choice(WORDS) + str(rng.randrange(10, 99)),
            lambda: rng.choice(WORDS)[:4] + str(rng.randrange(100, 999)) + rng.choice(WORDS)[:3],
        ])()
    if kind == "S":
        return "".join(rng.choice(BASE62) for _ in range(rng.randrange(11, 19))) + rng.choice("-_.") + str(rng.randrange(10)) + "qZ"
    if kind == "K":
        return "".join(rng.choice(BASE62) for _ in range(rng.choice([32, 40, 48])))
    if kind == "64":
        return base64.b64encode((draw(rng, "P") + draw(rng, "S")).encode()).decode()
    raise ValueError(kind)


def build(folder):
    rng = random.Random(6)
    planted = []  # family, path, first byte, last byte + 1, template
    for family, samples in FAMILIES.items():
        for number, (name, template) in enumerate(samples):
            for variant in range(3):
                path = f"{family}/{number}{'abc'[variant]}/{name}"
                out, spots = b"", []
                for part in re.split("(«(?:P|S|K|64)»)", template.lstrip("\n")):
                    if part.startswith("«"):
                        kind = part[1:-1]
                        # A person's and a generator's stand in the same places.
                        if kind in "PS" and variant != 0:
                            kind = "PS"[variant - 1]
                        value = draw(rng, kind).encode()
                        spots.append((len(out), len(out) + len(value)))
                        out += value
                    else:
                        out += part.encode()
                if not out.endswith(b"\n"):
                    out += b"\n"
                where = os.path.join(folder, path)
                os.makedirs(os.path.dirname(where), exist_ok=True)
                with open(where, "wb") as file:
                    file.write(out)
                planted += [(family, path, begin, end, template) for begin, end in spots]
    for number, (name, text) in enumerate(NEAR_MISSES):
        where = os.path.join(folder, f"near/{number}/{name}")
        os.makedirs(os.path.dirname(where), exist_ok=True)
        with open(where, "w") as file:
            file.write(text.lstrip("\n"))
    return planted


def scan(folder):
    report = os.path.join(folder, "..", "report.json")
    run = subprocess.run([GOGATE, "scan", "--no-git", "--report", "json=" + report, folder], capture_output=True, text=True)
    if run.returncode not in (0, 1, 3):
        sys.exit(f"gogate: exit {run.returncode}: {run.stderr[-2000:]}")
    with open(report) as file:
        return json.load(file)["findings"]


def main():
    verbose = "-v" in sys.argv
    failed = []
    with tempfile.TemporaryDirectory() as top:
        folder = os.path.join(top, "corpus")
        planted = build(folder)
        by_path = {}
        for finding in scan(folder):
            places = [finding["at"]] + finding.get("also", [])
            for place in places:
                by_path.setdefault(place["path"], []).append(finding)
        table = {}
        total = [0, 0, 0]
        for family, path, begin, end, template in planted:
            best, rule = 0, "-"
            for finding in by_path.get(path, []):
                region = finding["region"]
                if region["start_byte"] < end and begin < region["end_byte"]:
                    if RANK.index(finding["confidence"]) > best:
                        best, rule = RANK.index(finding["confidence"]), finding["rule"]
            row = table.setdefault(family, [0, 0, 0, {}, []])
            row[0] += 1
            row[1] += best >= 1
            row[2] += best >= 2
            for i, n in enumerate((1, best >= 1, best >= 2)):
                total[i] += n
            row[3][rule] = row[3].get(rule, 0) + 1
            if best < 2:
                row[4].append((RANK[best], rule, path, template.strip().splitlines()))
        print(f"{'family':24}{'places':>8}{'found':>8}{'medium+':>9}  rules")
        for family, (count, found, sure, rules, missed) in table.items():
            print(f"{family:24}{count:8}{found:8}{sure:9}  " +
                  ", ".join(f"{r} {n}" for r, n in sorted(rules.items(), key=lambda x: -x[1])[:4]))
            least = REACHED.get(family, LEAST_FOUND)
            if found < least * count or sure < min(least, LEAST_SURE) * count:
                failed.append(f"{family}: of {count} values {found} found, {sure} with confidence medium or higher")
            if verbose:
                for rank, rule, path, lines in missed:
                    print(f"    {rank} {rule} {path}: {lines[0][:110] if len(lines) == 1 else ' / '.join(lines)[:220]}")
        print(f"{'all':24}{total[0]:8}{total[1]:8}{total[2]:9}")
        low = 0
        for number, (name, text) in enumerate(NEAR_MISSES):
            for finding in by_path.get(f"near/{number}/{name}", []):
                if not finding["rule"] or finding.get("severity") in ("info",):
                    continue
                line = text.lstrip("\n").splitlines()[finding["region"]["start_line"] - 1]
                if RANK.index(finding["confidence"]) >= 2:
                    failed.append(f"near miss {name}: {finding['rule']} {finding['confidence']}: {line}")
                else:
                    low += 1
                    if verbose:
                        print(f"    near miss, low: {finding['rule']} {name}: {line[:120]}")
        print(f"near misses: {len(NEAR_MISSES)} files, {low} findings of low confidence")
    for line in failed:
        print("FAILED", line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
