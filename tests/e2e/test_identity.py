"""What names a finding: the secret, its place, one occurrence. And what is
silenced by place does not let another value in."""
import hashlib
import json
import os
import unittest

from harness import BASE62, Case, github_token
from planted import Maker

# A rule that takes any value: weak ones are named by their place.
CONFIG = """[extend]
useDefault = true
[[rules]]
id = "pw-value"
description = "a value"
regex = '''pw_value = "([A-Za-z0-9][^"]+)"'''
keywords = ["pw_value"]
[[rules]]
id = "long-value"
description = "a value over several lines"
regex = '''BEGIN_VALUE\\n([a-z0-9\\n]+)END_VALUE'''
keywords = ["begin_value"]
"""


def waiver(*aim):
    return "[[waiver]]\n%s\nowner = \"ana\"\nreason = \"agreed\"\nexpires = 2030-01-01\n" % "\n".join(aim)


def line_of(value, before="", behind=""):
    return 'package main\n\n%svar pw_value = "%s"%s\n' % (before, value, behind)


class Identity(Case):
    def setUp(self):
        super().setUp()
        self.r = self.repo()
        self.r.write(".gitleaks.toml", CONFIG)
        self.r.write("README.md", "# app\n")
        self.r.commit("first")

    def findings(self, *args):
        return self.r.scan(*args).report["findings"]

    def one(self, *args, rule=None):
        found = [f for f in self.findings(*args) if rule is None or f["rule"] == rule]
        self.assertEqual(len(found), 1, json.dumps(found, indent=1)[:3000])
        return found[0]

    def on_feature(self):
        self.r.git("checkout", "-q", "-b", "feature")

    def base(self):
        return self.r.scan("--base", "main")

    def test_one_secret_is_one_entry_wherever_it_stands(self):
        token, other = github_token(5), github_token(6)
        self.r.write("a.go", 'package a\n\nvar t = "%s"\n' % token)
        first = self.r.git("rev-parse", self.r.commit("a"))
        self.r.write("b/b.yaml", "x: 1\ntoken: %s\n" % token)
        self.r.write("c.env", "TOKEN=%s\nAGAIN=%s\nOTHER=%s\n" % (token, token, other))
        self.r.commit("b and c")
        for args in ([], ["--history"], ["--range", "%s~1..HEAD" % first]):
            with self.subTest(args=args):
                run = self.r.scan(*args)
                self.assertExit(run, 1)
                found = run.report["findings"]
                self.assertEqual([f["occurrences"] for f in sorted(found, key=lambda f: -f["occurrences"])], [4, 1])
                entry = max(found, key=lambda f: f["occurrences"])
                places = sorted((o["path"], o["line"]) for o in [entry["at"]] + entry["also"])
                self.assertEqual(places, [("a.go", 3), ("b/b.yaml", 2), ("c.env", 1), ("c.env", 2)])
                prints = {o["fingerprint"] for o in [entry["at"]] + entry["also"]}
                self.assertEqual(len(prints), 4)
                self.assertEqual(run.report["totals"], {"findings": 2, "occurrences": 5, "blocking": 2, "set_aside": 0})
                if args:
                    self.assertEqual(entry["first"]["commit"], first)
        ids = {f["secret_id"] for f in self.findings()} | {f["secret_id"] for f in self.findings("--history")}
        self.assertEqual(len(ids), 2)
        # As docs/decisions/identity.md says it is made.
        self.assertIn("s1-" + hashlib.sha256(b"gogate secret id 1\n" + token.encode()).hexdigest()[:16], ids)
        text = self.r.gogate("scan").out
        self.assertIn("4 occurrences at 3 paths", text)
        self.assertIn("5 occurrences in all", text)
        sarif = json.loads(self.r.gogate("scan", "--report", "sarif").out)["runs"][0]["results"]
        self.assertEqual(sorted(len(x.get("relatedLocations", [])) for x in sarif), [0, 3])

    def test_a_fingerprint_names_the_place_and_not_the_value(self):
        def found(text, path="a.go"):
            self.r.write(path, text)
            return self.one(rule="pw-value")

        first = found(line_of("changeme"))
        self.assertNotIn("secret_id", first)
        for text in (
            line_of("changeme", before="// a\n// b\n\n"),          # moved
            line_of("changeme", behind=" // what for"),              # a comment behind it
            line_of("changeme").replace(" = ", "   =   "),
            line_of("changeme").replace("var pw_value", "\tvar  pw_value"),
            line_of("another"),                                        # the value
        ):
            # The rule wants one blank around the sign.
            if '=   "' in text:
                continue
            self.assertEqual(found(text)["fingerprint"], first["fingerprint"], text)
        for text in (line_of("changeme").replace("var pw", "var my_pw"), line_of("changeme").replace("var", "const")):
            self.assertNotEqual(found(text)["fingerprint"], first["fingerprint"], text)
        self.r.remove("a.go")
        self.assertNotEqual(found(line_of("changeme"), "b.go")["fingerprint"], first["fingerprint"])
        # Equal lines are told apart by their order.
        self.r.write("b.go", 'package b\n\nvar pw_value = "changeme"\nvar pw_value = "changeme"\n')
        prints = [f["fingerprint"] for f in self.findings()]
        self.assertEqual(len(set(prints)), 2)
        self.r.write("b.go", 'package b\n\nvar x = 1\nvar pw_value = "changeme"\n\n\nvar pw_value = "changeme"\n')
        self.assertEqual([f["fingerprint"] for f in self.findings()], prints)

    def agreed(self, *aim_of, value="changeme", path="a.go"):
        """main holds the value and a waiver of it; aim_of makes the aim from the finding."""
        self.r.write(path, line_of(value))
        self.r.commit("value")
        f = self.one()
        self.r.write(".gogate/waivers.toml", waiver(*[a(f) if callable(a) else a for a in aim_of]))
        self.r.commit("waiver")
        self.assertExit(self.r.scan(), 0)
        self.on_feature()
        return f

    def test_a_waived_value_cannot_become_the_real_one(self):
        strong = Maker(3).password("-")
        by_print = lambda f: 'fingerprint = "%s"' % f["fingerprint"]
        for aim in ((by_print,), ('rule = "pw-value"', 'path = "*.go"')):
            with self.subTest(aim=aim):
                self.r.git("checkout", "-q", "-B", "main", "main")
                self.agreed(*aim)
                self.assertExit(self.base(), 0)
                # Moved and commented, the value stays.
                self.r.write("a.go", line_of("changeme", before="// about it\n\n", behind=" // yes"))
                self.r.commit("comment")
                self.assertExit(self.base(), 0)
                # Another value at the place.
                self.r.write("a.go", line_of(strong))
                run = self.base()
                self.assertExit(run, 1)
                self.assertTrue(run.report["findings"][0]["value_changed"])
                self.assertTrue(any("replaces the value" in w for w in run.report["warnings"]), run.report["warnings"])
                self.r.commit("real one")
                self.assertExit(self.base(), 1)
                self.assertExit(self.r.scan("--base", "main", "--committed"), 1)
                # In two steps, and in three.
                self.r.git("reset", "-q", "--hard", "main")
                self.r.write("a.go", "package main\n")
                self.r.commit("gone")
                self.assertExit(self.base(), 0)
                self.r.write("a.go", line_of(strong))
                self.r.commit("back with another")
                self.assertExit(self.base(), 1)
                self.r.write("a.go", line_of("changeme"))
                self.r.commit("and as it was")
                self.assertExit(self.base(), 1)
                self.r.git("checkout", "-q", "main")
                self.r.git("branch", "-q", "-D", "feature")
                self.r.git("reset", "-q", "--hard", "HEAD~2")

    def test_a_place_that_was_agreed_on_before_it_exists(self):
        self.r.write("a.go", line_of("changeme"))
        f = self.one()
        self.r.remove("a.go")
        self.r.write(".gogate/waivers.toml", waiver('fingerprint = "%s"' % f["fingerprint"]))
        self.r.commit("waiver first")
        self.on_feature()
        self.r.write("a.go", line_of("changeme"))
        self.r.commit("value")
        self.assertExit(self.base(), 0)
        self.r.write("a.go", line_of("something else"))
        self.r.commit("another within the change")
        self.assertExit(self.base(), 1)

    def test_a_waiver_of_a_secret_holds_wherever_it_stands_and_for_no_other(self):
        token = github_token(8)
        self.r.write("a.go", line_of(token))
        self.r.commit("token")
        f = self.one()
        self.r.write(".gogate/waivers.toml", waiver('id = "%s"' % f["secret_id"]))
        self.r.commit("waiver")
        self.assertExit(self.r.scan(), 0)
        self.assertExit(self.r.scan("--history"), 0)
        self.on_feature()
        self.r.write("b/c.yaml", "token: %s\n" % token)
        self.r.commit("elsewhere")
        self.assertExit(self.base(), 0)
        self.r.write("b/c.yaml", "token: %s\n" % github_token(9))
        self.r.commit("another")
        self.assertExit(self.base(), 1)

    def test_a_waiver_of_one_occurrence_holds_for_that_commit(self):
        self.r.write("a.go", line_of("changeme"))
        first = self.r.commit("value")
        self.r.remove("a.go")
        self.r.commit("gone")
        self.r.write("a.go", line_of("changeme"))
        second = self.r.commit("again")
        f = self.one("--history")
        self.assertEqual(sorted([f["at"]["commit"], f["also"][0]["commit"]]), sorted([first, second]))
        self.r.write("w.toml", "")
        self.r.write(".gogate/waivers.toml", waiver('fingerprint = "%s"' % f["fingerprint"], 'commit = "%s"' % first[:12]))
        run = self.r.scan("--history")
        self.assertExit(run, 1)
        self.assertEqual(sorted((x["active"], x["at"]["commit"]) for x in run.report["findings"]), [(False, first), (True, second)])
        both = waiver('fingerprint = "%s"' % f["fingerprint"], 'commit = "%s"' % first) + waiver('fingerprint = "%s"' % f["fingerprint"], 'commit = "%s"' % second)
        self.r.write(".gogate/waivers.toml", both)
        self.assertExit(self.r.scan("--history"), 0)

    def test_the_line_to_paste_is_right(self):
        self.r.write("a.go", line_of("changeme"))
        self.r.write("b.go", line_of(github_token(4)))
        out = self.r.gogate("scan").out
        lines = [l.split("to waive it: ")[1].strip() for l in out.splitlines() if "to waive it: " in l]
        self.assertEqual(len(lines), 2, out)
        self.r.write(".gogate/waivers.toml", "".join(waiver(l) for l in lines))
        self.assertExit(self.r.scan(), 0)

    def test_a_comment_of_the_target_does_not_hold_for_another_value(self):
        for before, behind in (("// gogate:ignore-next-line pw-value -- agreed\n", ""), ("", " // gitleaks:allow")):
            with self.subTest(before=before, behind=behind):
                self.r.write("a.go", line_of("changeme", before, behind))
                self.r.commit("value")
                self.assertExit(self.r.scan(), 0)
                self.on_feature()
                self.r.write("a.go", "// more\n" + line_of("changeme", before, behind))
                self.r.commit("moved")
                self.assertExit(self.base(), 0)
                self.r.write("a.go", line_of("another one", before, behind))
                self.r.commit("another value")
                self.assertExit(self.base(), 1)
                self.r.git("checkout", "-q", "main")
                self.r.git("branch", "-q", "-D", "feature")
                self.r.remove("a.go")
                self.r.commit("gone")

    def test_the_first_line_of_a_value_may_stay_while_the_rest_changes(self):
        text = "# gogate:ignore-begin long-value -- agreed\nBEGIN_VALUE\n%s\nEND_VALUE\n# gogate:ignore-end\n"
        self.r.write("a.txt", text % "aaaa1111\nbbbb2222")
        self.r.commit("value")
        self.assertExit(self.r.scan(), 0)
        self.on_feature()
        self.r.write("a.txt", text % "aaaa1111\ncccc3333")
        self.r.commit("other rest")
        self.assertExit(self.base(), 1)
        # Also where the place is called otherwise now.
        self.r.git("reset", "-q", "--hard", "main")
        self.r.write("a.txt", "first\n" + (text % "aaaa1111\ncccc3333").replace("# gogate:ignore-begin", "word\n# gogate:ignore-begin"))
        self.r.commit("other rest, other place")
        self.assertExit(self.base(), 1)

    def test_taking_a_comment_away_lets_the_finding_in(self):
        """The value is old, the comment above it goes."""
        comment = "// gogate:ignore-next-line pw-value -- agreed\n"
        self.r.write("a.go", line_of("changeme", comment))
        self.r.write("dice.go", "package main\n\nimport \"math/rand\"\n\nfunc token() int {\n\t// #nosec G404 -- dice\n\treturn rand.Int()\n}\n")
        self.r.commit("value")
        self.on_feature()
        # Another reason is another comment, but one that silences.
        self.r.write("a.go", line_of("changeme", comment.replace("agreed", "agreed again")))
        self.r.commit("reason")
        self.assertExit(self.base(), 0)
        self.r.write("a.go", line_of("changeme"))
        run = self.base()
        self.assertExit(run, 1)
        self.assertEqual(run.rules, ["pw-value"])
        self.r.commit("no comment")
        self.assertExit(self.base(), 1)
        self.assertExit(self.r.scan("--range", "main..HEAD"), 1)

        self.r.git("reset", "-q", "--hard", "main")
        self.assertEqual(self.base().rules, [])
        before = {f["rule"] for f in self.findings() if not f["active"] and f["at"]["path"] == "dice.go"}
        self.assertTrue(before)
        self.r.write("dice.go", "package main\n\nimport \"math/rand\"\n\nfunc token() int {\n\treturn rand.Int()\n}\n")
        self.r.commit("no nosec")
        self.assertEqual(set(self.base().rules), before)

    def test_an_old_finding_beside_a_comment_that_goes_stays_old(self):
        two = 'package main\n\n%svar pw_value = "changeme"\n\nvar pw_value = "changeme"\n'
        self.r.write("a.go", two % "// gogate:ignore-next-line pw-value -- agreed\n")
        self.r.commit("value")
        self.on_feature()
        self.r.write("a.go", two % "")
        self.r.commit("no comment")
        run = self.base()
        self.assertExit(run, 1)
        self.assertEqual([f["at"]["line"] for f in run.report["findings"]], [3])


if __name__ == "__main__":
    unittest.main()
