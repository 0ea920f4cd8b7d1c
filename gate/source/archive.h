// What stands in archives and compressed files: zip, tar, cpio, ar, 7z, gzip,
// bzip2, xz, lzma, zstd, lz4, lzip and rpm, told by their first bytes. Read by
// libarchive, which is loaded when the first archive is met: linked in, it would
// cost every start. Nothing is written, no name or link is followed, and no
// program is run for a format that libarchive does not know by itself.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "gate/core/result.h"

namespace gogate::source {

// "ZIP archive", "gzip data", …; empty for what is no archive. A ZIP archive may
// stand behind other bytes (a self-extracting one): then it ends the content.
std::string_view archive_format(std::string_view bytes);
// The archive begins behind other bytes, which no member holds.
bool has_leading_bytes(std::string_view bytes);

// "dump.sql" for "db/dump.sql.gz": the name of what is compressed and nothing
// else; "data" where the name does not say it.
std::string name_without_compression(std::string_view path);

// `inner` ("!/a", or "!/" for the one member of a compressed file, which has no
// name) behind the path of the content it stands in.
std::string path_in_archive(std::string_view outer, std::string_view inner);

// What can be unpacked of gzip data that is cut short or damaged, at most `limit`
// bytes: libarchive keeps back the block in which the damage is met.
std::string salvage_gzip(std::string_view bytes, std::size_t limit);

struct Member {
  enum class Kind : std::uint8_t { file, link, other };
  std::string path;  // without leading "./" and "/"; ".." stays, and any byte may stand in it; empty: has no name
  std::string link;  // where a link leads to
  Kind kind = Kind::file;
  bool encrypted = false;
};

// What may still be unpacked of the archive that was met first, with whatever is
// nested in it.
struct Allowance {
  std::uint64_t bytes = 0;
  std::uint64_t members = 0;
};
// Ten thousand members and 256 MiB are never too much; beyond that it grows with
// the archive's size, as far as no honest archive goes.
Allowance allowance_of(std::uint64_t archive_size);

struct MemberBytes {
  enum class State : std::uint8_t {
    whole,
    too_large,  // over the limit for one member: `bytes` is empty
    spent,      // the allowance is: `bytes` is what came before
    damaged,    // likewise
    encrypted,  // `bytes` is empty
  };
  std::string_view bytes;
  State state = State::whole;
  std::string why;     // of damaged
  bool fatal = false;  // nothing behind it can be read
};

// One thread. Views hold until the next call; those that lie within the
// archive's own bytes (stored, not compressed) as long as these.
class Archive {
 public:
  // Reads the first header. `bytes` must outlive it. Errc::corrupt: no member can
  // be read; Errc::unsupported: libarchive is not there, or all of it is encrypted
  // (encrypted() is asked of the message: kAllEncrypted).
  static Result<Archive> open(std::string_view bytes);
  Archive(Archive&&) noexcept;
  Archive& operator=(Archive&&) noexcept;
  ~Archive();

  // Null at the end. An error: what follows cannot be read.
  Result<const Member*> next(Allowance& allowance);
  // The current member, once.
  MemberBytes read(std::uint64_t limit, Allowance& allowance);

 private:
  struct State;
  explicit Archive(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

inline constexpr std::string_view kAllEncrypted = "encrypted, with the names of its members";

}  // namespace gogate::source
