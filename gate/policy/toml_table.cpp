#include "gate/policy/toml_table.h"

#include <algorithm>

#include "gate/core/byte_size.h"
#include "gate/core/suggest.h"

namespace gogate::policy {
namespace {

std::string at(std::string_view origin, const toml::source_region& where) {
  return std::string(origin) + ":" + std::to_string(where.begin.line) + ":" + std::to_string(where.begin.column);
}

}  // namespace

Result<toml::table> parse_toml(std::string_view text, std::string_view origin) {
  try {
    return toml::parse(text, origin);
  } catch (const toml::parse_error& e) {
    return fail(Errc::config, at(origin, e.source()) + ": " + std::string(e.description()));
  }
}

const toml::node* TableReader::node(std::string_view key) {
  known_.push_back(key);
  return table_.get(key);
}

std::string TableReader::place(std::string_view key) const {
  const toml::node* n = key.empty() ? nullptr : table_.get(key);
  return at(origin_, n != nullptr ? n->source() : table_.source());
}

void TableReader::fault(std::string_view key, std::string what) {
  if (fault_.empty()) fault_ = place(key) + ": " + (key.empty() ? "" : std::string(key) + " ") + what;
}

bool TableReader::string(std::string_view key, std::string& out) {
  const toml::node* n = node(key);
  if (n == nullptr) return false;
  if (const auto* s = n->as_string())
    out = s->get();
  else
    fault(key, "must be a string");
  return true;
}

bool TableReader::boolean(std::string_view key, bool& out) {
  const toml::node* n = node(key);
  if (n == nullptr) return false;
  if (const auto* b = n->as_boolean())
    out = b->get();
  else
    fault(key, "must be true or false");
  return true;
}

bool TableReader::bytes(std::string_view key, std::uint64_t& out) {
  const toml::node* n = node(key);
  if (n == nullptr) return false;
  if (const auto* i = n->as_integer(); i != nullptr && i->get() >= 0)
    out = static_cast<std::uint64_t>(i->get());
  else if (const auto size = n->is_string() ? parse_byte_size(n->as_string()->get()) : std::nullopt)
    out = *size;
  else
    fault(key, "must be a number of bytes, or a string such as \"100MB\"");
  return true;
}

bool TableReader::strings(std::string_view key, std::vector<std::string>& out) {
  const toml::node* n = node(key);
  if (n == nullptr) return false;
  const auto* list = n->as_array();
  if (list == nullptr) {
    fault(key, "must be a list of strings");
    return true;
  }
  for (const toml::node& e : *list) {
    if (const auto* s = e.as_string())
      out.push_back(s->get());
    else
      fault(key, "must be a list of strings");
  }
  return true;
}

const toml::table* TableReader::table(std::string_view key) {
  const toml::node* n = node(key);
  if (n == nullptr) return nullptr;
  if (n->as_table() == nullptr) fault(key, "must be a table, [" + std::string(key) + "]");
  return n->as_table();
}

std::vector<const toml::table*> TableReader::tables(std::string_view key) {
  std::vector<const toml::table*> out;
  const toml::node* n = node(key);
  if (n == nullptr) return out;
  const auto* list = n->as_array();
  if (list == nullptr) {
    fault(key, "must be a list of tables, [[" + std::string(key) + "]]");
    return out;
  }
  for (const toml::node& e : *list) {
    if (e.as_table() == nullptr) {
      fault(key, "must be a list of tables, [[" + std::string(key) + "]]");
      break;
    }
    out.push_back(e.as_table());
  }
  return out;
}

Result<Ok> TableReader::finish() {
  if (!fault_.empty()) return fail(Errc::config, fault_);
  for (const auto& [key, value] : table_) {
    if (std::find(known_.begin(), known_.end(), key.str()) != known_.end()) continue;
    return fail(Errc::config, at(origin_, key.source()) + ": unknown key \"" + std::string(key.str()) + "\"" +
                                  did_you_mean(key.str(), known_));
  }
  return Ok{};
}

}  // namespace gogate::policy
