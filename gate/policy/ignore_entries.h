// What ignore files and baselines of any tool come to: entries that name a
// secret by its place, by a digest of its value, or by our fingerprint; paths
// that a tool leaves out; and patterns of lines and values it does not report.
// Plain values. Their readers are beside this file, one for each format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/finding.h"
#include "gate/core/result.h"

namespace gogate::policy {

struct IgnoreEntry {
  Directive kind = Directive::gitleaks_ignore_file;
  std::string place;    // ".gitleaksignore:12", "baseline.json, finding 3"
  std::string rule;     // an id or alias of ours or of another tool; empty: any
  std::string path;     // '/' separated; empty: any
  std::string commit;   // full id in hex, lower case; empty: see any_commit
  bool any_commit = true;  // false: this commit, and if `commit` is empty only what has none (a worktree)
  std::uint32_t first_line = 0;  // 1-based, of the match; 0: any
  std::uint32_t last_line = 0;
  std::uint32_t first_column = 0;  // 1-based bytes, on first_line; 0: any. Ours may differ by one.
  std::uint32_t last_column = 0;   // inclusive, on last_line
  bool file_itself = false;      // a finding that the path alone gave (line 0 in gitleaks' words)
  std::string sha1;     // 20 bytes: of the secret's value
  std::string sha256;   // 32 bytes: likewise
  std::string fingerprint;  // of our own report
  bool is_real = false;     // someone looked and said that it is a secret indeed

  [[nodiscard]] bool by_value() const { return !sha1.empty() || !sha256.empty(); }
};

// A pattern as its file has it.
struct IgnorePattern {
  enum class On : std::uint8_t { path, line, value };
  On on = On::path;
  std::string place;   // ".github/secret_scanning.yml:3"
  std::string shown;   // as the user wrote it
  std::string regex;   // searched, not anchored; RE2
  bool takes_back = false;  // a path that an earlier pattern excluded is scanned after all
};

struct IgnoreFile {
  Directive kind = Directive::gitleaks_ignore_file;
  std::string origin;
  std::vector<IgnoreEntry> entries;
  std::vector<IgnorePattern> patterns;
  std::vector<std::string> warnings;  // what is named but cannot be honoured
};

// Of a match in the occurrence's version of the file.
struct MatchLines {
  std::uint32_t first;
  std::uint32_t last;
};
MatchLines lines_of(const Finding& finding, const Occurrence& at);

// Whether the entry's lines and columns, or its "the file itself", are those of
// the finding there. Path, commit, rule and value are not asked.
bool stands_at(const IgnoreEntry& entry, const Finding& finding, const Occurrence& at);

// The finding's rule, or one that was merged into it; generic names for any secret.
bool names_finding(const Finding& finding, std::string_view name);

// '\' becomes '/', a leading "./" goes.
std::string as_git_path(std::string_view path);

// Text of a file that a person wrote: without a byte order mark. Errc::config:
// UTF-16, NUL bytes, or a line of more than `max_line` bytes ("origin:line: …").
Result<std::string_view> plain_text(std::string_view text, std::string_view origin, std::size_t max_line);

}  // namespace gogate::policy
