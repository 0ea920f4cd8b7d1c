// A file mapped for reading. Packs are never changed in place by git, only
// replaced, so the mapping stays good even when a repack unlinks the file.
#pragma once

#include <string>
#include <string_view>

#include "gate/core/result.h"

namespace gogate::source {

class MappedFile {
 public:
  // Errc::not_found, Errc::unreadable. An empty file maps to no bytes.
  static Result<MappedFile> open(const std::string& path);
  // Stays open. `name` is for errors.
  static Result<MappedFile> of_descriptor(int fd, const std::string& name);
  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept : bytes_(other.bytes_) { other.bytes_ = {}; }
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MappedFile();

  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes_;
};

// Whole content of a small file (refs, shallow, loose objects).
Result<std::string> read_small_file(const std::string& path, std::size_t limit);

}  // namespace gogate::source
