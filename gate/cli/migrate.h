// gogate migrate: our files from another tool's. The parts that the command is
// made of; migrate.cpp puts them together and writes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gate/cli/perform.h"
#include "gate/policy/ignore_entries.h"

namespace gogate::cli {

struct NewWaiver {
  std::string secret;       // an id, or
  std::string fingerprint;  // a place, for a value that could be guessed
  std::string where;        // "config/a.yml:12, github-pat", for a comment
  std::string reason;
};

struct Migration {
  std::vector<NewWaiver> waivers;
  std::string gitleaks_config;         // [secrets] gitleaks-config: a file that goes on as it is
  std::string rules;                   // text of .gogate/secrets.toml, in the gitleaks format; empty: none
  std::vector<std::string> skip;       // rule ids
  std::vector<std::string> carried;    // what was done, a line each
  std::vector<std::string> left;       // what was not, and why
  std::vector<std::string> dead;       // entries that name nothing any more
};

// Entries of an ignore file or a gitleaks report, resolved to the secrets that
// stand there: in the commit that they name, else at HEAD. `comments` gives the
// words that stood above an entry, by its place; may be empty.
struct EntryComment {
  std::string place;
  std::string text;
};
Result<Ok> migrate_places(const std::vector<policy::IgnoreEntry>& entries, const std::vector<EntryComment>& comments,
                          const source::Repository& repo, const Setup& setup, const CommonArguments& arguments, const Machine& machine,
                          Migration& out);

// Entries that name a value (by digest), resolved by looking for it: in the
// whole history, or only in the worktree.
Result<Ok> migrate_values(policy::IgnoreFile file, bool history, const source::Repository& repo, const Setup& setup,
                          const CommonArguments& arguments, const Machine& machine, Migration& out);

// The filters of a .secrets.baseline, as allowlists.
void migrate_patterns(const std::vector<policy::IgnorePattern>& patterns, Migration& out);

// trufflehog's configuration (YAML), a file of path patterns, and names of detectors that are switched off.
Result<Ok> migrate_trufflehog(std::string_view yaml, std::string_view origin, Migration& out);
void migrate_path_patterns(std::string_view text, std::string_view origin, Migration& out);
void migrate_excluded_detectors(const std::vector<std::string>& names, const Catalogue& catalogue, Migration& out);

std::string policy_text(const Migration& m, std::string_view tool);
std::string waivers_text(const Migration& m, std::string_view tool, std::string_view owner, std::string_view expires);
std::string toml_string(std::string_view text);

}  // namespace gogate::cli
