// One piece of content from a source. Views only: bytes and path belong to the
// worker that read them and are valid until it reads the next blob.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "gate/core/object_id.h"
#include "gate/core/span.h"

namespace gogate {

struct Blob {
  std::string_view bytes;
  // Repository-relative, '/' separated, as git stores it (may not be UTF-8).
  // Empty in a history scan: there content is read once and blind to paths.
  std::string_view path;
  ObjectId id;  // zero where there is none (stdin, untracked file)
  // Sorted, disjoint byte ranges that the change brought in; nullopt: all of it.
  // An empty range marks a deletion between its neighbours.
  std::optional<std::span<const Span>> changed;
};

}  // namespace gogate
