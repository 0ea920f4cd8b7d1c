"""Secrets of many kinds, put together at run time from fixed seeds, and the
search for any eight bytes of them in what gogate wrote, in every encoding."""
import base64
import json
import random
import re
import string
import urllib.parse
import zlib
from xml.sax.saxutils import escape, quoteattr

from harness import BASE62

ALPHABETS = {
    "alnum": BASE62,
    "alnumlower": string.digits + string.ascii_lowercase,
    "upnum": string.digits + string.ascii_uppercase,
    "alpha": string.ascii_letters,
    "digit": string.digits,
    "hex": "0123456789abcdef",
    "base64": BASE62 + "+/",
    "base64url": BASE62 + "-_",
}

# Kinds that are recognised by their own shape, wherever they stand.
SHAPES = {
    "github-pat": "gh" + "p_{alnum:30}{crc}",
    "github-fine-grained-pat": "github" + "_pat_{alnum:22}_{alnum:59}",
    "github-oauth": "gh" + "o_{alnum:30}{crc}",
    "gitlab-pat": "gl" + "pat-{base64url:20}",
    "gitlab-ptt": "gl" + "ptt-{hex:40}",
    "gitlab-rrt": "GR" + "1348941{base64url:20}",
    "slack-bot-token": "xox" + "b-{digit:12}-{digit:13}-{alnum:24}",
    "slack-user-token": "xox" + "p-{digit:12}-{digit:12}-{digit:13}-{hex:32}",
    "slack-webhook-url": "https://hooks.slack" + ".com/services/T{upnum:9}/B{upnum:10}/{alnum:24}",
    "stripe-access-token": "sk" + "_live_{alnum:40}",
    "square-oauth-secret": "sq0" + "csp-{base64url:43}",
    "shippo-api-token": "shippo" + "_live_{hex:40}",
    "npm-access-token": "np" + "m_{alnum:30}{crc}",
    "rubygems-api-token": "rubygems" + "_{hex:48}",
    "pypi-upload-token": "pypi" + "-AgEIcHlwaS5vcmc{base64url:120}",
    "dockerhub-personal-access-token": "dckr" + "_pat_{base64url:27}",
    "anthropic-api-key": "sk-" + "ant-api03-{base64url:93}AA",
    "openai-api-key": "sk-" + "proj-{base64url:74}T3BlbkFJ{base64url:74}",
    "huggingface-access-token": "h" + "f_{alpha:34}",
    "groq-api-key": "gs" + "k_{alnum:52}",
    "sendgrid-api-token": "S" + "G.{base64url:22}.{base64url:43}",
    "mailgun-private-api-token": "ke" + "y-{hex:32}",
    "sendinblue-api-token": "xkey" + "sib-{hex:64}-{alnum:16}",
    "grafana-service-account-token": "gl" + "sa_{alnum:32}_{crc32hex}",
    "new-relic-user-api-key": "NR" + "AK-{upnum:27}",
    "gcp-api-key": "AI" + "za{base64url:35}",
    "google-oauth-client-secret": "GOC" + "SPX-{base64url:28}",
    "shopify-access-token": "shp" + "at_{hex:32}",
    "databricks-api-token": "da" + "pi{hex:32}",
    "pulumi-api-token": "pu" + "l-{hex:40}",
    "vault-service-token": "hv" + "s.{base64url:95}",
    "digitalocean-pat": "dop" + "_v1_{hex:64}",
    "postman-api-token": "PM" + "AK-{hex:24}-{hex:34}",
    "circleci-personal-token": "CCI" + "PAT_{alnum:22}_{hex:40}",
    "hashicorp-tf-api-token": "{alnum:14}.atlas" + "v1.{alnum:67}",
    "discord-webhook": "https://discord" + ".com/api/webhooks/1{digit:17}/{base64url:68}",
    "telegram-bot-api-token": "7{digit:9}:A" + "A{base64url:33}",
}


