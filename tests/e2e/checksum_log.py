"""A checksum database of one's own: a log with a key made for the test, served
on loopback, honest or with the fault that a test asks for.

Needs the package cryptography; AVAILABLE says whether it is there.
"""
import base64
import hashlib
import http.server
import struct
import threading
import time

try:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    AVAILABLE = True
except ImportError:
    AVAILABLE = False

MODULE = "golang.org/toolchain"


def sha(b):
    return hashlib.sha256(b).digest()


def b64(b):
    return base64.b64encode(b).decode()


def h1_of_tree(files, release, platform):
    """files: name -> bytes, as the tree has them."""
    lines = []
    for name, content in files.items():
        if name.split("/")[0] in ("api", "doc", "misc", "test") and "/" in name:
            continue
        folder, _, last = name.rpartition("/")
        if last == "go.mod":
            name = (folder + "/" if folder else "") + "_go.mod"
        lines.append((f"{MODULE}@v0.0.1-{release}.{platform}/{name}", hashlib.sha256(content).hexdigest()))
    lines.sort()
    return "h1:" + b64(sha("".join(f"{d}  {n}\n" for n, d in lines).encode()))


class Log:
    def __init__(self, name="sums.example.test"):
        self.name, self.records, self.signer = name, [], Ed25519PrivateKey.generate()
        public = b"\x01" + self.signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.hash = sha(name.encode() + b"\n" + public)[:4]
        self.key = f"{name}+{self.hash.hex()}+{b64(public)}"

    def add(self, text):
        self.records.append(text.encode())
        return len(self.records) - 1

    def fill(self, count):
        for _ in range(count):
            n = len(self.records)
            self.add(f"example.com/m{n} v1.0.{n} h1:{b64(sha(str(n).encode()))}\n")

    def levels(self):
        """Hashes of all whole subtrees, level by level."""
        level = [sha(b"\0" + r) for r in self.records]
        out = [level]
        while len(level) > 1:
            level = [sha(b"\1" + level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
            out.append(level)
        return out

    def root(self, size=None):
        def of(lo, hi):
            n = hi - lo
            if n == 1:
                return sha(b"\0" + self.records[lo])
            k = 1
            while k * 2 < n:
                k *= 2
            return sha(b"\1" + of(lo, lo + k) + of(lo + k, hi))

        size = len(self.records) if size is None else size
        return of(0, size) if size else sha(b"")

    def signed(self, size=None, text=None):
        size = len(self.records) if size is None else size
        text = text or f"go.sum database tree\n{size}\n{b64(self.root(size))}\n"
        return f"{text}\n\u2014 {self.name} {b64(self.hash + self.signer.sign(text.encode()))}\n"

    def lookup(self, module, version, size=None):
        for n, r in enumerate(self.records):
            if r.decode().startswith(f"{module} {version} "):
                return f"{n}\n{r.decode()}\n{self.signed(size)}"
        return None

    def tile(self, level, index, width):
        levels = self.levels()
        row = levels[8 * level] if 8 * level < len(levels) else []
        part = row[index * 256 : index * 256 + width]
        return b"".join(part) if len(part) == width else None


class Server:
    """Serves a log below /db, and as a module proxy below /proxy. `fault` is a
    function (path, status, body) -> (status, body) or None, tried on each answer."""

    def __init__(self, log):
        self.log, self.fault, self.seen, self.headers, self.delay = log, None, [], {}, 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.seen.append(self.path)
                status, body = outer.answer(self.path)
                if outer.fault:
                    status, body = outer.fault(self.path, status, body) or (status, body)
                if outer.delay:
                    time.sleep(outer.delay)
                try:
                    self.send_response(status)
                    for k, v in outer.headers.items():
                        self.send_header(k, v)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass

            def log_message(self, *a):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def answer(self, path):
        prefix = f"/proxy/sumdb/{self.log.name}"
        if path == prefix + "/supported":
            return 200, b""
        path = path.removeprefix(prefix).removeprefix("/db").lstrip("/")
        if path.startswith("lookup/"):
            module, _, version = path[len("lookup/") :].partition("@")
            text = self.log.lookup(module, version)
            return (200, text.encode()) if text else (404, b"not found")
        if path.startswith("tile/8/"):
            where, _, width = path[len("tile/8/") :].partition(".p/")
            level, *numbers = where.split("/")
            index = 0
            for n in numbers:
                index = index * 1000 + int(n.lstrip("x"))
            body = self.log.tile(int(level), index, int(width or 256))
            return (200, body) if body is not None else (404, b"")
        return 404, b""

    def close(self):
        self.http.shutdown()
        self.http.server_close()


def go_program(version, path):
    """A small ELF file with Go build info, as the toolchain room's own tests make it."""

    def varint(n):
        out = b""
        while n >= 0x80:
            out, n = out + bytes([n & 0x7F | 0x80]), n >> 7
        return out + bytes([n])

    text = b"<" * 16 + f"path\t{path}\nbuild\tGOARCH=amd64\nbuild\tGOOS=linux\n".encode() + b">" * 16
    data = b"\xff Go " + b"buildinf:" + b"\x08\x02" + b"\0" * 16
    data += varint(len(version)) + version.encode() + varint(len(text)) + text
    head = b"\x7fELF\x02\x01\x01".ljust(16, b"\0")
    head += struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    head += struct.pack("<IIQQQQQQ", 1, 6, 0x200, 0x500000, 0, len(data), len(data), 16)
    return head.ljust(0x200, b"\0") + data
