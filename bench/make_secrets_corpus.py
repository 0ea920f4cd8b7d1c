#!/usr/bin/env python3
"""Plants secrets and look-alikes in surroundings cut from real files: the corpus of `./dev bench secrets-quality`.

    make_secrets_corpus.py FOLDER [--seed N] [--half tune|held] [--files N]

Writes FOLDER/files/ and FOLDER/manifest.jsonl, the same for the same arguments. Surroundings and harvested look-alikes
come from public Go modules (`go mod download`); the values from secret_values.py; the ways to say them from
secret_templates.py. The two halves share no file of the modules, no value, and differ in a part of the names and
templates: rules may be written while looking at "tune"; the figures to report are those of "held".

A line of the manifest: file, line, column (1-based, of the value in bytes), end_line, digest (SHA-256 of the value, its first 16
digits), family, kind, format, planted (false: a look-alike).
"""
import argparse
import hashlib
import json
import os
import random
import re
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import secret_templates as templates
import secret_values as values
from corpus_history import module_folder

MODULES = ["k8s.io/kubernetes@v1.34.1", "github.com/moby/moby@v28.3.0+incompatible", "github.com/gohugoio/hugo@v0.150.0",
           "github.com/hashicorp/vault@v1.20.0", "github.com/hashicorp/terraform@v1.13.3", "github.com/traefik/traefik/v3@v3.7.13",
           "github.com/argoproj/argo-cd/v2@v2.14.21", "github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c",
           "github.com/standard-webhooks/standard-webhooks/libraries@v0.0.1", "gopkg.in/ini.v1@v1.67.0",
           "github.com/prometheus/prometheus@v0.316.0"]
SKIPPED = re.compile(r"test|fixture|mock|example|/vendor/|\.min\.|golden|third_party", re.I)
BEGIN, END = templates.BEGIN, templates.END
HOLDS_KEYS = re.compile(r"PRIVATE KEY|eyJ[\w-]{20,}|[ps]assw(?:or)?d['\"]?\s*[:=]+\s*['\"]\w|AKIA|hvs\.|s\.[A-Za-z0-9]{24}\b", re.I)


def in_half(text, half):
    return (hashlib.sha256(text.encode()).digest()[0] & 1) == (half == "held")


class Hosts:
    """Real files by extension: those of one half alone, at most so many an extension."""

    def __init__(self, half, rng, folders):
        found = {}
        for name, folder in folders:
            for top, names, files in os.walk(folder):
                names.sort()
                for file in sorted(files):
                    path = os.path.join(top, file)
                    inside = os.path.relpath(path, folder)
                    if not in_half(name + inside, half) or os.path.islink(path):
                        continue
                    kind = extension(file)
                    if kind in templates.RARE or (kind and not SKIPPED.search("/" + inside)):
                        found.setdefault(kind, []).append(path)
        self.paths = {kind: rng.sample(paths, min(len(paths), 600)) for kind, paths in sorted(found.items())}
        self.read, self.next = {}, {}

    def take(self, kind, rng):
        """A file's name and lines: a part of 15 to 160 lines, without what is itself a key."""
        paths = self.paths.get(kind, [])
        for _ in range(60):
            if not paths:
                break
            self.next[kind] = (self.next.get(kind, -1) + 1) % len(paths)
            path = paths[self.next[kind]]
            try:
                with open(path, encoding="utf-8") as f:
                    text = f.read(400_000)
            except UnicodeDecodeError:
                continue
            if not 40 < len(text) < 300_000 or HOLDS_KEYS.search(text) or max(map(len, text.splitlines())) > 2000:
                continue
            return os.path.basename(path), text
        return "part." + kind, ""


def extension(file):
    if file.startswith("Dockerfile") or file.endswith("Dockerfile"):
        return "dockerfile"
    if file.startswith(".env") or file.endswith(".env"):
        return "env"
    kind = file.rsplit(".", 1)[-1].lower() if "." in file else ""
    kind = {"yml": "yaml", "tf": "hcl", "ts": "js", "conf": "ini", "cfg": "ini", "mdx": "md", "jsx": "js", "tsx": "js"}.get(kind, kind)
    return kind if kind in templates.HOSTED else ""


def window(text, rng):
    lines = text.split("\n")
    size = rng.randrange(15, 160)
    if len(lines) <= size:
        return lines
    starts = [0] + [i for i in range(1, len(lines) - size) if not lines[i - 1].strip() and lines[i][:1].strip()]
    start = rng.choice(starts)
    return lines[start:start + size]


def edges(lines, pattern):
    return [i for i in range(1, len(lines)) if not lines[i - 1].strip() and re.match(pattern, lines[i])] or [len(lines)]


def plant_in_json(text, pieces, rng):
    try:
        tree = json.loads(text)
    except ValueError:
        tree = {}
    if not isinstance(tree, dict) or len(text) > 60_000:
        tree = {"version": 2, "settings": {"region": "eu-central-1", "retries": 3}}
    for piece in pieces:
        place, depth = tree, rng.randrange(3)
        for _ in range(depth):
            inner = [v for v in place.values() if isinstance(v, dict)]
            if not inner:
                break
            place = rng.choice(inner)
        items = list(place.items())
        at = rng.randrange(len(items) + 1)
        new = items[:at] + [(k, v) for k, v in piece.items() if k not in place] + items[at:]
        place.clear()
        place.update(new)
    return json.dumps(tree, indent=rng.choice([2, 2, 4]), ensure_ascii=False)


