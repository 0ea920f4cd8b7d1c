#include "scanners/toolchain/version.h"

namespace gogate::toolchain {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

// Takes a number of at most 6 digits without a leading zero off the front.
std::optional<std::uint32_t> take_number(std::string_view& text) {
  std::size_t n = 0;
  std::uint32_t value = 0;
  while (n < text.size() && digit(text[n]) && n < 7) value = value * 10 + static_cast<std::uint32_t>(text[n++] - '0');
  if (n == 0 || n > 6 || (n > 1 && text[0] == '0')) return std::nullopt;
  text.remove_prefix(n);
  return value;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

std::optional<GoVersion> parse_go_version(std::string_view text) {
  GoVersion v;
  if (!take(text, "go")) return std::nullopt;
  const auto major = take_number(text);
  if (!major) return std::nullopt;
  v.major = *major;
  if (text.empty()) return v;  // "go1"
  if (!take(text, ".")) return std::nullopt;
  const auto minor = take_number(text);
  if (!minor) return std::nullopt;
  v.minor = *minor;
  if (text.empty()) return v;
  if (take(text, "beta"))
    v.stage = 0;
  else if (take(text, "rc"))
    v.stage = 1;
  else if (!take(text, "."))
    return std::nullopt;
  const auto number = take_number(text);
  if (!number || !text.empty()) return std::nullopt;
  v.number = *number;
  return v;
}

std::string_view release_part(std::string_view version) {
  take(version, "devel ");
  return version.substr(0, version.find(' '));
}

Result<VersionFile> parse_version_file(std::string_view text) {
  VersionFile out;
  const auto next_line = [&] {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  };
  const std::string_view first = next_line();
  if (first.empty()) return fail(Errc::corrupt, "its first line is empty");
  if (first.size() > 200) return fail(Errc::corrupt, "its first line is longer than any version");
  for (const char c : first)
    if (c < 0x20 || c > 0x7e) return fail(Errc::corrupt, "its first line holds bytes that no version has");
  const std::string_view release = release_part(first);
  if (!release.starts_with("go1") && !(first.starts_with("devel ") && !release.empty()))
    return fail(Errc::corrupt, "its first line is no Go version");
  out.line = first;
  while (!text.empty()) {
    std::string_view line = next_line();
    if (!take(line, "time ") || line.size() > 64) continue;
    bool printable = true;
    for (const char c : line) printable = printable && c >= 0x20 && c <= 0x7e;
    if (printable) out.time = line;
    break;
  }
  return out;
}

std::optional<ArchiveName> parse_archive_name(std::string_view name) {
  // The version ends at the first dot that is followed by a letter.
  for (std::size_t at = name.find('.'); at != std::string_view::npos; at = name.find('.', at + 1)) {
    if (at + 1 >= name.size() || digit(name[at + 1])) continue;
    const ArchiveName out{name.substr(0, at), name.substr(at + 1)};
    if (!parse_go_version(out.version)) return std::nullopt;
    for (const std::string_view end : {".tar.gz", ".zip", ".msi", ".pkg"})
      if (out.tail.ends_with(end) && out.tail.size() > end.size()) return out;
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace gogate::toolchain
