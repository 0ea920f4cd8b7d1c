// The embedded table of h1 hashes of Go's releases (data/README.md). Views
// point into the program's own read-only data. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"

namespace gogate::toolchain {

class KnownHashes {
 public:
  KnownHashes() = default;  // knows nothing
  // Errc::corrupt for anything but a whole table. `text` must outlive it.
  static Result<KnownHashes> read(std::string_view text);
  static Result<KnownHashes> embedded();

  [[nodiscard]] std::string_view date() const { return date_; }  // "2026-11-23"
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  // "h1:…", or empty: not known. "go1.26.8", "linux-amd64".
  [[nodiscard]] std::string_view find(std::string_view release, std::string_view platform) const;

 private:
  struct Row {
    std::string_view release, platform, h1;
  };
  std::string_view date_;
  std::vector<Row> rows_;
};

}  // namespace gogate::toolchain
