#!/usr/bin/env python3
"""Turns hashes of the toolchain module into toolchain-h1.table, which the build embeds.

    compact_h1.py go-toolchain-h1.json DATE > toolchain-h1.table

The input holds "rows" of [version, os-arch, h1]. Not part of the build: the
table is committed.
"""
import json
import sys


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as f:
        rows = sorted({tuple(row) for row in json.load(f)["rows"]})
    print("gogate toolchain h1 1")
    print(f"date {sys.argv[2]}")
    for version, platform, h1 in rows:
        print(f"{version} {platform} {h1}")
    print("end")


main()
