"""What must block, what must not, and what must not be called passed."""
import unittest

from harness import Case, github_token
from planted import Maker


class Roles(Case):
    """One literal that the secrets' rules and a Go pattern both find."""

    def confidence(self, path, value):
        repo = self.repo(path.replace("/", "-"))
        repo.write(path, 'package p\n\ntype options struct{ Password string }\n\nvar o = options{Password: "%s"}\n' % value)
        run = repo.scan()
        found = [f for f in run.report["findings"] if f["at"]["path"] == path]
        self.assertEqual(len(found), 1, run.out[-3000:])
        return run.code, found[0]

    def test_the_file_s_role_lowers_what_two_scanners_found(self):
        value = Maker(5).password()
        code, found = self.confidence("app/fuzzer/fuzzer.go", value)
        self.assertIn("hardcoded-credential", [found["rule"], *found["also_rules"]])
        self.assertEqual((code, found["confidence"]), (0, "low"), found)
        # The graver of two witnesses speaks where nothing says that it is a test.
        code, found = self.confidence("app/fuzzy/main.go", value)
        self.assertIn("hardcoded-credential", [found["rule"], *found["also_rules"]])
        self.assertEqual(code, 1, found)


class NothingLookedAt(Case):
    def test_a_date_to_come_is_a_wrong_use(self):
        repo = self.repo()
        repo.write("a.txt", github_token(1))
        repo.commit()
        for date in ("2999-01-01", "@99999999999", "2999-01-01T00:00:00+01:00"):
            run = repo.gogate("scan", "--history", "--since", date)
            self.assertExit(run, 2)
            self.assertIn("future", run.err)
        self.assertExit(repo.gogate("scan", "--history", "--since", "2020-01-01"), 1)


if __name__ == "__main__":
    unittest.main()
