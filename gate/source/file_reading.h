// Files beneath a folder, read without ever leaving it: no symbolic link on the
// way is followed, nothing but regular files is opened for reading.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gate/core/result.h"

namespace gogate::source {

class Folder {
 public:
  static Result<Folder> open(const std::string& path);  // follows links in `path` itself
  Folder(Folder&& o) noexcept;
  Folder& operator=(Folder&& o) noexcept;
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();

  // Whole content of the regular file at `path` (relative) into `out`, whose
  // memory is reused. Errc::not_found: not there, or no regular file any more;
  // too_large: over `limit` bytes; unreadable: permission, I/O error.
  Result<Ok> read(const std::string& path, std::uint64_t limit, std::string& out) const;
  // An open folder below, for listing; -1 and errno when it cannot be opened.
  [[nodiscard]] int open_below(const std::string& path, int flags) const;
  // Where the symbolic link at `path` leads, as it stands there; "" when it is none any more.
  [[nodiscard]] std::string link_target(const std::string& path) const;
  [[nodiscard]] int fd() const { return fd_; }

 private:
  explicit Folder(int fd) : fd_(fd) {}
  int fd_ = -1;
};

struct Link {
  std::string path;
  std::string target;
};

// "permission denied" and so on, for an errno.
std::string system_reason(int error);
// "256 MB"
std::string size_text(std::uint64_t bytes);

}  // namespace gogate::source
