// What a file's bytes stand for before they are scanned: UTF-16 as UTF-8, a Git
// LFS pointer as the object it names. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gogate::source {

// UTF-8 of text that begins with a UTF-16 or UTF-32 byte order mark, which is
// left out, or that can be nothing but UTF-16 without one: every second byte
// NUL in three of four characters at least, and no other byte NUL. False, and
// `out` untouched, for anything else. Lone surrogates and
// a cut last unit become U+FFFD. Line ends stay as they are.
bool decode_utf16(std::string_view bytes, std::string& out);

struct LfsPointer {
  std::string oid;  // SHA-256, 64 lower-case hex digits
  std::uint64_t size = 0;
};
// A pointer of the git-lfs specification, version 1, and nothing beside it: a
// file that holds anything more is ordinary text and gets scanned.
std::optional<LfsPointer> parse_lfs_pointer(std::string_view bytes);

// "PNG image", "ELF program", …; empty for text and for what is not recognised.
std::string_view binary_format(std::string_view bytes);

}  // namespace gogate::source
