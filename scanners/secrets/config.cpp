#include "scanners/secrets/config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <utility>

#include "scanners/secrets/near_word.h"
#include "scanners/secrets/regex.h"
#include "scanners/secrets/token_edges.h"
#include "scanners/secrets/toml_keys.h"

namespace gogate::secrets {
namespace {

std::string lower(std::string s) {
  for (char& c : s)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return s;
}

std::string trimmed(const std::string& s) {
  const std::size_t begin = s.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return s.substr(begin, s.find_last_not_of(" \t\r\n") - begin + 1);
}

// Only ours may not be empty, long or odd: they become file names and anchors.
bool good_id(std::string_view id) {
  return !id.empty() && id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string_view::npos;
}

// "v8.31.0" is, "v8.30.9" and "8.25" are not; what is no version is not either.
bool newer_than_known(std::string_view version) {
  if (version.starts_with('v')) version.remove_prefix(1);
  constexpr std::array<unsigned, 2> kKnown{8, 30};
  for (const unsigned known : kKnown) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), number);
    if (error != std::errc()) return false;
    if (number != known) return number > known;
    version.remove_prefix(static_cast<std::size_t>(end - version.data()));
    if (version.starts_with('.')) version.remove_prefix(1);
  }
  return false;
}

Regexp read_regex(const std::string& text, const toml::source_region& at, const std::string& what, Reading& reading,
                  std::size_t* groups = nullptr) {
  if (text.empty()) return {};
  auto chosen = choose_engine(text);
  if (chosen) {
    if (groups) *groups = chosen->groups;
    return std::move(chosen->regexp);
  }
  std::string message = what + ": " + chosen.error().what;
  message += ", at offset " + std::to_string(chosen.error().offset) + " of the regex";
  reading.fail_at(at, std::move(message), "check the regex against https://github.com/google/re2/wiki/Syntax");
  return {};
}

std::vector<Regexp> read_regexes(Keys& keys, std::string_view name) {
  std::vector<Regexp> out;
  const std::vector<std::string> texts = keys.texts(name);
  const toml::node* node = keys.find(name);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const toml::node* element = node;
    if (const toml::array* array = node ? node->as_array() : nullptr) element = array->get(i);
    if (texts[i].empty())
      keys.reading().warnings.push_back(keys.reading().place(keys.at(element)) + ": empty regex in " +
                                        std::string(keys.where()) + " " + std::string(name) +
                                        ": it would allow everything, and counts for nothing here");
    out.push_back(
        read_regex(texts[i], keys.at(element), std::string(keys.where()) + " " + std::string(name), keys.reading()));
  }
  return out;
}

Allowlist read_allowlist(const toml::table& table, std::string_view where, bool global, Reading& reading) {
  Keys keys(table, where, reading);
  Allowlist out;
  out.description = keys.text("description");
  const std::string condition = lower(keys.text("condition"));
  if (condition == "and" || condition == "&&") {
    out.all = true;
  } else if (!condition.empty() && condition != "or" && condition != "||") {
    reading.fail_at(keys.at(keys.find("condition")),
                    std::string(where) + " condition \"" + condition + "\" is neither \"AND\" nor \"OR\"");
  }
  const std::string target = keys.text("regexTarget");
  if (target == "match") {
    out.target = RegexTarget::match;
  } else if (target == "line") {
    out.target = RegexTarget::line;
  } else if (!target.empty() && target != "secret") {
    std::string what =
        std::string(where) + " regexTarget \"" + target + "\" is none of \"secret\", \"match\", \"line\"";
    if (const std::string meant = nearest(target, {"secret", "match", "line"}); !meant.empty())
      what += ", did you mean \"" + meant + "\"?";
    reading.fail_at(keys.at(keys.find("regexTarget")), std::move(what));
  }
  for (const std::string& commit : keys.texts("commits")) out.commits.push_back(lower(trimmed(commit)));
  out.paths = read_regexes(keys, "paths");
  out.regexes = read_regexes(keys, "regexes");
  for (std::string& word : keys.texts("stopwords")) out.stopwords.push_back(lower(std::move(word)));
  if (global) out.target_rules = keys.texts("targetRules");
  if (out.commits.empty() && out.paths.empty() && out.regexes.empty() && out.stopwords.empty())
    reading.fail_at(table.source(),
                    std::string(where) + " has none of commits, paths, regexes, stopwords: it would allow nothing");
  keys.finish();
  return out;
}

