// What was looked at, and what was not. A gap makes the verdict incomplete
// unless the policy accepts its kind; a note is listed only. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gogate {

enum class GapKind : std::uint8_t {
  missing_object,    // a shallow or partial clone lacks it
  corrupt_object,    // git object, pack or archive contradicts its checksum or format
  unreadable_file,   // permission, I/O error, vanished meanwhile
  too_large,         // over --max-file-size or another limit
  syntax_error,      // does not parse where lines changed
  analysis_bounded,  // a regex, decoder or analysis stopped at its limit
  bad_rule,          // a rule was left out (--skip-bad-rules)
  no_active_rule,    // nothing could have been found
  nothing_scanned,   // content changed, but none of it reached a scanner
  missing_policy,    // the target branch, whose policy decides, is not here
  unproven,          // a verifier could not prove what it was asked to
};

enum class NoteKind : std::uint8_t {
  syntax_error,  // elsewhere than in changed lines
  binary,        // recognised binary format (its bytes were scanned all the same)
  submodule,
  lfs_pointer,   // the object is not in the local store
  symlink,       // not followed
  encrypted,
  excluded,      // by --include, --exclude or the policy
  uncommitted,   // left out by --committed
  other,
};

std::string_view name_of(GapKind k);   // "missing-object", "corrupt-object", …
std::string_view name_of(NoteKind k);  // "syntax-error", "binary", …
std::optional<GapKind> parse_gap_kind(std::string_view name);

struct Gap {
  GapKind kind{};
  std::string place;      // path, revision or object id
  std::string why;        // "object 1a2b… is not in this clone"
  std::string next_step;  // "git fetch --unshallow"; may be empty
  bool accepted = false;  // set by the judge from the policy
  auto operator<=>(const Gap&) const = default;
};

struct Note {
  NoteKind kind{};
  std::string place;
  std::string what;
  auto operator<=>(const Note&) const = default;
};

// Counts of a run. Only ever added to.
struct Counts {
  std::uint64_t commits = 0;
  std::uint64_t blobs = 0;  // pieces of content that reached a scanner
  std::uint64_t bytes = 0;
  std::uint64_t lines = 0;
  std::uint64_t files_excluded = 0;
  Counts& operator+=(const Counts& o) {
    commits += o.commits;
    blobs += o.blobs;
    bytes += o.bytes;
    lines += o.lines;
    files_excluded += o.files_excluded;
    return *this;
  }
};

}  // namespace gogate
