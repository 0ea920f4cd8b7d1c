// One function a format: the report in, bytes out. A reporter never filters,
// sorts or decides anything but what its format cannot hold (and says so).
//
// To add a format: one file here, one line in formats.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "gate/core/report.h"
#include "gate/core/result.h"

namespace gogate {

enum class Verbosity : std::uint8_t { quiet, normal, verbose };  // -q, neither, -v

struct ReportOptions {
  bool colour = false;                      // ANSI colours, text only; never set for a pipe or with NO_COLOR
  unsigned width = 80;                      // columns of the terminal, text only; under 40 counts as 40
  Verbosity verbosity = Verbosity::normal;  // text only
  bool keep_suppressed = false;             // SARIF: keep suppressed and waived findings, with suppressions[]
  std::string category;  // SARIF: automationDetails.id, without the closing '/'; empty: "gogate/<command>"
  std::size_t sarif_left_out = 0;  // text: findings for which a SARIF report of the same run has no room
};

// Writes the whole report and flushes. Fails (Errc::internal) when the stream
// does: what was written so far must then not be taken for a report. Any thread.
using WriteReport = Result<Ok> (*)(const Report&, const ReportOptions&, std::ostream&);

struct ReportFormat {
  std::string_view name;
  std::string_view description;
  WriteReport write;
};

std::span<const ReportFormat> formats();
const ReportFormat* find_format(std::string_view name);  // nullptr: no such format

Result<Ok> write_text(const Report& report, const ReportOptions& options, std::ostream& out);
Result<Ok> write_json(const Report& report, const ReportOptions& options, std::ostream& out);
Result<Ok> write_sarif(const Report& report, const ReportOptions& options, std::ostream& out);
Result<Ok> write_junit(const Report& report, const ReportOptions& options, std::ostream& out);

// GitHub takes no more results from one run, and no larger file after gzip (10
// MB, less some room); the gravest are kept.
inline constexpr std::size_t kSarifMaxResults = 25'000;
inline constexpr std::size_t kSarifMaxPacked = 9'500'000;
// How many findings write_sarif() leaves out for that.
std::size_t sarif_left_out(const Report& report, const ReportOptions& options);

}  // namespace gogate
