// A delta of any bytes applied to a base of any bytes stays within both.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "gate/source/pack_order_delta.h"
#include "gate/source/pack_order_format.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate::source;
  if (size < 1) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::size_t split = bytes.size() * data[0] / 255;
  // Copies of exact size, so that one byte too far is seen.
  const auto exact = [](std::string_view from) {
    auto copy = std::make_unique<char[]>(from.size());
    from.copy(copy.get(), from.size());
    return copy;
  };
  const auto base = exact(bytes.substr(0, split));
  const auto delta = exact(bytes.substr(split));
  const std::string_view delta_view(delta.get(), bytes.size() - split);
  const auto sizes = parse_delta_sizes(delta_view);
  if (!sizes || sizes->result > (1U << 20)) return 0;
  const auto out = std::make_unique<char[]>(sizes->result);
  (void)apply_delta({base.get(), split}, delta_view.substr(sizes->header_bytes), out.get(), sizes->result);
  return 0;
}
