#include "gate/sys/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace gogate::sys {
namespace {

std::unexpected<Error> system_error(const std::string& path) {
  const int e = errno;
  return fail(e == ENOENT || e == ENOTDIR ? Errc::not_found : Errc::unreadable, path + ": " + std::strerror(e));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

Files::Kind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return Files::Kind::regular;
  if (S_ISDIR(mode)) return Files::Kind::directory;
  if (S_ISLNK(mode)) return Files::Kind::symlink;
  return Files::Kind::other;
}

// What the folder itself tells, which saves a call for each file.
Files::Kind kind_of(const dirent& e, const std::string& folder) {
  switch (e.d_type) {
    case DT_REG: return Files::Kind::regular;
    case DT_DIR: return Files::Kind::directory;
    case DT_LNK: return Files::Kind::symlink;
    case DT_UNKNOWN: break;
    default: return Files::Kind::other;
  }
  struct stat st {};
  return ::lstat((folder + "/" + e.d_name).c_str(), &st) == 0 ? kind_of(st.st_mode) : Files::Kind::none;
}

}  // namespace

Files::Info DiskFiles::stat(const std::string& path) const {
  struct stat st {};
  if (::lstat(path.c_str(), &st) != 0) return {};
  return {kind_of(st.st_mode), static_cast<std::uint64_t>(st.st_size), static_cast<std::uint32_t>(st.st_mode & 07777U),
          static_cast<std::uint32_t>(st.st_uid), static_cast<std::uint64_t>(st.st_ino)};
}

Result<Ok> DiskFiles::read_pieces(const std::string& path,
                                  const std::function<bool(std::string_view)>& piece) const {
  // O_NONBLOCK: opening a FIFO must not hang; it is refused below.
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (fd.get() < 0) return system_error(path);
  struct stat st {};
  if (::fstat(fd.get(), &st) != 0) return system_error(path);
  if (S_ISDIR(st.st_mode)) return fail(Errc::unreadable, path + ": is a directory");
  if (!S_ISREG(st.st_mode)) return fail(Errc::unreadable, path + ": is not a regular file");
  // As large as the file, so that many small files cost little: a byte more shows the end, or growth.
  const std::size_t room = std::min(std::size_t{1} << 18, std::max<std::size_t>(static_cast<std::size_t>(st.st_size) + 1, 4096));
  const auto buffer = std::make_unique_for_overwrite<char[]>(room);
  for (;;) {
    const ssize_t n = ::read(fd.get(), buffer.get(), room);
    if (n < 0) {
      if (errno == EINTR) continue;
      return system_error(path);
    }
    if (n == 0) return Ok{};
    if (!piece(std::string_view(buffer.get(), static_cast<std::size_t>(n)))) return Ok{};
  }
}

Result<std::string> DiskFiles::read(const std::string& path, std::uint64_t limit) const {
  std::string out;
  bool over = false;
  GATE_TRY(read_pieces(path, [&](std::string_view piece) {
    over = out.size() + piece.size() > limit;
    if (!over) out += piece;
    return !over;
  }));
  if (over) return fail(Errc::too_large, path + ": larger than " + std::to_string(limit) + " bytes");
  return out;
}

Result<std::vector<Files::Entry>> DiskFiles::list(const std::string& path) const {
  DIR* dir = ::opendir(path.c_str());
  if (dir == nullptr) return system_error(path);
  std::vector<Entry> out;
  errno = 0;
  while (const dirent* e = ::readdir(dir)) {
    const std::string name = e->d_name;
    if (name == "." || name == "..") continue;
    out.push_back({name, kind_of(*e, path)});
    errno = 0;
  }
  const int failure = errno;
  ::closedir(dir);
  if (failure != 0) {
    errno = failure;
    return system_error(path);
  }
  std::sort(out.begin(), out.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return out;
}

Result<std::string> DiskFiles::resolve(const std::string& path) const {
  char* resolved = ::realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return system_error(path);
  std::string out(resolved);
  ::free(resolved);
  return out;
}

}  // namespace gogate::sys
