// A file that the command line names.
#pragma once

#include <optional>
#include <string>

#include "gate/cli/setup.h"

namespace gogate::cli {

struct NamedFile {
  std::string text;
  std::string origin;  // for messages: its path, and in a merge check where it was read
};

// In a merge check one inside the repository is read where the trusted files
// are, not as the change has it. Errc::config: it is not there, or unreadable.
Result<NamedFile> read_named(const std::string& path, const TrustedFiles& trusted, const std::string& root, bool merge_check);

// The path of `file` relative to `root` when it lies inside: by its name, since
// a change may turn the file or a folder of it into a link that leads outside.
std::optional<std::string> inside(const std::string& file, const std::string& root);

// At most 64 MiB.
Result<std::string> read_disk(const std::string& path);

}  // namespace gogate::cli
