// The Go scanner: finds unsafe patterns in the last version of changed files.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "gate/core/scanner.h"
#include "scanners/gopatterns/rule_set.h"

namespace gogate::gopatterns {

struct LoadedSet {
  std::shared_ptr<const RuleSet> rules;
  std::string_view prebuilt;  // Vectorscan database of patterns_of(*rules), or empty; must outlive the scanner
};

struct Options {
  std::vector<LoadedSet> sets;
  // Whether a rule may fire (--only, --skip); empty: all of them.
  std::function<bool(const Rule&)> active;
};

// Errors: config, when two active rules share an id. Patterns are compiled when
// a file first needs them.
Result<std::unique_ptr<Scanner>> make_scanner(Options options);

// Every match of every rule in one file, without a prefilter (rules test, -e).
void scan_file(const RuleSet& rules, std::string_view text, std::string_view path, BlobResult& out);

}  // namespace gogate::gopatterns
