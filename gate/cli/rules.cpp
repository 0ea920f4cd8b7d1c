// gogate explain, and gogate rules list|show|check|test: what people read about rules.
#include <algorithm>
#include <sstream>

#include "gate/cli/commands.h"
#include "gate/cli/named_file.h"
#include "gate/cli/rule_pages.h"
#include "gate/cli/rule_tests.h"
#include "gate/core/suggest.h"
#include "gate/prefilter/literals.h"
#include "gate/rulec/embedded.h"
#include "gate/sys/output.h"
#include "scanners/gopatterns/rule_set.h"
#include "scanners/gopatterns/tree_text.h"
#include "scanners/secrets/config.h"

namespace gogate::cli {
namespace {

Result<Catalogue> catalogue_for(const CommonArguments& a) {
  CatalogueChoice choice;
  choice.default_secret_rules = choice.default_go_rules = !a.no_default_rules;
  choice.sops.emplace_back([](const std::string&) { return std::optional<std::string>(); });  // its rule is listed wherever it may fire
  for (const std::string& path : a.rules)
    for (RuleText& t : GATE_TRY(read_rule_files(path))) choice.extra.push_back(std::move(t));
  return load_catalogue(choice);
}

std::vector<const Rule*> rules_of(const Catalogue& catalogue) {
  std::vector<const Rule*> out;
  for (const auto& s : catalogue.scanners) out.insert(out.end(), s->rules().begin(), s->rules().end());
  std::sort(out.begin(), out.end(), [](const Rule* a, const Rule* b) { return a->id < b->id; });
  return out;
}

Result<std::vector<const Rule*>> find_rules(const Catalogue& catalogue, const std::string& id) {
  const std::vector<const Rule*> all = rules_of(catalogue);
  std::vector<const Rule*> found;
  for (const Rule* r : all)
    if (r->id == id) found.push_back(r);
  // A number of another tool may stand for several of our rules.
  if (found.empty()) {
    for (const Rule* r : all)
      if (std::find(r->aliases.begin(), r->aliases.end(), id) != r->aliases.end()) found.push_back(r);
  }
  if (!found.empty()) return found;
  std::vector<std::string_view> names;
  for (const Rule* r : all) names.insert(names.end(), r->id);
  for (const Rule* r : all) names.insert(names.end(), r->aliases.begin(), r->aliases.end());
  return fail(Errc::usage, "no rule \"" + id + "\"" + did_you_mean(id, names), "gogate rules list shows them all");
}

std::string joined(const std::vector<std::string>& v) {
  std::string out;
  for (const std::string& s : v) out += (out.empty() ? "" : ", ") + s;
  return out;
}

std::string indented(const std::string& text) {
  std::istringstream in(text);
  std::string out;
  for (std::string line; std::getline(in, line);) out += line.empty() ? "\n" : "    " + line + "\n";
  return out;
}

// Explains to a person: why, how to fix, bad and good.
std::string explain(const Rule& r) {
  std::string out = r.id + ": " + r.title + "\n\n";
  out += "severity " + std::string(name_of(r.severity)) + ", confidence " + std::string(name_of(r.confidence));
  if (!r.cwe.empty()) out += ", " + joined(r.cwe);
  if (!r.owasp.empty()) out += ", OWASP " + joined(r.owasp);
  out += "\n";
  if (!r.aliases.empty()) out += "elsewhere known as " + joined(r.aliases) + "\n";
  if (!r.why.empty()) out += "\nWhy it matters\n\n" + indented(r.why);
  if (!r.fix.empty()) out += "\nHow to fix it\n\n" + indented(r.fix);
  if (!r.bad.empty()) out += "\nFound\n\n" + indented(r.bad);
  if (!r.good.empty()) out += "\nNot found\n\n" + indented(r.good);
  if (!r.references.empty()) out += "\nMore\n\n" + indented([&] {
                                      std::string lines;
                                      for (const std::string& ref : r.references) lines += ref + "\n";
                                      return lines;
                                    }());
  return out;
}

std::string show(const Rule& r) {
  std::string out = explain(r);
  out += "\nRule\n\n    scanner " + r.scanner + ", from " + (r.origin.empty() ? std::string("embedded") : r.origin) + "\n";
  if (!r.message.empty()) out += "    message: " + r.message + "\n";
  if (!r.tags.empty()) out += "    tags: " + joined(r.tags) + "\n";
  return out;
}

Result<int> list(const RulesArguments& a) {
  const Catalogue catalogue = GATE_TRY(catalogue_for(a.common));
  std::string out;
  std::size_t width = 0;
  const auto rules = rules_of(catalogue);
  for (const Rule* r : rules) width = std::max(width, r->id.size());
  for (const Rule* r : rules) {
    std::string line = r->id + std::string(width - r->id.size() + 2, ' ');
    const std::string scale = std::string(name_of(r->severity)) + "/" + std::string(name_of(r->confidence));
    line += scale + std::string(scale.size() < 16 ? 16 - scale.size() : 1, ' ') + r->title;
    out += line + "\n";
  }
  GATE_TRY(sys::write_stdout(out));
  return 0;
}

bool is_yaml(const RuleText& t) { return t.origin.ends_with(".yaml") || t.origin.ends_with(".yml"); }

// Rules that the prefilter cannot rule out by words: their regexes run over
// every byte. Linear, but the slow part of a large set.
std::string slow_rules(const secrets::RuleSet& set) {
  constexpr std::size_t kShort = 3;  // shorter literals stand everywhere
  std::string out;
  for (const secrets::SecretRule& rule : set.rules) {
    if (rule.regex.text.empty() || rule.info.origin == "embedded") continue;
    const std::string place = rule.info.origin + ": rule " + rule.info.id + " is slow: ";
    if (rule.regex.engine == secrets::Engine::pcre2) {
      if (rule.keywords.empty())
        out += place + "its regex needs backtracking, and it has no keywords that say where to try it\n";
      continue;
    }
    const prefilter::RequiredLiterals literals = prefilter::required_literals(rule.regex.text);
    const auto shortest = std::min_element(literals.any_of.begin(), literals.any_of.end(),
                                           [](const std::string& x, const std::string& y) { return x.size() < y.size(); });
    if (shortest == literals.any_of.end())
      out += place + "its regex holds no literal that every match must have\n";
    else if (shortest->size() < kShort)
      out += place + "the literal \"" + *shortest + "\" that its regex asks for is too short to tell much\n";
  }
  return out;
}

Result<std::string> read_from_disk(const std::string& path) {
  auto texts = read_rule_files(path);
  if (!texts) return std::unexpected(std::move(texts).error());
  return std::move(texts->front().text);
}

Result<int> check(const RulesArguments& a) {
  const secrets::RuleSet embedded = GATE_TRY(secrets::decode(embedded::secret_rules()));
  std::string out;
  std::size_t good = 0;
  std::vector<Error> faults;
  for (const std::string& path : a.words) {
    for (const RuleText& t : GATE_TRY(read_rule_files(path))) {
      if (is_yaml(t)) {
        gopatterns::LoadOptions options;
        options.mistakes = &faults;
        const auto set = gopatterns::load_rules(t.text, t.origin, options);
        if (!set) {
          faults.push_back(set.error());
          continue;
        }
        good += set->rules.size();
        out += t.origin + ": " + std::to_string(set->rules.size()) + " Go rules" +
               (set->not_applicable != 0 ? ", " + std::to_string(set->not_applicable) + " for other languages" : "") + "\n";
        for (const std::string& why : set->left_out) out += t.origin + ": not applied: " + why + "\n";
      } else {
        auto set = secrets::load_config(t.text, t.origin);
        if (set) set = secrets::resolve(std::move(*set), &embedded, read_from_disk);
        if (!set) {
          faults.push_back(set.error());
          continue;
        }
        good += set->rules.size() + (set->extend.use_default ? 1 : 0);
        out += t.origin + ": " + std::to_string(set->rules.size()) + " secret rules" +
               (set->extend.use_default ? ", and the default ones" : "") + "\n";
        out += slow_rules(*set);
        for (const std::string& w : set->warnings) out += w + "\n";
      }
    }
  }
  for (const Error& e : faults) out += e.what + (e.next_step.empty() ? "" : " (" + e.next_step + ")") + "\n";
  if (faults.empty() && good == 0) return fail(Errc::config, "rules check: no rule in what was named");
  GATE_TRY(sys::write_stdout(out));
  return faults.empty() ? 0 : 2;
}

}  // namespace

Result<int> run_rules(const Arguments& arguments, const Machine&) {
  const RulesArguments& a = arguments.rules;
  if (a.what == "check") return check(a);
  if (a.what == "test") return test_rules(a.words);
  if (a.what == "show" && !a.tree.empty()) {
    if (!a.words.empty()) return fail(Errc::usage, "rules show: --tree takes a Go file and no rule id");
    const std::string go = GATE_TRY(read_disk(a.tree));
    const std::string tree = GATE_TRY(gopatterns::tree_text(go));
    GATE_TRY(sys::write_stdout(tree));
    return 0;
  }
  if (a.what == "show" && a.words.empty()) return fail(Errc::usage, "rules show: no rule id", "gogate rules list shows them all");
  if (a.what == "list") return list(a);
  const Catalogue catalogue = GATE_TRY(catalogue_for(a.common));
  if (a.what == "docs") {
    const auto rules = rules_of(catalogue);
    GATE_TRY(write_rule_pages(rules, a.words.front()));
    GATE_TRY(sys::write_stdout(std::to_string(rules.size()) + " pages in " + a.words.front() + "\n"));
    return 0;
  }
  std::string out;
  for (const Rule* r : GATE_TRY(find_rules(catalogue, a.words.front()))) out += (out.empty() ? "" : "\n") + show(*r);
  GATE_TRY(sys::write_stdout(out));
  return 0;
}

Result<int> run_explain(const Arguments& arguments, const Machine&) {
  const Catalogue catalogue = GATE_TRY(catalogue_for({}));
  std::string out;
  for (const Rule* r : GATE_TRY(find_rules(catalogue, arguments.explain_id))) out += (out.empty() ? "" : "\n") + explain(*r);
  GATE_TRY(sys::write_stdout(out));
  return 0;
}

}  // namespace gogate::cli
