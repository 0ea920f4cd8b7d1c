#include "gate/prefilter/cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "gate/core/codec.h"
#include "gate/core/digest.h"
#include "gate/prefilter/database.h"

namespace gogate {
namespace {

namespace fs = std::filesystem;

// Raised whenever widening changes: an old entry would be a narrower filter.
constexpr std::string_view kFormat = "gogate prefilter cache 3\n";
constexpr std::string_view kPrefix = "prefilter-";
constexpr std::size_t kDigest = 32;
constexpr off_t kLargest = 256 << 20;
constexpr std::size_t kKeep = 16;  // entries, the newest

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};


std::string entry_name(std::span<const PatternSpec> patterns) {
  codec::Writer w;
  w(std::string(kFormat));
  w(prefilter::engine_identity());
  for (const PatternSpec& p : patterns) w(p.kind), w(p.caseless), w(p.text), w(p.whole), w(p.leads), w(p.before), w(p.located), w(p.lines_around), w(p.run.of), w(p.run.lengths);
  return std::string(kPrefix) + hex(sha256(w.take()));
}

// The entry's payload, if it is whole and nobody else could have written it.
std::optional<std::string> read_entry(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat st {};
  if (file.get() < 0 || ::fstat(file.get(), &st) != 0 || !S_ISREG(st.st_mode)) return std::nullopt;
  if (st.st_uid != ::geteuid() || (st.st_mode & (S_IWGRP | S_IWOTH)) != 0) return std::nullopt;
  if (st.st_size <= static_cast<off_t>(kDigest) || st.st_size > kLargest) return std::nullopt;
  std::string content(static_cast<std::size_t>(st.st_size), '\0');
  for (std::size_t done = 0; done < content.size();) {
    const ssize_t n = ::read(file.get(), content.data() + done, content.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return std::nullopt;
    done += static_cast<std::size_t>(n);
  }
  std::string payload = content.substr(kDigest);
  if (bytes_of(sha256(payload)) != std::string_view(content).substr(0, kDigest)) return std::nullopt;
  return payload;
}

// Best effort: whatever fails, the run goes on without the entry.
void write_entry(const std::string& directory, const std::string& path, const std::string& payload) {
  std::error_code ignored;
  fs::create_directories(directory, ignored);
  std::string temporary = path + ".XXXXXX";
  const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);  // mode 0600
  if (fd < 0) return;
  bool whole = true;
  {
    const Descriptor file(fd);
    const std::string content = std::string(bytes_of(sha256(payload))) + payload;
    for (std::size_t done = 0; whole && done < content.size();) {
      const ssize_t n = ::write(fd, content.data() + done, content.size() - done);
      if (n < 0 && errno == EINTR) continue;
      whole = n > 0;
      if (whole) done += static_cast<std::size_t>(n);
    }
  }
  if (!whole || std::rename(temporary.c_str(), path.c_str()) != 0) ::unlink(temporary.c_str());
}

void drop_oldest(const std::string& directory) {
  std::error_code ec;
  std::vector<std::pair<fs::file_time_type, fs::path>> entries;
  for (fs::directory_iterator it(directory, ec), end; !ec && it != end; it.increment(ec)) {
    if (!it->path().filename().native().starts_with(kPrefix)) continue;
    std::error_code gone;
    const auto time = fs::last_write_time(it->path(), gone);
    if (!gone) entries.emplace_back(time, it->path());
  }
  if (entries.size() <= kKeep) return;
  std::ranges::sort(entries);
  for (std::size_t i = 0; i + kKeep < entries.size(); ++i) fs::remove(entries[i].second, ec);
}

}  // namespace

Result<Prefilter> compile_cached(std::span<const PatternSpec> patterns, const std::string& directory) {
  if (directory.empty()) return Prefilter::compile(patterns);
  const std::string path = directory + "/" + entry_name(patterns);
  if (const auto payload = read_entry(path)) {
    auto loaded = Prefilter::load(*payload, patterns.size());
    if (loaded) return loaded;
  }
  auto compiled = Prefilter::compile(patterns);
  if (compiled) {
    write_entry(directory, path, compiled->serialize());
    drop_oldest(directory);
  }
  return compiled;
}

}  // namespace gogate
