// [extend] and targetRules: what gitleaks settles once all files are read.
#include <algorithm>
#include <iterator>
#include <utility>

#include "scanners/secrets/config.h"
#include "scanners/secrets/toml_keys.h"

namespace gogate::secrets {
namespace {

constexpr int kMaxDepth = 2;  // gitleaks' own bound: further files are not followed

bool named(const SecretRule& rule, std::string_view name) {
  return rule.info.id == name ||
         std::find(rule.info.aliases.begin(), rule.info.aliases.end(), name) != rule.info.aliases.end();
}

SecretRule* rule_by_id(RuleSet& set, std::string_view id) {
  for (SecretRule& rule : set.rules)
    if (rule.info.id == id) return &rule;
  return nullptr;
}

// Rules of `set` that bear this id; if none does, those that bear it as an alias.
std::vector<const SecretRule*> rules_named(const RuleSet* set, std::string_view name) {
  std::vector<const SecretRule*> out;
  if (!set) return out;
  for (const SecretRule& rule : set->rules)
    if (rule.info.id == name) return {&rule};
  for (const SecretRule& rule : set->rules)
    if (named(rule, name)) out.push_back(&rule);
  return out;
}

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

// What `rule` says, over what `base` says.
SecretRule merged(const SecretRule& base, const SecretRule& rule) {
  SecretRule out = base;
  // Without a description the reader has put the id in its place.
  if (rule.info.message != rule.info.id) {
    out.info.message = rule.info.message;
    out.info.title = rule.info.title;
  }
  if (rule.entropy != 0) out.entropy = rule.entropy;
  if (rule.secret_group != 0) out.secret_group = rule.secret_group;
  if (!rule.regex.text.empty()) {
    out.regex = rule.regex;
    out.near_filter = rule.near_filter;
    out.near_run = rule.near_run;
    out.other_filter = rule.other_filter;
    out.specificity = rule.specificity;
    // The regex is the user's now: what we know of our own no longer holds.
    out.ours = false;
    out.generic = false;
    out.checksum = Checksum::none;
  }
  if (!rule.path_regex.text.empty()) out.path_regex = rule.path_regex;
  append(out.info.tags, rule.info.tags);
  append(out.keywords, rule.keywords);
  append(out.allowlists, rule.allowlists);
  append(out.required, rule.required);
  out.skip_report = base.skip_report;  // as gitleaks has it: only a rule of one's own can skip its report
  out.info.origin = rule.info.origin;
  return out;
}

void disable(RuleSet& set, const std::string& id) {
  auto& disabled = set.extend.disabled_rules;
  if (std::find(disabled.begin(), disabled.end(), id) == disabled.end()) disabled.push_back(id);
}

// Takes the rules of `base` into `set`, less those that `set` disables.
void extend_by(RuleSet& set, RuleSet base) {
  const std::vector<std::string> disabled = set.extend.disabled_rules;
  for (const std::string& id : disabled)
    if (!base.extend.use_default && !rule_by_id(base, id))
      set.warnings.push_back(set.origin + ": disabledRules names \"" + id + "\", which " + base.origin +
                             " does not have");
  for (SecretRule& rule : base.rules) {
    if (std::find(disabled.begin(), disabled.end(), rule.info.id) != disabled.end()) continue;
    if (SecretRule* own = rule_by_id(set, rule.info.id))
      *own = merged(rule, *own);
    else
      set.rules.push_back(std::move(rule));
  }
  append(set.allowlists, base.allowlists);
  append(set.warnings, base.warnings);
  set.extend.use_default = set.extend.use_default || base.extend.use_default;
  append(set.extend.disabled_rules, base.extend.disabled_rules);
}

// targetRules of a file that is extended reach the rules of that file and of
// those below, never the ones of the file that extends it. What may be a default
// rule's is left for later.
void settle_own_targets(RuleSet& set) {
  std::vector<Allowlist> left;
  for (Allowlist& allowlist : set.allowlists) {
    if (allowlist.target_rules.empty()) {
      left.push_back(std::move(allowlist));
      continue;
    }
    std::vector<std::string> unknown;
    for (const std::string& target : std::exchange(allowlist.target_rules, {})) {
      if (SecretRule* rule = rule_by_id(set, target))
        rule->allowlists.push_back(allowlist);
      else
        unknown.push_back(target);
    }
    if (unknown.empty()) continue;
    if (set.extend.use_default) {
      allowlist.target_rules = std::move(unknown);
      left.push_back(std::move(allowlist));
      continue;
    }
    for (const std::string& target : unknown)
      set.warnings.push_back(set.origin + ": [[allowlists]] targetRules names \"" + target +
                             "\", which is no rule of this file");
  }
  set.allowlists = std::move(left);
}

Result<RuleSet> follow_paths(RuleSet set, const ReadConfig& read, int depth) {
  if (set.extend.path.empty() || depth == kMaxDepth) return set;
  const std::string path = std::exchange(set.extend.path, {});
  auto text = read(path);
  if (!text) return std::unexpected(std::move(text).error().within(set.origin + ": [extend] path \"" + path + "\""));
  RuleSet base = GATE_TRY(load_config(*text, path));
  base = GATE_TRY(follow_paths(std::move(base), read, depth + 1));
  settle_own_targets(base);
  extend_by(set, std::move(base));
  return set;
}

// A rule of the set that carries an embedded one's id or alias completes it and
// takes its place.
void complete_from(RuleSet& set, const RuleSet& embedded) {
  std::vector<SecretRule> out;
  for (SecretRule& rule : set.rules) {
    const std::vector<const SecretRule*> bases = rules_named(&embedded, rule.info.id);
    if (bases.empty()) {
      out.push_back(std::move(rule));
      continue;
    }
    const bool replaces = !rule.regex.text.empty();
    for (std::size_t i = 0; i < bases.size(); ++i) {
      disable(set, bases[i]->info.id);
      if (i == 0 || !replaces) out.push_back(merged(*bases[i], rule));
    }
  }
  set.rules = std::move(out);
}

// Hands allowlists with targetRules to their rules.
Result<Ok> settle_targets(RuleSet& set, const RuleSet* embedded) {
  std::vector<Allowlist> global;
  for (Allowlist& allowlist : set.allowlists) {
    if (allowlist.target_rules.empty()) {
      global.push_back(std::move(allowlist));
      continue;
    }
    for (const std::string& target : std::exchange(allowlist.target_rules, {})) {
      bool found = false;
      for (SecretRule& rule : set.rules) {
        if (!named(rule, target)) continue;
        rule.allowlists.push_back(allowlist);
        found = true;
      }
      if (found) continue;
      for (const SecretRule* base : rules_named(embedded, target)) {
        found = true;
        const auto& disabled = set.extend.disabled_rules;
        if (std::find(disabled.begin(), disabled.end(), base->info.id) != disabled.end()) continue;
        disable(set, base->info.id);
        set.rules.push_back(*base);
        set.rules.back().allowlists.push_back(allowlist);
      }
      if (found) continue;
      std::vector<std::string> ids;
      for (const SecretRule& rule : set.rules) ids.push_back(rule.info.id);
      if (embedded)
        for (const SecretRule& rule : embedded->rules) ids.push_back(rule.info.id);
      std::string what = set.origin + ": [[allowlists]] targetRules names \"" + target + "\", which is no rule";
      if (const std::string meant = nearest(target, ids); !meant.empty()) what += ", did you mean \"" + meant + "\"?";
      return fail(Errc::config, std::move(what));
    }
  }
  set.allowlists = std::move(global);
  return Ok{};
}

Result<Ok> check_rules(const RuleSet& set, const RuleSet* embedded) {
  for (const SecretRule& rule : set.rules) {
    const std::string place = rule.info.origin == "embedded" ? set.origin : rule.info.origin;
    if (rule.regex.text.empty() && rule.path_regex.text.empty())
      return fail(Errc::config, place + ": rule " + rule.info.id + " has neither regex nor path: it could never match");
    for (const Required& required : rule.required) {
      const bool known = !rules_named(&set, required.id).empty() || !rules_named(embedded, required.id).empty();
      if (!known)
        return fail(Errc::config,
                    place + ": rule " + rule.info.id + " requires \"" + required.id + "\", which is no rule");
    }
  }
  return Ok{};
}

}  // namespace

Result<RuleSet> resolve(RuleSet set, const RuleSet* embedded, const ReadConfig& read) {
  const bool extends = set.extend.use_default || !set.extend.path.empty();
  if (set.rules.empty() && !extends)
    return fail(Errc::config,
                set.origin + ": no rule in this config" +
                    (set.allowlists.empty() ? std::string() : ", so its allowlists have nothing to allow"),
                "to keep the default rules add: [extend] useDefault = true");
  set = GATE_TRY(follow_paths(std::move(set), read, 0));
  if (!set.extend.use_default) embedded = nullptr;
  if (embedded) {
    std::vector<std::string> disabled;
    for (const std::string& name : std::exchange(set.extend.disabled_rules, {})) {
      const std::vector<const SecretRule*> rules = rules_named(embedded, name);
      if (rules.empty())
        set.warnings.push_back(set.origin + ": disabledRules names \"" + name + "\", which is no rule");
      for (const SecretRule* rule : rules) disabled.push_back(rule->info.id);
    }
    set.extend.disabled_rules = std::move(disabled);
    complete_from(set, *embedded);
  }
  GATE_TRY(settle_targets(set, embedded));
  GATE_TRY(check_rules(set, embedded));
  return set;
}

Result<RuleSet> join(std::vector<RuleSet> sets, std::string_view origin) {
  RuleSet out;
  out.origin = origin;
  for (RuleSet& set : sets) {
    if (!set.extend.path.empty() || set.extend.use_default)
      return fail(Errc::config, set.origin + ": [extend] has no place in a catalogue");
    for (SecretRule& rule : set.rules) {
      // Aliases may be shared: two kinds of ours can be one kind elsewhere.
      if (rule_by_id(out, rule.info.id))
        return fail(Errc::config, set.origin + ": rule id \"" + rule.info.id + "\" is already taken");
      out.rules.push_back(std::move(rule));
    }
    append(out.allowlists, set.allowlists);
    append(out.warnings, set.warnings);
  }
  GATE_TRY(settle_targets(out, nullptr));
  GATE_TRY(check_rules(out, nullptr));
  return out;
}

}  // namespace gogate::secrets
