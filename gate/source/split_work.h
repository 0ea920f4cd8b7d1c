// Work over a range, cut into equal shares for a few threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace gogate::source {

// Calls `work(begin, end)` for shares of [0, count) that cover it, each on its own
// thread; for a small range once, on this one. `work` must not throw.
template <class Work>
void split_work(std::size_t count, unsigned threads, const Work& work) {
  constexpr std::size_t kWorthAThread = 10'000;
  const std::size_t shares = std::clamp<std::size_t>(count / kWorthAThread, 1, std::max(1U, threads));
  std::vector<std::jthread> pool;
  for (std::size_t s = 1; s < shares; ++s) pool.emplace_back([&work, count, shares, s] { work(count * s / shares, count * (s + 1) / shares); });
  work(std::size_t{0}, count / shares);
}

}  // namespace gogate::source
