// One folder's entries. For the files of this folder.
#pragma once

#include <string>
#include <vector>

#include "gate/core/result.h"
#include "gate/source/file_reading.h"

namespace gogate::source {

struct Listed {
  enum Kind : std::uint8_t { file, folder, link, other };
  std::string name;
  Kind kind = file;
};

// Sorted by name, so that every run takes the same order whatever readdir(3) gives.
Result<std::vector<Listed>> list_folder(const Folder& root, const std::string& path);

}  // namespace gogate::source
