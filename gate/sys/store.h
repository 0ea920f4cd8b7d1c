// A folder of small files, made when the first is kept.
#pragma once

#include <string>

#include "gate/core/world.h"

namespace gogate::sys {

class FolderStore final : public Store {
 public:
  explicit FolderStore(std::string folder) : folder_(std::move(folder)) {}
  [[nodiscard]] Result<std::string> load(const std::string& name) const override;  // at most 1 MiB
  [[nodiscard]] Result<Ok> save(const std::string& name, std::string_view bytes) const override;

 private:
  std::string folder_;
};

}  // namespace gogate::sys
