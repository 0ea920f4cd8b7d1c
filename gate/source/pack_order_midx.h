// The multi-pack-index (gitformat-pack(5), version 1): one list of ids over
// several packs. git keeps each pack's own .idx beside it, and so this is asked
// only for a pack whose .idx is not there. A view; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gate/core/result.h"

namespace gogate::source {

class MultiPackIndexView {
 public:
  // Errc::corrupt; Errc::unsupported: SHA-256 ids or another version. `bytes` outlives the view.
  static Result<MultiPackIndexView> parse(std::string_view bytes);

  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] std::uint32_t packs() const { return packs_; }
  [[nodiscard]] std::string_view id(std::uint32_t i) const;
  [[nodiscard]] std::uint32_t pack(std::uint32_t i) const;  // may be over packs() in a damaged file
  [[nodiscard]] std::optional<std::uint64_t> offset(std::uint32_t i) const;
  // The pack of this name ("pack-1a2b….idx"); nullopt: not listed.
  [[nodiscard]] std::optional<std::uint32_t> pack_named(std::string_view idx) const;
  [[nodiscard]] std::string_view checksummed() const;  // what own_checksum() is of
  [[nodiscard]] std::string_view own_checksum() const;

 private:
  std::string_view bytes_;
  std::string_view names_, ids_, offsets_, large_;
  std::uint32_t count_ = 0;
  std::uint32_t packs_ = 0;
};

// An index (version 1) of one of its packs, made of what it says. Errc::corrupt:
// an offset that such an index cannot hold (over 4 GB), or damage.
Result<std::string> index_from(const MultiPackIndexView& midx, std::uint32_t pack, std::string_view pack_checksum);

}  // namespace gogate::source
