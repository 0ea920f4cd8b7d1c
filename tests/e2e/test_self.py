"""gogate on its own repository: it must pass."""
import os
import unittest

from harness import Case

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Self(Case):
    def test_worktree_passes(self):
        run = self.gogate("scan", ROOT)
        self.assertExit(run, 0)

    @unittest.skipUnless(os.path.exists(os.path.join(ROOT, ".git")), "not a git checkout: its history is not here")
    def test_history_passes(self):
        run = self.gogate("scan", "--history=HEAD", ROOT)
        # A shallow clone of this repository cannot show all of it.
        self.assertIn(run.code, (0, 3), run.out[-3000:] + run.err)
        self.assertNotIn("BLOCKED", run.out)


if __name__ == "__main__":
    unittest.main()
