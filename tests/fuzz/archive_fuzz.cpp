// Archives and container images from untrusted bytes: no crash, no end of the
// bounds, every path a name and nothing else.
#include <cstdlib>

#include "gate/cli/run/member_walk.h"
#include "gate/source/image_layout.h"

using namespace gogate;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view in(reinterpret_cast<const char*>(data), size);
  if (!source::archive_format(in).empty()) {
    constexpr std::uint64_t kMost = 1 << 20;
    std::uint64_t seen = 0;
    run::MemberWalk walk({3, kMost, nullptr}, [&](const std::string& inner, std::string_view bytes, bool is_link) -> Result<Ok> {
      if (!inner.starts_with("!/") || (!is_link && bytes.size() > kMost)) std::abort();
      seen += bytes.size();
      return Ok{};
    });
    if (!walk.walk(in)) std::abort();
    if (seen > source::allowance_of(size).bytes + 4 * size + kMost) std::abort();
  }
  auto files = source::ImageFiles::of_bytes(in, 1 << 20);
  (void)source::read_image_layout(files);
  return 0;
}
