// UTF-16 decoding, Git LFS pointers, binary formats and path globs.
#include <cstdlib>

#include "gate/source/decode.h"
#include "gate/core/glob.h"

using namespace gogate::source;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view in(reinterpret_cast<const char*>(data), size);
  std::string text;
  if (decode_utf16(in, text) && text.size() > 2 * in.size() + 3) std::abort();
  if (const auto pointer = parse_lfs_pointer(in); pointer && pointer->oid.size() != 64) std::abort();
  (void)binary_format(in);
  const std::size_t cut = in.find('\n');
  if (cut != std::string_view::npos && cut < 200) (void)glob_matches(in.substr(0, cut), in.substr(cut + 1, 500));
  return 0;
}
