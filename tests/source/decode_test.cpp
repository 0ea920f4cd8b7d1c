#include "gate/source/decode.h"

#include <doctest/doctest.h>

using namespace gogate::source;
using namespace std::string_view_literals;

namespace {
std::string decoded(std::string_view in) {
  std::string out = "untouched";
  decode_utf16(in, out);
  return out;
}
const std::string kOid = std::string(60, 'a') + "0123";
}  // namespace

TEST_CASE("UTF-16 with a byte order mark becomes UTF-8") {
  CHECK(decoded("\xFF\xFEh\0i\0\r\0\n\0"sv) == "hi\r\n");
  CHECK(decoded("\xFE\xFF\0h\0i"sv) == "hi");
  CHECK(decoded("\xFF\xFE\xAC\x20"sv) == "\xE2\x82\xAC");
  CHECK(decoded("\xFE\xFF\xD8\x3D\xDE\x00"sv) == "\xF0\x9F\x98\x80");
  CHECK(decoded("\xFF\xFE\x3D\xD8x\0"sv) == "\xEF\xBF\xBDx");  // lone surrogate
  CHECK(decoded("\xFF\xFEx\0y"sv) == "x\xEF\xBF\xBD");         // cut
  CHECK(decoded("\xFF\xFE"sv).empty());
  CHECK(decoded("\xFF\xFE\0\0h\0\0\0i\0\0\0"sv) == "hi");      // UTF-32
  CHECK(decoded("\0\0\xFE\xFF\0\0\0h"sv) == "h");
  CHECK(decoded("plain"sv) == "untouched");
  CHECK(decoded("\xEF\xBB\xBFutf-8"sv) == "untouched");
  CHECK(decoded(""sv) == "untouched");
}

TEST_CASE("UTF-16 without a byte order mark is told from binary content") {
  std::string little, big;
  for (const char c : "password = x\r\n"sv) little += c, little += '\0', big += '\0', big += c;
  CHECK(decoded(little) == "password = x\r\n");
  CHECK(decoded(big) == "password = x\r\n");
  CHECK(decoded(little + "\xAC\x20") == "password = x\r\n\xE2\x82\xAC");
  CHECK(decoded(little + "x") == "untouched");               // cut
  CHECK(decoded(little + std::string(2, char())) == "untouched");  // a table of strings
  CHECK(decoded(little + std::string(little.size(), 'a')) == "untouched");
  CHECK(decoded("a\0b\0"sv) == "untouched");                  // too short to tell
}

TEST_CASE("Git LFS pointers, and what only looks like one") {
  const std::string good = "version https://git-lfs.github.com/spec/v1\noid sha256:" + kOid + "\nsize 12\n";
  const auto pointer = parse_lfs_pointer(good);
  REQUIRE(pointer);
  CHECK(pointer->oid == kOid);
  CHECK(pointer->size == 12);
  CHECK(parse_lfs_pointer(good.substr(0, good.size() - 1)));
  CHECK_FALSE(parse_lfs_pointer(good + "password = x\n"));
  CHECK_FALSE(parse_lfs_pointer(good + "\n"));
  CHECK_FALSE(parse_lfs_pointer("version https://git-lfs.github.com/spec/v1\next-0-a sha256:" + kOid + "\noid sha256:" + kOid + "\nsize 12\n"));
  CHECK_FALSE(parse_lfs_pointer("version https://git-lfs.github.com/spec/v1\noid sha256:" + kOid + "\nsize -1\n"));
  CHECK_FALSE(parse_lfs_pointer("version https://git-lfs.github.com/spec/v1\noid sha256:" + kOid + "\nsize \n"));
  CHECK_FALSE(parse_lfs_pointer("version https://git-lfs.github.com/spec/v1\noid sha256:" + std::string(64, 'G') + "\nsize 1\n"));
  CHECK_FALSE(parse_lfs_pointer("version https://git-lfs.github.com/spec/v1\n"));
  CHECK_FALSE(parse_lfs_pointer(""));
}

TEST_CASE("binary formats are told by their first bytes") {
  CHECK(binary_format("\x89PNG\r\n\x1A\n...."sv) == "PNG image");
  CHECK(binary_format("\x7F" "ELF\2"sv) == "ELF program");
  CHECK(binary_format("PK\3\4"sv) == "ZIP archive");
  CHECK(binary_format(std::string(257, '\0') + "ustar" + std::string(20, '\0')) == "tar archive");
  CHECK(binary_format("package main"sv).empty());
  CHECK(binary_format("\0\0text"sv).empty());
  CHECK(binary_format(""sv).empty());
}
