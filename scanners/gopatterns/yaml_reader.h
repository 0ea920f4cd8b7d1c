// Reads YAML with positions for people: every error names file, line and column,
// and an unknown key comes with the key that was probably meant.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"

namespace gogate::gopatterns {

class YamlReader {
 public:
  // With `collect`, mistakes after which reading can go on are appended there.
  explicit YamlReader(std::string_view origin, std::vector<Error>* collect = nullptr) : origin_(origin), collect_(collect) {}

  [[nodiscard]] std::unexpected<Error> error(const YAML::Node& at, std::string what, std::string next_step = {}) const;
  // The scalar's text; an error where it is a list or a table.
  Result<std::string> text(const YAML::Node& node, std::string_view key) const;
  // A list of strings; a lone string counts as a list of one.
  Result<std::vector<std::string>> texts(const YAML::Node& node, std::string_view key) const;
  Result<bool> flag(const YAML::Node& node, std::string_view key) const;
  Result<std::int64_t> whole_number(const YAML::Node& node, std::string_view key, std::int64_t least, std::int64_t most) const;
  // Ok when mistakes are collected: this one now is. Else the error.
  [[nodiscard]] Result<Ok> go_on(const Error& mistake) const;
  [[nodiscard]] std::size_t mistakes() const { return collect_ != nullptr ? collect_->size() : 0; }
  // An error for the first key of `table` that is not in `known`, or stands there twice.
  Result<Ok> check_keys(const YAML::Node& table, std::span<const std::string_view> known, std::string_view of) const;

 private:
  std::string origin_;
  std::vector<Error>* collect_;
};

// The entry of `known` nearest to `word`; empty when none is near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);
// "did you mean 'x'?", or `otherwise`.
std::string suggestion(std::string_view word, std::span<const std::string_view> known, std::string otherwise = {});

}  // namespace gogate::gopatterns
