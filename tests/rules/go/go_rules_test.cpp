// Runs one Go rule against its annotated sample (argument: the rule's id), or
// walks the whole catalogue (argument: catalogue). The sample stands beside the
// rule; an annotation on the line before says what is true of the next line:
//
//   // ruleid: ID       found        // ok: ID      not found
//   // todoruleid: ID   should be    // todook: ID  should not be (either is accepted)
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/line_index.h"
#include "gate/core/scanner.h"
#include "gate/prefilter/prefilter.h"
#include "scanners/gopatterns/rule_set.h"
#include "scanners/gopatterns/scanner.h"

namespace {

namespace fs = std::filesystem;
using gogate::BlobResult;
using gogate::Rule;
using gogate::gopatterns::RuleSet;

const fs::path kRules = fs::path(GOGATE_SOURCE_DIR) / "rules" / "go";

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

int faults = 0;
void fault(const std::string& where, const std::string& what) {
  std::fprintf(stderr, "%s: %s\n", where.c_str(), what.c_str());
  ++faults;
}

std::shared_ptr<const RuleSet> load(const fs::path& yaml) {
  auto set = gogate::gopatterns::load_rules(read(yaml), yaml.filename().string());
  if (!set) {
    fault(yaml.filename().string(), set.error().what);
    return nullptr;
  }
  return std::make_shared<const RuleSet>(*std::move(set));
}

// The lines where the rules of `set` match, found the way the program does it:
// the prefilter first, then the scanner on what they leave.
std::set<std::uint32_t> lines_found(const std::shared_ptr<const RuleSet>& set, std::string_view text,
                                    const std::string& where) {
  std::set<std::uint32_t> lines;
  auto scanner = gogate::gopatterns::make_scanner({.sets = {{set, {}}}, .active = {}});
  if (!scanner) {
    fault(where, scanner.error().what);
    return lines;
  }
  const auto literals = gogate::gopatterns::patterns_of(*set);
  gogate::Candidates candidates(literals.size());
  // The rules of a file are asked about several texts.
  static std::map<std::shared_ptr<const RuleSet>, gogate::Prefilter> prefilters;
  auto known = prefilters.find(set);
  if (known == prefilters.end()) {
    auto made = gogate::Prefilter::compile(literals);
    if (!made) {
      fault(where, made.error().what);
      return lines;
    }
    known = prefilters.emplace(set, *std::move(made)).first;
  }
  gogate::PrefilterScratch scratch;
  known->second.scan(text, scratch, candidates, 0);
  BlobResult out;
  gogate::Blob blob{.bytes = text, .path = "sample.go", .id = {}, .changed = {}};
  (*scanner)->make_worker()->scan(blob, candidates, out);
  const gogate::LineIndex index(text);
  for (const auto& f : out.findings) {
    lines.insert(index.line_of(f.region.span.begin));
    for (std::size_t at = f.message.find('$'); at < f.message.size() - 1; at = f.message.find('$', at + 1))
      if (f.message[at + 1] >= 'A' && f.message[at + 1] <= 'Z') fault(where, "a metavariable is left in the message: " + f.message);
  }
  for (const auto& g : out.gaps) fault(where, "gap: " + g.why);
  for (const auto& n : out.notes) fault(where, "note: " + n.what);
  return lines;
}

struct Annotations {
  std::map<std::string, std::set<std::uint32_t>> by_kind;  // "ruleid" -> the lines that are meant
};

Annotations annotations_of(std::string_view text, std::string_view id, const std::string& where) {
  Annotations a;
  const gogate::LineIndex index(text);
  for (std::uint32_t n = 1; n <= index.line_count(); ++n) {
    std::string_view line = index.line(n);
    const auto begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos || !line.substr(begin).starts_with("// ")) continue;
    line.remove_prefix(begin + 3);
    for (const std::string kind : {"ruleid", "ok", "todoruleid", "todook"}) {
      if (!line.starts_with(kind + ": ")) continue;
      if (line.substr(kind.size() + 2) != id) {
        fault(where + ":" + std::to_string(n), "annotation of another rule");
      }
      a.by_kind[kind].insert(n + 1);
    }
  }
  return a;
}

