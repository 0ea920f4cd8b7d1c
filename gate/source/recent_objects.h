// Which objects the ids of tree entries name, remembered for those met last.
// Versions of a folder share nearly all their entries, and each look-up in the
// index of a large repository is a cache miss or two.
#pragma once

#include <cstring>
#include <string_view>
#include <vector>

#include "gate/source/pack_order.h"

namespace gogate::source {

// One thread; the index must outlive it.
class RecentObjects {
 public:
  explicit RecentObjects(const ObjectIndex& index) : index_(&index), slots_(kSlots) {}

  // As ObjectIndex::find(), of an id of kIdBytes.
  ObjectNumber find(std::string_view id) {
    std::uint64_t key = 0;
    std::memcpy(&key, id.data() + 8, sizeof key);  // ids are uniformly distributed
    Slot& slot = slots_[key % kSlots];
    if (slot.number == kNoObject || std::memcmp(slot.id, id.data(), kIdBytes) != 0) {
      slot.number = index_->find(id);
      std::memcpy(slot.id, id.data(), kIdBytes);
    }
    return slot.number;
  }

 private:
  static constexpr std::size_t kSlots = 1U << 15;  // 800 kB
  struct Slot {
    char id[kIdBytes] = {};
    ObjectNumber number = kNoObject;
  };
  const ObjectIndex* index_;
  std::vector<Slot> slots_;
};

}  // namespace gogate::source
