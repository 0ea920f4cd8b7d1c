#include "gate/core/glob.h"

#include <vector>

namespace gogate {

namespace {

// One element of a glob at position `at`: how long it is, and whether it takes `c`.
struct Element {
  std::size_t length = 1;
  bool takes = false;
};

Element element(std::string_view glob, std::size_t at, char c) {
  const char g = glob[at];
  if (g == '?') return {1, c != '/'};
  if (g == '\\' && at + 1 < glob.size()) return {2, glob[at + 1] == c};
  if (g == '[') {
    std::size_t i = at + 1;
    const bool negated = i < glob.size() && (glob[i] == '!' || glob[i] == '^');
    if (negated) ++i;
    bool in = false;
    const std::size_t first = i;
    for (; i < glob.size() && (glob[i] != ']' || i == first); ++i) {
      const auto low = static_cast<unsigned char>(glob[i]);
      auto high = low;
      if (i + 2 < glob.size() && glob[i + 1] == '-' && glob[i + 2] != ']') {
        high = static_cast<unsigned char>(glob[i + 2]);
        i += 2;
      }
      const auto u = static_cast<unsigned char>(c);
      in = in || (low <= u && u <= high);
    }
    if (i < glob.size()) return {i + 1 - at, c != '/' && in != negated};
    // No closing bracket: the character itself.
  }
  return {1, g == c};
}

}  // namespace

// States are positions in the glob, advanced together: linear in both lengths,
// whatever stars it holds.
bool glob_matches(std::string_view glob, std::string_view path) {
  std::vector<char> now(glob.size() + 1, 0);
  std::vector<char> next(glob.size() + 1, 0);
  // A star may also match nothing, so the positions behind it are reached at once. "**/" may match nothing only where
  // a path component begins.
  const auto close = [&](std::vector<char>& states, bool at_component) {
    for (std::size_t i = 0; i < glob.size(); ++i) {
      if (states[i] == 0 || glob[i] != '*') continue;
      const bool two = i + 1 < glob.size() && glob[i + 1] == '*';
      states[i + (two ? 2 : 1)] = 1;
      if (two && at_component && i + 2 < glob.size() && glob[i + 2] == '/') states[i + 3] = 1;
    }
  };
  now[0] = 1;
  close(now, true);
  for (std::size_t at = 0; at < path.size(); ++at) {
    const char c = path[at];
    std::fill(next.begin(), next.end(), char{0});
    for (std::size_t i = 0; i < glob.size(); ++i) {
      if (now[i] == 0) continue;
      if (glob[i] == '*') {
        const bool two = i + 1 < glob.size() && glob[i + 1] == '*';
        if (two || c != '/') next[i] = 1;
        continue;
      }
      const Element e = element(glob, i, c);
      if (e.takes) next[i + e.length] = 1;
    }
    std::swap(now, next);
    close(now, c == '/');
  }
  return now[glob.size()] != 0;
}

bool glob_covers(std::string_view glob, std::string_view path) {
  while (glob.starts_with("./")) glob.remove_prefix(2);
  const bool anchored = glob.starts_with('/');
  if (anchored) glob.remove_prefix(1);
  const bool folder_only = glob.ends_with('/');
  if (folder_only) glob.remove_suffix(1);
  if (glob.empty()) return anchored || folder_only;
  const bool by_name = !anchored && glob.find('/') == std::string_view::npos;
  std::size_t begin = 0;
  while (true) {
    const std::size_t slash = path.find('/', begin);
    const bool last = slash == std::string_view::npos;
    const std::string_view part = by_name ? path.substr(begin, last ? slash : slash - begin) : path.substr(0, slash);
    if (!(last && folder_only) && glob_matches(glob, part)) return true;
    if (last) return false;
    begin = slash + 1;
  }
}

}  // namespace gogate
