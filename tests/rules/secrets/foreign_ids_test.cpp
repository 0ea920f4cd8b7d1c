// An ignore file or baseline of gitleaks names gitleaks' rules. So each of its
// ids must be known here, by a rule's own aliases or by the table of foreign
// names, and whatever it calls one of our samples must name the rule that we
// find there.
//
// GITLEAKS names the program (else PATH is searched); its built-in rules stand
// in it as text. Without it the test is skipped, loudly (77).
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "catalogue.h"
#include "gate/policy/foreign_names.h"

using namespace gogate;
namespace fs = std::filesystem;

namespace {

constexpr int kSkipped = 77;  // what ctest takes for "skipped"

// Ids of gitleaks for which there is no rule here, and why. An entry that is no
// id of gitleaks, or that a rule answers to, is an error: take it out.
const std::map<std::string, std::string> kWithoutRule = {};

fs::path gitleaks() {
  const char* named = std::getenv("GITLEAKS");
  const std::string program = named != nullptr && *named != '\0' ? named : "gitleaks";
  if (program.find('/') != std::string::npos) return program;
  std::istringstream folders(std::getenv("PATH") != nullptr ? std::getenv("PATH") : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (fs::is_regular_file(fs::path(folder) / program)) return fs::path(folder) / program;
  return {};
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::set<std::string> ids_of(const std::string& program) {
  constexpr std::string_view kRule = "[[rules]]\nid = \"";
  std::set<std::string> out;
  for (std::size_t at = program.find(kRule); at != std::string::npos; at = program.find(kRule, at)) {
    at += kRule.size();
    const std::size_t end = program.find('"', at);
    if (end != std::string::npos && end - at < 100) out.insert(program.substr(at, end - at));
  }
  return out;
}

struct Folder {
  fs::path path = fs::temp_directory_path() / ("gogate-foreign-ids-" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

// (our rule, gitleaks' id) for each sample of ours in which gitleaks finds something.
std::set<std::pair<std::string, std::string>> called(const fs::path& program, const samples::Catalogue& catalogue) {
  const Folder folder;
  for (const auto& [id, samples] : catalogue.samples) {
    std::size_t number = 0;
    for (const std::string& text : samples::built(id, samples, true)) {
      const fs::path file = folder.path / "in" / id / std::to_string(number++) / fs::path(samples.path).filename();
      fs::create_directories(file.parent_path());
      std::ofstream(file, std::ios::binary) << text << '\n';
    }
  }
  const std::string report = (folder.path / "report.json").string();
  const std::string command = "cd '" + (folder.path / "in").string() + "' && '" + program.string() +
                              "' dir . --exit-code 0 --no-banner --log-level error -f json -r '" + report + "' </dev/null";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("gitleaks failed: " + command);
  std::set<std::pair<std::string, std::string>> out;
  for (const auto& finding : nlohmann::json::parse(content(report))) {
    const std::string file = finding.at("File").get<std::string>();
    out.emplace(file.substr(0, file.find('/')), finding.at("RuleID").get<std::string>());
  }
  return out;
}

int run() {
  const fs::path program = gitleaks();
  const std::set<std::string> ids = program.empty() ? std::set<std::string>() : ids_of(content(program));
  if (ids.empty()) {
    std::cerr << "SKIPPED: whether gitleaks' rule ids are known was not tested: no gitleaks with its rules inside, name it with GITLEAKS\n";
    return kSkipped;
  }
  const samples::Catalogue catalogue = samples::read_catalogue();
  const auto known = [&](const std::string& name) {
    return policy::is_generic_name(name) || std::any_of(catalogue.rules.rules.begin(), catalogue.rules.rules.end(), [&](const secrets::SecretRule& r) {
             return policy::names_rule(r.info, name);
           });
  };
  int faults = 0;
  const auto fault = [&](const std::string& what) {
    std::cerr << what << '\n';
    ++faults;
  };
  for (const std::string& id : ids)
    if (!known(id) && !kWithoutRule.contains(id)) fault(id + ": gitleaks has this rule, and no name here stands for it");
  for (const auto& [id, why] : kWithoutRule)
    if (!ids.contains(id) || known(id)) fault(id + ": is listed as without a rule, which it is not");

  const auto pairs = called(program, catalogue);
  for (const auto& [ours, theirs] : pairs) {
    const auto rule = std::find_if(catalogue.rules.rules.begin(), catalogue.rules.rules.end(),
                                   [&](const secrets::SecretRule& r) { return r.info.id == ours; });
    if (rule == catalogue.rules.rules.end() || policy::is_generic_name(theirs) || policy::names_rule(rule->info, theirs)) continue;
    fault(ours + ": gitleaks calls a sample of it " + theirs + ", which does not name it here");
  }
  std::cout << ids.size() << " ids of gitleaks, " << pairs.size() << " names that it gives to our samples, " << faults << " faults\n";
  return faults == 0 ? 0 : 1;
}

}  // namespace

int main() {
  try {
    return run();
  } catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return 1;
  }
}
