#include "catalogue.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <toml++/toml.h>

#include "sample_template.h"
#include "scanners/secrets/config.h"

namespace gogate::samples {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return out.str();
}

std::vector<std::string> texts(const toml::table& table, std::string_view key, const std::string& place) {
  std::vector<std::string> out;
  const toml::array* array = table.get_as<toml::array>(key);
  if (array == nullptr) throw std::runtime_error(place + " has no list " + std::string(key));
  for (const toml::node& node : *array) {
    const auto text = node.value<std::string>();
    if (!text) throw std::runtime_error(place + ": " + std::string(key) + " holds something that is no text");
    out.push_back(*text);
  }
  return out;
}

void read_samples(const fs::path& file, std::map<std::string, Samples>& out) {
  for (const auto& [key, node] : toml::parse(content(file), file.string())) {
    const std::string id(key.str());
    const std::string place = file.filename().string() + ": [" + id + "]";
    const toml::table* table = node.as_table();
    if (table == nullptr) throw std::runtime_error(place + " is no table");
    for (const auto& [inner, _] : *table)
      if (inner != "token" && inner != "path" && inner != "hit" && inner != "miss")
        throw std::runtime_error(place + ": unknown key " + std::string(inner.str()));
    Samples samples;
    samples.token = (*table)["token"].value_or(std::string());
    samples.path = (*table)["path"].value_or(std::string("cmd/server/main.go"));
    samples.hits = texts(*table, "hit", place);
    samples.misses = texts(*table, "miss", place);
    if (!out.emplace(id, std::move(samples)).second) throw std::runtime_error(place + " stands twice");
  }
}

}  // namespace

Catalogue read_catalogue() {
  Catalogue out;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(GOGATE_SOURCE_DIR) / "rules/secrets"))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<secrets::RuleSet> sets;
  for (const fs::path& file : files) {
    if (file.stem().extension() == ".samples") {
      read_samples(file, out.samples);
      continue;
    }
    auto set = secrets::load_config(content(file), file.string(), secrets::Dialect::ours);
    if (!set) throw std::runtime_error(set.error().what);
    sets.push_back(*std::move(set));
  }
  auto joined = secrets::join(std::move(sets), "embedded");
  if (!joined) throw std::runtime_error(joined.error().what);
  out.rules = *std::move(joined);
  return out;
}

std::vector<std::string> built(const std::string& id, const Samples& samples, bool hits) {
  std::vector<std::string> out;
  const std::vector<std::string>& templates = hits ? samples.hits : samples.misses;
  for (std::size_t i = 0; i < templates.size(); ++i) {
    Dice dice(id + (hits ? " hit " : " miss ") + std::to_string(i));
    out.push_back(build(templates[i], samples.token, dice));
  }
  return out;
}

}  // namespace gogate::samples
