// Reading whole objects by their number in an ObjectIndex. The interface is
// narrow so that a reader of packs can stand beside libgit2; both must give the
// same bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "gate/core/result.h"
#include "gate/source/pack_order.h"

namespace gogate::source {

// One thread. Fastest when numbers rise.
class ObjectReader {
 public:
  virtual ~ObjectReader() = default;
  // Valid until the next read. Errc::corrupt: damaged; Errc::missing: it has
  // vanished; Errc::unreadable: the disk. The object has the kind that the
  // index says, else it is corrupt.
  virtual Result<std::string_view> read(ObjectNumber number) = 0;
};

// Makes readers that outlive neither the index nor this object. Any thread.
class ObjectReaders {
 public:
  virtual ~ObjectReaders() = default;
  [[nodiscard]] virtual Result<std::unique_ptr<ObjectReader>> make() const = 0;
};

// Packs by libgit2. Packed bytes are checked against the CRC of their index, loose
// ones against their id. `objects` is the folder .git/objects.
std::unique_ptr<ObjectReaders> libgit2_readers(const ObjectIndex& index, std::string objects);

// Reads all of `numbers` (rising) with `threads` readers that take runs of
// neighbours in turn. `use` is called from several threads, with the worker's
// number (below `threads`); errors of single objects arrive there too. An error
// is returned only when no reader could be made.
Result<Ok> read_in_order(const ObjectReaders& readers, std::span<const ObjectNumber> numbers, unsigned threads,
                         const std::function<void(unsigned worker, ObjectNumber, Result<std::string_view>&)>& use);

}  // namespace gogate::source
