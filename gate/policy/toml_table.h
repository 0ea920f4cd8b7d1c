// Strict reading of TOML tables: every key must be asked for, of the right
// type, or finish() says where it stands and what was probably meant.
// Internal to gate/policy. toml++ is TOML 1.0.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "gate/core/result.h"

namespace gogate::policy {

Result<toml::table> parse_toml(std::string_view text, std::string_view origin);

class TableReader {
 public:
  // Both outlive the reader. The first fault is kept, later ones are ignored.
  TableReader(const toml::table& table, std::string_view origin) : table_(table), origin_(origin) {}

  // Each returns whether the key is there, and leaves `out` alone when not.
  bool string(std::string_view key, std::string& out);
  bool boolean(std::string_view key, bool& out);
  bool bytes(std::string_view key, std::uint64_t& out);  // 1048576 or "100MB", "1GiB"
  bool strings(std::string_view key, std::vector<std::string>& out);
  const toml::table* table(std::string_view key);
  std::vector<const toml::table*> tables(std::string_view key);  // [[key]]

  void accept(std::string_view key) { known_.push_back(key); }  // read elsewhere

  // "file:line:column" of a key, or of the table.
  [[nodiscard]] std::string place(std::string_view key = {}) const;
  void fault(std::string_view key, std::string what);
  // The first fault, else an error for the first unknown key.
  Result<Ok> finish();

 private:
  const toml::node* node(std::string_view key);
  const toml::table& table_;
  std::string origin_;
  std::vector<std::string_view> known_;
  std::string fault_;
};

}  // namespace gogate::policy
