#include "gate/source/archive.h"

#include <algorithm>
#include <zlib.h>

#include <array>
#include <utility>

#include "gate/source/archive_library.h"

namespace gogate::source {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kBlock = 512;       // of tar
constexpr std::size_t kEndOfZip = 22;     // its last record, without a comment
constexpr std::size_t kZipComment = 65535;

// Of a tar header: the sum of its bytes with the field itself as blanks, in octal.
bool is_tar(std::string_view bytes) {
  constexpr std::size_t kSum = 148;
  constexpr std::size_t kSumWidth = 8;
  if (bytes.size() < kBlock || bytes[0] == '\0') return false;
  // Nearly all content ends here: the field is blanks, octal digits and NUL.
  for (std::size_t i = 0; i < kSumWidth; ++i) {
    const char c = bytes[kSum + i];
    if (c != ' ' && c != '\0' && (c < '0' || c > '7')) return false;
  }
  std::uint32_t wanted = 0;
  std::size_t at = kSum;
  while (at < kSum + kSumWidth && bytes[at] == ' ') ++at;
  for (; at < kSum + kSumWidth && bytes[at] >= '0' && bytes[at] <= '7'; ++at) wanted = wanted * 8 + static_cast<std::uint32_t>(bytes[at] - '0');
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i)
    sum += i >= kSum && i < kSum + kSumWidth ? std::uint32_t{' '} : static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
  return sum == wanted;
}

struct Magic {
  std::string_view begins;
  std::string_view name;
};
constexpr Magic kMagic[] = {
    {"PK\3\4"sv, "ZIP archive"},   {"PK\5\6"sv, "ZIP archive"},      {"PK\7\10PK\3\4"sv, "ZIP archive"}, {"\x1F\x8B\x08"sv, "gzip data"},
    {"\xFD" "7zXZ\0"sv, "xz data"}, {"\x28\xB5\x2F\xFD"sv, "zstd data"}, {"7z\xBC\xAF\x27\x1C"sv, "7-Zip archive"},
    {"!<arch>\n"sv, "ar archive"}, {"\xED\xAB\xEE\xDB"sv, "RPM package"}, {"\x04\x22\x4D\x18"sv, "LZ4 data"},
    {"LZIP\1"sv, "lzip data"},     {"070701"sv, "cpio archive"},     {"070702"sv, "cpio archive"},   {"070707"sv, "cpio archive"},
};

// "BZh", a digit, and the number that a block or the end begins with.
bool is_bzip2(std::string_view b) {
  return b.size() >= 10 && b.starts_with("BZh") && b[3] >= '1' && b[3] <= '9' &&
         (b.substr(4, 6) == "1AY&SY" || b.substr(4, 6) == "\x17\x72\x45\x38\x50\x90"sv);
}

// Six or more octal or hexadecimal digits follow, else it is a text that begins so.
bool is_cpio(std::string_view b) {
  const bool octal = b.starts_with("070707");
  const std::size_t width = octal ? 76 : 110;
  if (b.size() < width) return false;
  return std::ranges::all_of(b.substr(0, width), [&](char c) {
    return (c >= '0' && c <= (octal ? '7' : '9')) || (!octal && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
  });
}

bool ends_with_zip(std::string_view bytes) {
  return bytes.size() > kEndOfZip && bytes.substr(bytes.size() - kEndOfZip).starts_with("PK\5\6") && bytes.ends_with("\0\0"sv);
}

// Then libarchive skips members without unpacking them.
bool has_zip_directory(std::string_view bytes) {
  const std::size_t tail = std::min(bytes.size(), kEndOfZip + kZipComment);
  return bytes.substr(bytes.size() - tail).find("PK\5\6") != std::string_view::npos;
}

constexpr std::array<std::string_view, 12> kCompressed = {".gz", ".bz2", ".xz", ".zst", ".lz4", ".lz", ".lzma", ".zstd", ".gzip", ".bz", ".Z", ".z"};

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// Names are bytes or UTF-8 as the format has them, whatever the user's locale is.
class Utf8Names {
 public:
  explicit Utf8Names(const ArchiveLibrary& l) : before_(l.utf8 != nullptr ? uselocale(l.utf8) : nullptr) {}
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;
  ~Utf8Names() {
    if (before_ != nullptr) uselocale(before_);
  }

 private:
  locale_t before_;
};

}  // namespace

