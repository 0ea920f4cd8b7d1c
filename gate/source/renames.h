// Which deleted file an added one was made from. One thread.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "gate/core/object_id.h"

namespace gogate::source {

struct RenameEnd {
  std::string_view path;
  ObjectId id;  // zero: content only by load
};

class Renames {
 public:
  // Gives the bytes of an end, or false when they cannot be had.
  using Load = std::function<bool(const RenameEnd&, std::string& out)>;
  explicit Renames(Load load) : load_(std::move(load)) {}

  // For each of `added` the index of the one in `deleted` that it was made
  // from, or -1: equal content first, then at least half of the lines alike. A
  // deleted file serves once. Beyond some hundreds of files, and for large
  // files, only equal content is looked for.
  std::vector<int> match(std::span<const RenameEnd> added, std::span<const RenameEnd> deleted);

 private:
  Load load_;
  std::size_t budget_ = std::size_t{64} << 20;  // bytes that may be read in all
};

}  // namespace gogate::source
