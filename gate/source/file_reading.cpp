#include "gate/source/file_reading.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace gogate::source {

namespace {

// For kernels and sandboxes without openat2: one component after the other.
int open_by_component(int root, const std::string& path, int flags) {
  int at = root;
  std::size_t begin = 0;
  while (true) {
    const std::size_t slash = path.find('/', begin);
    const bool last = slash == std::string::npos;
    const std::string name = path.substr(begin, last ? slash : slash - begin);
    if (name == "..") {
      if (at != root) close(at);
      errno = EXDEV;
      return -1;
    }
    const int next = openat(at, name.c_str(), last ? flags | O_NOFOLLOW : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    const int error = errno;
    if (at != root) close(at);
    errno = error;
    if (last || next < 0) return next;
    at = next;
    begin = slash + 1;
  }
}

}  // namespace

std::string system_reason(int error) { return std::generic_category().message(error); }

std::string size_text(std::uint64_t bytes) {
  const char* units[] = {"bytes", "KB", "MB", "GB"};
  std::size_t unit = 0;
  while (unit < 3 && bytes >= 10 * 1024) {
    bytes /= 1024;
    ++unit;
  }
  return std::to_string(bytes) + " " + units[unit];
}

Result<Folder> Folder::open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return fail(errno == ENOENT ? Errc::not_found : Errc::unreadable, path + ": " + system_reason(errno));
  return Folder(fd);
}

Folder::Folder(Folder&& o) noexcept : fd_(std::exchange(o.fd_, -1)) {}
Folder& Folder::operator=(Folder&& o) noexcept {
  std::swap(fd_, o.fd_);
  return *this;
}
Folder::~Folder() {
  if (fd_ >= 0) close(fd_);
}

int Folder::open_below(const std::string& path, int flags) const {
  flags |= O_CLOEXEC;
  open_how how{};
  how.flags = static_cast<unsigned>(flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  const long fd = syscall(SYS_openat2, fd_, path.c_str(), &how, sizeof how);
  if (fd >= 0 || (errno != ENOSYS && errno != EPERM && errno != EAGAIN)) return static_cast<int>(fd);
  return open_by_component(fd_, path, flags);
}

std::string Folder::link_target(const std::string& path) const {
  const int fd = open_below(path, O_PATH | O_NOFOLLOW);
  if (fd < 0) return {};
  std::string out(4096, '\0');  // PATH_MAX: the kernel makes no longer ones
  const ssize_t n = readlinkat(fd, "", out.data(), out.size());
  close(fd);
  out.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  return out;
}

Result<Ok> Folder::read(const std::string& path, std::uint64_t limit, std::string& out) const {
  const int fd = open_below(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) {
    const int error = errno;
    if (error == ENOENT || error == ENOTDIR) return fail(Errc::not_found, "it vanished while being scanned");
    if (error == ELOOP || error == EXDEV) return fail(Errc::not_found, "it became a symbolic link while being scanned");
    return fail(Errc::unreadable, system_reason(error));
  }
  struct Closer {
    int fd;
    ~Closer() { close(fd); }
  } closer{fd};
  struct stat st {};
  if (fstat(fd, &st) != 0) return fail(Errc::unreadable, system_reason(errno));
  if (!S_ISREG(st.st_mode)) return fail(Errc::not_found, "it is no regular file any more");
  const auto size = static_cast<std::uint64_t>(st.st_size);
  const auto over = [&](std::uint64_t bytes) {
    return fail(Errc::too_large, size_text(bytes) + ", over the limit of " + size_text(limit), "raise --max-file-size");
  };
  if (size > limit) return over(size);
  // One byte more than it says shows whether it grew; what /proc-like files hold is seen by reading on.
  std::size_t have = 0;
  if (out.size() < size + 1) out.resize(size + 1);
  while (true) {
    const ssize_t got = ::read(fd, out.data() + have, out.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(Errc::unreadable, system_reason(errno));
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
    if (have > limit) return over(have);
    if (have == out.size()) out.resize(have * 2);
  }
  out.resize(have);
  return Ok{};
}

}  // namespace gogate::source
