#include "gate/cli/ci_environment.h"

#include <nlohmann/json.hpp>

namespace gogate::cli {
namespace {

bool is_zero(const std::string& id) { return id.find_first_not_of('0') == std::string::npos; }

void add_text(std::vector<source::Text>& texts, const std::string& name, std::string bytes) {
  if (!bytes.empty()) texts.push_back({name, std::move(bytes)});
}

// "" where the path of keys leads to no string.
std::string text_at(const nlohmann::json& event, std::initializer_list<const char*> path) {
  const nlohmann::json* at = &event;
  for (const char* key : path) {
    if (!at->is_object()) return {};
    const auto it = at->find(key);
    if (it == at->end()) return {};
    at = &*it;
  }
  return at->is_string() ? at->get<std::string>() : std::string();
}

}  // namespace

Platform detect_platform(const sys::Environment& e) {
  if (e.get("GITLAB_CI") == "true") return Platform::gitlab;
  if (e.get("GITHUB_ACTIONS") == "true") return Platform::github;
  return Platform::none;
}

CiChange gitlab_change(const sys::Environment& e) {
  CiChange c;
  c.head = e.get("CI_COMMIT_SHA");
  c.default_branch = e.get("CI_DEFAULT_BRANCH");
  c.branch = e.get("CI_COMMIT_BRANCH");
  if (e.has("CI_MERGE_REQUEST_IID")) {
    c.kind = CiChange::Kind::request;
    c.target_branch = e.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME");
    c.what = "merge request !" + e.get("CI_MERGE_REQUEST_IID") + " into " + c.target_branch;
    const std::string type = e.get("CI_MERGE_REQUEST_EVENT_TYPE");
    // Merged results and merge trains run on a merge commit that GitLab made.
    c.head_is_merge = type == "merged_result" || type == "merge_train";
    c.source_head = e.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA");
    c.target_id = e.get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA");
    c.merge_base = e.get("CI_MERGE_REQUEST_DIFF_BASE_SHA");
    c.text_cut = e.get("CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED") == "true";
    c.from_fork = e.has("CI_MERGE_REQUEST_PROJECT_ID") && e.get("CI_MERGE_REQUEST_PROJECT_ID") != e.get("CI_PROJECT_ID");
    add_text(c.texts, "merge request title", e.get("CI_MERGE_REQUEST_TITLE"));
    add_text(c.texts, "merge request description", e.get("CI_MERGE_REQUEST_DESCRIPTION"));
    return c;
  }
  if (e.has("CI_EXTERNAL_PULL_REQUEST_IID")) {
    c.kind = CiChange::Kind::request;
    c.target_branch = e.get("CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME");
    c.target_id = e.get("CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_SHA");
    c.source_head = e.get("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA");
    c.what = "external pull request #" + e.get("CI_EXTERNAL_PULL_REQUEST_IID") + " into " + c.target_branch;
    return c;
  }
  const std::string from = e.get("CI_PIPELINE_SOURCE");
  if (e.has("CI_COMMIT_TAG") || (from != "push" && !from.empty()) || c.branch.empty()) {
    c.what = e.has("CI_COMMIT_TAG") ? "tag " + e.get("CI_COMMIT_TAG") : "checkout (" + from + " pipeline)";
    return c;
  }
  c.kind = CiChange::Kind::push;
  c.what = "push to " + c.branch;
  const std::string before = e.get("CI_COMMIT_BEFORE_SHA");
  if (!is_zero(before)) c.before = before;
  return c;
}

Result<CiChange> github_change(const sys::Environment& e, const std::string& text) {
  const nlohmann::json event = nlohmann::json::parse(text, nullptr, false);
  if (event.is_discarded() || !event.is_object())
    return fail(Errc::usage, "GITHUB_EVENT_PATH: holds no JSON object", "run this as a step of a workflow");
  CiChange c;
  const std::string name = e.get("GITHUB_EVENT_NAME");
  c.head = e.get("GITHUB_SHA");
  c.default_branch = text_at(event, {"repository", "default_branch"});
  // Every event about a pull request is one (pull_request_review, _target, …).
  if (name.starts_with("pull_request") && event.contains("pull_request")) {
    c.kind = CiChange::Kind::request;
    c.target_branch = text_at(event, {"pull_request", "base", "ref"});
    const auto number = event.find("number");
    c.what = "pull request" + (number != event.end() && number->is_number_integer() ? " #" + number->dump() : std::string()) +
             " into " + c.target_branch;
    c.source_head = text_at(event, {"pull_request", "head", "sha"});
    c.target_id = text_at(event, {"pull_request", "base", "sha"});
    c.head_is_merge = name != "pull_request_target";
    // There the workflow's own commit is the target; the change is the head's.
    if (name == "pull_request_target") c.head = c.source_head;
    add_text(c.texts, "pull request title", text_at(event, {"pull_request", "title"}));
    add_text(c.texts, "pull request description", text_at(event, {"pull_request", "body"}));
    return c;
  }
  if (name == "merge_group") {
    c.kind = CiChange::Kind::request;
    c.head = text_at(event, {"merge_group", "head_sha"});
    c.target_id = text_at(event, {"merge_group", "base_sha"});
    c.target_branch = text_at(event, {"merge_group", "base_ref"});
    if (c.target_branch.starts_with("refs/heads/")) c.target_branch.erase(0, 11);
    c.what = "merge queue into " + c.target_branch;
    c.merge_base = c.target_id;
    return c;
  }
  const std::string ref = e.get("GITHUB_REF");
  if (name == "push" && ref.starts_with("refs/heads/")) {
    c.kind = CiChange::Kind::push;
    c.branch = ref.substr(11);
    c.what = "push to " + c.branch;
    const std::string before = text_at(event, {"before"});
    if (!is_zero(before)) c.before = before;
    return c;
  }
  c.what = ref.starts_with("refs/tags/") ? "tag " + ref.substr(10) : "checkout (" + name + ")";
  return c;
}

}  // namespace gogate::cli
