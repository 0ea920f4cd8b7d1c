// The block begins 16-aligned with 14 magic bytes, the size of a pointer and
// flags. Since Go 1.18 (flag 2) version and module text follow at byte 32, each
// behind its length as a varint; before, at bytes 16 and 16 + pointer size stand
// addresses of Go strings (address and length), in the byte order of flag 1.
#include "scanners/toolchain/build_info.h"

#include <algorithm>
#include <optional>

#include "scanners/toolchain/executable.h"

namespace gogate::toolchain {
namespace {

// In two parts, so that our own data is never taken for such a block.
const std::string& magic() {
  static const std::string bytes = std::string("\xff Go ") + "buildinf:";
  return bytes;
}

constexpr std::size_t kHeader = 32;
constexpr std::size_t kAlign = 16;
constexpr std::size_t kMaxVersion = 1024;
constexpr std::size_t kMaxText = std::size_t{1} << 22;

std::optional<std::string_view> take_inline(std::string_view& bytes) {
  std::uint64_t size = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (bytes.empty() || shift > 56) return std::nullopt;
    const auto b = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    size |= static_cast<std::uint64_t>(b & 0x7fU) << shift;
    if ((b & 0x80U) == 0) break;
  }
  if (size > bytes.size()) return std::nullopt;
  const std::string_view out = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return out;
}

std::uint64_t word(std::string_view bytes, bool little) {
  std::uint64_t v = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    v = (v << 8) | static_cast<unsigned char>(bytes[little ? bytes.size() - 1 - i : i]);
  return v;
}

// The Go string whose header stands at the address that `pointer` holds.
std::optional<std::string_view> follow(const Executable& exe, std::string_view pointer, bool little) {
  const std::uint64_t header = word(pointer, little);
  if (header == 0) return std::string_view{};
  const std::string_view parts = exe.at_address(header, pointer.size() * 2);
  if (parts.size() != pointer.size() * 2) return std::nullopt;
  const std::uint64_t size = word(parts.substr(pointer.size()), little);
  if (size == 0) return std::string_view{};
  const std::string_view out = exe.at_address(word(parts.substr(0, pointer.size()), little), size);
  if (out.size() != size) return std::nullopt;
  return out;
}

// The module text stands between two 16-byte marks.
std::string_view unframed(std::string_view text) {
  if (text.size() < 33 || text[text.size() - 17] != '\n') return {};
  return text.substr(16, text.size() - 32);
}

void parse_text(std::string_view text, BuildInfo& out) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.starts_with("path\t")) {
      out.path = line.substr(5);
    } else if (line.starts_with("build\t")) {
      line.remove_prefix(6);
      const std::size_t equals = line.find('=');
      if (equals != std::string_view::npos && out.settings.size() < 1000)
        out.settings.emplace_back(line.substr(0, equals), line.substr(equals + 1));
    }
  }
}

}  // namespace

std::string_view BuildInfo::setting(std::string_view key) const {
  for (const auto& [name, value] : settings)
    if (name == key) return value;
  return {};
}

Result<BuildInfo> read_build_info(std::string_view bytes) {
  const Executable exe = GATE_TRY(read_executable(bytes));
  std::string_view data = exe.bytes.substr(exe.build_info.offset, exe.build_info.size);
  std::size_t at = data.find(magic());
  while (at != std::string_view::npos && (at % kAlign != 0 || data.size() - at < kHeader))
    at = data.find(magic(), at + 1);
  if (at == std::string_view::npos) return fail(Errc::not_found, "an executable without Go build info");

  const auto pointer_size = static_cast<std::size_t>(static_cast<unsigned char>(data[at + 14]));
  const auto flags = static_cast<unsigned char>(data[at + 15]);
  std::optional<std::string_view> version;
  std::optional<std::string_view> text;
  if ((flags & 2U) != 0) {
    // The block's strings may run on behind a section that holds its header only.
    std::string_view rest = exe.bytes.substr(exe.build_info.offset + at + kHeader);
    version = take_inline(rest);
    if (version) text = take_inline(rest);
  } else if (pointer_size == 4 || pointer_size == 8) {
    const bool little = (flags & 1U) == 0;
    version = follow(exe, data.substr(at + 16, pointer_size), little);
    text = follow(exe, data.substr(at + 16 + pointer_size, pointer_size), little);
  }
  if (!version || !text || version->size() > kMaxVersion || text->size() > kMaxText)
    return fail(Errc::corrupt, "Go build info that points outside the file");
  if (version->empty()) return fail(Errc::not_found, "Go build info without a version");
  BuildInfo out;
  out.version = *version;
  out.format = exe.format;
  out.arch = exe.arch;
  parse_text(unframed(*text), out);
  return out;
}

}  // namespace gogate::toolchain
