// rulec KIND RULES DATABASE FILE…: compiles rule files into the two files that
// the build embeds. KIND is "secrets" or "go". Runs while building, never
// ships. A fault in a rule is printed as file:line:column and exits with 1.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "gate/core/pattern.h"
#include "gate/core/result.h"
#include "gate/prefilter/prefilter.h"
#ifdef GOGATE_HAS_SECRETS
#include "scanners/secrets/config.h"
#include "scanners/secrets/rule_set.h"
#endif
#ifdef GOGATE_HAS_GOPATTERNS
#include "scanners/gopatterns/rule_set.h"
#endif

namespace {

using namespace gogate;

struct RuleFile {
  std::string path;
  std::string text;
};

struct Compiled {
  std::string rules;
  std::vector<PatternSpec> patterns;
};

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return fail(Errc::unreadable, path + ": cannot be read");
  return text;
}

Result<Ok> write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.flush();
  if (!out) return fail(Errc::unreadable, path + ": cannot be written");
  return Ok{};
}

Result<Compiled> compile_secrets([[maybe_unused]] const std::vector<RuleFile>& files) {
#ifdef GOGATE_HAS_SECRETS
  if (files.empty()) return Compiled{};
  std::vector<secrets::RuleSet> sets;
  for (const RuleFile& f : files) sets.push_back(GATE_TRY(secrets::load_config(f.text, f.path, secrets::Dialect::ours)));
  auto joined = GATE_TRY(secrets::join(std::move(sets), "embedded"));
  const auto nothing_else = [](const std::string& path) -> Result<std::string> {
    return fail(Errc::config, path + ": an embedded rule file cannot extend another");
  };
  const auto set = GATE_TRY(secrets::resolve(std::move(joined), nullptr, nothing_else));
  return Compiled{secrets::encode(set), secrets::patterns_of(set)};
#else
  return Compiled{};
#endif
}

#ifdef GOGATE_HAS_GOPATTERNS
// Literals are numbered within a set: the same one in two files becomes one.
gopatterns::RuleSet join(std::vector<gopatterns::RuleSet> sets) {
  gopatterns::RuleSet all;
  all.origin = "embedded";
  std::map<PatternSpec, std::uint32_t> numbers;
  for (gopatterns::RuleSet& set : sets) {
    std::vector<std::uint32_t> renumbered;
    for (PatternSpec& literal : set.literals) {
      const auto [at, is_new] = numbers.try_emplace(literal, static_cast<std::uint32_t>(all.literals.size()));
      renumbered.push_back(at->second);
      if (is_new) all.literals.push_back(std::move(literal));
    }
    for (gopatterns::GoRule& rule : set.rules) {
      for (auto& entry : rule.required) {
        for (std::uint32_t& number : entry) number = renumbered.at(number);
      }
      rule.info.origin = "embedded";
      all.rules.push_back(std::move(rule));
    }
    all.not_applicable += set.not_applicable;
  }
  return all;
}
#endif

Result<Compiled> compile_go([[maybe_unused]] const std::vector<RuleFile>& files) {
#ifdef GOGATE_HAS_GOPATTERNS
  if (files.empty()) return Compiled{};
  std::vector<gopatterns::RuleSet> sets;
  std::map<std::string, std::string> ids;
  for (const RuleFile& f : files) {
    sets.push_back(GATE_TRY(gopatterns::load_rules(f.text, f.path)));
    for (const gopatterns::GoRule& rule : sets.back().rules) {
      const auto [at, is_new] = ids.try_emplace(rule.info.id, f.path);
      if (!is_new) return fail(Errc::config, f.path + ":1:1: rule id \"" + rule.info.id + "\" is taken by " + at->second);
    }
  }
  const gopatterns::RuleSet set = join(std::move(sets));
  return Compiled{gopatterns::encode(set), gopatterns::patterns_of(set)};
#else
  return Compiled{};
#endif
}

Result<Ok> run(const std::string& kind, const std::string& rules_out, const std::string& database_out,
               std::span<char*> paths) {
  std::vector<RuleFile> files;
  for (const char* path : paths) files.push_back({path, GATE_TRY(read_file(path))});
  const Compiled c = GATE_TRY(kind == "secrets" ? compile_secrets(files) : compile_go(files));
  // Without rules there is no database either.
  std::string database;
  if (!c.rules.empty()) {
    const Prefilter filter = GATE_TRY(Prefilter::compile(c.patterns, Prefilter::Machine::any));
    database = filter.serialize();
  }
  (void)GATE_TRY(write_file(rules_out, c.rules));
  return write_file(database_out, database);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string kind = argc > 3 ? argv[1] : "";
  if (kind != "secrets" && kind != "go") {
    std::fputs("usage: rulec secrets|go RULES DATABASE FILE...\n", stderr);
    return 2;
  }
  const auto done = run(kind, argv[2], argv[3], std::span(argv + 4, static_cast<std::size_t>(argc - 4)));
  if (done) return 0;
  std::fprintf(stderr, "%s\n", done.error().what.c_str());
  if (!done.error().next_step.empty()) std::fprintf(stderr, "  %s\n", done.error().next_step.c_str());
  return 1;
}
