#include <array>

#include "reporters/reporter.h"

namespace gogate {
namespace {

constexpr std::array<ReportFormat, 4> kFormats{{
    {"text", "for people: grouped by file, source lines, the verdict last", write_text},
    {"json", "our own, stable: reporters/gogate-report.schema.json describes it", write_json},
    {"sarif", "SARIF 2.1.0 for GitHub code scanning and editors", write_sarif},
    {"junit", "JUnit XML for GitLab, Jenkins and other test views", write_junit},
}};

}  // namespace

std::span<const ReportFormat> formats() { return kFormats; }

const ReportFormat* find_format(std::string_view name) {
  for (const ReportFormat& f : kFormats)
    if (f.name == name) return &f;
  return nullptr;
}

}  // namespace gogate
