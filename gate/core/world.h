// What a scanner or verifier may need of the outside, as narrow interfaces.
// sys/ implements them on the real machine; tests bring their own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"

namespace gogate {

// Read-only access to files. Implementations are usable from several threads.
class Files {
 public:
  virtual ~Files() = default;

  enum class Kind : std::uint8_t { none, regular, directory, symlink, other };
  struct Entry {
    std::string name;
    Kind kind = Kind::none;
  };
  struct Info {
    Kind kind = Kind::none;  // none: not there
    std::uint64_t size = 0;
    std::uint32_t mode = 0;  // permission bits with set-id bits, st_mode & 07777
    std::uint32_t uid = 0;
    std::uint64_t inode = 0;  // near in number is near on most disks; 0: unknown
  };

  [[nodiscard]] virtual Info stat(const std::string& path) const = 0;  // never follows a final symlink
  // Whole content; too_large when over `limit` bytes. Follows symlinks.
  [[nodiscard]] virtual Result<std::string> read(const std::string& path, std::uint64_t limit) const = 0;
  // Content in pieces, front to back; `piece` returns false to stop early.
  [[nodiscard]] virtual Result<Ok> read_pieces(const std::string& path,
                                               const std::function<bool(std::string_view)>& piece) const = 0;
  [[nodiscard]] virtual Result<std::vector<Entry>> list(const std::string& path) const = 0;  // sorted by name
  [[nodiscard]] virtual Result<std::string> resolve(const std::string& path) const = 0;      // realpath(3)
};

// A folder of small files of our own that last from run to run (the cache).
// What is lost of it costs time, never truth. Any thread; names are of [a-z0-9._-].
class Store {
 public:
  virtual ~Store() = default;
  // Errc::not_found: nothing is kept under that name.
  [[nodiscard]] virtual Result<std::string> load(const std::string& name) const = 0;
  // Whole or not at all.
  [[nodiscard]] virtual Result<Ok> save(const std::string& name, std::string_view bytes) const = 0;
};

// Documents of the network, by URL. Any thread.
class Fetch {
 public:
  virtual ~Fetch() = default;
  struct Answer {
    unsigned status = 0;  // of HTTP
    std::string body;
  };
  // http and https alone, redirects among them too. An answer of any status is
  // one. Errc::too_large: over `limit` bytes; Errc::unreadable: no answer, and why.
  [[nodiscard]] virtual Result<Answer> get(const std::string& url, std::uint64_t limit) const = 0;
};

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual std::int64_t now() const = 0;  // seconds since 1970 UTC
};

}  // namespace gogate
