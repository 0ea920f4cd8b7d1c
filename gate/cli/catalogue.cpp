#include "gate/cli/catalogue.h"

#include <algorithm>
#include <filesystem>

#include "gate/core/suggest.h"
#include "gate/rulec/embedded.h"
#include "gate/sys/clock.h"
#include "gate/sys/files.h"
#include "scanners/gopatterns/scanner.h"
#include "scanners/secrets/config.h"
#include "scanners/secrets/scanner.h"

namespace gogate::cli {
namespace {

constexpr std::uint64_t kMaxRuleFile = 64U << 20;

// Semgrep rules are YAML with a top-level "rules:"; everything else is TOML.
bool is_semgrep(const RuleText& t) {
  if (t.origin.ends_with(".yaml") || t.origin.ends_with(".yml")) return true;
  if (t.origin.ends_with(".toml")) return false;
  return t.text.starts_with("rules:") || t.text.find("\nrules:") != std::string::npos;
}

bool names(const std::vector<std::string>& list, const Rule& r) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& name) {
    return name == r.id || std::find(r.aliases.begin(), r.aliases.end(), name) != r.aliases.end();
  });
}

struct Loaded {
  std::vector<secrets::RuleSet> secrets;
  std::vector<gopatterns::RuleSet> go;
  bool replaces_secrets = false;
};

Result<Ok> load_extra(const CatalogueChoice& choice, const secrets::RuleSet* embedded, Loaded& loaded, Catalogue& out) {
  for (const RuleText& t : choice.extra) {
    Error fault;
    if (is_semgrep(t)) {
      gopatterns::LoadOptions options;
      options.skip_bad = choice.skip_bad_rules;
      auto set = gopatterns::load_rules(t.text, t.origin, options);
      if (set) {
        for (const std::string& bad : set->bad_rules)
          out.gaps.push_back({GapKind::bad_rule, t.origin, "left out: " + bad, "mend the rule, or remove it"});
        for (const std::string& why : set->left_out) out.warnings.push_back(t.origin + ": " + why);
        out.sources.push_back(std::to_string(set->rules.size()) + " Go rules of " + t.origin +
                              (set->not_applicable != 0 ? ", " + std::to_string(set->not_applicable) +
                                                              " for other languages not applicable"
                                                        : ""));
        loaded.go.push_back(std::move(*set));
        continue;
      }
      fault = std::move(set).error();
    } else {
      auto set = secrets::load_config(t.text, t.origin);
      if (set) set = secrets::resolve(std::move(*set), embedded, choice.read_config);
      if (set) {
        out.sources.push_back(std::to_string(set->rules.size()) + " secret rules of " + t.origin);
        out.warnings.insert(out.warnings.end(), set->warnings.begin(), set->warnings.end());
        loaded.secrets.push_back(std::move(*set));
        continue;
      }
      fault = std::move(set).error();
    }
    if (!choice.skip_bad_rules) return std::unexpected(std::move(fault));
    out.gaps.push_back({GapKind::bad_rule, t.origin, "left out: " + fault.what, "mend the rule, or remove it"});
  }
  return Ok{};
}

Result<Ok> load_gitleaks(const CatalogueChoice& choice, const secrets::RuleSet* embedded, Loaded& loaded, Catalogue& out) {
  if (!choice.gitleaks_config) return Ok{};
  secrets::RuleSet set = GATE_TRY(secrets::load_config(choice.gitleaks_config->text, choice.gitleaks_config->origin));
  set = GATE_TRY(secrets::resolve(std::move(set), embedded, choice.read_config));
  loaded.replaces_secrets = !set.extend.use_default;
  out.sources.push_back(std::to_string(set.rules.size()) + " secret rules of " + choice.gitleaks_config->origin +
                        (loaded.replaces_secrets ? ", which replaces the embedded secret rules" : ", which extends the embedded ones"));
  out.warnings.insert(out.warnings.end(), set.warnings.begin(), set.warnings.end());
  loaded.secrets.insert(loaded.secrets.begin(), std::move(set));
  return Ok{};
}

// --only and --skip must name something: a typo would switch the gate off.
Result<Ok> check_names(const CatalogueChoice& choice, const std::vector<const Rule*>& all) {
  for (const auto* list : {&choice.only, &choice.skip}) {
    for (const std::string& name : *list) {
      const bool known = std::any_of(all.begin(), all.end(), [&](const Rule* r) { return names({name}, *r); });
      if (known) continue;
      std::vector<std::string_view> ids;
      for (const Rule* r : all) ids.emplace_back(r->id);
      return fail(Errc::usage, std::string(list == &choice.only ? "--only " : "--skip ") + name + ": no such rule" + did_you_mean(name, ids),
                  "gogate rules list shows them all");
    }
  }
  return Ok{};
}

void count_embedded(const Scanner& s, std::string_view what, Catalogue& out) {
  const auto n = std::count_if(s.rules().begin(), s.rules().end(), [](const Rule* r) { return r->origin == "embedded"; });
  if (n != 0) out.sources.insert(out.sources.begin(), std::to_string(n) + " embedded " + std::string(what) + " rules");
}

}  // namespace

