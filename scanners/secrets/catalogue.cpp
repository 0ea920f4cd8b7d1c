#include "scanners/secrets/catalogue.h"

#include <algorithm>
#include <unordered_set>

#include "scanners/secrets/keyword_search.h"

namespace gogate::secrets {
namespace {

bool names(const std::vector<std::string>& list, const Rule& rule) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& name) {
    return name == rule.id || std::find(rule.aliases.begin(), rule.aliases.end(), name) != rule.aliases.end();
  });
}

}  // namespace

bool ReadyRule::depends_on_place(const std::deque<CompiledAllowlist>& all) const {
  return !path.empty() ||
         std::any_of(allowlists.begin(), allowlists.end(), [&](std::uint32_t i) { return all[i].asks_place(); });
}

Result<Catalogue> Catalogue::make(Options& options) {
  Catalogue out;
  out.now = options.now;
  out.sops = std::move(options.sops);
  out.sops_reported = !out.sops.empty() && !names(options.skip, sops_rule()) &&
                      (options.only.empty() || names(options.only, sops_rule()));
  const bool use_default = std::any_of(options.added.begin(), options.added.end(),
                                       [](const RuleSet& set) { return set.extend.use_default; });
  out.embedded = (options.with_embedded || use_default) && !options.embedded_rules.empty();
  if (out.embedded) out.sets.push_back(GATE_TRY(decode(options.embedded_rules)));
  for (RuleSet& set : options.added) out.sets.push_back(std::move(set));
  options.added.clear();
  out.add_rules(options);
  out.link_required();
  return out;
}

void Catalogue::add_rules(const Options& options) {
  std::unordered_set<std::string_view> disabled;  // of the embedded ones
  std::vector<std::vector<std::uint32_t>> set_allowlists(sets.size());
  for (std::size_t s = 0; s < sets.size(); ++s) {
    for (const Allowlist& allowlist : sets[s].allowlists) {
      set_allowlists[s].push_back(static_cast<std::uint32_t>(allowlists.size()));
      allowlists.emplace_back(allowlist);
    }
    if (sets[s].extend.use_default)
      disabled.insert(sets[s].extend.disabled_rules.begin(), sets[s].extend.disabled_rules.end());
  }
  // A set and the embedded one that it extends share their global allowlists.
  if (embedded) {
    const std::vector<std::uint32_t> own = set_allowlists[0];
    for (std::size_t s = 1; s < sets.size(); ++s) {
      if (!sets[s].extend.use_default) continue;
      set_allowlists[0].insert(set_allowlists[0].end(), set_allowlists[s].begin(), set_allowlists[s].end());
      set_allowlists[s].insert(set_allowlists[s].end(), own.begin(), own.end());
    }
  }
  std::unordered_map<std::string_view, std::uint32_t> keyword_ids;
  for (std::size_t s = 0; s < sets.size(); ++s) {
    const auto first = static_cast<std::uint32_t>(rules.size());
    for (const SecretRule& rule : sets[s].rules) {
      const auto index = static_cast<std::uint32_t>(rules.size());
      ReadyRule& ready = rules.emplace_back(rule);
      by_rule.emplace(&rule.info, index);
      ready.allowlists = set_allowlists[s];
      for (const Allowlist& allowlist : rule.allowlists) {
        ready.allowlists.push_back(static_cast<std::uint32_t>(allowlists.size()));
        allowlists.emplace_back(allowlist);
      }
      for (const std::string& keyword : rule.keywords) {
        const auto [it, fresh] = keyword_ids.emplace(keyword, static_cast<std::uint32_t>(keywords.size()));
        if (fresh) keywords.push_back(keyword);
        ready.keywords.push_back(it->second);
      }
      ready.by_name = rule.generic || (!rule.ours && stands_in(rule.info.id, "generic"));
      const bool off = (embedded && s == 0 && disabled.contains(rule.info.id)) || names(options.skip, rule.info) ||
                       (!options.only.empty() && !names(options.only, rule.info));
      ready.reported = !off && !rule.skip_report;
      if (rule.regex.text.empty())
        path_only.push_back(index);
      else if (rule.regex.engine == Engine::pcre2 && rule.keywords.empty())
        without_pattern.push_back(index);
    }
    for (const std::uint32_t rule : rules_of_patterns(sets[s])) rule_of_pattern.push_back(first + rule);
  }
}

void Catalogue::link_required() {
  std::unordered_map<std::string_view, std::uint32_t> by_id;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    // The last set that has an id wins: a user's own before the embedded one.
    for (const std::string& alias : rules[i].rule.info.aliases) by_id.emplace(alias, i);
  }
  for (std::uint32_t i = 0; i < rules.size(); ++i) by_id[rules[i].rule.info.id] = i;
  for (ReadyRule& ready : rules) {
    for (const Required& required : ready.rule.required) {
      const auto it = by_id.find(required.id);
      if (it != by_id.end()) ready.required.emplace_back(&required, it->second);
    }
  }
}

bool Catalogue::placed(std::uint32_t rule, std::string_view path, const ObjectId& commit,
                       const Unsettled& unsettled) const {
  const auto other = [&](const OtherMatch& match) { return stands(match.rule, path, commit, match.allowlists); };
  return stands(rule, path, commit, unsettled.allowlists) &&
         std::all_of(unsettled.needed.begin(), unsettled.needed.end(), other) &&
         std::none_of(unsettled.yields_to.begin(), unsettled.yields_to.end(), other);
}

bool Catalogue::stands(std::uint32_t rule, std::string_view path, const ObjectId& commit,
                       std::span<const std::uint32_t> content_allowed) const {
  const ReadyRule& ready = rules[rule];
  if (!ready.path.empty() && ready.path.any(path) != Match::yes) return false;
  return std::none_of(ready.allowlists.begin(), ready.allowlists.end(), [&](std::uint32_t i) {
    const CompiledAllowlist& allowlist = allowlists[i];
    if (!allowlist.asks_place()) return false;
    if (!allowlist.any_of() && allowlist.asks_content() &&
        std::find(content_allowed.begin(), content_allowed.end(), i) == content_allowed.end())
      return false;
    return allowlist.place(path, commit);
  });
}

}  // namespace gogate::secrets
