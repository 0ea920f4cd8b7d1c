"""What people who write Semgrep rules use: rules check, test and show --tree, scan -e."""
import os
import unittest

from harness import Case

RULES = """rules:
  - id: team.one
    message: m
    severity: HIGH
    languages: [go]
    pattern: f($X)
    fix: g($X)
  - id: two
    message: m
    severity: HIGH
    languages: [go]
    pattern: h($X)
    fix-regex: {regex: 'h\\((.*)\\)', replacement: 'k(\\1)'}
"""
GOOD = """package p

func x() {
\t// ruleid: one, team.two
\tf(h(1))
\t// ok: one
\tg(1)
\t// ruleid: team.one
\t// todook: two
\tf(2)
\t// todoruleid: two
\thh(2)
}
"""


class RuleTools(Case):
    def write(self, name, text):
        path = os.path.join(self.tmp, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as f:
            f.write(text)
        return path

    def test_annotations_decide(self):
        self.write("r/a.yaml", RULES)
        self.write("r/a.go", GOOD)
        run = self.gogate("rules", "test", os.path.join(self.tmp, "r"))
        self.assertExit(run, 0)
        self.assertIn("ok    team.one: 2 lines", run.out)
        self.assertIn("two: 1 line, 2 to do", run.out)
        self.write("r/a.go", GOOD.replace("// ok: one\n\tg(1)", "// ok: one\n\tf(7)").replace("\tf(2)", "\tff(2)"))
        run = self.gogate("rules", "test", os.path.join(self.tmp, "r"))
        self.assertExit(run, 1)
        self.assertIn("a.go:7 (annotated ok)", run.out)
        self.assertIn("missed", run.out)
        self.write("r/a.go", GOOD.replace("ruleid: one,", "ruleid: nobody,"))
        run = self.gogate("rules", "test", os.path.join(self.tmp, "r"))
        self.assertExit(run, 1)
        self.assertIn("'nobody', which is no rule", run.out)

    def test_fixed_files_are_compared(self):
        self.write("r/a.yaml", RULES)
        self.write("r/a.go", GOOD)
        fixed = GOOD.replace("f(h(1))", "g(h(1))").replace("\tf(2)", "\tg(2)")
        self.write("r/a.fixed.go", fixed)
        run = self.gogate("rules", "test", os.path.join(self.tmp, "r/a.yaml"))
        self.assertExit(run, 0)
        self.assertIn("1 fixed file", run.out)
        self.write("r/a.fixed.go", fixed.replace("g(2)", "g(3)"))
        run = self.gogate("rules", "test", os.path.join(self.tmp, "r/a.yaml"))
        self.assertExit(run, 1)
        self.assertIn("a.fixed.go:10: the fix is another", run.out)

    def test_nothing_to_test_is_an_error(self):
        self.write("r/a.yaml", RULES)
        self.assertExit(self.gogate("rules", "test", os.path.join(self.tmp, "r")), 2)
        self.write("r/a.go", GOOD)
        self.write("r/b.yaml", RULES.replace("pattern: h($X)", "pattern: h("))
        run = self.gogate("rules", "test", os.path.join(self.tmp, "r"))
        self.assertExit(run, 2)
        self.assertIn("b.yaml:12:14: the pattern is not Go", run.out)

    def test_check_names_mistakes_of_all_files(self):
        self.write("r/a.yaml", RULES.replace("fix:", "fixx:"))
        self.write("r/b.yaml", RULES.replace("HIGH", "HIHG"))
        self.write("r/c.yaml", "rules: [")
        run = self.gogate("rules", "check", os.path.join(self.tmp, "r"))
        self.assertExit(run, 2)
        for part in ("a.yaml:7:5: unknown key 'fixx' in a rule (did you mean 'fix'?)", "b.yaml:4:15", "b.yaml:10:15", "c.yaml:1:"):
            self.assertIn(part, run.out)

    def test_pattern_from_the_command_line(self):
        self.write("src/x.go", "package p\n\nfunc x() {\n\tf(1,\n\t\t2)\n}\n")
        run = self.gogate("scan", "-e", "f($X, ...)", os.path.join(self.tmp, "src"))
        self.assertExit(run, 0)
        self.assertIn("x.go:4:2:\n    \tf(1,\n    \t\t2)\n1 match in 1 Go file\n", run.out)
        self.assertExit(self.gogate("scan", "-e", "f(", self.tmp), 2)
        self.assertExit(self.gogate("scan", "-e", "f()", "-l", "python", self.tmp), 2)
        self.assertExit(self.gogate("scan", "--lang", "go", self.tmp), 2)

    def test_tree(self):
        path = self.write("x.go", 'package p\n\nimport r "math/rand"\n\nfunc x() { r.Int() }\n')
        run = self.gogate("rules", "show", "--tree", path)
        self.assertExit(run, 0)
        self.assertIn('ident r (import "math/rand")', run.out)
        self.assertExit(self.gogate("rules", "show"), 2)
        self.assertExit(self.gogate("rules", "show", "--tree", os.path.join(self.tmp, "none.go")), 2)


if __name__ == "__main__":
    unittest.main()
