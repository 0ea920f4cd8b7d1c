#!/usr/bin/env python3
"""Compares our matches with semgrep's: semgrep_diff.py [--each] SCAN_PROGRAM RULES CODE.

With --each, X.yaml is asked about X.go only.
Both tools run the same rules over the same folder. Lines that only one of them
reports fail the test unless the pair of file and rule is settled below, with
the reason. Needs semgrep (GOGATE_SEMGREP or PATH); without it the test says so
and is skipped (exit 77).
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

SETTLED = {
    ("tls-verify-off.go", "tls-verify-off"): "we fold boolean constants",
    ("tls-verify-off.go", "tls-verify-configurable"): "we fold boolean constants",
    ("math-rand.go", "math-rand"): "a rule that asks for import math/rand does not mean crypto/rand",
    ("weak-rand.go", "math-rand"): "a rule that asks for import math/rand does not mean crypto/rand",
    ("weak-rand.go", "weak-rand"): "a rule that asks for import math/rand does not mean crypto/rand",
}


def main() -> int:
    each = sys.argv[1] == "--each"
    program, rules, code = sys.argv[1 + each:4 + each]
    if each:  # semgrep ignores folders that are named tests
        with tempfile.TemporaryDirectory() as copy:
            shutil.copytree(rules, copy, dirs_exist_ok=True)
            return compare(program, copy, copy, True)
    return compare(program, rules, code, False)


def compare(program: str, rules: str, code: str, each: bool) -> int:
    semgrep = os.environ.get("GOGATE_SEMGREP") or shutil.which("semgrep")
    if not semgrep:
        print("SKIPPED: semgrep is not installed (pip install semgrep, or set GOGATE_SEMGREP)")
        return 77
    ours = set()
    out = subprocess.run([program, rules, "--", code], capture_output=True, text=True)
    if out.returncode != 0:
        print(out.stderr)
        return 1
    for line in out.stdout.splitlines():
        path, begin, _, _, _, rule = line.split(":", 5)
        ours.add((os.path.basename(path), int(begin), rule.split(".")[-1]))
    out = subprocess.run(
        [semgrep, "--metrics=off", "--disable-version-check", "-q", "--no-git-ignore", "--json", "--config", rules, code],
        capture_output=True, text=True)
    theirs = {(os.path.basename(r["path"]), r["start"]["line"], r["check_id"].split(".")[-1])
              for r in json.loads(out.stdout)["results"]}
    if each:
        home = {}
        for name in os.listdir(rules):
            if name.endswith(".yaml"):
                with open(os.path.join(rules, name)) as f:
                    for rule in re.findall(r"^  - id: (\S+)", f.read(), re.M):
                        home[rule] = name.removesuffix(".yaml") + ".go"
        ours = {m for m in ours if home.get(m[2]) == m[0]}
        theirs = {m for m in theirs if home.get(m[2]) == m[0]}
    failed = 0
    for name, found in (("only gogate", ours - theirs), ("only semgrep", theirs - ours)):
        for file, line, rule in sorted(found):
            reason = SETTLED.get((file, rule))
            print(f"{name}: {file}:{line} {rule}" + (f"  (settled: {reason})" if reason else ""))
            failed += reason is None
    print(f"{len(ours & theirs)} lines agree, {failed} differences are not settled")
    return 1 if failed or not theirs else 0


if __name__ == "__main__":
    sys.exit(main())