def build(format_name, hosts, pieces, rng):
    """(file name, text with markers)"""
    form = templates.FORMATS[format_name]
    name, text = hosts.take(form["host"], rng)
    if format_name == "json":
        return name, plant_in_json(text, pieces, rng)
    if format_name == "notebook":
        cells = [{"cell_type": "markdown", "metadata": {}, "source": ["## " + hosts.take("md", rng)[1].split("\n")[0] + "\n"]}]
        _, code = hosts.take("py", rng)
        cells.append({"cell_type": "code", "metadata": {}, "outputs": [], "source": [l + "\n" for l in window(code, rng)[:25]]})
        for piece in pieces:
            cells.insert(rng.randrange(len(cells) + 1), {"cell_type": "code", "execution_count": 3, "metadata": {}, "outputs": [],
                                                         "source": [l + "\n" for l in piece.split("\n")]})
        return "analysis.ipynb", json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}, indent=1, ensure_ascii=False)
    lines = window(text, rng) if text else []
    if form.get("alone"):  # files of credentials hold nothing else
        lines = []
    if form["host"] == "env" and not lines:
        lines = ["# settings of the service", "NODE_ENV=production", "PORT=8080", "LOG_LEVEL=info"]
    for piece in pieces:
        new = piece.split("\n")
        edge = form.get("edge")
        inside = [i + 1 for i, l in enumerate(lines) if re.match(form["body"], l)] if "body" in form else []
        if inside and piece.startswith(("\t", "  ")):
            at = rng.choice(inside)
        elif edge:
            at = rng.choice(edges(lines, edge)) if lines else 0
            if form.get("blank", True):
                new = new + [""]
        else:
            at = rng.randrange(len(lines) + 1)
        lines[at:at] = new
    wrapped = "\n".join(lines) + "\n"
    if "wrap" in form:
        wrapped = form["wrap"][0] + wrapped + form["wrap"][1]
    return form.get("name", name), wrapped


def settle(text, items):
    """Takes the markers out; yields the text and where each item stands."""
    out, places, stack = [], [], None
    line, column, at = 1, 1, 0
    for part in re.split("([%s%s])" % (BEGIN, END), text):
        if part == BEGIN:
            stack = (line, column, sum(map(len, out)))
        elif part == END and stack:
            value = "".join(out)[stack[2]:]
            places.append((stack[0], stack[1], line, value))
            stack = None
        else:
            out.append(part)
            new = part.count("\n")
            line += new
            column = len(part.rsplit("\n", 1)[-1].encode()) + (1 if new else column)
    return "".join(out), places


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--half", choices=["tune", "held"], default="tune")
    parser.add_argument("--files", type=int, default=1500)
    args = parser.parse_args()
    rng = random.Random("%d %s" % (args.seed, args.half))
    folders = [(m, module_folder(m)) for m in MODULES]
    hosts = Hosts(args.half, rng, folders)
    maker = templates.Maker(args.half, rng, values, hosts)
    shutil.rmtree(args.folder, ignore_errors=True)
    os.makedirs(os.path.join(args.folder, "files"))
    names = list(templates.FORMATS)
    with open(os.path.join(args.folder, "manifest.jsonl"), "w", encoding="utf-8") as manifest:
        for number in range(args.files):
            format_name = names[number % len(names)]
            # Two files in five hold no secret; what a file holds, it holds in its own format's ways.
            secrets = rng.choice([1, 1, 2]) if rng.random() < 0.6 else 0
            plan = [True] * secrets + [False] * rng.randrange(0 if secrets else 1, 4)
            rng.shuffle(plan)
            made = [maker.piece(format_name, planted) for planted in plan]
            made = [m for m in made if m is not None]
            if templates.FORMATS[format_name].get("alone") and not made:
                continue
            name, text = build(format_name, hosts, [m[0] for m in made], rng)
            text, places = settle(text, made)
            path = "service%03d/%s/%s" % (number // len(names), format_name, name.lstrip("."))
            if name.startswith("."):
                path = os.path.join(os.path.dirname(path), name)
            full = os.path.join(args.folder, "files", path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as f:
                f.write(text)
            known = {m[1]["shown"]: m[1] for m in made}
            for line, column, end_line, value in places:
                item = known.get(value) or known.get(json.loads('"%s"' % value) if "\\" in value and format_name in ("json", "notebook") else value)
                if item is None:
                    sys.exit("%s: what was planted changed on its way: %r" % (path, value[:60]))
                manifest.write(json.dumps({"file": path, "line": line, "column": column, "end_line": end_line,
                                           "digest": hashlib.sha256(value.encode()).hexdigest()[:16], "family": item["family"],
                                           "kind": item["kind"], "format": format_name, "planted": item["planted"]}) + "\n")


if __name__ == "__main__":
    main()
