// What a rule tells people. How it matches is its scanner's own business.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "gate/core/severity.h"

namespace gogate {

// Immutable after loading; lives for the whole run, so findings point at it.
struct Rule {
  std::string id;        // permanent; names what is flagged: "github-pat", "go.weak-rand"
  std::string scanner;   // "secrets", "go"
  std::string title;     // one line, no full stop
  std::string message;   // what a finding says; may hold scanner-specific placeholders
  std::string why;       // why it matters, Markdown, plain sentences
  std::string fix;       // how to fix, revoke or rotate, Markdown
  std::string bad;       // an example that is found (empty for secrets: built at test time)
  std::string good;      // the same, done right
  Severity severity = Severity::high;
  Confidence confidence = Confidence::medium;
  std::vector<std::string> cwe;         // "CWE-798"
  std::vector<std::string> owasp;       // "A07:2021"
  std::vector<std::string> aliases;     // ids in other tools: "G404", "aws-access-token"
  std::vector<std::string> tags;
  std::vector<std::string> references;  // URLs
  std::string origin;                   // "embedded", or the user's file and line "rules.toml:12"
};

// Hardcoded passwords, keys and their like.
inline bool about_credentials(const Rule& rule) {
  return std::any_of(rule.cwe.begin(), rule.cwe.end(), [](const std::string& c) {
    return c == "CWE-798" || c == "CWE-259" || c == "CWE-321" || c == "CWE-547";
  });
}

}  // namespace gogate