class Maker:
    def __init__(self, seed):
        self.rng = random.Random(seed)

    def chars(self, alphabet, n):
        return "".join(self.rng.choice(ALPHABETS[alphabet]) for _ in range(n))

    def shape(self, template):
        out = last = ""
        for text, field, n in re.findall(r"([^{]*)(?:\{([a-z0-9]+)(?::(\d+))?\})?", template):
            out += text
            if field == "crc":
                crc, last = zlib.crc32(last.encode()), ""
                for _ in range(6):
                    crc, digit = divmod(crc, 62)
                    last = BASE62[digit] + last
            elif field == "crc32hex":
                last = "%08x" % zlib.crc32(out.rstrip("_").encode())
            elif field:
                last = self.chars(field, int(n))
            out += last if field else ""
        return out

    def aws_key_id(self):
        account = 100000000000 + self.rng.randrange(899999999999)
        raw = ((account << 7) | self.rng.randrange(128) | 1 << 47).to_bytes(6, "big") + self.rng.randbytes(4)
        return "AK" + "IA" + base64.b32encode(raw).decode()

    def jwt(self):
        def part(value):
            raw = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
            return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

        claims = {"sub": self.chars("alnum", 12), "iss": "app", "exp": 1999999999}
        return ".".join([part({"alg": "HS256", "typ": "JWT"}), part(claims), part(self.rng.randbytes(32))])

    def pem(self):
        def number(n):
            raw = b"\x00" + bytes([0x80 | self.rng.randrange(128)]) + self.rng.randbytes(n - 1)
            return b"\x02\x81" + bytes([len(raw)]) + raw if len(raw) > 127 else b"\x02" + bytes([len(raw)]) + raw

        body = b"\x02\x01\x00" + number(128) + b"\x02\x03\x01\x00\x01" + number(128) + b"".join(number(64) for _ in range(5))
        text = base64.b64encode(b"\x30\x82" + len(body).to_bytes(2, "big") + body).decode()
        return [text[i : i + 64] for i in range(0, len(text), 64)]

    def password(self, signs="-!"):
        return "Tr0" + self.chars("alnum", 8) + signs + self.chars("alnum", 6) + "7q"


class Needles:
    """Every eight-byte slice of the secrets, in each encoding."""

    def __init__(self):
        self.by_prefix = {}

    def add(self, name, secret):
        # A webhook's host and path are everybody's.
        raw = re.sub(r"^https://[a-z.]+/(services/|api/webhooks/)", "", secret).encode()
        for i in range(len(raw) - 7):
            piece = raw[i : i + 8]
            if piece in name.encode():
                continue  # what the rule is called tells nothing
            text = piece.decode()
            forms = {
                "plain": piece,
                "JSON": json.dumps(text)[1:-1].encode(),
                "XML": escape(text).encode(),
                "XML attribute": quoteattr(text, {'"': "&quot;", "'": "&apos;"})[1:-1].encode(),
                "percent": urllib.parse.quote(text, safe="").encode(),
                "percent, all": "".join("%%%02X" % b for b in piece).encode(),
                "hex": piece.hex().encode(),
                "HEX": piece.hex().upper().encode(),
                "UTF-16LE": text.encode("utf-16-le"),
                "UTF-16BE": text.encode("utf-16-be"),
            }
            for shift in range(3):
                # Only the digits that depend on nothing but the piece.
                digits = base64.b64encode(b"\0" * shift + piece)
                first, last = (0, 2, 3)[shift], (shift + 8) * 8 // 6
                forms["base64+%d" % shift] = digits[first:last]
                forms["base64url+%d" % shift] = digits[first:last].replace(b"+", b"-").replace(b"/", b"_")
            for form, needle in forms.items():
                self.by_prefix.setdefault(needle[:8], {}).setdefault(needle, (name, form, i))

    def find(self, data):
        """Names of the secrets that `data` shows a piece of, with the encoding."""
        windows = {data[i : i + 8] for i in range(len(data) - 7)}
        found = {}
        for prefix in windows & self.by_prefix.keys():
            for needle, (name, form, at) in self.by_prefix[prefix].items():
                where = data.find(needle)
                if where >= 0:
                    found.setdefault((name, form), (at, data[max(0, where - 60) : where + len(needle) + 20]))
        return found
