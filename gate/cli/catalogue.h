// All rules of a run and the scanners that hold them. The list of scanners
// stands in catalogue.cpp: a new one is one more entry there.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gate/core/scanner.h"
#include "scanners/secrets/sops_policy.h"

namespace gogate::cli {

struct RuleText {
  std::string origin;  // file name, for messages
  std::string text;
};

struct CatalogueChoice {
  bool default_secret_rules = true;
  bool default_go_rules = true;
  bool secrets_enabled = true;
  bool go_enabled = true;
  bool skip_bad_rules = false;
  std::vector<std::string> only;
  std::vector<std::string> skip;
  unsigned max_decode_depth = 5;
  std::vector<RuleText> extra;              // Semgrep YAML or gitleaks TOML, told apart by content
  std::optional<RuleText> gitleaks_config;  // replaces the embedded secret rules
  std::vector<secrets::SopsPolicy> sops;    // .sops.yaml: what must be encrypted
  std::function<Result<std::string>(const std::string&)> read_config;  // for [extend] path
};

struct Catalogue {
  std::vector<std::unique_ptr<Scanner>> scanners;
  std::unique_ptr<Scanner> masking;         // all embedded secret rules; null when a scanner serves
  const Scanner* masking_scanner = nullptr;
  std::vector<std::string> sources;         // "112 embedded secret rules"
  std::vector<secrets::SopsPolicy> sops;    // those that the scanner asks; read while it runs
  std::vector<Gap> gaps;                    // bad_rule
  std::vector<std::string> warnings;
};

// Errc::config with file:line:column for a rule that cannot be used;
// Errc::usage when --only or --skip names no rule.
Result<Catalogue> load_catalogue(const CatalogueChoice& choice);

bool is_rule_file(const std::string& name);
// The file, or the *.toml, *.yaml and *.yml files below the folder, by name.
Result<std::vector<RuleText>> read_rule_files(const std::string& path);

}  // namespace gogate::cli
