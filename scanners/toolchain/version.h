// Go's version numbers and the file VERSION at the top of a GOROOT. Pure
// functions over untrusted text.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gate/core/result.h"

namespace gogate::toolchain {

// "go1.26.8", "go1.27rc2", "go1.5beta1": of one release line when major and minor agree.
struct GoVersion {
  std::uint32_t major = 0;
  std::uint32_t minor = 0;
  std::uint32_t stage = 2;   // 0 beta, 1 rc, 2 release
  std::uint32_t number = 0;  // patch, or number of the beta or candidate
  auto operator<=>(const GoVersion&) const = default;
};

// Exactly such a version and nothing behind it; numbers of at most 6 digits.
std::optional<GoVersion> parse_go_version(std::string_view text);

// What names the release in a version string: "go1.22.9" of
// "go1.22.9 (Red Hat 1.22.9-2)" and of "go1.26.8 X:nodwarf5"; of a development
// version what follows "devel ".
std::string_view release_part(std::string_view version);

struct VersionFile {
  std::string line;  // the first line: what `go version` prints
  std::string time;  // of the "time" line (since Go 1.21); may be empty
};

// Errc::corrupt when the first line is no version: not beginning with "go1" or
// "devel", longer than 200 bytes, or with bytes that are not printable ASCII.
Result<VersionFile> parse_version_file(std::string_view text);

// The file name of a release: "go1.26.5.linux-amd64.tar.gz", "go1.26.5.src.tar.gz".
struct ArchiveName {
  std::string_view version;  // "go1.26.5"
  std::string_view tail;     // "linux-amd64.tar.gz"
};
std::optional<ArchiveName> parse_archive_name(std::string_view name);

}  // namespace gogate::toolchain
