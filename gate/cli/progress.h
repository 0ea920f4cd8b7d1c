// A progress bar on stderr for anything over half a second.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "gate/cli/run/options.h"

namespace gogate::cli {

// Draws until destroyed, then wipes its line. `progress` outlives it.
class ProgressBar {
 public:
  ProgressBar(const run::Progress& progress, bool enabled);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

 private:
  void draw();
  const run::Progress& progress_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace gogate::cli
