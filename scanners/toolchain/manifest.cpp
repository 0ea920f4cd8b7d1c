#include "scanners/toolchain/manifest.h"

#include <algorithm>
#include <charconv>

#include "scanners/toolchain/module_hash.h"
#include "scanners/toolchain/version.h"

namespace gogate::toolchain {
namespace {

constexpr std::string_view kHead = "gogate toolchain manifest 1";

bool from_hex(std::string_view text, Sha256& out) {
  if (text.size() != 2 * out.size()) return false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto [end, error] = std::from_chars(text.data() + 2 * i, text.data() + 2 * i + 2, out[i], 16);
    if (error != std::errc{} || end != text.data() + 2 * i + 2) return false;
  }
  return hex(out) == text;
}

std::string octal(std::uint32_t mode) {
  char text[16];
  return {text, std::to_chars(text, text + sizeof text, mode, 8).ptr};
}

bool plain(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

// A name that stays below the root.
bool good_name(std::string_view name) {
  if (!plain(name) || name.starts_with('/') || name.ends_with('/')) return false;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find('/', at), name.size());
    const std::string_view part = name.substr(at, end - at);
    if (part.empty() || part == "." || part == "..") return false;
    at = end + 1;
  }
  return true;
}

}  // namespace

std::string write_manifest(const Manifest& m) {
  std::string out(kHead);
  out += "\nrelease " + m.release + " " + m.platform + "\nh1 " + m.h1 + "\nproof " + m.proof + "\n";
  for (const TreeFile& f : m.files) out += hex(f.sha256) + " " + octal(f.mode) + " " + f.name + "\n";
  return out + "end " + hex(sha256(out)) + "\n";
}

Result<Manifest> read_manifest(std::string_view text) {
  const std::string_view whole = text;
  std::size_t number = 0;
  const auto wrong = [&](const std::string& what) {
    return fail(Errc::corrupt, "line " + std::to_string(number) + ": " + what,
                "write it again: gogate toolchain manifest GOROOT > FILE");
  };
  const auto line = [&]() -> std::string_view {
    ++number;
    const std::size_t end = text.find('\n');
    const std::string_view out = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return out;
  };
  const auto field = [&](std::string_view name) -> std::string_view {
    const std::string_view l = line();
    return l.starts_with(name) && l.size() > name.size() + 1 && l[name.size()] == ' ' ? l.substr(name.size() + 1)
                                                                                      : std::string_view{};
  };
  Manifest m;
  if (line() != kHead) return wrong("no manifest of a toolchain");
  const std::string_view release = field("release");
  const std::size_t space = release.find(' ');
  if (space == std::string_view::npos || !plain(release)) return wrong("no release");
  m.release = release.substr(0, space);
  m.platform = release.substr(space + 1);
  if (m.release.empty() || m.platform.empty() || m.platform.find(' ') != std::string::npos) return wrong("no release");
  m.h1 = field("h1");
  if (!is_h1(m.h1)) return wrong("no h1 hash");
  m.proof = field("proof");
  if (!plain(m.proof)) return wrong("no proof");
  for (;;) {
    if (text.empty()) return ++number, wrong("the end is missing: the file is cut short");
    const std::size_t before = whole.size() - text.size();
    const std::string_view l = line();
    Sha256 digest{};
    if (l.starts_with("end ")) {
      if (!from_hex(l.substr(4), digest) || digest != sha256(whole.substr(0, before)))
        return wrong("the lines before it were changed");
      if (!text.empty()) return wrong("something stands behind the end");
      break;
    }
    const std::size_t two = l.size() > 65 ? l.find(' ', 65) : std::string_view::npos;
    if (two == std::string_view::npos || l[64] != ' ' || !from_hex(l.substr(0, 64), digest)) return wrong("no file");
    TreeFile f;
    f.sha256 = digest;
    const auto [end, error] = std::from_chars(l.data() + 65, l.data() + two, f.mode, 8);
    if (error != std::errc{} || end != l.data() + two || f.mode > 07777) return wrong("no mode");
    f.name = l.substr(two + 1);
    if (!good_name(f.name)) return wrong("a name that no release has");
    if (!m.files.empty() && m.files.back().name >= f.name) return wrong("names are not in order");
    m.files.push_back(std::move(f));
  }
  if (module_h1(m.files, m.release, m.platform) != m.h1 &&
      module_h1(m.files, m.release, m.platform, released_go_env()) != m.h1)
    return wrong("its files do not add up to its h1 hash");
  return m;
}

}  // namespace gogate::toolchain
