// The embedded table of what the Go project published (data/README.md). Views
// point into the program's own read-only data. Any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/digest.h"
#include "gate/core/result.h"

namespace gogate::toolchain {

struct ReleaseFile {
  std::string_view version;  // "go1.26.5"
  std::string_view tail;     // "linux-amd64.tar.gz"
  std::string_view os;       // empty for source
  std::string_view arch;
  std::string_view kind;  // "archive", "source"
  bool stable = false;
  std::uint64_t size = 0;
  Sha256 sha256{};

  [[nodiscard]] std::string name() const { return std::string(version) + "." + std::string(tail); }
  [[nodiscard]] std::string platform() const {
    return os.empty() ? "source" : std::string(os) + "/" + std::string(arch);
  }
};

class Releases {
 public:
  // Reads a table in the form of data/README.md; `bytes` must outlive it.
  static Result<Releases> read(std::string_view bytes);
  // The embedded one. Reading it takes well under a millisecond; it is not kept.
  static Result<Releases> embedded();

  [[nodiscard]] std::string_view date() const { return date_; }
  [[nodiscard]] std::size_t size() const { return rows_.size() / kRow; }
  [[nodiscard]] ReleaseFile at(std::size_t index) const;
  // Files with this content; one content has had two names.
  [[nodiscard]] std::vector<ReleaseFile> with_digest(const Sha256& digest) const;
  // Files of this name: none or one.
  [[nodiscard]] std::vector<ReleaseFile> with_name(std::string_view name) const;
  enum class Standing : std::uint8_t { published, newer, never_published };
  // Whether a version is in the table, newer than what it knows of that line, or neither.
  [[nodiscard]] Standing standing(std::string_view version) const;

 private:
  struct Version {
    std::string_view name;
    bool stable = false;
  };
  struct Tail {
    std::string_view name, os, arch, kind;
  };
  static constexpr std::size_t kRow = 40;

  std::string_view date_;
  std::vector<Version> versions_;
  std::vector<Tail> tails_;
  std::string_view rows_;
};

}  // namespace gogate::toolchain
