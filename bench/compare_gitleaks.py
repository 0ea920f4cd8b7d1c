#!/usr/bin/env python3
"""Does gogate find what gitleaks finds, under gitleaks' own rules?

    compare_gitleaks.py [REPOSITORY …]            full histories of repositories
    compare_gitleaks.py --dir FOLDER …            folders, as `gitleaks dir` reads them
    compare_gitleaks.py --module M@V1,M@V2,…      a history made of a Go module's versions
    compare_gitleaks.py --planted SEED            a generated history of planted and encoded secrets
    options: --config FILE  --keep FOLDER  --show N

Without --config the default configuration of the gitleaks release is taken out
of its Go module (`go mod download`), which is never committed here. Findings
are compared as (rule, path, secret); secrets only as digests made in this
process. gogate prints no secret, so its are cut out of the blobs by position,
and of encoded ones every decoding counts.

Missing ones must be none. Each of gogate's extra findings must be of a class:

  message   a commit or tag message, a name: gitleaks looks at files
  binary    content that git calls binary
  merge     every commit that brought it in is a merge
  reach     gitleaks finds it in the whole file at that commit, not in the lines
            the commit added: the match, or a keyword, reaches others
  chunk     (--dir) gitleaks reads files of over 100 kB in pieces

Everything else is unsettled, and the exit code 1.
"""
import argparse
import base64
import codecs
import collections
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
GOGATE = os.environ.get("GOGATE", os.path.join(ROOT, "build/dev/gate/cli/gogate"))
CACHE = os.environ.get("GOGATE_BENCH_CACHE", os.path.join(ROOT, "build/bench"))
VERSION = "v8.30.1"

# Go reads each invalid byte as one U+FFFD.
codecs.register_error("go", lambda e: ("�", e.start + 1))


def shown(secret):
    return secret.decode("utf-8", "go")


def digest(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def run(command, **more):
    p = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **more)
    return p.returncode, p.stdout, p.stderr


def gitleaks_program():
    for candidate in [os.environ.get("GOGATE_GITLEAKS"), shutil.which("gitleaks"), os.path.join(CACHE, "bin", "gitleaks")]:
        if candidate and os.path.exists(candidate):
            return candidate
    subprocess.run(["go", "install", "github.com/zricethezav/gitleaks/v8@" + VERSION], check=True,
                   env=dict(os.environ, GOBIN=os.path.join(CACHE, "bin")))
    return os.path.join(CACHE, "bin", "gitleaks")


def module_folder(module):
    code, out, err = run(["go", "mod", "download", "-json", module], cwd="/")
    if code != 0:
        raise SystemExit("go mod download %s: %s" % (module, (out + err).decode()))
    return json.loads(out)["Dir"]


def default_config():
    return os.path.join(module_folder("github.com/zricethezav/gitleaks/v8@" + VERSION), "config", "gitleaks.toml")


# ---- decoding, written apart from the scanner's own --------------------------

ENCODED = re.compile(
    rb"(?P<p>%[0-9A-Fa-f]{2}(?:[^\n]*%[0-9A-Fa-f]{2})?)|(?P<u>(?:\\{1,2}[uU][0-9A-Fa-f]{4}))|"
    rb"(?P<c>U\+[0-9A-Fa-f]{4}[\t\n\f\r ])|(?P<h>[0-9A-Fa-f]{32,})|(?P<b>[\w+/-]{16,}={0,2})", re.ASCII)


def printable(b):
    return all(8 < c < 127 for c in b)


def decode_once(text):
    def one(m):
        s = m.group(0)
        if m.group("p"):
            out = re.sub(rb"%([0-9A-Fa-f]{2})", lambda x: bytes([int(x.group(1), 16)]), s)
            codes = [int(x, 16) for x in re.findall(rb"%([0-9A-Fa-f]{2})", s)]
            return out if printable(bytes(codes)) else s
        if m.group("u") or m.group("c"):
            code = int(re.search(rb"[0-9A-Fa-f]{4}", s[1:]).group(0), 16)
            return (chr(code) if not 0xD800 <= code <= 0xDFFF else "�").encode()
        if m.group("h"):
            out = bytes.fromhex(s.decode()) if len(s) % 2 == 0 else b"\x00"
            return out if printable(out) else s
        if not re.search(rb"[^A-Za-z=]", s):
            return s
        for alphabet, pad in ((rb"+/", True), (rb"-_", False)):
            if (b"=" in s) and not pad or re.search(rb"[+/_-]", s.translate(None, alphabet)):
                continue
            if pad and len(s) % 4 != 0 or not pad and len(s) % 4 == 1:
                continue
            try:
                out = base64.b64decode(s + b"=" * (-len(s) % 4), altchars=alphabet)
            except ValueError:
                continue
            return out if printable(out) else s
        return s

    return ENCODED.sub(one, text)


