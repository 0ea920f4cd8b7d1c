"""A pack of rules in several languages over a small repository of several file types."""
import os

from harness import GO_PROJECT, Case

PACK = """rules:
  - id: go-print
    languages: [go]
    severity: ERROR
    message: prints $X
    pattern: fmt.Println($X)
  - id: privileged
    languages: [generic]
    severity: ERROR
    message: the container $NAME is privileged
    paths:
      include: ["*.yaml"]
      exclude: ["legacy/*"]
    pattern: |
      name: $NAME
      ...
      privileged: true
  - id: insecure-url
    languages: [regex]
    severity: ERROR
    message: plain http to $1
    pattern-regex: http://([a-z.]+)
  - id: same-value
    languages: [generic]
    severity: ERROR
    message: $X is given to itself
    pattern: $X = $X
  - id: py
    languages: [python]
    severity: ERROR
    message: python
    pattern: print($X)
"""

POD = "spec:\n  containers:\n    - name: web\n      securityContext:\n        privileged: %s\n"


class TextRules(Case):
    def setUp(self):
        super().setUp()
        self.pack = os.path.join(self.tmp, "pack.yaml")
        with open(self.pack, "w") as f:
            f.write(PACK)
        self.r = self.repo()
        for path, content in GO_PROJECT.items():
            self.r.write(path, content)
        self.r.write("deploy/pod.yaml", POD % "false")
        self.r.write("README.md", "# app\n")
        self.r.commit("start")

    def found(self, *args):
        run = self.r.scan("--rules", self.pack, "--only", "go-print", "--only", "privileged", "--only", "insecure-url",
                          "--only", "same-value", *args)
        return run, sorted((f["rule"], f["at"]["path"]) for f in run.report["findings"] if not f.get("suppression"))

    def test_every_text_is_looked_at(self):
        self.r.write("deploy/pod.yaml", POD % "true")
        self.r.write("legacy/pod.yaml", POD % "true")
        self.r.write("Dockerfile", "FROM scratch\nENV A=http://example.org/x\n")
        self.r.write("Makefile", "all:\n\tLEVEL = LEVEL\n")
        self.r.write("blob.bin", b"\x00\x01 LEVEL = LEVEL http://example.org\n")
        run, found = self.found()
        self.assertExit(run, 1)
        self.assertEqual(found, [("go-print", "main.go"), ("insecure-url", "Dockerfile"), ("privileged", "deploy/pod.yaml"),
                                 ("same-value", "Makefile")])
        messages = {f["rule"]: f["message"] for f in run.report["findings"]}
        self.assertEqual(messages["privileged"], "the container web is privileged")
        self.assertEqual(messages["insecure-url"], "plain http to example.org")

    def test_a_change_is_judged_by_what_it_brings(self):
        self.r.write("old.txt", "A = A\n")
        self.r.commit("old")
        self.r.git("checkout", "-q", "-b", "topic")
        self.r.write("old.txt", "# a line\nA = A\n")
        self.r.commit("move it")
        run, found = self.found("--base", "main")
        self.assertEqual(found, [], run.out[-2000:])
        self.r.write("deploy/pod.yaml", POD % "true")
        self.r.write("new.txt", "B = B\n")
        self.r.commit("bring it")
        run, found = self.found("--base", "main")
        self.assertEqual(found, [("privileged", "deploy/pod.yaml"), ("same-value", "new.txt")], run.out[-2000:])

    def test_a_comment_silences(self):
        self.r.write("settings.sh", "A = A  # nosemgrep: same-value\nB = B  # nosemgrep\nC = C  # nosemgrep: another\n")
        run, found = self.found()
        self.assertEqual([f for f in found if f[0] == "same-value"], [("same-value", "settings.sh")], run.out[-2000:])

    def test_check_names_what_a_rule_for_any_text_cannot_say(self):
        bad = os.path.join(self.tmp, "bad.yaml")
        with open(bad, "w") as f:
            f.write("rules:\n  - {id: a, languages: [regex], severity: ERROR, message: m, pattern: x}\n")
        run = self.r.gogate("rules", "check", bad)
        self.assertEqual(run.code, 2)
        self.assertIn("pattern-regex", run.out)
