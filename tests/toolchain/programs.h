// Small executables with Go build info, made by hand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gogate::tests {

inline std::string number(std::uint64_t v, unsigned size, bool little) {
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    const auto b = static_cast<char>(v >> (8 * i));
    if (little)
      out += b;
    else
      out.insert(out.begin(), b);
  }
  return out;
}

inline std::string varint(std::uint64_t v) {
  std::string out;
  for (; v >= 0x80; v >>= 7) out += static_cast<char>((v & 0x7f) | 0x80);
  return out += static_cast<char>(v);
}

inline std::string info_magic() { return std::string("\xff Go ") + "buildinf:"; }

// The module text with its marks around it.
inline std::string framed(const std::string& text) { return std::string(16, '<') + text + std::string(16, '>'); }

// A block of the form since Go 1.18.
inline std::string inline_block(const std::string& version, const std::string& text) {
  const std::string mod = text.empty() ? "" : framed(text);
  return info_magic() + '\x08' + '\x02' + std::string(16, '\0') + varint(version.size()) + version +
         varint(mod.size()) + mod;
}

// A 64-bit ELF file for amd64 with one writable segment that holds `data` at
// address 0x500000, and no section table.
inline std::string elf(const std::string& data) {
  std::string out =
      "\x7f"
      "ELF";
  out += "\x02\x01\x01";
  out.resize(16, '\0');
  out += number(2, 2, true) + number(62, 2, true) + number(1, 4, true) + number(0, 8, true) + number(64, 8, true) +
         number(0, 8, true) + number(0, 4, true) + number(64, 2, true) + number(56, 2, true) + number(1, 2, true) +
         number(0, 2, true) + number(0, 2, true) + number(0, 2, true);
  out += number(1, 4, true) + number(6, 4, true) + number(0x200, 8, true) + number(0x500000, 8, true) +
         number(0, 8, true) + number(data.size(), 8, true) + number(data.size(), 8, true) + number(16, 8, true);
  out.resize(0x200, '\0');
  return out + data;
}

// The go command of a release, as far as this room reads it.
inline std::string go_program(const std::string& version, const std::string& path = "cmd/go") {
  return elf(inline_block(version, "path\t" + path + "\nbuild\tGOARCH=amd64\nbuild\tGOOS=linux\n"));
}

}  // namespace gogate::tests