// Both spellings: the list, and the single table of older configs.
std::vector<Allowlist> read_allowlists(Keys& keys, std::string_view where, bool global) {
  std::vector<Allowlist> out;
  Reading& reading = keys.reading();
  const std::string many = global ? "[[allowlists]]" : "[[" + std::string(where) + ".allowlists]]";
  const std::string one = global ? "[allowlist]" : "[" + std::string(where) + ".allowlist]";
  for (const toml::table* table : keys.tables("allowlists"))
    out.push_back(read_allowlist(*table, many, global, reading));
  if (const toml::table* table = keys.table("allowlist")) {
    if (!out.empty())
      reading.fail_at(table->source(), one + " is the older form and cannot stand beside " + many);
    else
      out.push_back(read_allowlist(*table, one, global, reading));
  }
  return out;
}

// [rules.gogate.near]: the regex is made from what stands there.
void read_near(const toml::table& table, SecretRule& rule, Reading& reading, std::size_t& groups) {
  Keys keys(table, "[rules.gogate.near]", reading);
  NearWord near;
  near.word = keys.text("word");
  near.names = keys.text("names");
  near.shape = keys.text("shape");
  near.strict = keys.flag("strict");
  near.named = keys.flag("named");
  near.alone = keys.flag("alone");
  if (near.word.empty() || near.shape.empty())
    reading.fail_at(table.source(), "[rules.gogate.near] of rule " + rule.info.id + " needs a word and a shape");
  const std::string own = rule.regex.text;
  const std::size_t own_groups = groups;
  if (reading.error) return;
  rule.regex = read_regex(near_word_regex(near), table.source(), "word, names or shape of rule " + rule.info.id,
                          reading, &groups);
  if (!reading.error && groups != 1)
    reading.fail_at(table.source(), "rule " + rule.info.id + ": write (?:…) for groups in word, names and shape");
  rule.near_filter = near_word_filter(near);
  rule.near_run = runs_of_shape(near.shape);
  rule.specificity = has_literal(near.shape) ? Specificity::near_word_and_literal : Specificity::near_word;
  if (own.empty()) {
    rule.secret_group = 1;
  } else {
    // Either finds it; the secret is the group that took part.
    if (own_groups != 1 || rule.secret_group != 0)
      reading.fail_at(table.source(),
                      "rule " + rule.info.id + " has a regex as well: it needs one group, and no secretGroup");
    rule.regex.text = "(?:" + own + ")|(?:" + rule.regex.text + ")";
    rule.other_filter = own;
    rule.specificity = Specificity::own_literal;
    groups = 2;
  }
  keys.finish();
}

void read_gogate(const toml::table& table, SecretRule& rule, Reading& reading, std::size_t& groups) {
  Keys keys(table, "[rules.gogate]", reading);
  if (std::string title = keys.text("title"); !title.empty()) rule.info.title = std::move(title);
  rule.info.why = keys.text("why");
  rule.info.fix = keys.text("fix");
  if (const std::string name = keys.text("severity"); !name.empty()) {
    if (const auto severity = parse_severity(name))
      rule.info.severity = *severity;
    else
      reading.fail_at(keys.at(keys.find("severity")),
                      "severity \"" + name + "\" is none of info, low, medium, high, critical");
  }
  if (const std::string name = keys.text("confidence"); !name.empty()) {
    if (const auto confidence = parse_confidence(name))
      rule.info.confidence = *confidence;
    else
      reading.fail_at(keys.at(keys.find("confidence")),
                      "confidence \"" + name + "\" is none of low, medium, high, certain");
  }
  rule.info.aliases = keys.texts("aliases");
  rule.info.cwe = keys.texts("cwe");
  rule.info.owasp = keys.texts("owasp");
  rule.info.references = keys.texts("references");
  rule.generic = keys.flag("generic");
  if (const std::string name = keys.text("reader"); !name.empty()) {
    if (name == "named")
      rule.reader = ValueReader::named;
    else if (name == "match")
      rule.reader = ValueReader::match;
    else if (name == "kubernetes-secret")
      rule.reader = ValueReader::kubernetes_secret;
    else
      reading.fail_at(keys.at(keys.find("reader")), "reader \"" + name + "\" is none of match, named, kubernetes-secret");
  }
  if (keys.flag("shared_form")) rule.specificity = Specificity::shared_form;
  if (const toml::table* near = keys.table("near")) read_near(*near, rule, reading, groups);
  if (const std::string name = keys.text("checksum"); !name.empty()) {
    if (const auto checksum = parse_checksum(name)) {
      rule.checksum = *checksum;
    } else {
      std::string what = "checksum \"" + name + "\" is unknown";
      const std::string meant =
          nearest(name, {"github", "npm", "gitlab-routable", "jwt", "aws-access-key", "pem", "slack"});
      if (!meant.empty()) what += ", did you mean \"" + meant + "\"?";
      reading.fail_at(keys.at(keys.find("checksum")), std::move(what));
    }
  }
  keys.finish();
}

