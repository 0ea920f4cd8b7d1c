#include "gate/core/byte_size.h"

#include <doctest/doctest.h>

using gogate::parse_byte_size;

TEST_CASE("sizes") {
  CHECK(parse_byte_size("0") == 0);
  CHECK(parse_byte_size("1048576") == 1048576);
  CHECK(parse_byte_size("12B") == 12);
  CHECK(parse_byte_size("64KB") == 65536);
  CHECK(parse_byte_size("100MiB") == 104857600);
  CHECK(parse_byte_size("2G") == std::uint64_t{2} << 30);
  CHECK(parse_byte_size("18446744073709551615") == ~std::uint64_t{0});
  // What a size is too large for, no size or another one: never a smaller one.
  for (const char* none : {"", "MB", "-1", "+1", " 1", "1 MB", "1.5GB", "1TB", "1kb", "18446744073709551616", "18014398509481984K", "17179869184G"})
    CHECK_FALSE(parse_byte_size(none));
}