def decodings(text, depth=5):
    out = []
    for _ in range(depth):
        further = decode_once(text)
        if further == text:
            break
        out.append(shown(further))
        text = further
    return out


# ---- the two programs --------------------------------------------------------

class Theirs:
    def __init__(self, program, config, work):
        self.program, self.config, self.work = program, config, work

    def scan(self, mode, place):
        report = os.path.join(self.work, "gitleaks.json")
        command = [self.program, mode, place, "--no-banner", "--log-level", "error", "--exit-code", "0", "-f", "json", "-r",
                   report, "-c", self.config, "--ignore-gitleaks-allow", "-i", self.work]
        if mode == "git":
            command += ["--log-opts", "--all --full-history"]
        code, _, err = run(command, cwd=place if mode == "git" else "/", env=dict(os.environ, GIT_CONFIG_GLOBAL=os.devnull))
        if code != 0 or err.strip():
            raise SystemExit("gitleaks: " + err.decode()[:2000])
        with open(report, encoding="utf-8") as f:
            return json.load(f)


def ours(config, arguments, where):
    code, out, err = run([GOGATE, "scan", "--no-progress", "--report", "json", "--gitleaks-config", config] + arguments, cwd=where)
    if code not in (0, 1, 3):
        raise SystemExit("gogate: exit %d: %s" % (code, err.decode()[:2000]))
    report = json.loads(out)
    with open(config, "rb") as f:  # Go patterns run as well; only the config's rules count
        ids = {rule.get("id") for rule in tomllib.load(f).get("rules", [])}
    report["findings"] = [f for f in report["findings"] if f["rule"] in ids]
    return report


