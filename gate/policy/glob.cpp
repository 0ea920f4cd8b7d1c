#include "gate/policy/glob.h"

#include <string>

namespace gogate::policy {
namespace {

// One class "[...]" at g[i]; sets i behind it. A '[' without its ']' is literal.
bool class_matches(std::string_view g, std::size_t& i, char c, bool& is_class) {
  const std::size_t close = g.find(']', i + (i + 1 < g.size() && (g[i + 1] == '!' || g[i + 1] == '^') ? 3 : 2));
  is_class = close != std::string_view::npos;
  if (!is_class) return false;
  std::size_t k = i + 1;
  const bool negated = g[k] == '!' || g[k] == '^';
  if (negated) ++k;
  bool in = false;
  for (; k < close; ++k) {
    if (k + 2 < close && g[k + 1] == '-') {
      in = in || (g[k] <= c && c <= g[k + 2]);
      k += 2;
    } else {
      in = in || g[k] == c;
    }
  }
  i = close + 1;
  return in != negated && c != '/';
}

// Backtracks to the last star only, of each kind: O(glob * path).
bool match(std::string_view g, std::string_view p) {
  std::size_t gi = 0;
  std::size_t pi = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_p = 0;
  std::size_t deep = std::string_view::npos;
  std::size_t deep_p = 0;
  while (pi < p.size()) {
    if (g.substr(gi).starts_with("**/") && (gi == 0 || g[gi - 1] == '/')) {
      deep = gi;
      deep_p = pi;
      star = std::string_view::npos;
      gi += 3;
      continue;
    }
    if (g.substr(gi).starts_with("**")) {
      deep = gi;
      deep_p = pi;
      star = std::string_view::npos;
      gi += 2;
      continue;
    }
    if (gi < g.size() && g[gi] == '*') {
      star = gi++;
      star_p = pi;
      continue;
    }
    std::size_t next = gi + 1;
    bool same = false;
    if (gi < g.size()) {
      bool is_class = false;
      if (g[gi] == '[') {
        next = gi;
        same = class_matches(g, next, p[pi], is_class);
        if (!is_class) next = gi + 1;
      }
      if (!is_class) same = g[gi] == '?' ? p[pi] != '/' : g[gi] == p[pi];
    }
    if (same) {
      gi = next;
      ++pi;
      continue;
    }
    if (star != std::string_view::npos && p[star_p] != '/') {
      gi = star + 1;
      pi = ++star_p;
      continue;
    }
    if (deep != std::string_view::npos) {
      star = std::string_view::npos;
      const bool whole_names = g.substr(deep).starts_with("**/");
      if (whole_names) {
        const std::size_t slash = p.find('/', deep_p);
        if (slash == std::string_view::npos) return false;
        deep_p = slash + 1;
        gi = deep + 3;
      } else {
        ++deep_p;
        gi = deep + 2;
      }
      pi = deep_p;
      continue;
    }
    return false;
  }
  while (gi < g.size() && g[gi] == '*') ++gi;
  return gi == g.size();
}

}  // namespace

bool glob_matches(std::string_view glob, std::string_view path) {
  if (glob.starts_with("./")) glob.remove_prefix(2);
  if (glob.ends_with('/')) return path.starts_with(glob) || match(std::string(glob) + "**", path);
  if (glob.find('/') == std::string_view::npos) {
    const std::size_t slash = path.rfind('/');
    return match(glob, slash == std::string_view::npos ? path : path.substr(slash + 1));
  }
  if (glob.starts_with('/')) glob.remove_prefix(1);
  return match(glob, path) || match(std::string(glob) + "/**", path);
}

}  // namespace gogate::policy
