#!/usr/bin/env python3
"""Counts the words that programs are made of, and writes program_words.inc for program_words.cpp.

    scanners/secrets/count_program_words.py > scanners/secrets/program_words.inc

Counted on the Go files of three public Go modules (fetched by `go mod download`), comments left out: the words of their
identifiers and literals, parted at humps (fooBar) and at whatever is no letter. A word of three to sixteen letters that
stands in thirty folders or more is one: rare enough to leave out names of things and of people, of which pass phrases
are made.
"""
import collections
import json
import os
import re
import subprocess
import sys

MODULES = ["k8s.io/kubernetes@v1.34.1", "github.com/moby/moby@v28.3.0+incompatible", "github.com/hashicorp/vault@v1.20.0"]
WORD = re.compile(rb"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
COMMENT = re.compile(rb"//[^\n]*|/\*.*?\*/", re.S)
LEAST_FOLDERS = 30


def main():
    folders = collections.Counter()
    for module in MODULES:
        done = subprocess.run(["go", "mod", "download", "-json", module], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit("go mod download %s: %s%s" % (module, done.stdout, done.stderr))
        for top, names, files in os.walk(json.loads(done.stdout)["Dir"]):
            names[:] = [n for n in names if n not in ("vendor", "testdata")]
            words = set()
            for file in files:
                if file.endswith(".go"):
                    with open(os.path.join(top, file), "rb") as f:
                        words.update(w.lower() for w in WORD.findall(COMMENT.sub(b"", f.read())))
            folders.update(words)
    kept = sorted(w.decode() for w, n in folders.items() if n >= LEAST_FOLDERS and 3 <= len(w) <= 16)
    print("// Written by count_program_words.py: %d words of %s." % (len(kept), ", ".join(m.split("@")[0] for m in MODULES)))
    line = ""
    for word in kept:
        if len(line) + len(word) > 110:
            print('"%s"' % line)
            line = ""
        line += word + " "
    print('"%s"' % line)


if __name__ == "__main__":
    main()
