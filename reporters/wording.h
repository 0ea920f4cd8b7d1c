// Numbers, times and places as people read them, the same in every format.
// Pure functions; results may hold bytes of a repository (see encoding.h)
// where the argument did.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "gate/core/finding.h"
#include "gate/core/report.h"
#include "gate/core/result.h"

namespace gogate::reporters {

std::string grouped(std::uint64_t n);                        // "25,000"
std::string counted(std::uint64_t n, std::string_view one);  // "1 blob", "2,000 blobs"
std::string bytes_text(std::uint64_t n);                     // "812 bytes", "34.1 kB", "1.2 GB"
std::string date(std::int64_t seconds);                      // "2026-03-04", UTC
std::string date_time(std::int64_t seconds);                 // "2026-03-04T05:06:07", UTC, no zone
std::string_view directive_text(Directive d);                // "gogate:ignore", ".gitleaksignore"

// Where a finding stands; a finding that no path holds is named by its scope.
std::string path_of(const Occurrence& at);  // never empty
// "path:line:col", or the path alone when the finding has no bytes of its own.
std::string place_of(const Finding& finding);
// "Name" of "Name <mail>".
std::string_view author_name(std::string_view author);

// "5 occurrences at 3 paths, the first in commit 1a2b… by Ana, 2026-01-02"; empty when there is only one.
std::string occurrences_text(const Finding& finding);
const Occurrence& first_of(const Finding& finding);  // the earliest that is known
// "also at path:line in commit 1a2b…, 2026-01-02"
std::string also_text(const Occurrence& at);
// The line of a [[waiver]] that names it: its secret, where that has an id, else its place.
std::string waiver_line(const Finding& finding);
// "by commit 1a2b… of Ana, 2026-01-02", or empty.
std::string commit_text(const Occurrence& at);
std::string commit_text(const Removal& by);
// Whether the evidence still stands at HEAD at any of its places.
AtHead at_head(const Finding& finding);
// "still stands at HEAD", "no longer at HEAD; removed by …", or empty.
std::string standing_text(const Finding& finding, bool all);
// Why the finding does not count; empty when it does.
std::string set_aside_why(const Finding& finding);

// True when bytes in scope stayed unread, whatever the verdict is: an
// unaccepted gap or a scanner that could not finish.
bool has_open_gaps(const Report& report);

// Whether the finding's fix may be shown as it is: there is one, its
// replacement is valid UTF-8, and the finding is about no secret, which the
// replacement could repeat.
bool fix_is_printable(const Finding& finding);

// A repository's URL without user and password; "host:path" of git's short
// form as ssh://host/path; empty when it is no URL.
std::string without_credentials(std::string_view url);

// Flushes, and turns a stream that failed into an error.
Result<Ok> finish(std::ostream& out, std::string_view format);

}  // namespace gogate::reporters
