// Secret rules as plain values: what the gitleaks TOML format says, plus our
// own extension table. Built at load time, then immutable; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/pattern.h"
#include "gate/core/result.h"
#include "gate/core/rule.h"

namespace gogate::secrets {

// Which engine understands a regex. RE2 is linear; PCRE2 runs under limits.
enum class Engine : std::uint8_t { re2, pcre2 };

// What can be verified about a secret without asking its provider.
enum class Checksum : std::uint8_t { none, github, npm, gitlab_routable, jwt, aws_access_key, pem, slack };
std::string_view name_of(Checksum c);  // "github", "npm", "gitlab-routable", "jwt", …
std::optional<Checksum> parse_checksum(std::string_view name);

// How much a match says about the kind, when several rules find one secret:
// a form that many kinds share (a JWT), a word beside a form that others have
// too (its value must not spell words), a literal of its own, both.
enum class Specificity : std::uint8_t { shared_form, near_word, own_literal, near_word_and_literal };

// What reads the secret where a rule's regex has found but a word (named_value.h).
// match: the regex has it, and it is judged like what a reader found.
enum class ValueReader : std::uint8_t { none, match, named, kubernetes_secret };

enum class RegexTarget : std::uint8_t { secret, match, line };

struct Regexp {
  std::string text;  // as the engine takes it: (?<n>…) is written (?P<n>…) for RE2
  Engine engine = Engine::re2;
};

struct Allowlist {
  std::string description;
  bool all = false;  // condition AND: every kind of check that is given must hold
  RegexTarget target = RegexTarget::secret;
  std::vector<std::string> commits;  // lower case, full ids
  std::vector<Regexp> paths;
  std::vector<Regexp> regexes;
  std::vector<std::string> stopwords;     // lower case
  std::vector<std::string> target_rules;  // of a global one: ids; empty: all
};

// Another rule that must match nearby for this one to be reported.
struct Required {
  std::string id;
  std::optional<std::int32_t> within_lines;
  std::optional<std::int32_t> within_columns;
};

struct SecretRule {
  Rule info;
  Regexp regex;                       // empty text: a rule about paths alone
  // Of a kind that a word beside the value tells: the word, which matches wherever
  // that part of `regex` does, and the runs that its values hold. For the prefilter.
  std::string near_filter;
  RunCondition near_run;
  std::string other_filter;           // with `near_filter`: the rest of `regex`, if there is any
  Regexp path_regex;                  // empty text: any path
  std::uint32_t secret_group = 0;     // 0: the first group that is not empty, else the match
  double entropy = 0;                 // the secret's must exceed it; 0: unchecked
  std::vector<std::string> keywords;  // lower case; any of them must stand in the blob
  std::vector<Allowlist> allowlists;
  std::vector<Required> required;
  bool skip_report = false;  // only serves as another rule's `required`
  bool ours = false;         // embedded: placeholders, examples and file roles are judged too
  bool generic = false;      // no shape of its own: the value must look random
  Specificity specificity = Specificity::own_literal;
  Checksum checksum = Checksum::none;
  ValueReader reader = ValueReader::none;
};

struct Extend {
  bool use_default = false;
  std::string path;
  std::vector<std::string> disabled_rules;
};

struct RuleSet {
  std::string title;
  std::string origin;  // "embedded", or the file
  std::vector<SecretRule> rules;
  std::vector<Allowlist> allowlists;  // for all rules of the set (and those it extends)
  Extend extend;
  std::vector<std::string> warnings;  // "file:line:column: unknown key …"
};

// One entry or two for each rule with a regex, in rule order. A rule for PCRE2 has
// its keywords instead (none: it is looked for in every blob).
std::vector<PatternSpec> patterns_of(const RuleSet& set);
// For each of those patterns, the index of its rule.
std::vector<std::uint32_t> rules_of_patterns(const RuleSet& set);

// Compiled form that the build embeds. decode() accepts only what encode() of
// the same build wrote; anything else is Errc::corrupt.
std::string encode(const RuleSet& set);
Result<RuleSet> decode(std::string_view bytes);

// For gate/core/codec.h.
template <class C>
void visit(C& c, Regexp& r) {
  c(r.text), c(r.engine);
}
template <class C>
void visit(C& c, Allowlist& a) {
  c(a.description), c(a.all), c(a.target), c(a.commits), c(a.paths), c(a.regexes), c(a.stopwords), c(a.target_rules);
}
template <class C>
void visit(C& c, Required& r) {
  c(r.id), c(r.within_lines), c(r.within_columns);
}
template <class C>
void visit(C& c, SecretRule& r) {
  c(r.info), c(r.regex), c(r.near_filter), c(r.near_run.of), c(r.near_run.lengths), c(r.other_filter), c(r.path_regex), c(r.secret_group), c(r.entropy), c(r.keywords), c(r.allowlists);
  c(r.required), c(r.skip_report), c(r.ours), c(r.generic), c(r.specificity), c(r.checksum), c(r.reader);
}
template <class C>
void visit(C& c, Extend& e) {
  c(e.use_default), c(e.path), c(e.disabled_rules);
}
template <class C>
void visit(C& c, RuleSet& s) {
  c(s.title), c(s.origin), c(s.rules), c(s.allowlists), c(s.extend), c(s.warnings);
}

}  // namespace gogate::secrets
