#!/usr/bin/env python3
"""Counts which letters follow which in names and prose, and writes letter_counts.inc for letter_model.cpp.

    scanners/secrets/count_letters.py > scanners/secrets/letter_counts.inc

Counted on the Go, Markdown, YAML and shell files of three public Go modules (fetched by `go mod download`): their words,
which are runs of letters parted at humps (fooBar, HTTPServer) and at whatever is no letter, each different word of two to
twenty letters once for each module that has it, so that a common word does not drown the others. For each two letters
(a word's edge counts as one) and the letter behind them the table holds one character: 'a' + 2 * log2(26 * P), rounded and
bounded to 'A'..'z'; so 'a' is what a fair draw among the letters would give, larger ones are what words have.
"""
import collections
import json
import math
import os
import re
import subprocess
import sys

MODULES = ["k8s.io/kubernetes@v1.34.1", "github.com/moby/moby@v28.3.0+incompatible", "github.com/hashicorp/vault@v1.20.0"]
WORD = re.compile(rb"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def main():
    counts = collections.Counter()
    total = 0
    for module in MODULES:
        done = subprocess.run(["go", "mod", "download", "-json", module], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit("go mod download %s: %s%s" % (module, done.stdout, done.stderr))
        words = set()
        for top, _, files in os.walk(json.loads(done.stdout)["Dir"]):
            for file in files:
                if file.endswith((".go", ".md", ".mdx", ".yaml", ".yml", ".sh")) and "testdata" not in top:
                    with open(os.path.join(top, file), "rb") as f:
                        words.update(w.lower() for w in WORD.findall(f.read()) if 2 <= len(w) <= 20)
        for word in words:
            padded = "{{" + word.decode() + "{"  # '{' follows 'z': a word's edge
            for i in range(2, len(padded)):
                counts[padded[i - 2:i + 1]] += 1
        total += len(words)
    letters = [chr(ord("a") + i) for i in range(27)]
    print("// Written by count_letters.py, counted on %d words of %s." % (total, ", ".join(m.split("@")[0] for m in MODULES)))
    for first in letters:
        for second in letters:
            row = [counts[first + second + third] for third in letters]
            pair = sum(row)
            # Half a count for each letter keeps what was never seen possible.
            cells = [max(65, min(122, 97 + round(2 * math.log2(26 * (c + 0.5) / (pair + 13.5))))) for c in row]
            text = "".join(map(chr, cells)).replace("\\", "\\\\")
            print('"%s"' % text)


if __name__ == "__main__":
    main()
