#include "gate/source/renames.h"

#include <git2/sys/hashsig.h>

#include <algorithm>
#include <unordered_map>

#include "gate/source/libgit2.h"

namespace gogate::source {

namespace {

using Signature = Handle<git_hashsig, git_hashsig_free>;
constexpr int kAlike = 50;                              // of 100, as git's -M
constexpr std::size_t kMaxPairs = 20000;
constexpr std::size_t kMaxSize = std::size_t{1} << 20;  // bytes

std::string_view name_in(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

std::vector<int> Renames::match(std::span<const RenameEnd> added, std::span<const RenameEnd> deleted) {
  std::vector<int> out(added.size(), -1);
  if (added.empty() || deleted.empty()) return out;
  std::vector<char> used(deleted.size(), 0);
  std::unordered_multimap<ObjectId, int> by_id;
  for (std::size_t d = 0; d < deleted.size(); ++d) by_id.emplace(deleted[d].id, static_cast<int>(d));
  for (std::size_t a = 0; a < added.size(); ++a) {
    if (added[a].id.is_zero()) continue;
    int best = -1;
    const auto [first, last] = by_id.equal_range(added[a].id);
    for (auto it = first; it != last; ++it) {
      const auto d = static_cast<std::size_t>(it->second);
      if (used[d] != 0) continue;
      // The same name first, then the order in which they came.
      const auto rank = [&](int i) {
        return std::pair(name_in(deleted[static_cast<std::size_t>(i)].path) != name_in(added[a].path), i);
      };
      if (best < 0 || rank(it->second) < rank(best)) best = it->second;
    }
    if (best < 0) continue;
    out[a] = best;
    used[static_cast<std::size_t>(best)] = 1;
  }
  std::size_t left = 0;
  for (const int m : out) left += static_cast<std::size_t>(m < 0);
  if (left * deleted.size() > kMaxPairs) return out;

  struct Signed {
    Signature signature;
    std::size_t size = 0;
  };
  const auto sign = [&](const RenameEnd& end) {
    Signed s;
    std::string bytes;
    if (budget_ == 0 || !load_(end, bytes) || bytes.empty() || bytes.size() > kMaxSize) return s;
    budget_ -= std::min(budget_, bytes.size());
    git_hashsig* raw = nullptr;
    if (git_hashsig_create(&raw, bytes.data(), bytes.size(), GIT_HASHSIG_ALLOW_SMALL_FILES) == 0) s.signature.reset(raw);
    s.size = bytes.size();
    return s;
  };
  std::vector<Signed> olds(deleted.size());
  for (std::size_t d = 0; d < deleted.size(); ++d)
    if (used[d] == 0) olds[d] = sign(deleted[d]);
  struct Pair {
    int score;
    bool same_name;
    std::size_t a;
    std::size_t d;
  };
  std::vector<Pair> pairs;
  for (std::size_t a = 0; a < added.size(); ++a) {
    if (out[a] >= 0) continue;
    const Signed mine = sign(added[a]);
    if (!mine.signature) continue;
    for (std::size_t d = 0; d < deleted.size(); ++d) {
      if (!olds[d].signature || mine.size > 4 * olds[d].size || olds[d].size > 4 * mine.size) continue;
      const int score = git_hashsig_compare(mine.signature.get(), olds[d].signature.get());
      if (score >= kAlike) pairs.push_back({score, name_in(added[a].path) == name_in(deleted[d].path), a, d});
    }
  }
  std::ranges::sort(pairs, [](const Pair& x, const Pair& y) {
    return std::tuple(-x.score, !x.same_name, x.a, x.d) < std::tuple(-y.score, !y.same_name, y.a, y.d);
  });
  for (const Pair& p : pairs) {
    if (out[p.a] >= 0 || used[p.d] != 0) continue;
    out[p.a] = static_cast<int>(p.d);
    used[p.d] = 1;
  }
  return out;
}

}  // namespace gogate::source
