#!/usr/bin/env python3
"""Compares rules for any text with semgrep: text_diff.py SCAN_PROGRAM [ROUNDS].

One list of cases, a feature each, and then random patterns over random texts of
few words, blocks and brackets. Matches must be equal to the byte, with their
messages and fixes, and so must the rules that are refused. What differs for a
reason stands in docs/go-rules.md. Needs semgrep (GOGATE_SEMGREP or PATH);
without it the test says so and is skipped (exit 77).
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

LINES = "".join(f"l{i}\n" for i in range(1, 25))


def options(pattern, **values):
    return {"pattern": pattern, "options": values}


def where(around, **condition):
    name, value = next(iter(condition.items()))
    return {"patterns": [{"pattern": around}, {"metavariable-" + name: value}]}


CASES = [
    ("a b", "a b\na\nb\na\n  b\n  a\nb"),
    ("a\n  b\nc", "a\n  b\nc\na\n  b\n  d\nc\n a b\n c"),
    ("a\n  b c", "a\n    \tb\n\tc\n"),
    ("a\n  b\n  c", "a\n  b\n    c\n  d\n"),
    ("l1 ... l11", LINES),
    ("l1 ... l12", LINES),
    ("l1 ... ...", LINES),
    (options("l1 $...X l3", generic_ellipsis_max_span=1), LINES),
    (options("l1 $...X", generic_ellipsis_max_span=0), LINES),
    (options("A b", generic_caseless=True), "a B A b\n"),
    ("... a", "x\n  y\n  a\n  b\n  a\nz\n  k\n  a"),
    ("a ... d", "{ [ a } ] d\n[ ( a ] d\n(a) d\n"),
    ("f(a ...)", "f(a (b) c)\n"),
    ("$X = $X", "a = a\na = b\n1=1"),
    ("$_ = $1", "a = a\na = 1\n$_ = $1"),
    ("k $...X e $...X e", "k b c e b c e\nk b  c e b c e\n"),
    ("a .... b", "a .... b\na ... b\na x b\n"),
    ("a ... $...X", "a b\n"),
    ("é", "a é b è"),
    ("a b", "a\r\nb a\tb"),
    (options("a b", generic_comment_style="c"), "a /* x */ b\na // x\nb\na # x\nb\na /* \n b"),
    (options("a b", generic_comment_style="cpp"), "a /* x */ b\na // x\nb\na # x\nb\n"),
    (options("a b", generic_comment_style="shell"), "a /* x */ b\na // x\nb\na # x\nb\n"),
    (options("a $...X b", generic_comment_style="cpp"), "a c /* f */ b\n"),
    ({"pattern": "$X k $...Y", "fix": "j $X $...Y"}, "k12\nk k"),
    ({"pattern-regex": "k(?P<X>\\d+)"}, "k12 k3"),
    ({"pattern-regex": "^k(\\d*)", "languages": ["regex"]}, "k12\nk3 k"),
    ({"pattern-regex": "k.*", "languages": ["none"]}, "k12\nk3 k"),
    ({"patterns": [{"pattern": "a $X"}, {"pattern-not": "a b"}]}, "a b a c"),
    ({"patterns": [{"pattern-inside": "a\n  ..."}, {"pattern": "$X"}, {"pattern-not": "b"}]}, "a\n  b\n  c\nb"),
    ({"patterns": [{"pattern": "a $...X z"}, {"focus-metavariable": "$...X"}]}, "a b z a c z"),
    (where("a $...X z", regex={"metavariable": "$...X", "regex": ".*b"}), "a b z a c z"),
    (where("$X y", comparison={"metavariable": "$X", "comparison": "$X > 5"}), "3 y 7 y 0x10 y k y 010 y 1_0 y"),
    (where("$X y", comparison={"metavariable": "$X", "comparison": '$X == "3"'}), "3 y k y"),
    (where("$X y", comparison={"metavariable": "$X", "comparison": 'str($X) == "3"'}), "3 y k y"),
    (where("a $...X z", pattern={"metavariable": "$...X", "pattern": "$Y ... $Y"}), "a b c b z a c z"),
    (where("a $...X z", pattern={"metavariable": "$...X", "pattern": "... z"}), "a b c z a c z"),
    (where("a $...X z", pattern={"metavariable": "$...X", "pattern-regex": "c$"}), "a b c z k\n"),
    (where("a $...X z", pattern={"metavariable": "$...X", "language": "regex", "pattern-regex": "^\\s*b"}), "a b c z k\n"),
]


def rules_file(folder, rules):
    full = [{"id": f"r{i}", "languages": ["generic"], "severity": "ERROR", "message": "[$X][$Y][$...X][$...Y]", **rule}
            for i, rule in enumerate(rules)]
    path = os.path.join(folder, "rules.json.yaml")
    with open(path, "w") as f:
        json.dump({"rules": full}, f)
    return path


def theirs(semgrep, folder, rules):
    out = subprocess.run([semgrep, "scan", "--metrics", "off", "--disable-version-check", "-q", "--json", "--no-git-ignore",
                          "--max-target-bytes", "0", "-j", "1", "--config", rules, "."], cwd=folder, capture_output=True)
    answer = json.loads(out.stdout)
    found = {(int(r["check_id"].rsplit(".", 1)[-1][1:]), os.path.basename(r["path"]), r["start"]["offset"], r["end"]["offset"],
              r["extra"]["message"], r["extra"].get("fix")) for r in answer["results"]}
    refused = {int(e["rule_id"].rsplit(".", 1)[-1][1:]) for e in answer["errors"] if e.get("rule_id") and "parse" in e["type"]}
    broken = [e for e in answer["errors"] if not e.get("rule_id")]
    return found, refused, broken


def ours(program, folder, rules, names):
    out = subprocess.run([program, rules, *names], cwd=folder, capture_output=True)
    found, refused = set(), set()
    for line in out.stdout.decode().splitlines():
        j = json.loads(line)
        if "rule" in j:
            found.add((int(j["rule"][1:]), j["file"], j["begin"], j["end"], j["message"], j["fix"]))
        elif "fault" in j:
            refused.add(int(j["fault"].rsplit("(rule r", 1)[1].rstrip(")")))
        else:
            raise AssertionError(line)
    return found, refused


def compare(program, semgrep, rules, texts, pairs=None):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            with open(os.path.join(folder, name), "wb") as f:
                f.write(text.encode())
        with tempfile.TemporaryDirectory() as elsewhere:
            path = rules_file(elsewhere, rules)
            a, a_refused, broken = theirs(semgrep, folder, path)
            b, b_refused = ours(program, folder, path, list(texts))
    if broken:
        # An assertion of its matcher takes all answers with it: nothing can be compared.
        print("semgrep failed:", broken[0].get("message", "")[:150].replace("\n", " "))
        return 0, 0
    wanted = (lambda m: (m[0], m[1]) in pairs) if pairs else (lambda m: m[0] not in a_refused | b_refused)
    bad = [("refused by one only", r) for r in a_refused ^ b_refused]
    bad += [("only semgrep", m) for m in a - b if wanted(m)] + [("only gogate", m) for m in b - a if wanted(m)]
    for what, m in bad[:20]:
        rule = rules[m if isinstance(m, int) else m[0]]
        print(what, m, json.dumps(rule), "" if isinstance(m, int) else repr(texts[m[1]]))
    return len(bad), sum(1 for m in a & b if wanted(m))


def random_text(r):
    lines, indent = [], 0
    for _ in range(r.randint(1, 14)):
        indent = max(0, indent + r.choice([-2, -1, 0, 0, 0, 1, 2]))
        line = ""
        for _ in range(r.randint(0 if r.random() < 0.15 else 1, 4)):
            line += r.choice("abcd") if r.random() < 0.75 else r.choice('()[]{}:=.,"-')
            line += " " if r.random() < 0.6 else ""
        lines.append(("\t" if r.random() < 0.05 else "") + " " * indent + line + ("\t" if r.random() < 0.1 else ""))
    return "\n".join(lines) + ("\n" if r.random() < 0.9 else "")


def random_pattern(r):
    lines, indent = [], 0
    for k in range(r.choice([1, 1, 1, 1, 2, 2, 3])):
        indent = max(0, indent + r.choice([-2, 0, 0, 2, 2])) if k else 0
        parts = []
        for _ in range(r.randint(1, 4)):
            x = r.random()
            parts.append(r.choice("abcd") if x < 0.5 else "..." if x < 0.65 else "$..." + r.choice("XY") if x < 0.72
                         else "$" + r.choice("XY") if x < 0.87 else r.choice('()[]{}:=.,"-'))
        lines.append(" " * indent + " ".join(parts))
    return "\n".join(lines)


def main() -> int:
    program = os.path.abspath(sys.argv[1])
    semgrep = os.environ.get("GOGATE_SEMGREP") or shutil.which("semgrep")
    if not semgrep:
        print("SKIPPED: semgrep is not installed (pip install semgrep, or set GOGATE_SEMGREP)")
        return 77
    rules = [dict(p) if isinstance(p, dict) else {"pattern": p} for p, _ in CASES]
    texts = {f"c{i}.txt": text for i, (_, text) in enumerate(CASES)}
    failed, same = compare(program, semgrep, rules, texts, {(i, f"c{i}.txt") for i in range(len(CASES))})
    seed = int(os.environ.get("GOGATE_SEED", "1"))
    for round_ in range(int(sys.argv[2]) if len(sys.argv) > 2 else 6):
        r = random.Random(seed * 1000 + round_)
        rules = []
        for _ in range(60):
            rules.append({"pattern": random_pattern(r)})
            if r.random() < 0.3:
                rules[-1]["options"] = {"generic_ellipsis_max_span": r.choice([0, 1, 2, 3])}
        more, equal = compare(program, semgrep, rules, {f"t{i}.txt": random_text(r) for i in range(60)})
        failed, same = failed + more, same + equal
    print(f"{same} matches agree, {failed} differences")
    return 1 if failed or not same else 0


if __name__ == "__main__":
    sys.exit(main())
