// All ignore files and baselines of a run, ready to be asked.
//
// A finding passes by twice: once where its bytes are at hand (know: workers,
// const), once where its places are known (apply: one thread, before
// group_occurrences). What a file says of a commit, a place and a value holds
// for one occurrence; other occurrences of the same secret stand.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/line_index.h"
#include "gate/policy/ignore_entries.h"

namespace gogate::policy {

// What came of the entries in one run. One thread.
struct IgnoreUse {
  std::vector<bool> matched;                 // by entry
  std::vector<std::uint64_t> left_out;           // files, by pattern on paths
  std::vector<std::uint64_t> findings_left_out;  // of a history, likewise
  std::vector<std::string> warnings;
};

// Whether git's patch of a commit adds one of these lines of its version of the path.
using PatchAdds = std::function<bool(const ObjectId& commit, const std::string& path, std::uint32_t first, std::uint32_t last)>;

class IgnoreSet {
 public:
  // In a merge check a place alone says nothing about a value that the change brought in.
  explicit IgnoreSet(bool merge_check = false);
  ~IgnoreSet();
  IgnoreSet(IgnoreSet&&) noexcept;
  IgnoreSet& operator=(IgnoreSet&&) noexcept;

  // Patterns that RE2 does not take are warned about and leave nothing out.
  void add(IgnoreFile file);

  [[nodiscard]] bool empty() const { return entries_.empty() && patterns_.empty(); }
  [[nodiscard]] const std::vector<IgnoreEntry>& entries() const { return entries_; }
  [[nodiscard]] const std::vector<IgnorePattern>& patterns() const { return patterns_; }
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }
  [[nodiscard]] IgnoreUse new_use() const;

  // The pattern by which no secrets are looked for at `path`; patterns()'s index.
  [[nodiscard]] std::optional<std::uint32_t> left_out(std::string_view path) const;

  // Fills in match_line, known_values and value_is_new of secrets in `bytes`,
  // and suppresses those whose line or value a pattern leaves out. `previous`
  // is the version that the change replaced, "" when it is new.
  void know(std::string_view bytes, std::string_view previous, const LineIndex& lines, std::span<Finding> findings) const;

  // Suppresses what entries name; splits a finding of which they name only some
  // occurrences. Other tools name what git's patches show: where one of them
  // names a secret, what no patch shows (the file renamed, a merge) goes with it.
  void apply(std::vector<Finding>& findings, const PatchAdds& patch_adds, IgnoreUse& use) const;

  // Entries and path patterns that nothing matched, as notes. `history`: all
  // commits were scanned; else entries that name a commit are left out.
  [[nodiscard]] std::vector<Note> unused(const IgnoreUse& use, bool history) const;
  // What was left out by each pattern.
  [[nodiscard]] std::vector<Note> left_out_notes(const IgnoreUse& use) const;

 private:
  struct Regexes;
  // The entry that names this occurrence of `f`; marks all that do as matched.
  [[nodiscard]] const IgnoreEntry* named_by(const Finding& f, const Occurrence& at, IgnoreUse& use) const;
  [[nodiscard]] bool holds(const IgnoreEntry& e, std::uint32_t index, const Finding& f, const Occurrence& at, IgnoreUse& use) const;
  bool merge_check_ = false;
  std::vector<IgnoreEntry> entries_;
  std::vector<IgnorePattern> patterns_;
  std::vector<std::string> warnings_;
  std::unique_ptr<Regexes> regexes_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_path_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_digest_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_fingerprint_;
  bool knows_sha1_ = false;
  bool knows_sha256_ = false;
};

}  // namespace gogate::policy
