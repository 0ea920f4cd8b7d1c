// Commits, tags and trees.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gate/source/history_parse.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate::source;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)parse_commit(bytes);
  (void)parse_tag(bytes);
  TreeCursor cursor(bytes);
  std::size_t rows = 0;
  while (cursor.next()) ++rows;
  if (rows * 23 > size) __builtin_trap();  // mode, space, name, NUL and id take at least that
  return 0;
}