void check_sample(const std::string& id) {
  const fs::path yaml = kRules / (id + ".yaml");
  const fs::path go = kRules / (id + ".go");
  const auto set = load(yaml);
  if (!set) return;
  const std::string text = read(go);
  auto said = annotations_of(text, id, go.filename().string());
  const auto found = lines_found(set, text, go.filename().string());
  const auto has = [&](const char* kind, std::uint32_t line) { return said.by_kind[kind].contains(line); };
  for (const auto line : said.by_kind["ruleid"]) {
    if (!found.contains(line)) fault(id + ".go:" + std::to_string(line), "not found");
  }
  for (const auto line : found) {
    if (!has("ruleid", line) && !has("todoruleid", line) && !has("todook", line)) {
      fault(id + ".go:" + std::to_string(line), "found, and should not be");
    }
  }
  if (said.by_kind["ruleid"].size() < 2) fault(id + ".go", "fewer than two hits");
  if (said.by_kind["ok"].size() < 2) fault(id + ".go", "fewer than two near misses");
}

bool alias_is_sane(const std::string& alias) {
  return alias.size() == 4 && alias[0] == 'G' &&
         std::all_of(alias.begin() + 1, alias.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_kebab(const std::string& id) {
  return !id.empty() && id.front() != '-' && id.back() != '-' && id.find("--") == std::string::npos &&
         std::all_of(id.begin(), id.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

void check_catalogue() {
  std::set<std::string> ids;
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(kRules)) {
    const fs::path& path = entry.path();
    const std::string name = path.filename().string();
    if (path.extension() == ".go") {
      if (!fs::exists(fs::path(path).replace_extension(".yaml"))) fault(name, "sample without a rule");
      continue;
    }
    if (path.extension() != ".yaml") continue;
    const auto set = load(path);
    if (!set) continue;
    if (set->rules.size() != 1) {
      fault(name, "one rule a file");
      continue;
    }
    ++count;
    const Rule& r = set->rules.front().info;
    if (r.id != path.stem().string()) fault(name, "the id " + r.id + " is not the file's name");
    if (!is_kebab(r.id)) fault(name, "the id is not in kebab case");
    if (!ids.insert(r.id).second) fault(name, "the id is used twice");
    for (const auto& a : r.aliases) {
      if (!alias_is_sane(a)) fault(name, "odd alias " + a);
    }
    for (const auto& [what, value] : {std::pair{"title", &r.title}, {"message", &r.message}, {"why", &r.why},
                                      {"fix", &r.fix}, {"bad", &r.bad}, {"good", &r.good}}) {
      if (value->empty()) fault(name, std::string("no ") + what);
    }
    if (r.title.ends_with('.')) fault(name, "a title has no full stop");
    if (r.fix.find("```go") == std::string::npos) fault(name, "the fix shows no code");
    if (r.cwe.empty()) fault(name, "no cwe");
    for (const auto& c : r.cwe) {
      if (!c.starts_with("CWE-")) fault(name, "odd cwe " + c);
    }
    if (r.references.empty()) fault(name, "no reference");
    for (const auto& u : r.references) {
      if (!u.starts_with("https://")) fault(name, "odd reference " + u);
    }
    const std::string head = "package example\n\n";
    if (lines_found(set, head + r.bad, name + " (bad)").empty()) fault(name, "the bad example is not found");
    if (!lines_found(set, head + r.good, name + " (good)").empty()) fault(name, "the good example is found");
  }
  if (count < 45) fault("rules/go", "only " + std::to_string(count) + " rules");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: go_rules_test catalogue|RULE\n");
    return 2;
  }
  if (std::string_view(argv[1]) == "catalogue") {
    check_catalogue();
  } else {
    check_sample(argv[1]);
  }
  return faults == 0 ? 0 : 1;
}
