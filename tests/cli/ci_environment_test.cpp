#include "gate/cli/ci_environment.h"

#include <doctest/doctest.h>

using namespace gogate;
using cli::CiChange;
using sys::Environment;

namespace {
Environment made(std::map<std::string, std::string> values) { return Environment(std::move(values)); }
}  // namespace

TEST_CASE("GitLab: push, new branch, tag, schedule") {
  std::map<std::string, std::string> e{{"GITLAB_CI", "true"},       {"CI_PIPELINE_SOURCE", "push"},
                                       {"CI_COMMIT_SHA", "aa"},     {"CI_COMMIT_BRANCH", "topic"},
                                       {"CI_DEFAULT_BRANCH", "main"}, {"CI_COMMIT_BEFORE_SHA", "bb"}};
  CHECK(cli::detect_platform(Environment(e)) == cli::Platform::gitlab);
  CiChange c = cli::gitlab_change(Environment(e));
  CHECK(c.kind == CiChange::Kind::push);
  CHECK(c.before == "bb");
  e["CI_COMMIT_BEFORE_SHA"] = std::string(40, '0');
  CHECK(cli::gitlab_change(Environment(e)).before.empty());
  e.erase("CI_COMMIT_BRANCH");
  e["CI_COMMIT_TAG"] = "v1";
  c = cli::gitlab_change(Environment(e));
  CHECK(c.kind == CiChange::Kind::tree);
  CHECK(c.what == "tag v1");
  e.erase("CI_COMMIT_TAG");
  e["CI_COMMIT_BRANCH"] = "main";
  e["CI_PIPELINE_SOURCE"] = "schedule";
  CHECK(cli::gitlab_change(Environment(e)).kind == CiChange::Kind::tree);
}

TEST_CASE("GitLab: merge requests, detached, merged results and trains") {
  std::map<std::string, std::string> e{{"CI_MERGE_REQUEST_IID", "7"},
                                       {"CI_COMMIT_SHA", "aa"},
                                       {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"},
                                       {"CI_MERGE_REQUEST_DIFF_BASE_SHA", "cc"},
                                       {"CI_MERGE_REQUEST_EVENT_TYPE", "detached"},
                                       {"CI_MERGE_REQUEST_TITLE", "Title"},
                                       {"CI_MERGE_REQUEST_DESCRIPTION", "Text"}};
  CiChange c = cli::gitlab_change(Environment(e));
  CHECK(c.kind == CiChange::Kind::request);
  CHECK_FALSE(c.head_is_merge);
  CHECK(c.merge_base == "cc");
  REQUIRE(c.texts.size() == 2);
  CHECK(c.texts[0].bytes == "Title");
  for (const char* type : {"merged_result", "merge_train"}) {
    e["CI_MERGE_REQUEST_EVENT_TYPE"] = type;
    CHECK(cli::gitlab_change(Environment(e)).head_is_merge);
  }
}

TEST_CASE("GitHub: pull request, queue, push, tag") {
  Environment pr = made({{"GITHUB_ACTIONS", "true"}, {"GITHUB_EVENT_NAME", "pull_request"}, {"GITHUB_SHA", "mm"}});
  CHECK(cli::detect_platform(pr) == cli::Platform::github);
  auto c = cli::github_change(pr, R"({"number":3,"pull_request":{"title":"T","body":null,
      "base":{"ref":"main","sha":"bb"},"head":{"sha":"hh"}},"repository":{"default_branch":"main"}})");
  REQUIRE(c.has_value());
  CHECK(c->kind == CiChange::Kind::request);
  CHECK(c->head_is_merge);
  CHECK(c->source_head == "hh");
  CHECK(c->what == "pull request #3 into main");
  CHECK(c->texts.size() == 1);
  c = cli::github_change(made({{"GITHUB_EVENT_NAME", "merge_group"}}),
                         R"({"merge_group":{"head_sha":"hh","base_sha":"bb","base_ref":"refs/heads/main"}})");
  CHECK(c->kind == CiChange::Kind::request);
  CHECK(c->target_branch == "main");
  c = cli::github_change(made({{"GITHUB_EVENT_NAME", "push"}, {"GITHUB_REF", "refs/heads/x"}}),
                         R"({"before":"0000000000000000000000000000000000000000"})");
  CHECK(c->kind == CiChange::Kind::push);
  CHECK(c->before.empty());
  c = cli::github_change(made({{"GITHUB_EVENT_NAME", "push"}, {"GITHUB_REF", "refs/tags/v1"}}), "{}");
  CHECK(c->kind == CiChange::Kind::tree);
  CHECK_FALSE(cli::github_change(pr, "[").has_value());
  CHECK_FALSE(cli::github_change(pr, "[]").has_value());
}
