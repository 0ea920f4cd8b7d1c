#include "gate/source/history_objects.h"

#include <atomic>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace gogate::source {

Result<Ok> read_in_order(const ObjectReaders& readers, std::span<const ObjectNumber> numbers, unsigned threads,
                         const std::function<void(unsigned, ObjectNumber, Result<std::string_view>&)>& use) {
  constexpr std::size_t kRun = 512;  // neighbours share delta bases
  const std::size_t runs = (numbers.size() + kRun - 1) / kRun;
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
      for (const ObjectNumber n : numbers.subspan(run * kRun, std::min(kRun, numbers.size() - run * kRun))) {
        auto bytes = (*reader)->read(n);
        use(worker, n, bytes);
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