std::string_view archive_format(std::string_view bytes) {
  for (const Magic& m : kMagic) {
    if (!bytes.starts_with(m.begins)) continue;
    if (m.name == "cpio archive" && !is_cpio(bytes)) return {};
    return m.name;
  }
  if (is_bzip2(bytes)) return "bzip2 data";
  if (is_tar(bytes)) return "tar archive";
  if (ends_with_zip(bytes)) return "ZIP archive";
  return {};
}

bool has_leading_bytes(std::string_view bytes) { return !bytes.starts_with("PK") && ends_with_zip(bytes) && !is_tar(bytes); }

std::string name_without_compression(std::string_view path) {
  const std::string_view name = base_name(path);
  std::string_view left = name;
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view ending : kCompressed)
      if (left.size() > ending.size() && left.ends_with(ending)) left.remove_suffix(ending.size()), again = true;
  }
  return left == name || left.empty() ? "data" : std::string(left);
}

std::string path_in_archive(std::string_view outer, std::string_view inner) {
  constexpr std::string_view kIn = "!/";
  std::string out(outer);
  const std::string_view rest = inner.substr(std::min(inner.size(), kIn.size()));
  if (inner.starts_with(kIn) && (rest.empty() || rest.starts_with(kIn))) {
    out += kIn;
    out += name_without_compression(outer);
    out += rest;
  } else {
    out += inner;
  }
  return out;
}

std::string salvage_gzip(std::string_view bytes, std::size_t limit) {
  constexpr int kGzip = 15 + 16;
  std::string out;
  z_stream z{};
  if (!bytes.starts_with("\x1F\x8B") || inflateInit2(&z, kGzip) != Z_OK) return out;
  out.resize(limit);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib only reads it
  z.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), limit));
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(limit);
  while (z.avail_out != 0 && inflate(&z, Z_SYNC_FLUSH) == Z_OK && z.avail_in != 0) {
  }
  out.resize(limit - z.avail_out);
  inflateEnd(&z);
  return out;
}

Allowance allowance_of(std::uint64_t archive_size) {
  constexpr std::uint64_t kLeastBytes = std::uint64_t{256} << 20;
  constexpr std::uint64_t kMostBytes = std::uint64_t{64} << 30;
  constexpr std::uint64_t kRatio = 100;
  constexpr std::uint64_t kLeastMembers = 10000;
  constexpr std::uint64_t kMostMembers = 1000000;
  constexpr std::uint64_t kBytesForMember = 64;
  return {std::clamp(archive_size * kRatio, kLeastBytes, kMostBytes), std::clamp(archive_size / kBytesForMember, kLeastMembers, kMostMembers)};
}

struct Archive::State {
  const ArchiveLibrary& lib;
  std::string_view bytes;
  ::archive* handle = nullptr;
  ::archive_entry* entry = nullptr;
  bool pending = true;     // the first header is read, and not yet given out
  bool unread = false;     // the current member's bytes are still to come
  bool skips_freely = false;
  Member member;
  std::string unpacked;

  State(const ArchiveLibrary& l, std::string_view b) : lib(l), bytes(b) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (handle != nullptr) lib.archive_read_free(handle);
  }

  [[nodiscard]] std::string reason() const {
    const char* text = lib.archive_error_string(handle);
    std::string why = text != nullptr && *text != '\0' ? text : "its bytes contradict its format";
    if (why[0] >= 'A' && why[0] <= 'Z' && why.size() > 1 && (why[1] < 'A' || why[1] > 'Z')) why[0] = static_cast<char>(why[0] - 'A' + 'a');
    return why;
  }
  [[nodiscard]] bool raw() const { return lib.archive_format(handle) == ARCHIVE_FORMAT_RAW; }
  int advance() {
    const Utf8Names names(lib);
    return lib.archive_read_next_header(handle, &entry);
  }
  int start(bool only_unpack);
  void describe();
  void drain(Allowance& allowance);
};

