#include <array>
#include <cstddef>

#include "gate/core/coverage.h"
#include "gate/core/finding.h"
#include "gate/core/report.h"

namespace gogate {
namespace {

constexpr std::array<std::string_view, 11> kGaps{"missing-object",  "corrupt-object", "unreadable-file",
                                                 "too-large",       "syntax-error",   "analysis-bounded",
                                                 "bad-rule",        "no-active-rule", "nothing-scanned",
                                                 "missing-policy",  "unproven"};
constexpr std::array<std::string_view, 9> kNotes{"syntax-error", "binary",   "submodule",   "lfs-pointer", "symlink",
                                                 "encrypted",    "excluded", "uncommitted", "other"};

constexpr std::array<std::string_view, 7> kPlaces{"content", "commit-message", "commit-person", "tag-message",
                                                  "note",    "ref-name",       "path-name"};

}  // namespace

std::string_view name_of(PlaceKind p) { return kPlaces[static_cast<std::size_t>(p)]; }
std::string_view name_of(GapKind k) { return kGaps[static_cast<std::size_t>(k)]; }
std::string_view name_of(NoteKind k) { return kNotes[static_cast<std::size_t>(k)]; }

std::optional<GapKind> parse_gap_kind(std::string_view name) {
  for (std::size_t i = 0; i < kGaps.size(); ++i)
    if (kGaps[i] == name) return static_cast<GapKind>(i);
  return std::nullopt;
}

std::string_view name_of(Verdict v) {
  switch (v) {
    case Verdict::passed: return "passed";
    case Verdict::blocked: return "blocked";
    case Verdict::incomplete: break;
  }
  return "incomplete";
}

std::string_view name_of(Check::Outcome o) {
  switch (o) {
    case Check::Outcome::passed: return "passed";
    case Check::Outcome::failed: return "failed";
    case Check::Outcome::open: break;
  }
  return "open";
}

int exit_code(Verdict v) {
  switch (v) {
    case Verdict::passed: return 0;
    case Verdict::blocked: return 1;
    case Verdict::incomplete: break;
  }
  return 3;
}

}  // namespace gogate
