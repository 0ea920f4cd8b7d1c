#include "scanners/toolchain/executable.h"

#include <algorithm>
#include <array>

namespace gogate::toolchain {
namespace {

constexpr std::size_t kMaxHeaders = 4096;  // segments, sections, load commands; real files have under a hundred

// Numbers at offsets. A read outside the bytes gives 0 and is remembered.
class Numbers {
 public:
  Numbers(std::string_view bytes, bool little) : bytes_(bytes), little_(little) {}
  std::uint64_t operator()(std::uint64_t at, unsigned size) {
    if (at > bytes_.size() || size > bytes_.size() - at) {
      ok_ = false;
      return 0;
    }
    std::uint64_t v = 0;
    for (unsigned i = 0; i < size; ++i)
      v = (v << 8) | static_cast<unsigned char>(bytes_[at + (little_ ? size - 1 - i : i)]);
    return v;
  }
  // A name of fixed width, up to its NUL.
  std::string_view name(std::uint64_t at, std::size_t size) {
    if (at > bytes_.size() || size > bytes_.size() - at) {
      ok_ = false;
      return {};
    }
    const std::string_view out = bytes_.substr(at, size);
    return out.substr(0, out.find('\0'));
  }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  std::string_view bytes_;
  bool little_;
  bool ok_ = true;
};

// The part of the file that really is there.
Executable::Segment clipped(std::string_view bytes, std::uint64_t address, std::uint64_t offset, std::uint64_t size) {
  if (offset >= bytes.size()) return {address, 0, 0};
  return {address, offset, std::min<std::uint64_t>(size, bytes.size() - offset)};
}

std::unexpected<Error> cut(std::string_view format) {
  return fail(Errc::corrupt, std::string(format) + " headers point outside the file");
}

std::string_view elf_arch(std::uint64_t machine, bool little) {
  switch (machine) {
    case 3: return "386";
    case 8: return {};  // which MIPS is not told by this number
    case 21: return little ? "ppc64le" : "ppc64";
    case 22: return "s390x";
    case 40: return "arm";
    case 62: return "amd64";
    case 183: return "arm64";
    case 243: return "riscv64";
    case 258: return "loong64";
    default: return {};
  }
}

Result<Executable> read_elf(std::string_view bytes) {
  const bool wide = bytes.size() > 4 && bytes[4] == 2;
  const bool little = bytes.size() > 5 && bytes[5] == 1;
  Numbers n(bytes, little);
  Executable out{bytes, "ELF", elf_arch(n(18, 2), little), little, {}, {}};
  const std::uint64_t headers = n(wide ? 32 : 28, wide ? 8 : 4);
  const std::uint64_t header_size = n(wide ? 54 : 42, 2);
  const std::uint64_t header_count = n(wide ? 56 : 44, 2);
  if (!n.ok() || header_count > kMaxHeaders) return cut("ELF");
  for (std::uint64_t i = 0; i < header_count; ++i) {
    const std::uint64_t at = headers + i * header_size;
    const std::uint64_t type = n(at, 4);
    const std::uint64_t flags = wide ? n(at + 4, 4) : n(at + 24, 4);
    const std::uint64_t offset = wide ? n(at + 8, 8) : n(at + 4, 4);
    const std::uint64_t address = wide ? n(at + 16, 8) : n(at + 8, 4);
    const std::uint64_t size = wide ? n(at + 32, 8) : n(at + 16, 4);
    if (!n.ok()) return cut("ELF");
    if (type != 1) continue;  // PT_LOAD
    out.segments.push_back(clipped(bytes, address, offset, size));
    const bool writable_data = (flags & 3) == 2;  // W and not X
    if (writable_data && out.build_info.size == 0) out.build_info = out.segments.back();
  }
  // Its own section is surer; stripped files may lack the section table.
  Numbers s(bytes, little);
  const std::uint64_t sections = s(wide ? 40 : 32, wide ? 8 : 4);
  const std::uint64_t section_size = s(wide ? 58 : 46, 2);
  const std::uint64_t section_count = s(wide ? 60 : 48, 2);
  const std::uint64_t names = sections + s(wide ? 62 : 50, 2) * section_size;
  const std::uint64_t name_table = s(names + (wide ? 24 : 16), wide ? 8 : 4);
  if (sections == 0 || !s.ok()) return out;
  for (std::uint64_t i = 0; i < section_count && i < kMaxHeaders && s.ok(); ++i) {
    const std::uint64_t at = sections + i * section_size;
    Numbers name(bytes, little);
    constexpr std::string_view wanted = ".go.buildinfo";
    if (name.name(name_table + s(at, 4), wanted.size() + 1) != wanted || !name.ok()) continue;
    const auto found = clipped(bytes, s(at + (wide ? 16 : 12), wide ? 8 : 4), s(at + (wide ? 24 : 16), wide ? 8 : 4),
                               s(at + (wide ? 32 : 20), wide ? 8 : 4));
    if (s.ok() && found.size > 0) out.build_info = found;
    break;
  }
  return out;
}

Result<Executable> read_pe(std::string_view bytes) {
  Numbers n(bytes, true);
  const std::uint64_t header = n(0x3c, 4);
  if (!n.ok() || n(header, 4) != 0x4550) return fail(Errc::corrupt, "an MZ file without a PE header");
  Executable out{bytes, "PE", {}, true, {}, {}};
  switch (n(header + 4, 2)) {
    case 0x8664: out.arch = "amd64"; break;
    case 0x14c: out.arch = "386"; break;
    case 0xaa64: out.arch = "arm64"; break;
    case 0x1c4: out.arch = "arm"; break;
    default: break;
  }
  const std::uint64_t count = n(header + 6, 2);
  const std::uint64_t optional_size = n(header + 20, 2);
  const std::uint64_t optional = header + 24;
  const std::uint64_t base = n(optional, 2) == 0x20b ? n(optional + 24, 8) : n(optional + 28, 4);
  if (!n.ok() || count > kMaxHeaders) return cut("PE");
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t at = optional + optional_size + i * 40;
    const std::uint64_t address = n(at + 12, 4);
    const std::uint64_t size = n(at + 16, 4);
    const std::uint64_t offset = n(at + 20, 4);
    const std::uint64_t flags = n(at + 36, 4);
    if (!n.ok()) return cut("PE");
    out.segments.push_back(clipped(bytes, base + address, offset, size));
    constexpr std::uint64_t initialized_readable_writable = 0xC0000040;
    if (out.build_info.size == 0 && address != 0 &&
        (flags & initialized_readable_writable) == initialized_readable_writable)
      out.build_info = out.segments.back();
  }
  return out;
}

std::string_view mach_arch(std::uint64_t cpu) {
  switch (cpu) {
    case 7: return "386";
    case 0x01000007: return "amd64";
    case 12: return "arm";
    case 0x0100000c: return "arm64";
    default: return {};
  }
}

Result<Executable> read_mach(std::string_view bytes, bool wide, bool little) {
  Numbers n(bytes, little);
  Executable out{bytes, "Mach-O", mach_arch(n(4, 4)), little, {}, {}};
  const std::uint64_t commands = n(16, 4);
  std::uint64_t at = wide ? 32 : 28;
  bool own_section = false;
  if (!n.ok() || commands > kMaxHeaders) return cut("Mach-O");
  for (std::uint64_t i = 0; i < commands; ++i) {
    const std::uint64_t command = n(at, 4);
    const std::uint64_t size = n(at + 4, 4);
    if (!n.ok() || size < 8) return cut("Mach-O");
    if (command == (wide ? 0x19U : 1U)) {
      const std::string_view name = n.name(at + 8, 16);
      const auto segment = clipped(bytes, wide ? n(at + 24, 8) : n(at + 24, 4), wide ? n(at + 40, 8) : n(at + 32, 4),
                                   wide ? n(at + 48, 8) : n(at + 36, 4));
      const std::uint64_t sections = n(at + (wide ? 64 : 48), 4);
      if (!n.ok() || sections > kMaxHeaders) return cut("Mach-O");
      out.segments.push_back(segment);
      if (name == "__DATA" && !own_section) out.build_info = segment;
      for (std::uint64_t s = 0; s < sections && !own_section; ++s) {
        const std::uint64_t section = at + (wide ? 72 + s * 80 : 56 + s * 68);
        if (n.name(section, 16) == "__go_buildinfo") {
          out.build_info = clipped(bytes, n(section + 32, wide ? 8 : 4), n(section + (wide ? 48 : 40), 4),
                                   n(section + (wide ? 40 : 36), wide ? 8 : 4));
          own_section = true;
        }
        if (!n.ok()) return cut("Mach-O");
      }
    }
    at += size;
  }
  return out;
}

Result<Executable> read_one(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\x7f"
                        "ELF"sv))
    return read_elf(bytes);
  if (bytes.starts_with("MZ"sv)) return read_pe(bytes);
  if (bytes.starts_with("\xcf\xfa\xed\xfe"sv)) return read_mach(bytes, true, true);
  if (bytes.starts_with("\xce\xfa\xed\xfe"sv)) return read_mach(bytes, false, true);
  if (bytes.starts_with("\xfe\xed\xfa\xcf"sv)) return read_mach(bytes, true, false);
  if (bytes.starts_with("\xfe\xed\xfa\xce"sv)) return read_mach(bytes, false, false);
  return fail(Errc::unsupported, "not an executable in ELF, PE or Mach-O form");
}

}  // namespace

std::string_view Executable::at_address(std::uint64_t address, std::uint64_t size) const {
  for (const Segment& s : segments) {
    if (address < s.address || address - s.address > s.size || size > s.size - (address - s.address)) continue;
    return bytes.substr(s.offset + (address - s.address), size);
  }
  return {};
}

Result<Executable> read_executable(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (!bytes.starts_with("\xca\xfe\xba\xbe"sv)) return read_one(bytes);
  Numbers n(bytes, false);
  const std::uint64_t parts = n(4, 4);
  const std::uint64_t offset = n(16, 4);
  const std::uint64_t size = n(20, 4);
  // A Java class begins alike; its version number stands where the count does.
  if (!n.ok() || parts == 0 || parts > 30)
    return fail(Errc::unsupported, "not an executable in ELF, PE or Mach-O form");
  if (offset < 28 || offset > bytes.size() || size > bytes.size() - offset) return cut("Mach-O");
  return read_one(bytes.substr(offset, size));
}

}  // namespace gogate::toolchain
