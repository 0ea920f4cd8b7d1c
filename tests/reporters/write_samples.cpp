// Writes every sample in every format to a folder, for the validators:
// write_samples DIR -> DIR/blocked.sarif, DIR/blocked.xml, …
#include <fstream>
#include <iostream>
#include <string>

#include "reporters/reporter.h"
#include "tests/reporters/sample_report.h"

using namespace gogate;

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto write = [&](const std::string& name, const Report& report, const ReportOptions& options) {
    for (const ReportFormat& f : formats()) {
      const std::string suffix = f.name == "junit" ? "xml" : std::string(f.name);
      std::ofstream out(std::string(argv[1]) + "/" + name + "." + suffix, std::ios::binary);
      if (const auto done = f.write(report, options, out); !done) {
        std::cerr << done.error().what << "\n";
        return false;
      }
    }
    return true;
  };
  ReportOptions keep;
  keep.keep_suppressed = true;
  keep.category = "nightly/app";
  const bool ok = write("blocked", tests::blocked_sample().report, {}) &&
                  write("blocked-kept", tests::blocked_sample().report, keep) &&
                  write("passed", tests::passed_sample().report, {}) &&
                  write("incomplete", tests::incomplete_sample().report, {}) &&
                  write("toolchain", tests::toolchain_sample().report, {}) && write("empty", Report{}, {});
  return ok ? 0 : 1;
}
