#include "scanners/secrets/rule_set.h"

#include <array>
#include <utility>

#include "gate/core/codec.h"
#include "scanners/secrets/named_value.h"
#include "scanners/secrets/near_word.h"

namespace gogate::secrets {
namespace {

// Raised with every change of the visit() functions.
constexpr std::string_view kMagic = "gogate-secrets-3";

constexpr std::array<std::pair<Checksum, std::string_view>, 8> kChecksums{{
    {Checksum::none, "none"},
    {Checksum::github, "github"},
    {Checksum::npm, "npm"},
    {Checksum::gitlab_routable, "gitlab-routable"},
    {Checksum::jwt, "jwt"},
    {Checksum::aws_access_key, "aws-access-key"},
    {Checksum::pem, "pem"},
    {Checksum::slack, "slack"},
}};

PatternSpec located(const std::string& regex) {
  PatternSpec out;
  out.kind = PatternSpec::Kind::regex;
  out.text = regex;
  out.located = true;
  return out;
}

// Calls f(spec, rule index) for each pattern, so that both lists agree.
template <class F>
void each_pattern(const RuleSet& set, F f) {
  for (std::uint32_t i = 0; i < set.rules.size(); ++i) {
    const SecretRule& rule = set.rules[i];
    if (rule.regex.text.empty()) continue;
    if (rule.regex.engine == Engine::re2) {
      if (rule.near_filter.empty()) {
        PatternSpec spec = located(rule.regex.text);
        if (rule.reader > ValueReader::match)
          spec.lines_around = kNamedLines;
        f(std::move(spec), i);
        continue;
      }
      PatternSpec near = located(rule.near_filter);
      near.whole = rule.regex.text;
      near.leads = true;
      near.before = kBeforeWord;
      near.run = rule.near_run;
      f(std::move(near), i);
      if (!rule.other_filter.empty()) f(located(rule.other_filter), i);
    } else {
      for (const std::string& keyword : rule.keywords) f(PatternSpec{PatternSpec::Kind::literal, true, keyword}, i);
    }
  }
}

}  // namespace

std::string_view name_of(Checksum c) {
  for (const auto& [kind, name] : kChecksums)
    if (kind == c) return name;
  return "none";
}

std::optional<Checksum> parse_checksum(std::string_view name) {
  for (const auto& [kind, known] : kChecksums)
    if (known == name) return kind;
  return std::nullopt;
}

std::vector<PatternSpec> patterns_of(const RuleSet& set) {
  std::vector<PatternSpec> out;
  each_pattern(set, [&](PatternSpec spec, std::uint32_t) { out.push_back(std::move(spec)); });
  return out;
}

std::vector<std::uint32_t> rules_of_patterns(const RuleSet& set) {
  std::vector<std::uint32_t> out;
  each_pattern(set, [&](const PatternSpec&, std::uint32_t rule) { out.push_back(rule); });
  return out;
}

std::string encode(const RuleSet& set) {
  codec::Writer writer;
  writer(set);
  return std::string(kMagic) + writer.take();
}

Result<RuleSet> decode(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return fail(Errc::corrupt, "compiled secret rules: written by another build");
  bytes.remove_prefix(kMagic.size());
  codec::Reader reader(bytes);
  RuleSet set;
  reader(set);
  if (!reader.done()) return fail(Errc::corrupt, "compiled secret rules: truncated or damaged");
  return set;
}

}  // namespace gogate::secrets
