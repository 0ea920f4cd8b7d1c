"""The commands of ci-templates/ in the environments that GitLab CI and GitHub Actions set, on clones as they make them."""
import json
import os
import re
import subprocess
import textwrap
import unittest

from harness import GOGATE, Case, Repo, github_token, go_project

TEMPLATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../ci-templates")
ZERO = "0" * 40


def template(name):
    with open(os.path.join(TEMPLATES, name)) as f:
        return f.read()


def gitlab_commands():
    text = template("gitlab/gogate.yml")
    before = re.search(r"before_script:\n[^|]*- \|\n((?: {6,}.*\n)+)", text).group(1)
    script = re.findall(r"^    - (.+)$", re.search(r"\n  script:\n((?:    - .*\n)+)", text).group(1), re.M)
    return "set -e\n" + textwrap.dedent(before) + "\n".join(script)


def github_commands():
    return textwrap.dedent(re.search(r"run: \|\n((?: {8,}.*\n)+)", template("github/action.yml")).group(1))


class Ci(Case):
    def setUp(self):
        super().setUp()
        self.bin = os.path.join(self.tmp, "bin")
        os.mkdir(self.bin)
        os.symlink(GOGATE, os.path.join(self.bin, "gogate"))
        self.r = self.repo("origin")
        self.base = go_project(self.r)
        self.r.git("config", "uploadpack.allowAnySHA1InWant", "true")
        self.r.git("checkout", "-q", "-b", "feature")

    def env(self, extra=None):
        env = super().env(extra)
        env["PATH"] = getattr(self, "bin", "") + ":" + env["PATH"]
        return env

    def change(self, secret):
        """One commit on feature; the policy that comes with it does not count."""
        self.r.write("config.go", 'package main\n\nconst token = "%s"\n' % (github_token() if secret else "run time"))
        self.r.write(".gogate.toml", "[secrets]\nenabled = false\n")
        return self.r.commit("change")

    def clone(self, ref, depth=None):
        """A detached checkout of `ref` alone, with remote-tracking branches unless shallow."""
        path = os.path.join(self.tmp, "job%d" % len(os.listdir(self.tmp)))
        job = Repo(self, path)
        job.git("remote", "add", "origin", "file://" + self.r.path)
        if depth:
            job.git("fetch", "-q", "--depth", str(depth), "origin", ref)
        else:
            job.git("fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*")
            job.git("fetch", "-q", "origin", ref)
        job.git("checkout", "-q", "--detach", "FETCH_HEAD")
        return job

    def run_in(self, job, commands, env, code, reports):
        p = subprocess.run(["bash", "-e", "-c", commands], cwd=job.path, env=self.env(env), capture_output=True, timeout=100)
        self.assertEqual(p.returncode, code, (p.stdout + p.stderr).decode()[-3000:])
        for name in reports:
            with open(os.path.join(job.path, name)) as f:
                text = f.read()
            if name.endswith(".sarif"):
                found = [r["ruleId"] for run in json.loads(text)["runs"] for r in run["results"]]
                self.assertEqual("github-pat" in found, code == 1)
            else:
                self.assertEqual("<failure" in text, code == 1)
        return (p.stdout + p.stderr).decode()

    def gitlab(self, job, code, **more):
        env = {"CI": "true", "GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_SHA": job.git("rev-parse", "HEAD"), **more}
        return self.run_in(job, gitlab_commands(), env, code, ["gogate.sarif", "gogate-junit.xml"])

    def merge_request(self, job, code, kind="detached", **more):
        return self.gitlab(job, code, CI_PIPELINE_SOURCE="merge_request_event", CI_MERGE_REQUEST_IID="7", CI_MERGE_REQUEST_EVENT_TYPE=kind,
                           CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main", CI_MERGE_REQUEST_DIFF_BASE_SHA=self.base, **more)

    def github(self, job, code, name, event, ref):
        path = os.path.join(self.tmp, "event.json")
        with open(path, "w") as f:
            json.dump({"repository": {"default_branch": "main"}, **event}, f)
        env = {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": path, "GITHUB_REF": ref,
               "GITHUB_SHA": job.git("rev-parse", "HEAD"), "GOGATE_ARGUMENTS": ""}
        return self.run_in(job, github_commands(), env, code, ["gogate.sarif"])

    def merged(self, tip):
        """The platform's merge of main and the change, main first."""
        self.r.git("checkout", "-q", "--detach", "main")
        self.r.git("merge", "-q", "--no-ff", "-m", "merge", tip)
        merge = self.r.git("rev-parse", "HEAD")
        self.r.git("update-ref", "refs/pull/7/merge", merge)
        self.r.git("checkout", "-q", "feature")
        return merge

    def test_gitlab(self):
        for secret in (True, False):
            with self.subTest(secret=secret):
                self.r.git("reset", "-q", "--hard", "main")
                tip, code = self.change(secret), int(secret)
                self.merge_request(self.clone("feature"), code)
                merge = self.merged(tip)
                for kind in ("merged_result", "merge_train"):
                    self.merge_request(self.clone("refs/pull/7/merge"), code, kind, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=tip,
                                       CI_MERGE_REQUEST_TARGET_BRANCH_SHA=self.base)
                self.r.git("rm", "-q", ".gogate.toml")
                tip = self.r.commit("without the policy")
                push = {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "feature"}
                self.gitlab(self.clone("feature"), code, CI_COMMIT_BEFORE_SHA=self.base, **push)
                self.gitlab(self.clone("feature"), code, CI_COMMIT_BEFORE_SHA=ZERO, **push)
                self.gitlab(self.clone("feature"), code, CI_PIPELINE_SOURCE="push", CI_COMMIT_TAG="v1", CI_COMMIT_BEFORE_SHA=ZERO)

    def test_github(self):
        for secret in (True, False):
            with self.subTest(secret=secret):
                self.r.git("reset", "-q", "--hard", "main")
                tip, code = self.change(secret), int(secret)
                merge = self.merged(tip)
                pull = {"number": 7, "pull_request": {"title": "t", "body": None, "base": {"ref": "main", "sha": self.base},
                                                      "head": {"ref": "feature", "sha": tip}}}
                self.github(self.clone("refs/pull/7/merge"), code, "pull_request", pull, "refs/pull/7/merge")
                queue = {"merge_group": {"head_sha": merge, "base_sha": self.base, "base_ref": "refs/heads/main"}}
                self.github(self.clone("refs/pull/7/merge"), code, "merge_group", queue, "refs/heads/gh-readonly-queue/main/pr-7")
                self.r.git("rm", "-q", ".gogate.toml")
                self.r.commit("without the policy")
                for before in (self.base, ZERO):
                    self.github(self.clone("feature"), code, "push", {"before": before}, "refs/heads/feature")
                self.github(self.clone("feature"), code, "push", {"before": ZERO}, "refs/tags/v1")

    def test_secret_in_the_words_of_a_request(self):
        tip = self.change(False)
        for key in ("CI_MERGE_REQUEST_TITLE", "CI_MERGE_REQUEST_DESCRIPTION"):
            self.merge_request(self.clone("feature"), 1, **{key: "use " + github_token()})
        self.merged(tip)
        for words in ({"title": github_token(), "body": ""}, {"title": "t", "body": "x\n" + github_token()}):
            pull = {"number": 7, "pull_request": {**words, "base": {"ref": "main", "sha": self.base}, "head": {"sha": tip}}}
            self.github(self.clone("refs/pull/7/merge"), 1, "pull_request", pull, "refs/pull/7/merge")

    def test_shallow_clones_are_incomplete(self):
        tip = self.change(False)
        self.merged(tip)
        pull = {"number": 7, "pull_request": {"title": "t", "base": {"ref": "main", "sha": self.base}, "head": {"sha": tip}}}
        out = self.github(self.clone("refs/pull/7/merge", 1), 3, "pull_request", pull, "refs/pull/7/merge")
        self.assertIn("fetch-depth", out)


if __name__ == "__main__":
    unittest.main()
