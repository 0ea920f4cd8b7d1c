// What one .sops.yaml says must be encrypted, and is not. As SOPS reads it: the first
// creation rule whose path_regex matches the path decides; its encrypted_regex,
// encrypted_suffix, unencrypted_regex or unencrypted_suffix say which values.
//
// Differs on purpose: a rule without a path_regex says how to encrypt, not that
// every file must be, and is passed over. Only the formats in which SOPS
// encrypts single values are looked at: YAML, JSON, dotenv, INI.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "gate/core/rule.h"
#include "gate/core/span.h"
#include "scanners/secrets/regex.h"

namespace gogate::secrets {

// The rule under which such values are reported; no regex finds them.
const Rule& sops_rule();

// Immutable once made; const use from any thread.
class SopsFile {
 public:
  // Errc::config: no YAML, or a regex that does not compile.
  static Result<SopsFile> parse(std::string_view yaml, std::string_view origin);

  // By its name: YAML, JSON, dotenv or INI.
  [[nodiscard]] static bool may_hold_values(std::string_view path);
  // `path` relative to the folder of .sops.yaml, here and below.
  [[nodiscard]] bool covers(std::string_view path) const;

  struct Plain {
    Span value;
    bool sure = true;  // false: the rule takes every file of its format, and this one may be something else
  };
  // Values that should be encrypted, in order; none when nothing is wrong.
  [[nodiscard]] std::vector<Plain> plain_values(std::string_view path, std::string_view bytes) const;

 private:
  struct Creation {
    std::unique_ptr<Regex> path;
    std::unique_ptr<Regex> encrypted, unencrypted;  // of keys; may be null
    std::string encrypted_suffix, unencrypted_suffix;
    [[nodiscard]] bool selects(const std::vector<std::string>& keys) const;
  };
  [[nodiscard]] const Creation* rule_for(std::string_view path) const;

  std::vector<Creation> rules_;
};

}  // namespace gogate::secrets
