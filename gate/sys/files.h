// Files on the real machine (POSIX).
#pragma once

#include "gate/core/world.h"

namespace gogate::sys {

class DiskFiles final : public Files {
 public:
  [[nodiscard]] Info stat(const std::string& path) const override;
  [[nodiscard]] Result<std::string> read(const std::string& path, std::uint64_t limit) const override;
  [[nodiscard]] Result<Ok> read_pieces(const std::string& path,
                                       const std::function<bool(std::string_view)>& piece) const override;
  [[nodiscard]] Result<std::vector<Entry>> list(const std::string& path) const override;
  [[nodiscard]] Result<std::string> resolve(const std::string& path) const override;
};

}  // namespace gogate::sys
