"""What the documentation says can be typed, and what gogate prints about itself is well formed."""
import glob
import os
import re
import shlex
import shutil
import subprocess
import unittest

from harness import Case

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
PAGES = [os.path.join(TOP, "README.md"), *sorted(glob.glob(os.path.join(TOP, "docs/**/*.md"), recursive=True))]


class Docs(Case):
    def checked_by(self, tool, args, text):
        if shutil.which(tool) is None:
            self.skipTest(tool + " is not installed")
        p = subprocess.run([tool, *args], input=text.encode(), capture_output=True, timeout=60, env=dict(self.env(), LC_ALL="C.UTF-8", MANWIDTH="80"))
        self.assertEqual((p.returncode, p.stderr), (0, b""), p.stderr.decode())

    def test_commands_parse(self):
        seen = 0
        for page in PAGES:
            with open(page) as f:
                blocks = re.findall(r"```(?:sh|console|bash)\n(.*?)```", f.read(), re.S)
            for line in "\n".join(blocks).split("\n"):
                if not re.match(r"(\$ )?gogate ", line):
                    continue
                words = shlex.split(line.removeprefix("$ "), comments=True)
                seen += 1
                with self.subTest(page=os.path.basename(page), line=line):
                    self.assertExit(self.gogate(*words[1:], "--help"), 0)
        self.assertGreater(seen, 0)

    def test_links_resolve(self):
        for page in PAGES:
            with open(page) as f:
                for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", f.read()):
                    if "://" not in link:
                        with self.subTest(page=os.path.basename(page), link=link):
                            self.assertTrue(os.path.exists(os.path.join(os.path.dirname(page), link)))

    def test_manual(self):
        self.checked_by("man", ["--warnings", "-l", "-"], self.gogate("man").out)

    def test_bash(self):
        self.checked_by("bash", ["-n"], self.gogate("completion", "bash").out)

    def test_zsh(self):
        self.checked_by("zsh", ["-n"], self.gogate("completion", "zsh").out)

    def test_fish(self):
        self.checked_by("fish", ["-n"], self.gogate("completion", "fish").out)

    def test_rules(self):
        listed = self.gogate("rules", "list")
        self.assertExit(listed, 0)
        self.assertGreater(len(listed.out.splitlines()), 200)
        self.assertIn("github-pat", self.gogate("rules", "show", "github-pat").out)
        self.assertIn("math-rand", self.gogate("explain", "G404").out)
        self.assertExit(self.gogate("rules", "check", os.path.join(TOP, "rules/go/math-rand.yaml")), 0)


if __name__ == "__main__":
    unittest.main()
