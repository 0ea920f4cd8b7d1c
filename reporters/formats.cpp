#include <array>

#include "reporters/reporter.h"

namespace gogate {
namespace {

constexpr std::array<ReportFormat, 1> kFormats{{
    {"text", "for people: grouped by file, source lines, the verdict last", write_text},
}};

}  // namespace

std::span<const ReportFormat> formats() { return kFormats; }

const ReportFormat* find_format(std::string_view name) {
  for (const ReportFormat& f : kFormats)
    if (f.name == name) return &f;
  return nullptr;
}

}  // namespace gogate
