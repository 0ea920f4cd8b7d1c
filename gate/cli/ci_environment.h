// What GitLab CI and GitHub Actions say about the change they run for. Pure:
// reads the environment (and the event's text), asks no repository.
//
// Sources: GitLab's "Predefined CI/CD variables reference"; GitHub's "Default
// environment variables" and "Webhook events and payloads".
#pragma once

#include <string>
#include <vector>

#include "gate/core/result.h"
#include "gate/source/content_reader.h"
#include "gate/sys/environment.h"

namespace gogate::cli {

enum class Platform : std::uint8_t { none, gitlab, github };

struct CiChange {
  enum class Kind : std::uint8_t {
    request,   // a merge or pull request, merge train or queue: a merge check
    push,      // commits on a branch
    tree,      // a tag, schedule or manual run: the checkout as it is
  };
  Kind kind = Kind::tree;
  std::string what;           // "merge request !12 into main", for the scope
  std::string head;           // commit that was checked out (or is to be judged)
  // request: HEAD is a merge of the target and the source; its first parent is
  // the target as it was. Otherwise target_ref or target_id say what to compare with.
  bool head_is_merge = false;
  std::string source_head;    // head of the source branch, to recognise that merge; may be empty
  std::string target_branch;  // "main"
  std::string target_id;      // commit of the target, when the platform names it
  std::string merge_base;     // likewise
  std::string before;         // push: the branch's old value; empty: a new branch
  std::string default_branch;
  std::string branch;
  bool from_fork = false;     // GitLab: `origin` is the fork, whose branches decide nothing
  bool text_cut = false;      // the platform handed over only the beginning of the description
  std::vector<source::Text> texts;  // title and description
};

Platform detect_platform(const sys::Environment& environment);
CiChange gitlab_change(const sys::Environment& environment);
// `event` is the content of GITHUB_EVENT_PATH. Errc::usage when it is no JSON.
Result<CiChange> github_change(const sys::Environment& environment, const std::string& event);

}  // namespace gogate::cli
