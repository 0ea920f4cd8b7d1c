// Just enough of ELF, PE and Mach-O (also fat: its first part) to find an
// executable's data and the bytes behind an address. Untrusted bytes: every
// read is checked, nothing is allocated by a number from the file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"

namespace gogate::toolchain {

struct Executable {
  std::string_view bytes;   // of the part looked at; the caller's
  std::string_view format;  // "ELF", "PE", "Mach-O"
  std::string_view arch;    // Go's name ("amd64"), empty when not known
  bool little_endian = true;

  struct Segment {
    std::uint64_t address = 0;
    std::uint64_t offset = 0;  // within bytes
    std::uint64_t size = 0;    // offset + size <= bytes.size()
  };
  std::vector<Segment> segments;
  Segment build_info;  // where build info may begin: its own section, or the writable data

  // `size` bytes at an address; empty when they are not all in one segment.
  [[nodiscard]] std::string_view at_address(std::uint64_t address, std::uint64_t size) const;
};

// Errc::unsupported: none of the formats. Errc::corrupt: contradicts its format.
Result<Executable> read_executable(std::string_view bytes);

}  // namespace gogate::toolchain
