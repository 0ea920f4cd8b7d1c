// Where reports go. A file appears whole or not at all: it is written beside
// its place, synced and renamed. Standard output is written at once and its
// failure (closed pipe, full disk) is an error, never a shorter report.
#pragma once

#include <string>
#include <string_view>

#include "gate/core/result.h"

namespace gogate::sys {

// Errc::unreadable with the reason. `path` keeps its mode when it exists, else
// gets 0644 less the umask. A path that is a device or pipe is written to directly.
Result<Ok> write_file(const std::string& path, std::string_view bytes);
Result<Ok> write_stdout(std::string_view bytes);

bool is_terminal(int descriptor);
unsigned terminal_width();  // columns of stderr's terminal, 80 when unknown

}  // namespace gogate::sys
