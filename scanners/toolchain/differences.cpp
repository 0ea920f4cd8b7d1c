#include "scanners/toolchain/differences.h"

#include <charconv>

namespace gogate::toolchain {
namespace {

std::string octal(std::uint32_t mode) {
  char text[16];
  return {text, std::to_chars(text, text + sizeof text, mode, 8).ptr};
}

}  // namespace

Differences compare(std::span<const TreeFile> found, std::span<const TreeFile> expected, const CompareOptions& options) {
  Differences out;
  const auto counts = [&](const TreeFile& f) { return !options.covered_only || is_covered(f.name); };
  std::size_t a = 0;
  std::size_t b = 0;
  while (a < found.size() || b < expected.size()) {
    const int order = a == found.size()      ? 1
                      : b == expected.size() ? -1
                                             : found[a].name.compare(expected[b].name);
    if (order < 0) {
      if (counts(found[a])) out.added.push_back(found[a].name);
      ++a;
    } else if (order > 0) {
      if (counts(expected[b])) out.removed.push_back(expected[b].name);
      ++b;
    } else {
      const TreeFile& f = found[a++];
      const TreeFile& e = expected[b++];
      if (!counts(f)) continue;
      if (f.sha256 != e.sha256)
        out.changed.push_back(f.name);
      else if (options.modes && f.mode != e.mode)
        out.modes.push_back(f.name + ": " + octal(f.mode) + " instead of " + octal(e.mode));
    }
  }
  return out;
}

}  // namespace gogate::toolchain
