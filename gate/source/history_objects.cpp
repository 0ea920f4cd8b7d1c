#include "gate/source/history_objects.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace gogate::source {

Result<Ok> read_in_order(const ObjectReaders& readers, std::span<const ObjectNumber> numbers, unsigned threads, const UseObject& use) {
  // Neighbours share delta bases, so runs are long; but all threads shall end at once.
  const std::size_t run_size = std::clamp<std::size_t>(numbers.size() / (std::max(1U, threads) * 16UL), 256, 4096);
  const std::size_t runs = (numbers.size() + run_size - 1) / run_size;
  const auto workers = static_cast<unsigned>(std::min<std::size_t>(threads == 0 ? 1 : threads, runs));
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  Result<Ok> outcome = Ok{};
  const auto work = [&](unsigned worker) {
    auto reader = readers.make();
    if (!reader) {
      const std::lock_guard lock(mutex);
      outcome = std::unexpected(std::move(reader).error());
      return;
    }
    for (std::size_t run = next++; run < runs; run = next++) {
      for (const ObjectNumber n : numbers.subspan(run * run_size, std::min(run_size, numbers.size() - run * run_size))) {
        const auto bytes = (*reader)->read(n);
        use(worker, **reader, n, bytes);
      }
    }
  };
  std::vector<std::thread> pool;
  for (unsigned w = 1; w < workers; ++w) pool.emplace_back(work, w);
  if (workers > 0) work(0);
  for (std::thread& t : pool) t.join();
  return outcome;
}

}  // namespace gogate::source
