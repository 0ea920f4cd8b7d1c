#include "gate/source/pack_order_inflate.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace gogate::source {

std::optional<std::size_t> inflate_head(std::string_view stream, char* out, std::size_t size) {
  // zlib's state is 7 kB to allocate; called for each delta, so each thread keeps one.
  struct Inflater {
    z_stream z{};
    bool ready = false;
    Inflater() { ready = inflateInit(&z) == Z_OK; }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() {
      if (ready) inflateEnd(&z);
    }
  };
  static thread_local Inflater inflater;
  z_stream& z = inflater.z;
  if (!inflater.ready || inflateReset(&z) != Z_OK) return std::nullopt;
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(stream.data()));
  z.avail_in = static_cast<uInt>(std::min<std::size_t>(stream.size(), 1U << 16));
  z.next_out = reinterpret_cast<Bytef*>(out);
  z.avail_out = static_cast<uInt>(size);
  const int rc = inflate(&z, Z_SYNC_FLUSH);
  const std::size_t got = size - z.avail_out;
  if (rc == Z_STREAM_END || (rc == Z_OK && got > 0) || (rc == Z_BUF_ERROR && got > 0)) return got;
  return std::nullopt;
}

Result<std::string> read_file_head(const std::string& path, std::size_t size) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  std::string out(size, '\0');
  const ssize_t n = fd < 0 ? -1 : ::read(fd, out.data(), size);
  const int e = errno;
  if (fd >= 0) ::close(fd);
  if (n < 0) return fail(Errc::unreadable, path + ": " + std::strerror(e));
  out.resize(static_cast<std::size_t>(n));
  return out;
}

}  // namespace gogate::source
