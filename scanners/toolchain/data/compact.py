#!/usr/bin/env python3
"""Turns a list of Go's releases into go-releases.table, which the build embeds.

    compact.py go-releases.json > go-releases.table

The input holds "source" (a sentence with the date), and "rows" of
[version, file, os, arch, kind, sha256, size, stable], as the Go project's
download index has them. Not part of the build: the table is committed.
"""
import json
import re
import struct
import sys


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as f:
        data = json.load(f)
    date = re.search(r"\d{4}-\d{2}-\d{2}", data["source"]).group(0)
    versions: dict[str, bool] = {}
    tails: dict[tuple[str, str, str, str], int] = {}
    rows = []
    for version, file, os, arch, kind, sha256, size, stable in data["rows"]:
        if not file.startswith(version + "."):
            sys.exit(f"{file}: does not begin with its version {version}")
        if versions.setdefault(version, stable) != stable:
            sys.exit(f"{file}: {version} is stable in one row and not in another")
        tail = (file[len(version) + 1 :], os or "-", arch or "-", kind)
        rows.append((list(versions).index(version), tails.setdefault(tail, len(tails)), size, bytes.fromhex(sha256)))
    out = sys.stdout.buffer
    lines = ["gogate go releases 1", f"date {date}", f"versions {len(versions)}"]
    lines += [f"{v} {'stable' if stable else 'unstable'}" for v, stable in versions.items()]
    lines += [f"tails {len(tails)}"] + [" ".join(t) for t in tails]
    lines += [f"rows {len(rows)}"]
    out.write(("\n".join(lines) + "\n").encode())
    for version, tail, size, digest in rows:
        out.write(struct.pack("<HHI", version, tail, size) + digest)


main()
