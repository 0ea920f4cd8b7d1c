"""Values for make_secrets_corpus.py: credentials in their providers' forms, and passwords as people choose them.

Nothing here was drawn from gogate's rules. Forms are those of secret_shapes.tsv; passwords follow what studies of leaked
lists describe: words with digits and marks, names with years, keyboard walks, phrases, and generators of several alphabets.
"""
import base64
import binascii
import json
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
DIGITS = "0123456789"
LOWER = "abcdefghijklmnopqrstuvwxyz"
B62 = DIGITS + LOWER.upper() + LOWER
ALPHABETS = {
    "b62": B62, "a62": LOWER + LOWER.upper(), "b64": LOWER.upper() + LOWER + DIGITS + "+/", "b64u": B62 + "-_", "hex": DIGITS + "abcdef",
    "HEX": DIGITS + "ABCDEF", "lo36": DIGITS + LOWER, "up36": DIGITS + LOWER.upper(), "lower": LOWER, "b32": LOWER.upper() + "234567",
    "dig": DIGITS, "bech": "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
}

WORDS = """summer winter spring autumn sunshine monkey dragon shadow master flower cookie banana pepper ginger tiger eagle falcon
coffee purple orange silver golden diamond rocket guitar soccer hockey baseball football charlie buster maggie pumpkin freedom
liberty phoenix thunder lightning hunter killer ranger welcome letmein princess butterfly chocolate mountain river ocean forest
garden castle pirate wizard samurai penguin dolphin panther turtle rabbit kitten puppy computer internet qwerty keyboard monitor
office server backup manager support service company account summer holiday london paris berlin madrid vienna dublin boston denver
austin dallas chicago toronto sydney moscow tokyo correct horse battery staple orbit velvet marble lantern copper harbor meadow
anchor bridge candle feather hammer jacket kettle ladder magnet needle paper quartz ribbon saddle ticket umbrella violin walnut
yellow zipper""".split()
NAMES = """michael jessica ashley daniel jennifer amanda joshua andrew matthew nicole thomas robert anthony hannah samantha martin
stefan claudia sabine jorge lucia pierre elena natasha ivan olga sven ingrid yuki kenji ming priya rahul fatima ahmed""".split()
WALKS = ["1qaz2wsx", "qwer1234", "zaq12wsx", "1q2w3e4r", "qazwsx123", "asdf4321", "!QAZ2wsx", "qweasdzxc1", "q1w2e3r4t5", "Zxcv0987", "poiu7890"]
MARKS = "!@#$*-_+?."
LEET = str.maketrans({"a": "@", "e": "3", "i": "1", "o": "0", "s": "5"})


def draw(rng, alphabet, length):
    return "".join(rng.choice(alphabet) for _ in range(length))


def crc62(text):
    number, out = binascii.crc32(text.encode()), ""
    for _ in range(6):
        number, rest = divmod(number, 62)
        out = (DIGITS + LOWER.upper() + LOWER)[rest] + out
    return out


def from_shape(shape, rng):
    out = ""
    choice = re.compile(r"\{([^{}:]*\|[^{}:]*)\}")
    while choice.search(shape):
        shape = choice.sub(lambda m: rng.choice(m.group(1).split("|")), shape, count=1)
    for part in re.split(r"(\{[^{}]+\})", shape):
        if part == "{crc62}":
            out += crc62(out[out.rfind("_") + 1:])
        elif part.startswith("{") and part.endswith("}"):
            name, length = part[1:-1].split(":")
            out += draw(rng, ALPHABETS[name], int(length))
        else:
            out += part
    return out


