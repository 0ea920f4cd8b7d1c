// A TOML table read key by key, as gitleaks' reader does it: letter case does
// not matter, single values stand for lists of one, numbers may be strings. What
// nobody asked for is unknown, and reported with the nearest known key.
// Private to the config reader.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"

namespace gogate::secrets {

// What reading one file has met so far. The first error ends it.
struct Reading {
  std::string origin;
  bool strict = false;  // unknown keys are errors
  std::vector<std::string> warnings;
  std::optional<Error> error;

  [[nodiscard]] std::string place(const toml::source_region& at) const;
  void fail_at(const toml::source_region& at, std::string what, std::string next_step = {});
};

class Keys {
 public:
  // `where` names the table in messages: "[[rules]]". Both must outlive this.
  Keys(const toml::table& table, std::string_view where, Reading& reading)
      : table_(table), where_(where), reading_(reading) {}

  // The value of `name` (lower case), or null. Counts as known from here on.
  const toml::node* find(std::string_view name);
  std::string text(std::string_view name);
  std::vector<std::string> texts(std::string_view name);
  double number(std::string_view name);
  std::optional<std::int64_t> integer(std::string_view name);
  bool flag(std::string_view name);
  const toml::table* table(std::string_view name);
  // Tables of an array of tables; a single table counts as one.
  std::vector<const toml::table*> tables(std::string_view name);
  // Keys that are known but mean nothing to us.
  void ignore(std::string_view name) { find(name); }
  // Reports the keys that were not asked for.
  void finish();

  [[nodiscard]] const toml::source_region& at(const toml::node* node) const {
    return node ? node->source() : table_.source();
  }
  [[nodiscard]] Reading& reading() { return reading_; }
  [[nodiscard]] std::string_view where() const { return where_; }

 private:
  void wrong_type(const toml::node& node, std::string_view name, std::string_view wanted);

  const toml::table& table_;
  std::string_view where_;
  Reading& reading_;
  std::vector<std::string> known_;
};

// The one of `known` that `given` was most likely meant to be; empty: none is near.
std::string nearest(std::string_view given, const std::vector<std::string>& known);

}  // namespace gogate::secrets
