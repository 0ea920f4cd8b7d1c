// Every rule file of rules/secrets and its samples, read as the build reads them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scanners/secrets/rule_set.h"

namespace gogate::samples {

struct Samples {
  std::string token;  // template of the value
  std::string path;   // where the samples stand; never empty
  std::vector<std::string> hits, misses;  // templates
};

struct Catalogue {
  secrets::RuleSet rules;
  std::map<std::string, Samples> samples;  // by rule id
};

// Throws std::runtime_error with the file and what is wrong in it.
Catalogue read_catalogue();

// The texts that the templates give; the same in each run.
std::vector<std::string> built(const std::string& id, const Samples& samples, bool hits);

}  // namespace gogate::samples