def kinds():
    """(family, kind, near word or "", shape)"""
    out = []
    with open(os.path.join(HERE, "secret_shapes.tsv"), encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#") and line.strip():
                family, kind, near, shape = line.rstrip("\n").split("\t")
                out.append((family, kind, "" if near == "-" else near, shape))
    return out


def password(rng):
    """(how it was chosen, password)"""
    word = lambda: rng.choice(WORDS)
    how = rng.choice(["word-digits", "word-mark-digits", "leet", "phrase", "name-year", "walk", "company-year", "dotted", "pronounceable",
                      "manager", "manager", "alnum", "lower-digits"])
    if how == "word-digits":
        return how, word().capitalize() + draw(rng, DIGITS, rng.choice([2, 3, 4]))
    if how == "word-mark-digits":
        return how, word().capitalize() + rng.choice(MARKS) + draw(rng, DIGITS, rng.choice([2, 4])) + rng.choice(["", "!", "$"])
    if how == "leet":
        return how, (word().translate(LEET).capitalize() + draw(rng, DIGITS, 2) + rng.choice("!#$"))
    if how == "phrase":
        return how, rng.choice("-_.").join(word() for _ in range(rng.choice([3, 4]))) + rng.choice(["", str(rng.randrange(10, 99))])
    if how == "name-year":
        return how, rng.choice(NAMES) + str(rng.randrange(1960, 2012))
    if how == "walk":
        return how, rng.choice(WALKS) + rng.choice(["", "!", "#", draw(rng, DIGITS, 2)])
    if how == "company-year":
        return how, rng.choice(["Acme", "Initech", "Globex", "Contoso", "Umbra", "Vandelay"]) + str(rng.randrange(2012, 2026)) + rng.choice("!@#$")
    if how == "dotted":
        return how, word() + "." + word().capitalize() + "." + draw(rng, DIGITS, 2)
    if how == "pronounceable":
        text = "".join(rng.choice("bcdfghklmnprstvwz") + rng.choice("aeiou") for _ in range(4))
        at = rng.randrange(1, 7)
        return how, text[:at] + text[at].upper() + text[at + 1:] + rng.choice(DIGITS) + rng.choice(["", "!"])
    if how == "manager":
        return how, rng.choice(B62) + draw(rng, B62 + MARKS, rng.choice([11, 15, 19, 23])) + rng.choice(B62)
    if how == "alnum":
        return how, draw(rng, B62, rng.choice([10, 12, 16, 20]))
    return how, word() + draw(rng, DIGITS, rng.choice([1, 2, 3]))


def token(rng):
    how, alphabet, lengths = rng.choice([
        ("hex", "hex", [32, 40, 48, 64]), ("base64", "b64", [24, 32, 43, 64, 86]), ("base64url", "b64u", [22, 32, 43, 64]),
        ("alnum", "b62", [20, 24, 32, 40, 64]), ("lower-alnum", "lo36", [24, 32, 40]), ("upper-alnum", "up36", [20, 32])])
    value = draw(rng, ALPHABETS[alphabet], rng.choice(lengths))
    if how == "base64":
        value += "=" * (-len(value) % 4 if len(value) % 4 != 1 else 0)
    return how, value.strip("-_/+") if how != "base64" else "k" + value[1:]


def jwt(rng):
    part = lambda v: base64.urlsafe_b64encode(json.dumps(v, separators=(",", ":")).encode()).decode().rstrip("=")
    body = {"sub": draw(rng, DIGITS, 10), "name": rng.choice(NAMES), "iat": 1700000000 + rng.randrange(10**7), "role": "service"}
    return ".".join([part({"alg": "HS256", "typ": "JWT"}), part(body), draw(rng, ALPHABETS["b64u"], 42) + "A"])


def prime(rng, bits):
    while True:
        n = rng.getrandbits(bits) | 1 | 3 << (bits - 2)
        if all(n % p for p in (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)) and pow(2, n - 1, n) == 1 and pow(3, n - 1, n) == 1:
            return n


def der(tag, body):
    size = len(body)
    head = bytes([size]) if size < 128 else bytes([0x80 | ((size.bit_length() + 7) // 8)]) + size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag]) + head + body


def private_key(rng):
    """(form, PEM text without a newline at the end)"""
    form = rng.choice(["RSA", "EC", "PKCS8"])
    number = lambda n: der(2, n.to_bytes(n.bit_length() // 8 + 1, "big"))
    if form == "RSA":
        e, p, q = 65537, prime(rng, 512), prime(rng, 512)
        d = pow(e, -1, (p - 1) * (q - 1))
        body = der(0x30, b"".join(number(x) for x in (0, p * q, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))))
        label = "RSA PRIVATE KEY"
    elif form == "EC":
        label = "EC PRIVATE KEY"
        body = der(0x30, number(1) + der(4, rng.randbytes(32)) + der(0xA0, bytes.fromhex("06082a8648ce3d030107")))
    else:
        label = "PRIVATE KEY"
        body = der(0x30, number(0) + der(0x30, bytes.fromhex("06032b6570")) + der(4, der(4, rng.randbytes(32))))
    text = base64.b64encode(body).decode()
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    return form, "\n".join(["-----BEGIN %s-----" % label, *lines, "-----END %s-----" % label])
