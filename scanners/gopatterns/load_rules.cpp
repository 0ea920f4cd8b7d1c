// Semgrep YAML to RuleSet: the keys of a rule and of a rule file. One function for each table of the format.
#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>
#include <set>

#include "scanners/gopatterns/check_rule.h"
#include "scanners/gopatterns/load_formula.h"
#include "scanners/gopatterns/load_match.h"
#include "scanners/gopatterns/load_taint.h"
#include "scanners/gopatterns/load_text_options.h"
#include "scanners/gopatterns/rule_set.h"
#include "scanners/gopatterns/yaml_reader.h"

namespace gogate::gopatterns {
namespace {

using namespace std::string_view_literals;

// The version of Semgrep whose rule language this is.
constexpr std::array<std::int64_t, 3> kLanguageLevel{1, 182, 0};

constexpr std::array kRuleKeys{
    "id"sv,        "message"sv,          "severity"sv,       "languages"sv,           "metadata"sv,
    "pattern"sv,   "patterns"sv,         "pattern-either"sv, "pattern-regex"sv,       "fix"sv,
    "fix-regex"sv, "paths"sv,            "options"sv,        "mode"sv,                "min-version"sv,
    "max-version"sv, "pattern-sources"sv, "pattern-sinks"sv, "pattern-sanitizers"sv,  "pattern-propagators"sv,
    "match"sv,     "taint"sv,            "extract"sv,        "join"sv,                "product"sv,
    "dest-language"sv, "dest-rules"sv,   "transform"sv,      "reduce"sv,             "json"sv,
    "version"sv,   "validators"sv,       "r2c-internal-project-depends-on"sv};

std::string before(std::string_view text, char c) {
  std::string out(text.substr(0, text.find(c)));
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

Result<Severity> severity_of(const YamlReader& yaml, const YAML::Node& node) {
  static constexpr std::array kNames{"CRITICAL"sv, "ERROR"sv, "HIGH"sv, "WARNING"sv, "MEDIUM"sv, "INFO"sv, "LOW"sv,
                                     "INVENTORY"sv, "EXPERIMENT"sv};
  const std::string name = GATE_TRY(yaml.text(node, "severity"));
  if (name == "CRITICAL") return Severity::critical;
  if (name == "ERROR" || name == "HIGH") return Severity::high;
  if (name == "WARNING" || name == "MEDIUM") return Severity::medium;
  if (name == "INFO" || name == "LOW") return Severity::low;
  if (name == "INVENTORY" || name == "EXPERIMENT") return Severity::info;
  const std::string_view meant = nearest(name, kNames);
  return yaml.error(node, "unknown severity '" + name + "'",
                    meant.empty() ? "use CRITICAL, HIGH, MEDIUM or LOW" : "did you mean " + std::string(meant) + "?");
}

Result<Ok> read_metadata(const YamlReader& yaml, const YAML::Node& metadata, Rule& info) {
  if (!metadata || metadata.IsNull()) return Ok{};
  if (!metadata.IsMap()) return yaml.error(metadata, "'metadata' must be a table");
  // Metadata are the rule's author's own: what is not written as we read it says nothing to us.
  const auto list = [&](const char* key) {
    std::vector<std::string> out;
    const YAML::Node node = metadata[key];
    if (node && node.IsScalar()) out.push_back(node.Scalar());
    if (node && node.IsSequence())
      for (const YAML::Node& entry : node)
        if (entry.IsScalar()) out.push_back(entry.Scalar());
    return out;
  };
  const auto word = [&](const char* key, std::string& into) {
    if (const YAML::Node node = metadata[key]; node && node.IsScalar()) into = node.Scalar();
  };
  for (const std::string& cwe : list("cwe")) info.cwe.push_back(before(cwe, ':'));
  for (const std::string& owasp : list("owasp")) info.owasp.push_back(before(before(owasp, '-'), ' '));
  info.references = list("references");
  info.aliases = list("aliases");
  info.tags = list("tags");
  word("title", info.title);
  word("why", info.why);
  word("fix", info.fix);
  word("bad", info.bad);
  word("good", info.good);
  if (const YAML::Node node = metadata["confidence"]) {
    if (node.IsScalar()) info.confidence = parse_confidence(node.Scalar()).value_or(Confidence::medium);
  }
  return Ok{};
}

constexpr std::array kLanguages{
    "go"sv,     "golang"sv, "apex"sv,  "bash"sv,    "sh"sv,     "c"sv,      "cairo"sv,    "circom"sv,     "clojure"sv,    "cpp"sv,   "c++"sv,
    "csharp"sv, "c#"sv,     "dart"sv,  "dockerfile"sv, "docker"sv, "elixir"sv, "ex"sv,    "generic"sv,    "gosu"sv,       "hack"sv,  "hcl"sv,
    "html"sv,   "java"sv,   "js"sv,    "javascript"sv, "json"sv, "jsonnet"sv, "julia"sv,  "kt"sv,         "kotlin"sv,     "lisp"sv,  "lua"sv,
    "none"sv,   "ocaml"sv,  "php"sv,   "promql"sv,  "proto"sv,  "proto3"sv, "protobuf"sv, "ql"sv,         "py"sv,         "python"sv, "python2"sv,
    "python3"sv, "r"sv,     "regex"sv, "ruby"sv,    "rust"sv,   "scala"sv,  "scheme"sv,   "sol"sv,        "solidity"sv,   "swift"sv, "terraform"sv,
    "tf"sv,     "ts"sv,     "typescript"sv, "vb"sv, "vue"sv,    "xml"sv,    "yaml"sv,     "move_on_sui"sv, "move_on_aptos"sv};

// What the rule's patterns are written in; nullopt: the rule is for other languages.
Result<std::optional<Language>> language_of(const YamlReader& yaml, const YAML::Node& languages) {
  std::optional<Language> language;
  for (std::string name : GATE_TRY(yaml.texts(languages, "languages"))) {
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const std::optional<Language> one = parse_language(name);
    if (one && (!language || *one == Language::go)) language = one;
    // One that we have never heard of is somebody's other language, unless it looks like a slip.
    if (std::find(kLanguages.begin(), kLanguages.end(), name) == kLanguages.end() && !nearest(name, kLanguages).empty())
      return yaml.error(languages, "unknown language '" + name + "'", suggestion(name, kLanguages));
  }
  return language;
}

using Version = std::array<std::int64_t, 3>;

Result<Version> read_version(const YamlReader& yaml, const YAML::Node& node, std::string_view key) {
  const std::string text = GATE_TRY(yaml.text(node, key));
  Version out{};
  std::size_t part = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    const auto [next, failed] = std::from_chars(at, end, out[part]);
    if (failed != std::errc() || out[part] < 0) break;
    if (next == end) return out;
    if (*next != '.' || ++part == out.size()) break;
    at = next + 1;
  }
  return yaml.error(node, "'" + std::string(key) + "' must be a version like 1.100.0, not '" + text + "'");
}

std::string text_of(const Version& v) {
  return std::to_string(v[0]) + "." + std::to_string(v[1]) + "." + std::to_string(v[2]);
}

// Empty: the rule is meant for the language as it is implemented here.
Result<std::string> why_other_version(const YamlReader& yaml, const YAML::Node& rule) {
  if (const YAML::Node node = rule["min-version"]) {
    const Version least = GATE_TRY(read_version(yaml, node, "min-version"));
    if (least > kLanguageLevel) return "asks for Semgrep " + text_of(least) + " or newer; gogate speaks the language of " + text_of(kLanguageLevel);
  }
  if (const YAML::Node node = rule["max-version"]) {
    const Version most = GATE_TRY(read_version(yaml, node, "max-version"));
    if (most < kLanguageLevel) return "is for Semgrep up to " + text_of(most) + "; gogate speaks the language of " + text_of(kLanguageLevel);
  }
  return std::string();
}

Result<Ok> read_fix(const YamlReader& yaml, const YAML::Node& node, GoRule& rule) {
  if (node["fix"]) {
    rule.fix = GATE_TRY(yaml.text(node["fix"], "fix"));
    rule.has_fix = true;
  }
  const YAML::Node table = node["fix-regex"];
  if (!table) return Ok{};
  if (rule.has_fix) return yaml.error(table, "rule " + rule.info.id + " has both 'fix' and 'fix-regex'", "keep one of them");
  static constexpr std::array kKeys{"regex"sv, "replacement"sv, "count"sv};
  GATE_TRY(yaml.check_keys(table, kKeys, "'fix-regex'"));
  for (const char* key : {"regex", "replacement"})
    if (!table[key]) return yaml.error(table, std::string("'") + key + "' is missing in 'fix-regex'");
  FixRegex fix;
  fix.regex = GATE_TRY(yaml.text(table["regex"], "regex"));
  if (const auto ok = check_regex(fix.regex, true); !ok) return yaml.error(table["regex"], ok.error().what, ok.error().next_step);
  fix.replacement = GATE_TRY(yaml.text(table["replacement"], "replacement"));
  if (table["count"]) fix.count = static_cast<std::uint32_t>(GATE_TRY(yaml.whole_number(table["count"], "count", 0, 1'000'000)));
  rule.fix_regex.push_back(std::move(fix));
  return Ok{};
}

struct MatchOption {
  std::string_view name;
  bool MatchOptions::* field;  // null: says nothing about Go, or is read elsewhere
};
constexpr std::array kOptions{
    MatchOption{"constant_propagation", &MatchOptions::constant_propagation},
    MatchOption{"symbolic_propagation", &MatchOptions::symbolic_propagation},
    MatchOption{"ac_matching", &MatchOptions::ac_matching},
    MatchOption{"commutative_boolop", &MatchOptions::commutative_boolop},
    MatchOption{"commutative_compop", &MatchOptions::symmetric_eq},
    MatchOption{"symmetric_eq", &MatchOptions::symmetric_eq},
    MatchOption{"vardef_assign", &MatchOptions::vardef_assign},
    MatchOption{"implicit_return", &MatchOptions::implicit_return},
    MatchOption{"implicit_deep_exprstmt", &MatchOptions::implicit_deep_exprstmt},
    MatchOption{"go_deeper_expr", &MatchOptions::go_deeper_expr},
    MatchOption{"go_deeper_stmt", &MatchOptions::go_deeper_stmt},
    MatchOption{"flddef_assign", nullptr},
    MatchOption{"attr_expr", nullptr},
    MatchOption{"arrow_is_function", nullptr},
    MatchOption{"let_is_var", nullptr},
    MatchOption{"implicit_ellipsis", nullptr},
    MatchOption{"unify_ids_strictly", nullptr},
    MatchOption{"as_metavariable", nullptr},
    MatchOption{"decorators_order_matters", nullptr},
    MatchOption{"cpp_parsing_pref", nullptr},
    MatchOption{"interfile", nullptr},
    MatchOption{"xml_singleton_loose_matching", nullptr},
    MatchOption{"xml_attrs_implicit_ellipsis", nullptr},
    MatchOption{"xml_children_ordered", nullptr},
    MatchOption{"generic_engine", nullptr},
    MatchOption{"generic_braces", nullptr},
    MatchOption{"generic_extra_braces", nullptr},
    MatchOption{"generic_extra_word_characters", nullptr},
    MatchOption{"generic_caseless", nullptr},
    MatchOption{"generic_multiline", nullptr},
    MatchOption{"generic_comment_style", nullptr},
    MatchOption{"generic_ellipsis_max_span", nullptr},
    MatchOption{"taint_unify_mvars", nullptr},
    MatchOption{"taint_focus_on", nullptr},
    MatchOption{"taint_match_on", nullptr},
    MatchOption{"taint_intrafile", nullptr},
    MatchOption{"taint_assume_safe_functions", nullptr},
    MatchOption{"taint_assume_safe_indexes", nullptr},
    MatchOption{"taint_assume_safe_comparisons", nullptr},
    MatchOption{"taint_assume_safe_booleans", nullptr},
    MatchOption{"taint_assume_safe_numbers", nullptr},
    MatchOption{"taint_only_propagate_through_assignments", nullptr},
    MatchOption{"taint_fixpoint_timeout", nullptr},
};

Result<Ok> read_options(const YamlReader& yaml, const YAML::Node& table, MatchOptions& out) {
  std::vector<std::string_view> known;
  for (const MatchOption& o : kOptions) known.push_back(o.name);
  GATE_TRY(yaml.check_keys(table, known, "'options'"));
  for (const MatchOption& o : kOptions)
    if (const YAML::Node value = table[std::string(o.name)]; value && o.field != nullptr) out.*o.field = GATE_TRY(yaml.flag(value, o.name));
  return Ok{};
}

struct ReadRule {
  std::optional<GoRule> rule;
  std::string left_out;  // why a rule for Go does not apply; both empty: it is for other languages
};

Result<ReadRule> read_rule(const YamlReader& yaml, const YAML::Node& node, std::string_view origin) {
  ReadRule out;
  if (!node.IsMap()) return yaml.error(node, "a rule must be a table of keys", "start it with: - id: ...");
  GoRule rule;
  Rule& info = rule.info;
  info.scanner = "go";
  info.confidence = Confidence::medium;
  info.severity = Severity::medium;
  info.origin = std::string(origin) + ":" + std::to_string(node.Mark().line + 1);
  if (!node["id"]) return yaml.error(node, "a rule without 'id'");
  info.id = GATE_TRY(yaml.text(node["id"], "id"));
  if (info.id.empty()) return yaml.error(node["id"], "'id' is empty");
  const auto named = [&](Error&& e) { return std::unexpected(Error{e.code, e.what + " (rule " + info.id + ")", e.next_step}); };

  const YAML::Node languages = node["languages"];
  if (!languages) return yaml.error(node, "rule " + info.id + " has no 'languages'", "add: languages: [go]");
  const std::optional<Language> language = GATE_TRY(language_of(yaml, languages));
  if (!language) return out;
  rule.language = *language;
  GATE_TRY(yaml.check_keys(node, kRuleKeys, "a rule"));
  if (std::string why = GATE_TRY(why_other_version(yaml, node)); !why.empty()) {
    out.left_out = "rule " + info.id + " " + why;
    return out;
  }

  if (!node["message"]) return yaml.error(node, "rule " + info.id + " has no 'message'");
  info.message = GATE_TRY(yaml.text(node["message"], "message"));
  while (!info.message.empty() && (info.message.back() == '\n' || info.message.back() == ' ')) info.message.pop_back();
  if (!node["severity"]) return yaml.error(node, "rule " + info.id + " has no 'severity'");
  info.severity = GATE_TRY(severity_of(yaml, node["severity"]));
  GATE_TRY(read_metadata(yaml, node["metadata"], info));
  if (info.title.empty()) info.title = info.message.substr(0, info.message.find('\n'));

  if (const YAML::Node mode = node["mode"]) {
    static constexpr std::array kModes{"search"sv, "taint"sv, "extract"sv, "join"sv};
    const std::string name = GATE_TRY(yaml.text(mode, "mode"));
    if (std::find(kModes.begin(), kModes.end(), name) == kModes.end())
      return yaml.error(mode, "rule " + info.id + ": unknown mode '" + name + "'", suggestion(name, kModes, "use search or taint"));
    if (name == "extract") {
      out.left_out = "rule " + info.id + " (mode: extract) hands pieces of Go to rules of other languages, of which gogate has none";
      return out;
    }
    if (name == "taint") rule.taint.emplace();
    else if (name != "search")
      return yaml.error(mode, "rule " + info.id + ": mode: " + name + " is not supported yet",
                        "remove the rule, or run with --skip-bad-rules");
  }
  for (const char* key : {"taint", "extract", "join"})
    if (node[key])
      return yaml.error(node[key], "rule " + info.id + ": '" + key + "' is not supported yet",
                        "write it with 'patterns', or run with --skip-bad-rules");

  if (rule.taint) {
    if (rule.language != Language::go)
      return yaml.error(node, "rule " + info.id + ": mode: taint follows the code of a language, not any text", "use mode: search");
    auto taint = read_taint(yaml, node);
    if (!taint) return named(std::move(taint).error());
    rule.taint = *std::move(taint);
  } else {
    for (const char* key : {"pattern-sources", "pattern-sinks", "pattern-sanitizers", "pattern-propagators"})
      if (node[key]) return yaml.error(node[key], "rule " + info.id + ": '" + key + "' belongs to a taint rule", "add: mode: taint");
  }
  const PatternCheck check = pattern_check(rule.language);
  int formulas = 0;
  for (const char* key : {"pattern", "patterns", "pattern-either", "pattern-regex", "match"}) {
    const YAML::Node value = node[key];
    if (!value) continue;
    if (rule.taint)
      return yaml.error(value, "rule " + info.id + ": '" + key + "' has no meaning beside mode: taint", "put it into pattern-sources or pattern-sinks");
    if (++formulas > 1)
      return yaml.error(value, "rule " + info.id + " has two of pattern, patterns, pattern-either, pattern-regex, match",
                        "put them under one 'patterns'");
    auto formula = std::string_view(key) == "match" ? read_match(yaml, value, {}, "'match'", check) : read_formula(yaml, key, value, check);
    if (!formula) return named(std::move(formula).error());
    rule.formula = *std::move(formula);
  }
  if (formulas == 0 && !rule.taint)
    return yaml.error(node, "rule " + info.id + " has no pattern",
                      "add one of pattern, patterns, pattern-either, pattern-regex, match");
  GATE_TRY(read_fix(yaml, node, rule));
  if (const YAML::Node paths = node["paths"]) {
    static constexpr std::array kKeys{"include"sv, "exclude"sv};
    GATE_TRY(yaml.check_keys(paths, kKeys, "'paths'"));
    if (paths["include"]) rule.include = GATE_TRY(yaml.texts(paths["include"], "include"));
    if (paths["exclude"]) rule.exclude = GATE_TRY(yaml.texts(paths["exclude"], "exclude"));
  }
  if (const YAML::Node options = node["options"]) {
    GATE_TRY(read_options(yaml, options, rule.options));
    GATE_TRY(read_text_options(yaml, options, rule.language, rule.text));
  }
  if (auto checked = check_metavariables(rule); !checked) {
    auto failed = yaml.error(node, checked.error().what, checked.error().next_step);
    return named(std::move(failed.error()));
  }
  out.rule = std::move(rule);
  return out;
}

}  // namespace

Result<RuleSet> load_rules(std::string_view yaml_text, std::string_view origin, const LoadOptions& options) {
  const YamlReader yaml(origin, options.mistakes);
  RuleSet set;
  set.origin = std::string(origin);
  try {
    const YAML::Node root = YAML::Load(std::string(yaml_text));
    static constexpr std::array kKeys{"rules"sv};
    if (!root.IsMap() || !root["rules"])
      return yaml.error(root, "not a Semgrep rule file: the table 'rules' is missing", "start the file with 'rules:'");
    GATE_TRY(yaml.check_keys(root, kKeys, "the rule file"));
    const YAML::Node rules = root["rules"];
    if (!rules.IsSequence()) return yaml.error(rules, "'rules' must be a list");
    std::set<std::string> ids;
    std::map<PatternSpec, std::uint32_t> literal_numbers;
    for (const YAML::Node& node : rules) {
      const std::size_t mistakes = yaml.mistakes();
      auto read = read_rule(yaml, node, origin);
      if (read && read->rule && !ids.insert(read->rule->info.id).second)
        read = yaml.error(node["id"], "rule id " + read->rule->info.id + " is used twice", "give one of them another id");
      if (!read) {
        if (yaml.go_on(read.error())) continue;
        if (!options.skip_bad) return std::unexpected(std::move(read).error());
        set.bad_rules.push_back(read.error().what);
        continue;
      }
      if (yaml.mistakes() != mistakes) continue;
      if (!read->rule) {
        if (read->left_out.empty()) ++set.not_applicable;
        else set.left_out.push_back(std::move(read->left_out));
        continue;
      }
      std::optional<GoRule>* const rule = &read->rule;
      for (const std::vector<PatternSpec>& any : required_literals(**rule)) {
        std::vector<std::uint32_t>& group = (*rule)->required.emplace_back();
        for (const PatternSpec& literal : any) {
          const auto [it, fresh] = literal_numbers.emplace(literal, static_cast<std::uint32_t>(set.literals.size()));
          if (fresh) set.literals.push_back(literal);
          group.push_back(it->second);
        }
      }
      set.rules.push_back(*std::move(*rule));
    }
  } catch (const YAML::ParserException& e) {
    return fail(Errc::config, set.origin + ":" + std::to_string(e.mark.line + 1) + ":" +
                                  std::to_string(e.mark.column + 1) + ": " + e.msg,
                "the file is not YAML: check indentation and quotes");
  } catch (const YAML::Exception& e) {
    return fail(Errc::config, set.origin + ": " + e.what());
  }
  return set;
}

}  // namespace gogate::gopatterns
