#include <openssl/evp.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "gate/source/pack_order.h"
#include "gate/source/pack_order_inflate.h"

namespace gogate::source {
namespace {

std::optional<ObjectKind> kind_named(std::string_view name) {
  if (name == "commit") return ObjectKind::commit;
  if (name == "tree") return ObjectKind::tree;
  if (name == "blob") return ObjectKind::blob;
  if (name == "tag") return ObjectKind::tag;
  return std::nullopt;
}

// "blob 123\0" at the beginning of `head`; `length` of that, the NUL included.
std::optional<LooseHeader> parse_head(std::string_view head, std::size_t& length) {
  const std::size_t end = head.find('\0');
  const std::size_t space = head.find(' ');
  if (end == std::string_view::npos || space == std::string_view::npos || space + 1 >= end) return std::nullopt;
  const auto kind = kind_named(head.substr(0, space));
  const std::string_view digits = head.substr(space + 1, end - space - 1);
  if (!kind || digits.size() > 18) return std::nullopt;
  LooseHeader h{*kind, 0};
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    h.size = h.size * 10 + static_cast<std::uint64_t>(c - '0');
  }
  length = end + 1;
  return h;
}

struct EndInflate {
  void operator()(z_stream* z) const { inflateEnd(z); }
};

}  // namespace

std::optional<LooseHeader> parse_loose_header(std::string_view file) {
  char out[64];
  std::size_t length = 0;
  const auto n = inflate_head(file, out, sizeof out);
  return n ? parse_head({out, *n}, length) : std::nullopt;
}

Result<std::string> read_loose(const std::string& path, ObjectKind kind, std::uint64_t size, const ObjectId& id) {
  const auto file = MappedFile::open(path);
  if (!file) return std::unexpected(file.error().code == Errc::not_found ? Error{Errc::missing, file.error().what, {}} : file.error());
  const auto damaged = [&](const char* why) { return fail(Errc::corrupt, path + ": " + why); };
  z_stream z{};
  if (inflateInit(&z) != Z_OK) return fail(Errc::internal, "zlib does not start");
  const std::unique_ptr<z_stream, EndInflate> end(&z);

  // Grows with what really comes, so that a header cannot ask for memory that its content does not fill.
  std::string out;
  std::string_view rest = file->bytes();
  const std::uint64_t most = size + 32;  // the header is shorter than that
  for (int rc = Z_OK; rc != Z_STREAM_END;) {
    if (out.size() >= most) return damaged("holds more than it says");
    const std::size_t had = out.size();
    out.resize(std::min<std::uint64_t>(most, std::max<std::size_t>(had * 2, 16384)));
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest.data()));
    z.avail_in = static_cast<uInt>(std::min<std::size_t>(rest.size(), std::size_t{1} << 30));
    z.next_out = reinterpret_cast<Bytef*>(out.data() + had);
    z.avail_out = static_cast<uInt>(std::min<std::size_t>(out.size() - had, std::size_t{1} << 30));
    const uInt space = z.avail_out;
    const uInt offered = z.avail_in;
    rc = inflate(&z, Z_NO_FLUSH);
    if (rc != Z_OK && rc != Z_STREAM_END) return damaged("its compressed bytes are damaged or cut short");
    out.resize(had + (space - z.avail_out));
    rest.remove_prefix(offered - z.avail_in);
    if (rc == Z_OK && out.size() == had && offered == z.avail_in) return damaged("its compressed bytes are cut short");
  }
  if (!rest.empty()) return damaged("has bytes behind its end");  // git refuses it, too
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned digest_size = 0;
  if (EVP_Digest(out.data(), out.size(), digest, &digest_size, EVP_sha1(), nullptr) != 1 || digest_size != kIdBytes ||
      std::memcmp(digest, id.bytes.data(), kIdBytes) != 0)
    return damaged("does not hash to its id");
  std::size_t length = 0;
  const auto head = parse_head(std::string_view(out).substr(0, 64), length);
  if (!head || head->kind != kind || head->size != out.size() - length) return damaged("is not what its header says");
  out.erase(0, length);
  return out;
}

}  // namespace gogate::source
