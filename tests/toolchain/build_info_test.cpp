#include "scanners/toolchain/build_info.h"

#include <doctest/doctest.h>

#include "scanners/toolchain/executable.h"
#include "tests/toolchain/programs.h"

using namespace gogate;
using namespace gogate::tests;
using namespace gogate::toolchain;

namespace {

constexpr std::string_view kText = "path\tcmd/go\nmod\tm\tv1\nbuild\tGOOS=linux\nbuild\tGOARCH=amd64\nbuild\tbroken\n";

std::string pointer_block(unsigned size, bool little) {
  // Header, then the two string headers, then the strings; loaded at 0x500000.
  const std::string version = "go1.16.3";
  const std::string text = framed(std::string(kText));
  const std::uint64_t headers = 0x500000 + 32;
  const std::uint64_t strings = headers + 4 * size;
  std::string out = info_magic() + static_cast<char>(size) + (little ? '\0' : '\1');
  out += number(headers, size, little) + number(headers + 2 * size, size, little);
  out.resize(32, '\0');
  out += number(strings, size, little) + number(version.size(), size, little);
  out += number(strings + version.size(), size, little) + number(text.size(), size, little);
  return out + version + text;
}

}  // namespace

TEST_CASE("build info: the form since Go 1.18") {
  const auto info = read_build_info(elf(inline_block("go1.26.8", std::string(kText))));
  REQUIRE(info);
  CHECK(info->version == "go1.26.8");
  CHECK(info->path == "cmd/go");
  CHECK(info->setting("GOOS") == "linux");
  CHECK(info->setting("none").empty());
  CHECK(info->settings.size() == 2);
  CHECK(info->format == "ELF");
  CHECK(info->arch == "amd64");
}

TEST_CASE("build info: the form with pointers before Go 1.18") {
  const auto info = read_build_info(elf(std::string(64, 'p') + pointer_block(8, true)));
  REQUIRE_FALSE(info);  // its addresses are 64 off
  const auto right = read_build_info(elf(pointer_block(8, true)));
  REQUIRE(right);
  CHECK(right->version == "go1.16.3");
  CHECK(right->path == "cmd/go");
  REQUIRE(read_build_info(elf(pointer_block(4, false))));
  CHECK(read_build_info(elf(pointer_block(4, false)))->version == "go1.16.3");
  std::string wild = pointer_block(8, true);
  wild[39] = '\x7f';  // an address far away
  CHECK(read_build_info(elf(wild)).error().code == Errc::corrupt);
}

TEST_CASE("build info: a block counts only where the linker aligns it") {
  CHECK(read_build_info(elf(std::string(32, 'x') + inline_block("go1.26.8", ""))));
  CHECK(read_build_info(elf(std::string(5, 'x') + inline_block("go1.26.8", ""))).error().code == Errc::not_found);
  const auto second = read_build_info(elf("xxx" + info_magic() + std::string(15, 'x') + inline_block("go1.2", "")));
  REQUIRE(second);
  CHECK(second->version == "go1.2");
}

TEST_CASE("build info: what is none") {
  CHECK(read_build_info("").error().code == Errc::unsupported);
  CHECK(read_build_info("#!/bin/sh\nexec go \"$@\"\n").error().code == Errc::unsupported);
  CHECK(read_build_info(elf(std::string(500, 'x'))).error().code == Errc::not_found);
  CHECK(read_build_info(elf(inline_block("", ""))).error().code == Errc::not_found);
  CHECK(read_build_info(std::string("\xca\xfe\xba\xbe\x00\x00\x00\x41", 8) + std::string(100, '\0')).error().code ==
        Errc::unsupported);  // a Java class
}

TEST_CASE("build info: no cut and no flipped byte crashes or reads outside") {
  for (const std::string& whole : {elf(inline_block("go1.26.8", std::string(kText))), elf(pointer_block(8, true))}) {
    for (std::size_t n = 0; n < whole.size(); ++n) {
      const std::string part = whole.substr(0, n);  // its own allocation, for the sanitizer
      if (const auto info = read_build_info(part)) CHECK(info->version.size() <= n);
    }
    for (std::size_t i = 0; i < whole.size(); ++i)
      for (const char value : {'\x00', '\x7f', '\xff'}) {
        std::string changed = whole;
        changed[i] = value;
        if (const auto info = read_build_info(changed)) CHECK(info->version.size() <= 1024);
      }
  }
}
