#include "scanners/secrets/toml_keys.h"

#include <algorithm>
#include <cstdlib>

#include "gate/core/suggest.h"

namespace gogate::secrets {
namespace {

std::string lower(std::string_view s) {
  std::string out(s);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// "1, 2 ,3" as gitleaks' reader splits a string that stands for a list.
std::vector<std::string> split_commas(const std::string& s) {
  std::vector<std::string> out;
  if (s.empty()) return out;
  std::size_t begin = 0;
  while (true) {
    const std::size_t comma = s.find(',', begin);
    out.push_back(s.substr(begin, comma == std::string::npos ? comma : comma - begin));
    if (comma == std::string::npos) return out;
    begin = comma + 1;
  }
}

}  // namespace

std::string nearest(std::string_view given, const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  return std::string(gogate::nearest(given, views));
}

std::string Reading::place(const toml::source_region& at) const {
  return origin + ":" + std::to_string(at.begin.line) + ":" + std::to_string(at.begin.column);
}

void Reading::fail_at(const toml::source_region& at, std::string what, std::string next_step) {
  if (!error) error = Error{Errc::config, place(at) + ": " + std::move(what), std::move(next_step)};
}

const toml::node* Keys::find(std::string_view name) {
  known_.emplace_back(name);
  if (const toml::node* exact = table_.get(name)) return exact;
  const std::string folded = lower(name);
  for (auto&& [key, value] : table_)
    if (lower(key.str()) == folded) return &value;
  return nullptr;
}

void Keys::wrong_type(const toml::node& node, std::string_view name, std::string_view wanted) {
  reading_.fail_at(node.source(), std::string(where_) + " " + std::string(name) + " must be " + std::string(wanted));
}

std::string Keys::text(std::string_view name) {
  const toml::node* node = find(name);
  if (!node) return {};
  if (const auto* s = node->as_string()) return s->get();
  if (const auto* i = node->as_integer()) return std::to_string(i->get());
  wrong_type(*node, name, "a string");
  return {};
}

std::vector<std::string> Keys::texts(std::string_view name) {
  const toml::node* node = find(name);
  if (!node) return {};
  if (const auto* s = node->as_string()) return split_commas(s->get());
  const toml::array* array = node->as_array();
  if (!array) {
    wrong_type(*node, name, "a list of strings");
    return {};
  }
  std::vector<std::string> out;
  for (const toml::node& element : *array) {
    if (const auto* s = element.as_string())
      out.push_back(s->get());
    else if (const auto* i = element.as_integer())
      out.push_back(std::to_string(i->get()));
    else
      wrong_type(element, name, "a list of strings");
  }
  return out;
}

double Keys::number(std::string_view name) {
  const toml::node* node = find(name);
  if (!node) return 0;
  if (const auto* f = node->as_floating_point()) return f->get();
  if (const auto* i = node->as_integer()) return static_cast<double>(i->get());
  if (const auto* s = node->as_string()) {
    char* end = nullptr;
    const double value = std::strtod(s->get().c_str(), &end);
    if (!s->get().empty() && *end == '\0') return value;
  }
  wrong_type(*node, name, "a number");
  return 0;
}

std::optional<std::int64_t> Keys::integer(std::string_view name) {
  const toml::node* node = find(name);
  if (!node) return std::nullopt;
  if (const auto* i = node->as_integer()) return i->get();
  if (const auto* s = node->as_string()) {
    char* end = nullptr;
    const long long value = std::strtoll(s->get().c_str(), &end, 10);
    if (!s->get().empty() && *end == '\0') return value;
  }
  wrong_type(*node, name, "a whole number");
  return std::nullopt;
}

bool Keys::flag(std::string_view name) {
  const toml::node* node = find(name);
  if (!node) return false;
  if (const auto* b = node->as_boolean()) return b->get();
  if (const auto* s = node->as_string()) {
    const std::string value = lower(s->get());
    if (value == "true" || value == "1") return true;
    if (value == "false" || value == "0" || value.empty()) return false;
  }
  if (const auto* i = node->as_integer()) return i->get() != 0;
  wrong_type(*node, name, "true or false");
  return false;
}

const toml::table* Keys::table(std::string_view name) {
  const toml::node* node = find(name);
  if (!node) return nullptr;
  if (const toml::table* t = node->as_table()) return t;
  // [[rules.allowlist]] where [rules.allowlist] was meant: the first counts in gitleaks.
  if (const toml::array* array = node->as_array(); array && !array->empty())
    if (const toml::table* t = array->front().as_table(); t && array->size() == 1) return t;
  wrong_type(*node, name, "one table");
  return nullptr;
}

std::vector<const toml::table*> Keys::tables(std::string_view name) {
  const toml::node* node = find(name);
  if (!node) return {};
  if (const toml::table* t = node->as_table()) return {t};
  std::vector<const toml::table*> out;
  const toml::array* array = node->as_array();
  if (!array) {
    wrong_type(*node, name, "a list of tables: [[" + std::string(name) + "]]");
    return {};
  }
  for (const toml::node& element : *array) {
    if (const toml::table* t = element.as_table())
      out.push_back(t);
    else
      wrong_type(element, name, "a list of tables: [[" + std::string(name) + "]]");
  }
  return out;
}

void Keys::finish() {
  for (auto&& [key, value] : table_) {
    const std::string folded = lower(key.str());
    const bool known =
        std::any_of(known_.begin(), known_.end(), [&](const std::string& k) { return lower(k) == folded; });
    if (known) continue;
    std::string what = "unknown key \"" + std::string(key.str()) + "\" in " + std::string(where_);
    if (const std::string meant = nearest(key.str(), known_); !meant.empty())
      what += ", did you mean \"" + meant + "\"?";
    const toml::source_region& at = key.source();
    if (reading_.strict)
      reading_.fail_at(at, std::move(what));
    else
      reading_.warnings.push_back(reading_.place(at) + ": " + what);
  }
}

}  // namespace gogate::secrets
