// test_secret_rules ID: the samples of one rule.
// test_secret_rules --catalogue: what must hold for all of them together.
#include <toml++/toml.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>
#include <map>
#include <set>
#include <string>

#include "catalogue.h"
#include "finder.h"

namespace gogate::samples {
namespace {

int faults = 0;
void fault(const std::string& id, const std::string& what) {
  ++faults;
  std::cerr << id << ": " << what << "\n";
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

// Tests print templates, never the text made of them: logs get scanned too.
void check_samples(const secrets::SecretRule& rule, const Samples& samples, const Finder& finder) {
  const std::string& id = rule.info.id;
  if (samples.hits.size() < 2) fault(id, "needs two hits");
  if (samples.misses.size() < 2) fault(id, "needs two near misses");
  // The samples of a rule without a regex are paths.
  const auto find = [&](const std::string& text) {
    return rule.regex.text.empty() ? finder.find_path(text) : finder.find(text, samples.path);
  };
  const auto hits = built(id, samples, true);
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const std::string text = lower(hits[i]);
    if (!rule.keywords.empty() && std::none_of(rule.keywords.begin(), rule.keywords.end(),
                                               [&](const std::string& k) { return text.find(k) != std::string::npos; }))
      fault(id, "no keyword stands in the hit " + samples.hits[i]);
    const auto found = find(hits[i]);
    if (found.empty()) fault(id, "does not find " + samples.hits[i]);
    for (const Found& f : found)
      if (f.rule != id) fault(id, "rule " + f.rule + " took " + samples.hits[i]);
  }
  const auto misses = built(id, samples, false);
  for (std::size_t i = 0; i < misses.size(); ++i)
    for (const Found& f : find(misses[i]))
      if (f.rule == id || std::find(f.also.begin(), f.also.end(), id) != f.also.end())
        fault(id, "finds the near miss " + samples.misses[i]);
}

void check_catalogue(const Catalogue& catalogue) {
  std::map<std::string, std::string> names;  // ids and aliases: one rule each
  std::set<std::string> ids;
  for (const secrets::SecretRule& rule : catalogue.rules.rules) {
    const std::string& id = rule.info.id;
    ids.insert(id);
    const auto take = [&](const std::string& name) {
      const auto [it, fresh] = names.emplace(lower(name), id);
      if (!fresh) fault(id, "name " + name + " belongs to " + it->second);
    };
    take(id);
    for (const std::string& alias : rule.info.aliases) take(alias);
    if (rule.info.title.empty() || rule.info.why.size() < 20 || rule.info.fix.size() < 20) fault(id, "help is missing");
    if (rule.info.cwe.empty()) fault(id, "cwe is missing");
    if (rule.info.references.empty()) fault(id, "a reference is missing");
    if (rule.keywords.empty() && !rule.regex.text.empty()) fault(id, "keywords are missing");
    for (const std::string& keyword : rule.keywords)
      if (keyword != lower(keyword)) fault(id, "keyword " + keyword + " is not lower case");
    if (!catalogue.samples.contains(id)) fault(id, "has no samples");
  }
  for (const auto& [id, samples] : catalogue.samples)
    if (!ids.contains(id)) fault(id, "has samples but is no rule");
}

// known_kinds.toml: no other tool's name is forgotten.
void check_known_kinds(const Catalogue& catalogue) {
  const toml::table root = toml::parse_file(std::string(GOGATE_SOURCE_DIR) + "/tests/rules/secrets/known_kinds.toml");
  std::set<std::string> names;
  for (const secrets::SecretRule& rule : catalogue.rules.rules) {
    names.insert(lower(rule.info.id));
    for (const std::string& alias : rule.info.aliases) names.insert(lower(alias));
  }
  const auto begins_one = [&](const std::string& name) {
    const auto at = names.lower_bound(name + "-");
    return at != names.end() && at->starts_with(name + "-");
  };
  for (const char* list : {"gitleaks", "betterleaks", "providers", "detect_secrets"}) {
    for (const auto& node : *root[list].as_array()) {
      const std::string name = node.value_or("");
      if (root["left_out"][name]) continue;
      if (const auto instead = root["instead"][name].value<std::string>()) {
        if (!names.contains(*instead)) fault(name, "known_kinds.toml gives it " + *instead + ", which is no rule");
      } else if (!names.contains(lower(name)) && !begins_one(lower(name))) {
        fault(name, std::string("a name of ") + list + " that no rule bears, and known_kinds.toml does not say why");
      }
    }
  }
  for (const auto& [name, reason] : *root["left_out"].as_table())
    if (names.contains(lower(std::string(name.str()))))
      fault(std::string(name.str()), "is a rule and left out as well");
}

int run(const std::string& wanted) {
  const Catalogue catalogue = read_catalogue();
  const Finder finder(catalogue.rules);
  if (wanted == "--catalogue") check_catalogue(catalogue);
  if (wanted == "--catalogue") check_known_kinds(catalogue);
  bool seen = false;
  for (const secrets::SecretRule& rule : catalogue.rules.rules) {
    if (wanted != "--catalogue" && wanted != rule.info.id) continue;
    seen = true;
    if (const auto it = catalogue.samples.find(rule.info.id); it != catalogue.samples.end())
      check_samples(rule, it->second, finder);
    else
      fault(rule.info.id, "has no samples");
  }
  if (!seen) fault(wanted, "is no rule");
  return faults == 0 ? 0 : 1;
}

}  // namespace
}  // namespace gogate::samples

int main(int argc, char** argv) {
  try {
    if (argc == 2) return gogate::samples::run(argv[1]);
    std::cerr << "usage: test_secret_rules ID | --catalogue\n";
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
  }
  return 2;
}
