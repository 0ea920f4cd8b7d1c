// Compares text with tests/reporters/golden/NAME; GATE_UPDATE_GOLDEN=1 rewrites it.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "reporters/reporter.h"

namespace gogate::tests {

inline std::string written(WriteReport write, const Report& report, const ReportOptions& options = {}) {
  std::ostringstream out;
  const auto result = write(report, options, out);
  REQUIRE(result.has_value());
  return out.str();
}

inline void check_golden(const std::string& name, const std::string& got) {
  const std::string path = std::string(GOGATE_SOURCE_DIR) + "/tests/reporters/golden/" + name;
  if (std::getenv("GATE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << got;
    return;
  }
  std::ifstream in(path, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), "no golden file " << path << "; GATE_UPDATE_GOLDEN=1 writes it");
  const std::string expected{std::istreambuf_iterator<char>(in), {}};
  CHECK_MESSAGE(got == expected, "golden file " << name << " differs; expected:\n" << expected << "\ngot:\n" << got);
}

}  // namespace gogate::tests
