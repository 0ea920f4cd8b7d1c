// Runs one pattern or rule over a piece of Go, for tests.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "gate/core/line_index.h"
#include "scanners/gopatterns/rule_set.h"
#include "scanners/gopatterns/scanner.h"

namespace gogate::gopatterns::test {

inline std::string indented(std::string_view text, int spaces) {
  std::string out;
  const std::string pad(static_cast<std::size_t>(spaces), ' ');
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += pad + std::string(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

inline RuleSet rule_with(std::string_view body) {
  const std::string yaml = "rules:\n  - id: t\n    message: found $X\n    severity: ERROR\n    languages: [go]\n" + indented(body, 4);
  auto set = load_rules(yaml, "t.yaml");
  REQUIRE_MESSAGE(set.has_value(), (set ? std::string() : set.error().what + " | " + set.error().next_step));
  return *std::move(set);
}

inline RuleSet rule_of(std::string_view pattern) { return rule_with("pattern: |\n" + indented(pattern, 2)); }

inline std::vector<Finding> findings(const RuleSet& rules, std::string_view code) {
  BlobResult result;
  scan_file(rules, code, "a.go", result);
  CHECK(result.gaps.empty());
  return result.findings;
}

// The text of each match.
inline std::vector<std::string> texts(const RuleSet& rules, std::string_view code) {
  std::vector<std::string> out;
  for (const Finding& f : findings(rules, code)) out.emplace_back(code.substr(f.region.span.begin, f.region.span.size()));
  return out;
}
inline std::vector<std::string> texts(std::string_view pattern, std::string_view code) { return texts(rule_of(pattern), code); }

// Statements in a function of a file.
inline std::string in_func(std::string_view body) { return "package p\n\nfunc f() {\n" + std::string(body) + "\n}\n"; }
inline std::vector<std::string> in_body(std::string_view pattern, std::string_view body) { return texts(pattern, in_func(body)); }

using Texts = std::vector<std::string>;

}  // namespace gogate::gopatterns::test
