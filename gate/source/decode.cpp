#include "gate/source/decode.h"

#include <charconv>

namespace gogate::source {

namespace {

void append_utf8(std::string& out, std::uint32_t c) {
  const auto put = [&](std::uint32_t b) { out += static_cast<char>(b); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18), put(0x80 | (c >> 12 & 0x3F)), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  }
}

constexpr std::uint32_t kReplacement = 0xFFFD;

// `unit` bytes make a code unit.
std::uint32_t unit_at(std::string_view in, std::size_t at, std::size_t unit, bool little) {
  std::uint32_t v = 0;
  for (std::size_t i = 0; i < unit; ++i) {
    const auto b = static_cast<std::uint32_t>(static_cast<unsigned char>(in[at + i]));
    v |= b << (8 * (little ? i : unit - 1 - i));
  }
  return v;
}

// Without a byte order mark: every second byte is nearly always NUL and the
// others never are, from beginning to end. Anything less is scanned as it is.
std::optional<bool> little_endian_without_mark(std::string_view in) {
  constexpr std::size_t kLeast = 16;
  if (in.size() < kLeast || in.size() % 2 != 0) return std::nullopt;
  const bool little = in[0] != '\0';
  if (in[little ? 1 : 0] != '\0') return std::nullopt;  // settles it for nearly all content
  std::size_t zeros = 0;
  for (std::size_t i = 0; i < in.size(); i += 2) {
    if (in[i + (little ? 0 : 1)] == '\0') return std::nullopt;
    zeros += in[i + (little ? 1 : 0)] == '\0' ? 1U : 0U;
  }
  if (zeros * 8 < in.size() * 3) return std::nullopt;  // three of four
  return little;
}

}  // namespace

bool decode_utf16(std::string_view in, std::string& out) {
  using namespace std::string_view_literals;
  std::size_t unit = 2;
  bool little = true;
  bool marked = true;
  if (in.starts_with("\xFF\xFE\0\0"sv) && in.size() % 4 == 0) {
    unit = 4;
  } else if (in.starts_with("\0\0\xFE\xFF"sv)) {
    unit = 4, little = false;
  } else if (in.starts_with("\xFE\xFF"sv)) {
    little = false;
  } else if (!in.starts_with("\xFF\xFE"sv)) {
    const auto guess = little_endian_without_mark(in);
    if (!guess) return false;
    little = *guess;
    marked = false;
  }
  out.clear();
  out.reserve(in.size());
  std::size_t at = marked ? unit : 0;
  for (; at + unit <= in.size(); at += unit) {
    std::uint32_t c = unit_at(in, at, unit, little);
    if (unit == 2 && c >= 0xD800 && c < 0xDC00 && at + 4 <= in.size()) {
      const std::uint32_t low = unit_at(in, at + 2, 2, little);
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    if ((c >= 0xD800 && c < 0xE000) || c > 0x10FFFF) c = kReplacement;
    append_utf8(out, c);
  }
  if (at < in.size()) append_utf8(out, kReplacement);
  return true;
}

std::optional<LfsPointer> parse_lfs_pointer(std::string_view in) {
  constexpr std::string_view kVersion = "version https://git-lfs.github.com/spec/v1\n";
  constexpr std::string_view kOid = "oid sha256:";
  constexpr std::string_view kSize = "size ";
  if (in.size() > 1024 || !in.starts_with(kVersion)) return std::nullopt;
  in.remove_prefix(kVersion.size());
  if (!in.starts_with(kOid)) return std::nullopt;
  in.remove_prefix(kOid.size());
  if (in.size() < 65 || in[64] != '\n') return std::nullopt;
  LfsPointer pointer;
  pointer.oid = in.substr(0, 64);
  if (pointer.oid.find_first_not_of("0123456789abcdef") != std::string::npos) return std::nullopt;
  in.remove_prefix(65);
  if (!in.starts_with(kSize)) return std::nullopt;
  in.remove_prefix(kSize.size());
  if (in.ends_with('\n')) in.remove_suffix(1);
  const auto [end, error] = std::from_chars(in.data(), in.data() + in.size(), pointer.size);
  if (error != std::errc{} || end != in.data() + in.size() || in.empty()) return std::nullopt;
  return pointer;
}

std::string_view binary_format(std::string_view in) {
  using namespace std::string_view_literals;
  struct Magic {
    std::string_view begins;
    std::string_view name;
  };
  static constexpr Magic kMagic[] = {
      {"\x89PNG\r\n\x1A\n"sv, "PNG image"},
      {"\xFF\xD8\xFF"sv, "JPEG image"},
      {"GIF87a"sv, "GIF image"},
      {"GIF89a"sv, "GIF image"},
      {"\0\0\1\0"sv, "icon"},
      {"%PDF-"sv, "PDF document"},
      {"\x7F" "ELF"sv, "ELF program"},
      {"MZ\x90\0"sv, "Windows program"},
      {"\xCF\xFA\xED\xFE"sv, "Mach-O program"},
      {"\xCE\xFA\xED\xFE"sv, "Mach-O program"},
      {"\xCA\xFE\xBA\xBE"sv, "Java class or Mach-O program"},
      {"\0asm"sv, "WebAssembly module"},
      {"PK\3\4"sv, "ZIP archive"},
      {"PK\5\6"sv, "ZIP archive"},
      {"\x1F\x8B"sv, "gzip data"},
      {"BZh"sv, "bzip2 data"},
      {"\xFD" "7zXZ\0"sv, "xz data"},
      {"\x28\xB5\x2F\xFD"sv, "zstd data"},
      {"7z\xBC\xAF\x27\x1C"sv, "7-Zip archive"},
      {"Rar!\x1A\7"sv, "RAR archive"},
      {"!<arch>\n"sv, "ar archive"},
      {"SQLite format 3\0"sv, "SQLite database"},
      {"wOFF"sv, "font"},
      {"wOF2"sv, "font"},
      {"\0\1\0\0\0"sv, "font"},
      {"OTTO\0"sv, "font"},
      {"OggS\0"sv, "Ogg media"},
      {"ID3"sv, "MP3 audio"},
      {"fLaC\0"sv, "FLAC audio"},
  };
  for (const Magic& m : kMagic)
    if (in.starts_with(m.begins)) return m.name;
  if (in.size() >= 12 && in.starts_with("RIFF") && in[7] == '\0') return "RIFF media";
  if (in.size() >= 262 && in.substr(257, 5) == "ustar") return "tar archive";
  if (in.size() >= 12 && in.substr(4, 4) == "ftyp" && in[0] == '\0') return "MP4 media";
  return {};
}

}  // namespace gogate::source
