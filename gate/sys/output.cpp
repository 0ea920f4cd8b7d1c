#include "gate/sys/output.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace gogate::sys {
namespace {

Result<Ok> write_all(int fd, std::string_view bytes, const std::string& name) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      return fail(Errc::unreadable, name + ": " + std::strerror(errno),
                  errno == ENOSPC ? "free some space and run again" : "");
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return Ok{};
}

}  // namespace

Result<Ok> write_file(const std::string& path, std::string_view bytes) {
  struct stat st {};
  const bool exists = ::stat(path.c_str(), &st) == 0;
  if (exists && S_ISDIR(st.st_mode)) return fail(Errc::unreadable, path + ": is a directory", "name a file");
  const bool special = exists && !S_ISREG(st.st_mode);
  std::string target = path;
  if (exists && !special) {
    // Through a symlink, the file it names is replaced, not the link.
    if (char* real = ::realpath(path.c_str(), nullptr)) {
      target = real;
      ::free(real);
    }
  }
  const std::string temporary = special ? target : target + ".tmp." + std::to_string(::getpid());
  const int flags = special ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  int fd = ::open(temporary.c_str(), flags, 0644);
  if (fd < 0 && errno == EEXIST && !special) {  // left by a process of the same id that died
    ::unlink(temporary.c_str());
    fd = ::open(temporary.c_str(), flags, 0644);
  }
  if (fd < 0) return fail(Errc::unreadable, path + ": " + std::strerror(errno), "name a file in a folder that exists");
  Result<Ok> done = write_all(fd, bytes, path);
  if (done && !special) {
    if (exists && ::fchmod(fd, st.st_mode & 07777U) != 0) {
      // Keeping the old mode is a courtesy; the report matters more.
    }
    if (::fsync(fd) != 0 && errno != EINVAL && errno != EROFS) done = fail(Errc::unreadable, path + ": " + std::strerror(errno));
  }
  if (::close(fd) != 0 && done) done = fail(Errc::unreadable, path + ": " + std::strerror(errno));
  if (special) return done;
  if (done && ::rename(temporary.c_str(), target.c_str()) != 0) done = fail(Errc::unreadable, path + ": " + std::strerror(errno));
  if (!done) ::unlink(temporary.c_str());
  return done;
}

Result<Ok> write_stdout(std::string_view bytes) { return write_all(STDOUT_FILENO, bytes, "standard output"); }

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

unsigned terminal_width() {
  struct winsize size {};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

}  // namespace gogate::sys
