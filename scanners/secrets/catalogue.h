// All rules of a run, made ready for matching. Immutable once made and shared by
// all workers; regexes inside compile themselves when first used.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gate/core/object_id.h"
#include "gate/core/result.h"
#include "scanners/secrets/allow.h"
#include "scanners/secrets/encoded_text.h"
#include "scanners/secrets/lazy_regex.h"
#include "scanners/secrets/rule_set.h"
#include "scanners/secrets/scanner.h"
#include "scanners/secrets/sops_policy.h"
#include "scanners/secrets/unsettled.h"

namespace gogate::secrets {

struct ReadyRule {
  explicit ReadyRule(const SecretRule& r) : rule(r), regex(r.regex), path(r.path_regex) {}

  const SecretRule& rule;
  LazyRegex regex;
  LazyRegex path;
  std::vector<std::uint32_t> keywords;                              // into Catalogue::keywords
  std::vector<std::uint32_t> allowlists;                            // into Catalogue::allowlists
  std::vector<std::pair<const Required*, std::uint32_t>> required;  // with the rule that it names
  bool reported = false;                                            // can yield findings in this run
  bool by_name = false;                                             // counts as generic: it yields to any other rule

  // What only the place of a blob decides may take the finding away again.
  [[nodiscard]] bool depends_on_place(const std::deque<CompiledAllowlist>& all) const;
};

class Catalogue {
 public:
  static Result<Catalogue> make(Options& options);

  std::deque<RuleSet> sets;  // addresses are stable
  std::vector<SopsPolicy> sops;
  bool sops_reported = false;
  std::int64_t now = 0;      // Options::now
  bool embedded = false;     // the first set is the embedded one
  std::deque<ReadyRule> rules;
  std::deque<CompiledAllowlist> allowlists;
  std::vector<std::string> keywords;
  std::vector<std::uint32_t> rule_of_pattern;  // over all sets, in their order
  std::vector<std::uint32_t> without_pattern;  // rules to run on every blob
  std::vector<std::uint32_t> path_only;
  std::unordered_map<const Rule*, std::uint32_t> by_rule;

  // Beside our rules a user's look into what ours do; alone they find what gitleaks finds.
  [[nodiscard]] Decoders decoders() const { return embedded ? Decoders::ours : Decoders::gitleaks; }
  // Path condition and allowlists of a rule at a place, and of the rules that it requires.
  [[nodiscard]] bool placed(std::uint32_t rule, std::string_view path, const ObjectId& commit,
                            const Unsettled& unsettled) const;

 private:
  void add_rules(const Options& options);
  void link_required();
  [[nodiscard]] bool stands(std::uint32_t rule, std::string_view path, const ObjectId& commit,
                            std::span<const std::uint32_t> content_allowed) const;
};

}  // namespace gogate::secrets