std::vector<Required> read_required(Keys& keys) {
  std::vector<Required> out;
  Reading& reading = keys.reading();
  for (const toml::table* table : keys.tables("required")) {
    Keys inner(*table, "[[rules.required]]", reading);
    Required required;
    required.id = inner.text("id");
    if (required.id.empty())
      reading.fail_at(table->source(), "[[rules.required]] has no id: name the rule that must match nearby");
    const auto distance = [&](std::string_view name) -> std::optional<std::int32_t> {
      const auto value = inner.integer(name);
      if (!value) return std::nullopt;
      return static_cast<std::int32_t>(std::clamp<std::int64_t>(*value, -1, std::numeric_limits<std::int32_t>::max()));
    };
    required.within_lines = distance("withinLines");
    required.within_columns = distance("withinColumns");
    inner.finish();
    out.push_back(std::move(required));
  }
  return out;
}

void check_ours(const SecretRule& rule, const toml::table& table, Reading& reading) {
  const auto miss = [&](std::string_view key) {
    reading.fail_at(table.source(), "rule " + rule.info.id + " has no [rules.gogate] " + std::string(key));
  };
  if (!good_id(rule.info.id))
    reading.fail_at(table.source(), "id \"" + rule.info.id + "\" may hold only a-z, 0-9, - and .");
  if (rule.info.message.empty()) reading.fail_at(table.source(), "rule " + rule.info.id + " has no description");
  if (rule.info.title.empty()) miss("title");
  if (rule.info.why.empty()) miss("why");
  if (rule.info.fix.empty()) miss("fix");
}

SecretRule read_rule(const toml::table& table, Dialect dialect, Reading& reading) {
  Keys keys(table, "[[rules]]", reading);
  SecretRule rule;
  rule.ours = dialect == Dialect::ours;
  rule.info.scanner = "secrets";
  rule.info.severity = Severity::high;
  rule.info.confidence = Confidence::high;
  rule.info.origin = rule.ours ? "embedded" : reading.origin + ":" + std::to_string(table.source().begin.line);
  rule.info.id = trimmed(keys.text("id"));
  if (rule.info.id.empty())
    reading.fail_at(table.source(), "rule without an id", "add id = \"…\" that names what is found");
  rule.info.message = keys.text("description");
  std::string regex = keys.text("regex");
  std::size_t groups = 0;
  const std::string token = rule.ours ? keys.text("token") : std::string();
  if (!token.empty()) {
    if (!regex.empty())
      reading.fail_at(keys.at(keys.find("token")), "rule " + rule.info.id + " has a token and a regex", "keep one of them");
    regex = token_regex(token);
  }
  rule.regex = read_regex(regex, keys.at(keys.find("regex")), "regex of rule " + rule.info.id, reading, &groups);
  rule.path_regex = read_regex(keys.text("path"), keys.at(keys.find("path")), "path of rule " + rule.info.id, reading);
  rule.entropy = keys.number("entropy");
  for (std::string& keyword : keys.texts("keywords")) {
    // An empty keyword stands in every text; gitleaks never finds it.
    if (keyword.empty())
      reading.warnings.push_back(reading.place(keys.at(keys.find("keywords"))) + ": empty keyword in rule " +
                                 rule.info.id);
    rule.keywords.push_back(lower(std::move(keyword)));
  }
  rule.info.tags = keys.texts("tags");
  rule.skip_report = keys.flag("skipReport");
  rule.required = read_required(keys);
  rule.allowlists = read_allowlists(keys, "rules", false);
  // gitleaks takes a negative one for none.
  const std::int64_t group = std::max<std::int64_t>(keys.integer("secretGroup").value_or(0), 0);
  rule.secret_group = static_cast<std::uint32_t>(std::clamp<std::int64_t>(group, 0, 1000));
  if (!reading.error && !rule.regex.text.empty()) {
    if (!token.empty() && groups != 1)
      reading.fail_at(keys.at(keys.find("token")), "rule " + rule.info.id + ": write (?:…) for groups in its token");
    if (static_cast<std::uint64_t>(group) > groups)
      reading.fail_at(keys.at(keys.find("secretGroup")),
                      "secretGroup " + std::to_string(group) + " of rule " + rule.info.id + ", but its regex has " +
                          std::to_string(groups) + (groups == 1 ? " group" : " groups"));
  }
  if (const toml::table* gogate = keys.table("gogate")) read_gogate(*gogate, rule, reading, groups);
  keys.finish();
  if (rule.ours) check_ours(rule, table, reading);
  if (rule.info.title.empty()) rule.info.title = rule.info.message.empty() ? rule.info.id : rule.info.message;
  if (rule.info.message.empty()) rule.info.message = rule.info.title;
  return rule;
}