// Opens the archive and reads its first header: libarchive's code.
int Archive::State::start(bool only_unpack) {
  if (handle != nullptr) lib.archive_read_free(handle);
  handle = lib.archive_read_new();
  if (handle == nullptr) return ARCHIVE_FATAL;
  for (const auto filter : lib.filters) filter(handle);
  if (!only_unpack)
    for (const auto format : {lib.archive_read_support_format_zip, lib.archive_read_support_format_tar, lib.archive_read_support_format_gnutar,
                              lib.archive_read_support_format_ar, lib.archive_read_support_format_cpio, lib.archive_read_support_format_7zip,
                              lib.archive_read_support_format_empty})
      format(handle);
  lib.archive_read_support_format_raw(handle);
  const int code = lib.archive_read_open_memory(handle, bytes.data(), bytes.size());
  return code == ARCHIVE_OK ? advance() : code;
}

void Archive::State::describe() {
  const Utf8Names names(lib);
  unread = true;
  member = {};
  if (!raw()) {
    const char* path = lib.archive_entry_pathname(entry);
    if (path == nullptr) path = lib.archive_entry_pathname_utf8(entry);
    std::string_view name = path != nullptr ? path : "(name that cannot be read)";
    while (name.starts_with("./") || name.starts_with('/')) name.remove_prefix(name[0] == '/' ? 1 : 2);
    member.path = name;
  }
  member.encrypted = lib.archive_entry_is_encrypted(entry) != 0;
  const auto type = lib.archive_entry_filetype(entry);
  const char* target = type == AE_IFLNK ? lib.archive_entry_symlink(entry) : lib.archive_entry_hardlink(entry);
  if (target != nullptr) member.link = target;
  // A format without types (ar, raw) has files; a hard link in cpio may carry the bytes.
  const bool file = type == AE_IFREG || type == 0;
  const bool empty = lib.archive_entry_size_is_set(entry) != 0 && lib.archive_entry_size(entry) == 0;
  if (type == AE_IFLNK || (target != nullptr && empty))
    member.kind = Member::Kind::link;
  else
    member.kind = file ? Member::Kind::file : Member::Kind::other;
}

// Past what is too large, at the allowance's cost: it has to be unpacked all the same.
void Archive::State::drain(Allowance& allowance) {
  if (skips_freely) {
    lib.archive_read_data_skip(handle);
    return;
  }
  const void* block = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  while (allowance.bytes != 0) {
    const int code = lib.archive_read_data_block(handle, &block, &size, &offset);
    if (code != ARCHIVE_OK && code != ARCHIVE_WARN) return;
    allowance.bytes -= std::min<std::uint64_t>(allowance.bytes, size);
  }
}

Archive::Archive(std::unique_ptr<State> state) : state_(std::move(state)) {}
Archive::Archive(Archive&&) noexcept = default;
Archive& Archive::operator=(Archive&&) noexcept = default;
Archive::~Archive() = default;

Result<Archive> Archive::open(std::string_view bytes) {
  const ArchiveLibrary& lib = *GATE_TRY(archive_library());
  auto state = std::make_unique<State>(lib, bytes);
  int code = state->start(false);
  const bool compressed = state->handle != nullptr && lib.archive_filter_count(state->handle) > 1;
  // Zeros alone pass for the end of a tar; what stands behind them is content.
  if (code == ARCHIVE_EOF && compressed && (lib.archive_format(state->handle) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR)
    code = state->start(true);
  if (state->handle == nullptr) return fail(Errc::internal, "no memory");
  if (code == ARCHIVE_EOF) {
    state->entry = nullptr;
    return Archive(std::move(state));
  }
  if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
    if (lib.archive_read_has_encrypted_entries(state->handle) > 0) return fail(Errc::unsupported, std::string(kAllEncrypted));
    return fail(Errc::corrupt, state->reason());
  }
  // The raw format takes anything, so that only what was unpacked may be raw.
  if (state->raw() && !compressed) return fail(Errc::corrupt, "its bytes contradict its format");
  const int format = lib.archive_format(state->handle) & ARCHIVE_FORMAT_BASE_MASK;
  state->skips_freely = !compressed && format != ARCHIVE_FORMAT_7ZIP && (format != ARCHIVE_FORMAT_ZIP || has_zip_directory(bytes));
  return Archive(std::move(state));
}