Result<Catalogue> load_catalogue(const CatalogueChoice& choice) {
  Catalogue out;
  Loaded loaded;
  const bool named = !choice.only.empty() || !choice.skip.empty();
  // The embedded sets are decoded here only when their names are needed; the
  // scanners decode their own.
  std::optional<secrets::RuleSet> embedded_secrets;
  std::optional<gopatterns::RuleSet> embedded_go;
  const bool own_secret_texts = choice.gitleaks_config || std::any_of(choice.extra.begin(), choice.extra.end(),
                                                                      [](const RuleText& t) { return !is_semgrep(t); });
  if (named || own_secret_texts) embedded_secrets = GATE_TRY(secrets::decode(embedded::secret_rules()));
  if (named) embedded_go = GATE_TRY(gopatterns::decode(embedded::go_rules()));
  const secrets::RuleSet* const base = embedded_secrets ? &*embedded_secrets : nullptr;
  if (choice.secrets_enabled) GATE_TRY(load_gitleaks(choice, base, loaded, out));
  GATE_TRY(load_extra(choice, base, loaded, out));
  if (named) {
    std::vector<const Rule*> all;
    for (const auto& r : embedded_secrets->rules) all.push_back(&r.info);
    all.push_back(&secrets::sops_rule());
    for (const auto& r : embedded_go->rules) all.push_back(&r.info);
    for (const auto& s : loaded.secrets)
      for (const auto& r : s.rules) all.push_back(&r.info);
    for (const auto& s : loaded.go)
      for (const auto& r : s.rules) all.push_back(&r.info);
    GATE_TRY(check_names(choice, all));
  }

  std::vector<secrets::RuleSet> for_masking;
  if (named || !choice.default_secret_rules || !choice.secrets_enabled) for_masking = loaded.secrets;

  // The scanners, in the order of the report.
  if (choice.secrets_enabled) {
    secrets::Options o;
    o.embedded_rules = embedded::secret_rules();
    o.embedded_database = embedded::secret_database();
    o.with_embedded = choice.default_secret_rules && !loaded.replaces_secrets;
    o.added = std::move(loaded.secrets);
    o.only = choice.only;
    o.skip = choice.skip;
    o.now = sys::SystemClock().now();
    o.max_decode_depth = choice.max_decode_depth;
    if (o.with_embedded) o.sops = out.sops = choice.sops;
    const bool masks_all = o.with_embedded && !named;
    out.scanners.push_back(GATE_TRY(secrets::make_scanner(std::move(o))));
    count_embedded(*out.scanners.back(), "secret", out);
    if (masks_all) out.masking_scanner = out.scanners.back().get();
  }
  if (choice.go_enabled) {
    gopatterns::Options o;
    if (choice.default_go_rules) {
      if (!embedded_go) embedded_go = GATE_TRY(gopatterns::decode(embedded::go_rules()));
      o.sets.push_back({std::make_shared<const gopatterns::RuleSet>(std::move(*embedded_go)), embedded::go_database()});
    }
    for (gopatterns::RuleSet& set : loaded.go)
      o.sets.push_back({std::make_shared<const gopatterns::RuleSet>(std::move(set)), {}});
    if (named) {
      o.active = [only = choice.only, skip = choice.skip](const Rule& r) {
        return (only.empty() || names(only, r)) && !names(skip, r);
      };
    }
    out.scanners.push_back(GATE_TRY(gopatterns::make_scanner(std::move(o))));
    count_embedded(*out.scanners.back(), "Go", out);
  }
  if (out.masking_scanner == nullptr) {
    secrets::Options o;
    o.embedded_rules = embedded::secret_rules();
    o.embedded_database = embedded::secret_database();
    o.added = std::move(for_masking);
    o.max_decode_depth = choice.max_decode_depth;
    out.masking = GATE_TRY(secrets::make_scanner(std::move(o)));
    out.masking_scanner = out.masking.get();
  }
  return out;
}

bool is_rule_file(const std::string& name) {
  return (name.ends_with(".toml") && !name.ends_with(".samples.toml")) || name.ends_with(".yaml") || name.ends_with(".yml");
}

Result<std::vector<RuleText>> read_rule_files(const std::string& path) {
  namespace fs = std::filesystem;
  const sys::DiskFiles files;
  std::vector<std::string> names;
  std::error_code error;
  if (fs::is_directory(path, error)) {
    for (auto it = fs::recursive_directory_iterator(path, error); !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      const std::string name = it->path().string();
      if (is_rule_file(name) && it->is_regular_file(error)) names.push_back(name);
    }
    if (error) return fail(Errc::config, path + ": " + error.message());
    std::sort(names.begin(), names.end());
    if (names.empty()) return fail(Errc::config, path + ": holds no rule file", "rule files end in .yaml, .yml or .toml");
  } else {
    names.push_back(path);
  }
  std::vector<RuleText> out;
  for (const std::string& name : names) {
    auto text = files.read(name, kMaxRuleFile);
    if (!text) return fail(Errc::config, text.error().what, "name a rule file or a folder of them");
    out.push_back({name, std::move(*text)});
  }
  return out;
}

}  // namespace gogate::cli
