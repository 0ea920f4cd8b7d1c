#include "scanners/toolchain/module_hash.h"

#include <algorithm>
#include <vector>

#include "scanners/toolchain/base64.h"

namespace gogate::toolchain {
namespace {

// "src/cmd/_go.mod" for "src/cmd/go.mod": a module may not hold another one.
std::string name_in_module(const std::string& name) {
  constexpr std::string_view kGoMod = "go.mod";
  if (name == kGoMod) return "_go.mod";
  if (name.ends_with("/go.mod")) return name.substr(0, name.size() - kGoMod.size()) + "_go.mod";
  return name;
}

}  // namespace

std::string module_version(std::string_view release, std::string_view platform) {
  return "v0.0.1-" + std::string(release) + "." + std::string(platform);
}

std::string module_h1(std::span<const TreeFile> files, std::string_view release, std::string_view platform,
                      const std::optional<Sha256>& instead) {
  struct Line {
    std::string name;
    const Sha256* sha256;
  };
  std::vector<Line> lines;
  lines.reserve(files.size());
  for (const TreeFile& f : files)
    if (is_covered(f.name)) lines.push_back({name_in_module(f.name), instead && f.name == "go.env" ? &*instead : &f.sha256});
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.name < b.name; });
  const std::string prefix = std::string(kToolchainModule) + "@" + module_version(release, platform) + "/";
  Sha256Stream all;
  for (const Line& l : lines) all.update(hex(*l.sha256) + "  " + prefix + l.name + "\n");
  return "h1:" + base64(bytes_of(all.finish()));
}

const Sha256& released_go_env() {
  static constexpr Sha256 kDigest{0x98, 0xfc, 0xab, 0x78, 0xe1, 0x55, 0xe9, 0xfa, 0x0c, 0x36, 0xb1,
                                  0x88, 0x74, 0xad, 0xd3, 0x07, 0x24, 0xd0, 0x4c, 0x24, 0x52, 0x07,
                                  0x81, 0x17, 0xc7, 0x86, 0x18, 0x10, 0x7e, 0xbf, 0xbc, 0x9e};
  return kDigest;
}

bool is_local_go_env(std::string_view text) {
  constexpr std::string_view kLocal = "\nGOTOOLCHAIN=local\n";
  const std::size_t at = text.find(kLocal);
  if (at == std::string_view::npos) return false;
  std::string released(text);
  released.replace(at, kLocal.size(), "\nGOTOOLCHAIN=auto\n");
  return sha256(released) == released_go_env();
}

bool is_h1(std::string_view text) {
  if (!text.starts_with("h1:")) return false;
  const auto bytes = from_base64(text.substr(3));
  return bytes && bytes->size() == Sha256{}.size();
}

}  // namespace gogate::toolchain