Result<const Member*> Archive::next(Allowance& allowance) {
  State& s = *state_;
  if (s.entry == nullptr) return nullptr;
  if (allowance.members == 0) return fail(Errc::too_large, "more members than are looked at");
  --allowance.members;
  if (std::exchange(s.pending, false)) {
    s.describe();
    return &s.member;
  }
  // To find the next header libarchive unpacks whatever stands before it.
  if (s.unread) s.drain(allowance);
  if (allowance.bytes == 0) return fail(Errc::too_large, "more bytes than may be unpacked");
  const int code = s.advance();
  if (code == ARCHIVE_EOF) {
    s.entry = nullptr;
    return nullptr;
  }
  if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
    s.entry = nullptr;
    return fail(Errc::corrupt, s.reason());
  }
  s.describe();
  return &s.member;
}

MemberBytes Archive::read(std::uint64_t limit, Allowance& allowance) {
  State& s = *state_;
  using Is = MemberBytes::State;
  s.unread = false;
  if (s.member.encrypted) {
    s.drain(allowance);
    return {{}, Is::encrypted, {}, false};
  }
  if (s.lib.archive_entry_size_is_set(s.entry) != 0 && s.lib.archive_entry_size(s.entry) > 0 &&
      static_cast<std::uint64_t>(s.lib.archive_entry_size(s.entry)) > limit) {
    s.drain(allowance);
    return {{}, Is::too_large, {}, allowance.bytes == 0};
  }
  s.unpacked.clear();
  // Growing by doubling would hold a large member twice; memory that is not written to costs nothing.
  if (s.lib.archive_entry_size_is_set(s.entry) != 0 && s.lib.archive_entry_size(s.entry) > std::int64_t{1} << 20)
    s.unpacked.reserve(static_cast<std::size_t>(std::min<std::uint64_t>({static_cast<std::uint64_t>(s.lib.archive_entry_size(s.entry)), limit, allowance.bytes})));
  std::string_view only;  // one block, of the archive's own bytes
  const auto total = [&] { return only.empty() ? s.unpacked.size() : only.size(); };
  const auto so_far = [&](Is state, std::string why, bool fatal) {
    return MemberBytes{only.empty() ? std::string_view(s.unpacked) : only, state, std::move(why), fatal};
  };
  for (;;) {
    const void* block = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    const int code = s.lib.archive_read_data_block(s.handle, &block, &size, &offset);
    if (code == ARCHIVE_EOF) return so_far(Is::whole, {}, false);
    if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
      // A wrong password and a method of encryption come as errors, too.
      if (s.lib.archive_entry_is_encrypted(s.entry) != 0) return {{}, Is::encrypted, {}, code == ARCHIVE_FATAL};
      return so_far(Is::damaged, s.reason(), code == ARCHIVE_FATAL);
    }
    if (size == 0) continue;
    const std::string_view got(static_cast<const char*>(block), size);
    if (total() + size > limit) {
      allowance.bytes -= std::min<std::uint64_t>(allowance.bytes, size);
      s.unpacked.clear();
      s.drain(allowance);
      return {{}, Is::too_large, {}, allowance.bytes == 0};
    }
    const bool spent = size > allowance.bytes;
    const std::string_view taken = got.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(size, allowance.bytes)));
    allowance.bytes -= taken.size();
    const bool own = got.data() >= s.bytes.data() && got.data() + size <= s.bytes.data() + s.bytes.size();
    if (own && total() == 0) {
      only = taken;
    } else {
      if (!only.empty()) {
        s.unpacked = only;
        only = {};
      }
      s.unpacked += taken;
    }
    if (spent) return so_far(Is::spent, {}, true);
  }
}

}  // namespace gogate::source
