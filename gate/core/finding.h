// rule + location + message + redacted evidence + fingerprint. A plain value
// that owns its strings and outlives the blob it was found in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/object_id.h"
#include "gate/core/rule.h"
#include "gate/core/secret_text.h"
#include "gate/core/span.h"

namespace gogate {

// Who took evidence away again.
struct Removal {
  ObjectId commit;
  std::string author;     // "Name <mail>"
  std::int64_t time = 0;  // seconds since 1970, author date
  bool operator==(const Removal&) const = default;
};

enum class AtHead : std::uint8_t { unknown, no, yes };

// Where a blob stands and, once a finding is joined to it, where in it the
// evidence does.
struct Occurrence {
  std::string path;
  ObjectId commit;     // zero: the worktree, index, stdin
  std::string author;  // "Name <mail>", empty when there is no commit
  std::int64_t time = 0;  // seconds since 1970, author date; 0: none
  std::uint32_t line = 0;             // 1-based, in that version of the file; 0: not known, or the path alone
  std::string fingerprint = {};       // names the place (see Finding::fingerprint)
  AtHead at_head = AtHead::unknown;   // of a history: whether the evidence still stands there at HEAD
  std::vector<Removal> removed = {};  // of a history: by whom it was taken away there, earliest first
  bool operator==(const Occurrence&) const = default;
};

// What a finding stands in. Of anything but content Occurrence::path names the
// place: "commit:ID/message", "commit:ID/author", "tag:NAME/message", "tag:NAME/tagger", "tag:NAME",
// "branch:NAME", "ref:NAME", "path:PATH", "note:ID".
enum class PlaceKind : std::uint8_t { content, commit_message, commit_person, tag_message, note, ref_name, path_name };
std::string_view name_of(PlaceKind p);  // "content", "commit-message", "commit-person", …

// Source lines around the finding with every secret masked (see Masker).
struct Excerpt {
  std::uint32_t first_line = 1;
  std::vector<std::string> lines;   // masked, without line ends
  std::uint32_t caret_column = 1;   // 1-based byte column in the masked first line of the match
  std::uint32_t caret_length = 1;   // bytes, at least 1, clipped to that line
};

// One step of a data flow, from source to sink.
struct Step {
  Region region;
  std::string path;
  std::string message;
  Excerpt excerpt;
};

// Replaces bytes of the file the finding stands in.
struct Fix {
  std::string description;
  Span span;
  std::string replacement;
  Region region;
};

enum class Directive : std::uint8_t {
  // comments
  gogate_ignore,
  gitleaks_allow,
  nosemgrep,
  nosec,
  betterleaks_allow,
  trufflehog_ignore,
  kingfisher_ignore,
  pragma_allowlist,
  // files beside the source
  gitleaks_ignore_file,
  betterleaks_ignore_file,
  secrets_baseline,  // of detect-secrets
  baseline,          // an earlier report
};
inline bool is_file(Directive d) { return d >= Directive::gitleaks_ignore_file; }

// Why a finding does not count, or would have.
struct Suppression {
  Directive kind{};
  std::uint32_t line = 0;     // where the comment stands; 0: a file outside the source
  std::string reason;
  bool added_by_change = false;  // a change cannot wave itself through
  bool counts = true;            // false: reported, but the finding stands
  // In a merge check: digests of the directive's line and of the match's first
  // line, to be looked for on the target branch. Never printed.
  std::string line_key = {};
  std::string match_key = {};
};

struct Waiver {
  std::string owner;
  std::string reason;
  std::string expires;  // YYYY-MM-DD
};

struct Finding {
  const Rule* rule = nullptr;  // owned by the scanner's catalogue, which outlives the report
  Severity severity = Severity::high;
  Confidence confidence = Confidence::medium;
  std::string confidence_why;  // one line: "value looks random; file is a test"; may be empty
  std::string message;         // masked

  // While what silences is applied, a finding is one place (a fingerprint) with
  // one value: `also` holds other commits that brought it there. Afterwards
  // group_occurrences() makes one entry of the places of one secret.
  Occurrence at;                   // what region, excerpt and blob belong to
  std::vector<Occurrence> also;    // the same evidence elsewhere, earliest first
  PlaceKind place{};
  // Not content, and others have it already, so that it cannot be rewritten: warns, never blocks.
  bool published = false;
  std::string advice;              // what else to know of where it stands, or how to get it out of there; may be empty
  Region region;
  Span statement;                  // bytes of the enclosing Go statement or of the match's lines
  ObjectId blob;
  SecretText secret;               // empty for findings that are none
  Excerpt excerpt;
  std::vector<Step> steps;
  std::optional<Fix> fix;
  std::vector<const Rule*> also_rules;  // other rules that said the same, merged into this one

  // In a history: where in the blob the evidence stands, as "!/app/.env" of an
  // archive; empty: the blob itself. Goes behind the path at the join.
  std::string inner;

  // For ignore files, from the blob to the join: the line on which the match
  // (not the secret) begins, the entries that know the secret's value, and
  // whether the version that the change replaced lacked that value.
  std::uint32_t match_line = 0;
  std::vector<std::uint32_t> known_values;
  bool value_is_new = false;

  // The scanner's own, from its scan() to its place(): what cannot be settled
  // without knowing where the blob stands. Nobody else reads it.
  std::vector<std::uint32_t> unsettled;

  std::string fingerprint;  // 32 hex digits; names the place, survives moved lines, tells nothing of the secret
  std::string line_hash;    // GitHub's primaryLocationLineHash, with ":n"

  // Keyed digest of the value that a credential has here (that of the secret,
  // or of the pattern's text): equal within a run, worthless outside it, never
  // printed. Empty: not about a credential.
  std::string value = {};
  // In a merge check: this place held another value before the change, or
  // earlier in it. What silences by place (a fingerprint, a path, a comment)
  // must not hold then; what names the secret or the one commit may.
  bool value_changed = false;
  // In a merge check: the file on the target branch holds this very value.
  bool value_on_target = false;

  std::optional<Suppression> suppression;
  std::optional<Waiver> waiver;
  bool blocks = false;  // set by the judge

  // Neither suppressed by a directive that counts, nor waived.
  [[nodiscard]] bool active() const { return !(suppression && suppression->counts) && !waiver; }
};

}  // namespace gogate
