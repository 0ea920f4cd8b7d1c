#include "gate/cli/setup.h"

#include <algorithm>
#include <filesystem>

#include "gate/cli/ignore_files.h"
#include "gate/cli/named_file.h"
#include "gate/core/byte_size.h"
#include "gate/sys/files.h"

namespace gogate::cli {
namespace {

Result<Ok> read_policy(const CommonArguments& a, const TrustedFiles& trusted, const std::string& root, Setup& s) {
  if (!a.policy.empty()) {
    const NamedFile file = GATE_TRY(read_named(a.policy, trusted, root, s.merge_check));
    s.config = GATE_TRY(policy::parse_config(file.text, a.policy));
    s.config.origin = file.origin;
  } else if (const auto text = GATE_TRY(trusted.read(".gogate.toml"))) {
    s.config = GATE_TRY(policy::parse_config(*text, ".gogate.toml"));
    s.config.origin = ".gogate.toml at " + trusted.name;
  }
  if (const auto text = GATE_TRY(trusted.read(".gogate/waivers.toml")))
    s.waivers = GATE_TRY(policy::parse_waivers(*text, ".gogate/waivers.toml"));
  return Ok{};
}

// As gitleaks finds its configuration: the flag, GITLEAKS_CONFIG (a file),
// GITLEAKS_CONFIG_TOML (its content), .gitleaks.toml at the root.
Result<std::optional<NamedFile>> find_gitleaks_config(const CommonArguments& a, const sys::Environment& environment,
                                                  const TrustedFiles& trusted, const std::string& root, const Setup& s) {
  for (const std::string& path : {a.gitleaks_config, environment.get("GITLEAKS_CONFIG")})
    if (!path.empty()) return std::optional(GATE_TRY(read_named(path, trusted, root, s.merge_check)));
  if (environment.has("GITLEAKS_CONFIG_TOML"))
    return std::optional(NamedFile{environment.get("GITLEAKS_CONFIG_TOML"), "GITLEAKS_CONFIG_TOML"});
  const std::string name = s.config.gitleaks_config.empty() ? ".gitleaks.toml" : s.config.gitleaks_config;
  auto text = GATE_TRY(trusted.read(name));
  if (text) return std::optional(NamedFile{std::move(*text), name});
  if (!s.config.gitleaks_config.empty())
    return fail(Errc::config, name + ": is not at " + trusted.name, "the policy names it as gitleaks-config");
  return std::optional<NamedFile>();
}

// .sops.yaml says what must be encrypted. In a merge check the target branch's
// counts beside the change's own, so that a change cannot take a file out of it
// and bring that file in.
std::vector<secrets::SopsPolicy> sops_policies(const TrustedFiles& trusted, const std::string& root, bool merge_check) {
  std::vector<secrets::SopsPolicy> out;
  out.emplace_back(trusted.read);
  if (!merge_check || root.empty()) return out;
  out.emplace_back([root](const std::string& path) -> Result<std::optional<std::string>> {
    auto text = read_disk(root + "/" + path);
    if (!text) return std::optional<std::string>();  // a change's own may be broken: the target's still counts
    return std::optional(std::move(*text));
  });
  return out;
}

void append(std::vector<std::string>& to, const std::vector<std::string>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

TrustedFiles trust_folder(const std::string& root) {
  return {root, [root](const std::string& path) -> Result<std::optional<std::string>> {
            auto text = read_disk(root + "/" + path);
            if (text) return std::optional(std::move(*text));
            if (text.error().code == Errc::not_found) return std::optional<std::string>();
            Error e = std::move(text).error();
            e.code = Errc::config;
            return std::unexpected(std::move(e));
          },
          {},
          {}};
}

TrustedFiles trust_commit(const source::Repository& repo, const ObjectId& commit, const std::string& name) {
  return {name + " (" + commit.hex().substr(0, 7) + ")",
          [&repo, commit](const std::string& path) { return repo.read_at(commit, path); },
          [&repo, commit](const std::string& path) { return repo.list_at(commit, path); },
          [&repo](const std::string& path) {
            const auto head = repo.head();
            if (!head || !*head) return false;
            const auto files = repo.list_at(**head, path);
            return !files || !files->empty();
          }};
}

TrustedFiles trust_nothing() {
  return {"defaults", [](const std::string&) -> Result<std::optional<std::string>> { return std::optional<std::string>(); },
          [](const std::string&) -> Result<std::vector<std::string>> { return std::vector<std::string>(); },
          [](const std::string&) { return true; }};
}

std::string root_of(const source::Repository& repo) { return repo.is_bare() ? repo.git_dir() : repo.workdir(); }

TrustedFiles trust_repository(const source::Repository& repo) {
  if (!repo.is_bare()) return trust_folder(repo.workdir());
  const auto head = repo.head();
  return head && *head ? trust_commit(repo, **head, "HEAD") : trust_nothing();
}

Result<Setup> make_setup(const CommonArguments& a, const sys::Environment& environment, const TrustedFiles& trusted,
                         const std::string& root, bool merge_check) {
  Setup s;
  s.merge_check = merge_check;
  s.trusted = trusted;
  GATE_TRY(read_policy(a, trusted, root, s));
  s.ignores = GATE_TRY(load_ignores(a, trusted, root, merge_check));
  if (merge_check) s.deciding_files = deciding_files(a, root);
  s.filter.include = s.config.include;
  s.filter.exclude = s.config.exclude;
  append(s.filter.include, a.include);
  append(s.filter.exclude, a.exclude);
  if (s.config.max_file_size) s.limits.max_file_size = *s.config.max_file_size;
  if (!a.max_file_size.empty()) {
    const auto size = parse_byte_size(a.max_file_size);
    if (!size) return fail(Errc::usage, "--max-file-size " + a.max_file_size + ": is no size", "write 1048576, 100MB or 2GB");
    s.limits.max_file_size = *size;
  }
  CatalogueChoice choice;
  choice.default_secret_rules = !a.no_default_rules && s.config.secrets.default_rules;
  choice.default_go_rules = !a.no_default_rules && s.config.go.default_rules;
  choice.secrets_enabled = s.config.secrets.enabled;
  choice.go_enabled = s.config.go.enabled && !a.secrets_only;
  choice.skip_bad_rules = a.skip_bad_rules;
  choice.only = a.only;
  choice.skip = a.skip;
  choice.max_decode_depth = a.max_decode_depth;
  append(choice.only, s.config.secrets.only);
  append(choice.only, s.config.go.only);
  append(choice.skip, s.config.secrets.skip);
  append(choice.skip, s.config.go.skip);
  choice.sops = sops_policies(trusted, root, merge_check);
  if (const auto config = GATE_TRY(find_gitleaks_config(a, environment, trusted, root, s))) {
    choice.gitleaks_config = RuleText{config->origin, config->text};
    choice.read_config = [&trusted, root, merge_check](const std::string& path) -> Result<std::string> {
      NamedFile file = GATE_TRY(read_named(path, trusted, root, merge_check));
      return std::move(file.text);
    };
  }
  for (const std::string& path : a.rules) {
    if (merge_check && inside(path, root)) {
      // The list of files is the trusted one, too: a change must not drop a rule.
      const std::string relative = *inside(path, root);
      std::vector<std::string> names;
      for (std::string& name : GATE_TRY(trusted.list(relative)))
        if (name == relative || is_rule_file(name)) names.push_back(std::move(name));
      const bool of_the_change = trusted.in_change && trusted.in_change(relative);
      if (names.empty() && of_the_change)
        return fail(Errc::config, path + ": no rule file there at " + trusted.name,
                    "in a merge check rules inside the repository are read there");
      for (const std::string& name : names) {
        auto text = GATE_TRY(trusted.read(name));
        if (text) choice.extra.push_back({name, std::move(*text)});
      }
      if (!names.empty()) continue;
    }
    for (RuleText& t : GATE_TRY(read_rule_files(path))) choice.extra.push_back(std::move(t));
  }
  std::vector<std::string> from_policy = s.config.secrets.rules;
  append(from_policy, s.config.go.rules);
  for (const std::string& path : from_policy) {
    auto text = GATE_TRY(trusted.read(path));
    if (!text) return fail(Errc::config, path + ": is not at " + trusted.name, "the policy names it under rules");
    choice.extra.push_back({path, std::move(*text)});
  }
  s.catalogue = GATE_TRY(load_catalogue(choice));
  s.gaps = s.catalogue.gaps;
  s.warnings = s.catalogue.warnings;
  append(s.warnings, s.ignores.warnings());
  return s;
}

}  // namespace gogate::cli
