// Reading whole objects by their number in an ObjectIndex. Two ways stand
// beside each other: packs read directly, and libgit2. Both give the same bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gate/core/result.h"
#include "gate/core/span.h"
#include "gate/source/pack_order.h"
#include "gate/source/pack_order_delta.h"

namespace gogate::source {

// Bytes of a commit, tree or tag that anybody could have meant.
inline constexpr std::uint64_t kLargestLink = std::uint64_t{1} << 30;

// One thread. Fastest when numbers rise.
class ObjectReader {
 public:
  virtual ~ObjectReader() = default;
  // Valid until the next read. Errc::corrupt: damaged; Errc::missing: it has
  // vanished; Errc::too_large: over `most` bytes; Errc::unreadable: the disk.
  // The object has the kind that the index says, else it is corrupt.
  virtual Result<std::string_view> read(ObjectNumber number, std::uint64_t most = kLargestLink) = 0;
  // As Content::seams and Reader::settle_clean, about what was read last.
  virtual std::optional<std::span<const Span>> seams() const { return std::nullopt; }
  virtual void settle_clean() {}
  // What was read last was made from the object that the index gives as its base:
  // what it has from there, in order. nullopt: read in another way. Valid until the next read.
  virtual std::optional<std::span<const DeltaCopy>> copies() { return std::nullopt; }

 protected:
  static std::string too_large(std::uint64_t size, std::uint64_t most) {
    return "object of " + std::to_string(size) + " bytes is over the limit of " + std::to_string(most);
  }
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

// Packs directly; what that does not know is left to `others`.
std::unique_ptr<ObjectReaders> direct_readers(const ObjectIndex& index, std::unique_ptr<ObjectReaders> others);

// Reads all of `numbers` (rising) with `threads` readers that take runs of
// neighbours in turn. `use` is called from several threads, with the worker's
// number (below `threads`); errors of single objects arrive there too. An error
// is returned only when no reader could be made.
using UseObject = std::function<void(unsigned worker, ObjectReader& reader, ObjectNumber, const Result<std::string_view>&)>;
Result<Ok> read_in_order(const ObjectReaders& readers, std::span<const ObjectNumber> numbers, unsigned threads, const UseObject& use);

}  // namespace gogate::source
