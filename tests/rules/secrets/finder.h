// The real secrets scanner over one text, as the program runs it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scanners/secrets/rule_set.h"

namespace gogate::samples {

struct Found {
  std::string rule;
  std::vector<std::string> also;  // rules that said the same and lost
};

class Finder {
 public:
  explicit Finder(const secrets::RuleSet& rules);  // kept by reference
  ~Finder();
  std::vector<Found> find(const std::string& text, const std::string& path) const;
  // Rules that look at nothing but where a file stands.
  std::vector<Found> find_path(const std::string& path) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gogate::samples
