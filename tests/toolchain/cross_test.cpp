// Build info out of programs that the real linker wrote, for every executable
// format and both byte orders; nothing of them is run.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "scanners/toolchain/build_info.h"

using namespace gogate::toolchain;

TEST_CASE("cross: programs for many platforms") {
  if (std::system("go version >/dev/null 2>&1") != 0) {
    MESSAGE("SKIPPED: no go command here; no real program was read");
    return;
  }
  std::string folder = std::filesystem::temp_directory_path() / "gogate-cross-XXXXXX";
  REQUIRE(mkdtemp(folder.data()) != nullptr);
  std::ofstream(folder + "/main.go") << "package main\n\nfunc main() {}\n";
  std::ofstream(folder + "/go.mod") << "module example.com/cross\n\ngo 1.21\n";
  struct Case {
    const char* os;
    const char* arch;
    const char* format;
    const char* flags;
  };
  for (const Case& c : {Case{"linux", "amd64", "ELF", ""}, Case{"linux", "amd64", "ELF", "-ldflags='-s -w'"},
                        Case{"linux", "386", "ELF", ""}, Case{"linux", "s390x", "ELF", ""},
                        Case{"windows", "amd64", "PE", ""}, Case{"darwin", "arm64", "Mach-O", ""}}) {
    INFO(c.os << "/" << c.arch << " " << c.flags);
    const std::string command = "cd '" + folder + "' && CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS= GOOS=" + c.os +
                                " GOARCH=" + c.arch + " go build -buildvcs=false " + c.flags + " -o out . 2>&1";
    REQUIRE(std::system(command.c_str()) == 0);
    std::ifstream in(folder + "/out", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const auto info = read_build_info(bytes);
    REQUIRE(info);
    CHECK(info->version.starts_with("go1."));
    CHECK(info->path == "example.com/cross");
    CHECK(info->setting("GOOS") == c.os);
    CHECK(info->setting("GOARCH") == c.arch);
    CHECK(info->format == c.format);
    CHECK(info->arch == c.arch);
  }
  std::filesystem::remove_all(folder);
}
