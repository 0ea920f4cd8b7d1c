#include "gate/cli/progress.h"

#include <chrono>
#include <cstdio>
#include <string>

#include "gate/sys/output.h"

namespace gogate::cli {
namespace {

using Clock = std::chrono::steady_clock;

std::string megabytes(std::uint64_t bytes) {
  char text[32];
  if (bytes >= (std::uint64_t{1} << 30))
    std::snprintf(text, sizeof text, "%.1f GB", static_cast<double>(bytes) / 1e9);
  else
    std::snprintf(text, sizeof text, "%.0f MB", static_cast<double>(bytes) / 1e6);
  return text;
}

}  // namespace

ProgressBar::ProgressBar(const run::Progress& progress, bool enabled) : progress_(progress) {
  if (enabled) thread_ = std::thread([this] { draw(); });
}

ProgressBar::~ProgressBar() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void ProgressBar::draw() {
  const auto start = Clock::now();
  bool drawn = false;
  std::unique_lock lock(mutex_);
  auto wait = std::chrono::milliseconds(500);
  while (!wake_.wait_for(lock, wait, [this] { return done_; })) {
    wait = std::chrono::milliseconds(100);
    const std::uint64_t blobs = progress_.blobs.load();
    const std::uint64_t blobs_total = progress_.blobs_total.load();
    const std::uint64_t bytes = progress_.bytes.load();
    const std::uint64_t bytes_total = progress_.bytes_total.load();
    if (blobs_total == 0) continue;
    const double share = bytes_total != 0 ? static_cast<double>(bytes) / static_cast<double>(bytes_total)
                                          : static_cast<double>(blobs) / static_cast<double>(blobs_total);
    const double elapsed = std::chrono::duration<double>(Clock::now() - start).count();
    std::string line = std::to_string(blobs) + "/" + std::to_string(blobs_total) + " blobs, " + megabytes(bytes);
    if (share > 0.02) {
      char left[48];
      std::snprintf(left, sizeof left, ", about %.0f s left", elapsed / share - elapsed);
      line += left;
    }
    const unsigned width = sys::terminal_width();
    const unsigned bar = width > line.size() + 14 ? std::min(30U, width - static_cast<unsigned>(line.size()) - 10) : 0;
    const auto filled = static_cast<unsigned>(share * bar);
    std::string out = "\r\x1b[K";
    if (bar != 0) out += "[" + std::string(filled, '#') + std::string(bar - std::min(filled, bar), ' ') + "] ";
    out += line.substr(0, width - 1);
    std::fputs(out.c_str(), stderr);
    std::fflush(stderr);
    drawn = true;
  }
  if (drawn) {
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
  }
}

}  // namespace gogate::cli