RuleSet read_set(const toml::table& root, Dialect dialect, Reading& reading) {
  Keys keys(root, "the config", reading);
  RuleSet set;
  set.origin = dialect == Dialect::ours ? "embedded" : reading.origin;
  set.title = keys.text("title");
  keys.ignore("description");
  if (const std::string version = keys.text("minVersion"); newer_than_known(version))
    reading.warnings.push_back(reading.place(keys.at(keys.find("minVersion"))) + ": minVersion " + version +
                               ": this format is known up to gitleaks 8.30, so later additions have no effect");
  if (const toml::table* table = keys.table("extend")) {
    Keys extend(*table, "[extend]", reading);
    set.extend.use_default = extend.flag("useDefault");
    set.extend.path = extend.text("path");
    set.extend.disabled_rules = extend.texts("disabledRules");
    extend.ignore("url");
    extend.finish();
    if (set.extend.use_default && !set.extend.path.empty())
      reading.fail_at(table->source(), "[extend] has both useDefault and path", "keep one of them");
  }
  std::map<std::string, std::pair<std::size_t, std::string>> seen;  // where in the set, where in the file
  for (const toml::table* table : keys.tables("rules")) {
    SecretRule rule = read_rule(*table, dialect, reading);
    if (reading.error) return set;
    const auto [it, fresh] = seen.try_emplace(rule.info.id, set.rules.size(), reading.place(table->source()));
    if (fresh) {
      set.rules.push_back(std::move(rule));
      continue;
    }
    const std::string what = "rule id \"" + rule.info.id + "\" is already taken at " + it->second.second;
    if (dialect == Dialect::ours) reading.fail_at(table->source(), what);
    // gitleaks keeps the last of them, and does not say so.
    reading.warnings.push_back(reading.place(table->source()) + ": " + what + ", whose rule no longer counts");
    set.rules[it->second.first] = std::move(rule);
  }
  set.allowlists = read_allowlists(keys, "", true);
  keys.finish();
  return set;
}

}  // namespace

Result<RuleSet> load_config(std::string_view toml, std::string_view origin, Dialect dialect) {
  Reading reading{std::string(origin), dialect == Dialect::ours, {}, std::nullopt};
  toml::table root;
  try {
    root = toml::parse(toml, std::string_view(reading.origin));
  } catch (const toml::parse_error& error) {
    reading.fail_at(error.source(), "not valid TOML: " + std::string(error.description()));
    return std::unexpected(*std::move(reading.error));
  }
  RuleSet set = read_set(root, dialect, reading);
  if (reading.error) return std::unexpected(*std::move(reading.error));
  set.warnings = std::move(reading.warnings);
  return set;
}

}  // namespace gogate::secrets
