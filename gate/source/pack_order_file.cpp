#include "gate/source/pack_order_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace gogate::source {
namespace {

std::unexpected<Error> from_errno(const std::string& path) {
  const int e = errno;
  return fail(e == ENOENT || e == ENOTDIR ? Errc::not_found : Errc::unreadable, path + ": " + std::strerror(e));
}

class Descriptor {
 public:
  explicit Descriptor(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

Result<MappedFile> MappedFile::open(const std::string& path) {
  const Descriptor fd(path);
  return of_descriptor(fd.get(), path);
}

Result<MappedFile> MappedFile::of_descriptor(int fd, const std::string& path) {
  struct stat st{};
  if (fd < 0 || ::fstat(fd, &st) != 0) return from_errno(path);
  if (!S_ISREG(st.st_mode)) return fail(Errc::unreadable, path + ": not a regular file");
  if (st.st_size == 0) return MappedFile{};
  const auto size = static_cast<std::size_t>(st.st_size);
  void* const p = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (p == MAP_FAILED) return from_errno(path);
  return MappedFile(std::string_view(static_cast<const char*>(p), size));
}

Result<std::string> read_small_file(const std::string& path, std::size_t limit) {
  const Descriptor fd(path);
  struct stat st{};
  if (fd.get() < 0 || ::fstat(fd.get(), &st) != 0) return from_errno(path);
  if (!S_ISREG(st.st_mode)) return fail(Errc::unreadable, path + ": not a regular file");
  std::string out;
  char piece[16384];
  while (out.size() <= limit) {
    const ssize_t n = ::read(fd.get(), piece, std::min(sizeof piece, limit + 1 - out.size()));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return from_errno(path);
    if (n == 0) return out;
    out.append(piece, static_cast<std::size_t>(n));
  }
  return fail(Errc::too_large, path + ": over " + std::to_string(limit) + " bytes");
}

}  // namespace gogate::source