class Objects:
    """Blobs by id, through one git process."""

    def __init__(self, repository):
        self.repository = repository
        self.process = subprocess.Popen(["git", "-C", repository, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.known = {}

    def read(self, name):
        if name not in self.known:
            self.process.stdin.write(name.encode() + b"\n")
            self.process.stdin.flush()
            header = self.process.stdout.readline().split()
            if len(header) != 3:
                self.known[name] = None
            else:
                self.known[name] = self.process.stdout.read(int(header[2]))
                self.process.stdout.read(1)
        return self.known[name]

    def parents(self, commit):
        head = self.read(commit).split(b"\n\n", 1)[0]
        return sum(1 for line in head.split(b"\n") if line.startswith(b"parent "))


class Found:
    """One finding of ours: where it stands, and what secrets it may be."""

    def __init__(self, finding, content):
        self.rule = finding["rule"]
        self.inside = " (inside " in finding["message"]
        region = finding.get("region")
        self.line = region["start_line"] if region else 0
        self.places = [finding["at"]] + finding.get("also", [])
        secret = b"" if region is None else content[region["start_byte"]:region["end_byte"]]
        self.texts = decodings(secret) if self.inside else [shown(secret)]
        self.digests = {digest(t) for t in self.texts}

    def holds(self, secret):
        return digest(secret) in self.digests or (self.inside and any(secret in t for t in self.texts))


def compare(found, theirs, path_of):
    """(missing of theirs, extra of ours): each key (rule, path, digest) once."""
    at = collections.defaultdict(list)
    for f in found:
        for place in f.places:
            at[(f.rule, place["path"])].append(f)
    missing = {}
    taken = set()
    keys = set()
    for t in theirs:
        path = path_of(t)
        keys.add((t["RuleID"], path, digest(t["Secret"])))
        same = [f for f in at[(t["RuleID"], path)] if f.holds(t["Secret"])]
        if not same:
            missing.setdefault((t["RuleID"], path, digest(t["Secret"])), t)
        taken.update((id(f), path) for f in same)
    extra = {}
    for f in found:
        for place in f.places:
            if (id(f), place["path"]) not in taken:
                extra.setdefault((f.rule, place["path"], min(f.digests, default="")), (f, []))[1].append(place)
    return keys, missing, extra


# ---- classes -----------------------------------------------------------------

class Judge:
    """Asks gitleaks about whole files, all in one run."""

    def __init__(self, gitleaks, work):
        self.gitleaks = gitleaks
        self.folder = os.path.join(work, "whole")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.files = {}

    def add(self, path, content):
        name = os.path.join(hashlib.sha256(content).hexdigest()[:16], path)
        full = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as f:
            f.write(content)
        return name

    def decide(self):
        out = collections.defaultdict(list)
        if os.path.isdir(self.folder):
            for t in self.gitleaks.scan("dir", self.folder):
                out[(t["RuleID"], os.path.relpath(t["File"], self.folder))].append(t["Secret"])
        return out


def classify_history(extra, objects, judge):
    classes = {}
    asked = {}
    for key, (f, places) in extra.items():
        files = [p for p in places if p.get("commit") and objects.read(p["commit"] + ":" + p["path"]) is not None]
        if not files:
            classes[key] = "message"
            continue
        contents = [(p, objects.read(p["commit"] + ":" + p["path"])) for p in files]
        if all(b"\0" in c[:8000] for _, c in contents):
            classes[key] = "binary"
        elif all(objects.parents(p["commit"]) > 1 for p in files):
            classes[key] = "merge"
        asked[key] = [judge.add(p["path"], c) for p, c in contents[:3]]
    answers = judge.decide()
    for key, names in asked.items():
        if key in classes:
            continue
        f = extra[key][0]
        told = any(f.holds(s) for name in names for s in answers[(f.rule, name)])
        classes[key] = "reach" if told else "unsettled"
    return classes


def report(name, keys, missing, extra, classes, show):
    counts = collections.Counter(classes.values())
    print("%s: gitleaks %d, missing %d, extra %d%s" % (
        name, len(keys), len(missing), len(extra), "".join(", %s %d" % c for c in sorted(counts.items()))), flush=True)
    for (rule, path, _), t in list(missing.items())[:show]:
        print("  missing  %s %s:%s %s %s" % (rule, path, t["StartLine"], t["Commit"][:10], " ".join(t["Tags"] or [])))
    unsettled = [k for k in extra if classes[k] == "unsettled"]
    for key in unsettled[:show]:
        f, places = extra[key]
        print("  unsettled  %s %s:%d %s%s" % (key[0], key[1], f.line, places[0].get("commit", "")[:10], " encoded" if f.inside else ""))
    return not missing and not unsettled


def compare_history(name, repository, config, gitleaks, work, show):
    theirs = gitleaks.scan("git", repository)
    mine = ours(config, ["--history"], repository)
    objects = Objects(repository)
    found = [Found(f, objects.read(f["blob"]) if f.get("blob") else b"") for f in mine["findings"]]
    keys, missing, extra = compare(found, theirs, lambda t: t["File"])
    classes = classify_history(extra, objects, Judge(gitleaks, work))
    fine = report(name, keys, missing, extra, classes, show)
    gaps = mine.get("gaps", [])
    print("  gaps of gogate: %d%s" % (len(gaps), "" if not gaps else ", first: " + json.dumps(gaps[0])[:200]))
    return fine


def compare_folder(folder, config, gitleaks, show):
    theirs = gitleaks.scan("dir", folder)
    mine = ours(config, ["--no-git", folder], "/")

    def content(f):
        with open(os.path.join(folder, f["at"]["path"]), "rb") as file:
            return file.read()

    found = [Found(f, content(f)) for f in mine["findings"]]
    keys, missing, extra = compare(found, theirs, lambda t: os.path.relpath(t["File"], folder))
    classes = {}
    for key in extra:
        big = os.path.getsize(os.path.join(folder, key[1])) > 100_000
        classes[key] = "chunk" if big else "unsettled"
    return report(folder, keys, missing, extra, classes, show)


# ---- material ----------------------------------------------------------------

def commit_all(repository, message):
    env = dict(os.environ, GIT_AUTHOR_DATE="2020-01-01T00:00:00Z", GIT_COMMITTER_DATE="2020-01-01T00:00:00Z",
               GIT_CONFIG_GLOBAL=os.devnull)
    subprocess.run("git add -Af . && git -c user.name=Ada -c user.email=ada@example.org commit -qm '%s' --allow-empty" % message,
                   shell=True, cwd=repository, check=True, env=env)


def module_history(modules, folder):
    os.makedirs(folder)
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    for module in modules:
        source = module_folder(module)
        for name in os.listdir(folder):
            if name != ".git":
                full = os.path.join(folder, name)
                shutil.rmtree(full) if os.path.isdir(full) else os.remove(full)
        subprocess.run(["cp", "-r", source + "/.", folder], check=True)
        subprocess.run(["chmod", "-R", "u+w", folder], check=True)
        for at, folders, _ in os.walk(folder):
            if at != folder and ".git" in folders:
                shutil.rmtree(os.path.join(at, ".git"))
        commit_all(folder, module)
    subprocess.run(["git", "-C", folder, "gc", "-q"], check=True)
    return folder


class Planter:
    """A history of planted secrets: kinds, encodings, Latin-1, CRLF, renames, merges, binary files."""

    def __init__(self, seed, folder):
        self.random = random.Random(seed)
        self.folder = folder

    def chars(self, n, alphabet):
        return "".join(self.random.choice(alphabet) for _ in range(n))

    def secret(self):
        low = "abcdefghijklmnopqrstuvwxyz0123456789"
        all_ = low + low.upper()
        hexa = "0123456789abcdef"
        shapes = [
            lambda: "gh" + "p_" + self.chars(36, all_),
            lambda: "gl" + "pat-" + self.chars(20, all_),
            lambda: "AK" + "IA" + self.chars(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
            lambda: "xox" + "b-" + self.chars(12, "123456789") + "-" + self.chars(12, "123456789") + "-" + self.chars(24, all_),
            lambda: "sk_" + "live_" + self.chars(24, all_),
            lambda: "np" + "m_" + self.chars(36, low),
            lambda: "hvs" + "." + self.chars(92, all_ + "-_"),
            lambda: 'api_key = "' + self.chars(32, all_) + '"',
            lambda: "password: " + self.chars(16, all_ + "-."),
            lambda: "client_secret='" + self.chars(40, hexa) + "'",
            lambda: "token=" + self.chars(24, all_) + ";",
            lambda: "curl -u user" + self.chars(4, low) + ":" + self.chars(12, all_) + " https://example.org/x",
            lambda: 'curl -H "Authorization: Bearer ' + self.chars(30, all_) + '" https://example.org/y',
            lambda: "-----BEGIN RSA PRIVATE " + "KEY-----\n" + "\n".join(self.chars(64, all_ + "+/") for _ in range(6)) + "\n-----END RSA PRIVATE " + "KEY-----",
            lambda: "kind: Secret\napiVersion: v1\ndata:\n  pass: " + base64.b64encode(self.chars(20, all_).encode()).decode(),
            lambda: "https://" + "hooks.slack.com/services/T" + self.chars(10, all_.upper()) + "/B" + self.chars(10, all_.upper()) + "/" + self.chars(24, all_),
            lambda: "ey" + base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}')[2:].decode().rstrip("=") + "." + base64.urlsafe_b64encode(json.dumps({"sub": self.chars(10, low)}).encode()).decode().rstrip("=") + "." + self.chars(43, all_ + "-_"),
        ]
        return self.random.choice(shapes)()

    def encoded(self, text):
        how = self.random.randrange(12)
        raw = text.encode()
        if how == 0:
            return base64.b64encode(raw).decode()
        if how == 1:
            return base64.urlsafe_b64encode(raw).decode().rstrip("=")
        if how == 2:
            return raw.hex()
        if how == 3:
            return "".join("%%%02X" % c if self.random.random() < 0.3 else chr(c) for c in raw)
        if how == 4:
            return "".join("\\u%04x" % c if self.random.random() < 0.3 else chr(c) for c in raw)
        if how == 5:
            return base64.b64encode(b"data: " + base64.b64encode(raw) + b" end").decode()
        return text

    def line(self):
        r = self.random
        if r.random() < 0.12:
            return "%s %s %s" % (r.choice(["", "x =", "# ", "export K=", "key:"]), self.encoded(self.secret()), r.choice(["", ",", "# caf\xe9", ")"]))
        word = lambda: r.choice("return config password token secret value handler client api key := = ( ) { } 42 \"str\" // url".split())
        return " ".join(word() for _ in range(r.randrange(9)))

    def content(self):
        r = self.random
        text = "\n".join(self.line() for _ in range(r.randrange(1, 60)))
        if r.random() < 0.8:
            text += "\n"
        if r.random() < 0.2:
            text = text.replace("\n", "\r\n")
        raw = text.encode("latin-1" if r.random() < 0.4 else "utf-8")
        if r.random() < 0.06:
            raw = b"\x00\x01" + raw
        return raw

    def edited(self, raw):
        lines = raw.split(b"\n")
        for _ in range(self.random.randrange(1, 5)):
            at = self.random.randrange(len(lines) + 1)
            if self.random.random() < 0.3 and lines:
                del lines[min(at, len(lines) - 1)]
            else:
                lines.insert(at, self.line().encode("latin-1"))
        return b"\n".join(lines)

    def build(self):
        r = self.random
        os.makedirs(self.folder)
        git = lambda *a: subprocess.run(["git", "-C", self.folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.org"] + list(a),
                                        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run(["git", "init", "-q", "-b", "main", self.folder], check=True)
        names = []

        def change():
            for _ in range(r.randrange(1, 4)):
                kind = r.random()
                if kind < 0.35 or not names:
                    name = r.choice(["", "src/", "docs/", "vendor/github.com/a/", "test data/", "d\xe9/"]) + "f%d" % r.randrange(10 ** 6) + r.choice([".go", ".env", ".yaml", ".txt", ".lock", ".md", ".json"])
                    full = os.path.join(self.folder, name)
                    os.makedirs(os.path.dirname(full), exist_ok=True)
                    with open(full, "wb") as f:
                        f.write(self.content())
                    names.append(name)
                elif kind < 0.85:
                    full = os.path.join(self.folder, r.choice(names))
                    if os.path.exists(full):
                        with open(full, "rb") as f:
                            raw = f.read()
                        with open(full, "wb") as f:
                            f.write(self.edited(raw))
                elif kind < 0.93:
                    name = r.choice(names)
                    if os.path.exists(os.path.join(self.folder, name)):
                        new = "moved%d.txt" % r.randrange(10 ** 6)
                        os.rename(os.path.join(self.folder, name), os.path.join(self.folder, new))
                        names.append(new)
                        names.remove(name)
                elif os.path.exists(os.path.join(self.folder, r.choice(names))):
                    name = r.choice(names)
                    if os.path.exists(os.path.join(self.folder, name)):
                        os.remove(os.path.join(self.folder, name))
                        names.remove(name)
            commit_all(self.folder, "change " + str(r.randrange(10 ** 6)))

        for i in range(120):
            change()
            if i % 20 == 13:
                git("checkout", "-q", "-b", "side%d" % i)
                kept = list(names)
                change()
                git("checkout", "-q", "main")
                side = list(names)
                names[:] = kept
                change()
                subprocess.run(["git", "-C", self.folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "merge", "-q", "-X", "ours", "--no-commit", "side%d" % i],
                               check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                full = os.path.join(self.folder, "merged%d.txt" % i)
                with open(full, "wb") as f:
                    f.write(self.content())
                names.append("merged%d.txt" % i)
                names.extend(n for n in side if n not in names)
                commit_all(self.folder, "merge")
        return self.folder


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="*")
    parser.add_argument("--dir", action="append", default=[])
    parser.add_argument("--module", action="append", default=[], help="M@V1,M@V2: versions committed one after another")
    parser.add_argument("--planted", action="append", default=[], type=int, metavar="SEED")
    parser.add_argument("--config")
    parser.add_argument("--keep", help="folder for what is built (kept)")
    parser.add_argument("--show", type=int, default=10)
    a = parser.parse_args()
    config = os.path.abspath(a.config) if a.config else default_config()
    work = tempfile.mkdtemp(prefix="gogate-compare-")
    built = os.path.abspath(a.keep) if a.keep else work
    fine = True
    try:
        gitleaks = Theirs(gitleaks_program(), config, work)
        for repository in a.repositories:
            fine &= compare_history(repository, os.path.abspath(repository), config, gitleaks, work, a.show)
        for list_ in a.module:
            modules = list_.split(",")
            folder = os.path.join(built, re.sub(r"\W+", "-", modules[0]) + "-%d" % len(modules))
            if not os.path.isdir(folder):
                module_history(modules, folder)
            fine &= compare_history(modules[0], folder, config, gitleaks, work, a.show)
        for seed in a.planted:
            folder = os.path.join(built, "planted-%d" % seed)
            if not os.path.isdir(folder):
                Planter(seed, folder).build()
            fine &= compare_history("planted %d" % seed, folder, config, gitleaks, work, a.show)
        for folder in a.dir:
            fine &= compare_folder(os.path.abspath(folder), config, gitleaks, a.show)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
