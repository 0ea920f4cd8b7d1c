// Reads YAML with positions for people: every error names file, line and column,
// and an unknown key comes with the key that was probably meant.
#pragma once

#include <yaml-cpp/yaml.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"

namespace gogate::gopatterns {

class YamlReader {
 public:
  explicit YamlReader(std::string_view origin) : origin_(origin) {}

  [[nodiscard]] std::unexpected<Error> error(const YAML::Node& at, std::string what, std::string next_step = {}) const;
  // The scalar's text; an error where it is a list or a table.
  Result<std::string> text(const YAML::Node& node, std::string_view key) const;
  // A list of strings; a lone string counts as a list of one.
  Result<std::vector<std::string>> texts(const YAML::Node& node, std::string_view key) const;
  // An error for the first key of `table` that is not in `known`.
  Result<Ok> check_keys(const YAML::Node& table, std::span<const std::string_view> known, std::string_view of) const;

 private:
  std::string origin_;
};

// The entry of `known` nearest to `word`; empty when none is near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace gogate::gopatterns
