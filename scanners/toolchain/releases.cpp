#include "scanners/toolchain/releases.h"

#include <array>
#include <charconv>
#include <cstring>

#include "scanners/toolchain/toolchain.h"
#include "scanners/toolchain/version.h"

asm(R"(
  .pushsection .rodata
  .global gogate_releases_table
  .global gogate_releases_table_end
gogate_releases_table:
  .incbin ")" GOGATE_RELEASES_TABLE R"("
gogate_releases_table_end:
  .byte 0
  .popsection
)");
extern "C" const char gogate_releases_table[];
extern "C" const char gogate_releases_table_end[];

namespace gogate::toolchain {
namespace {

// Words of one line, as many as the array holds; false when there are more or fewer.
template <std::size_t N>
bool split(std::string_view line, std::array<std::string_view, N>& words) {
  for (std::size_t i = 0; i < N; ++i) {
    const std::size_t end = line.find(' ');
    words[i] = line.substr(0, end);
    if (words[i].empty() || (end == std::string_view::npos) != (i + 1 == N)) return false;
    line.remove_prefix(i + 1 == N ? line.size() : end + 1);
  }
  return true;
}

std::uint32_t little(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t v = 0;
  for (std::size_t i = size; i-- > 0;) v = (v << 8) | static_cast<unsigned char>(bytes[at + i]);
  return v;
}

std::string_view embedded_table() {
  return {gogate_releases_table, static_cast<std::size_t>(gogate_releases_table_end - gogate_releases_table)};
}

}  // namespace

Result<Releases> Releases::read(std::string_view bytes) {
  const auto wrong = [] { return fail(Errc::corrupt, "the table of Go's releases is damaged"); };
  const auto line = [&]() -> std::string_view {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return {};
    const std::string_view out = bytes.substr(0, end);
    bytes.remove_prefix(end + 1);
    return out;
  };
  const auto count = [&](std::string_view name, std::size_t most) -> std::size_t {
    std::array<std::string_view, 2> words;
    std::size_t n = 0;
    if (!split(line(), words) || words[0] != name) return 0;
    const auto [end, error] = std::from_chars(words[1].data(), words[1].data() + words[1].size(), n);
    return error == std::errc{} && end == words[1].data() + words[1].size() && n <= most ? n : 0;
  };

  Releases out;
  if (line() != "gogate go releases 1") return wrong();
  std::array<std::string_view, 2> dated;
  if (!split(line(), dated) || dated[0] != "date") return wrong();
  out.date_ = dated[1];
  for (std::size_t n = count("versions", 0xFFFF); n > 0; --n) {
    std::array<std::string_view, 2> words;
    if (!split(line(), words)) return wrong();
    out.versions_.push_back({words[0], words[1] == "stable"});
  }
  for (std::size_t n = count("tails", 0xFFFF); n > 0; --n) {
    std::array<std::string_view, 4> words;
    if (!split(line(), words)) return wrong();
    const auto dash = [](std::string_view s) { return s == "-" ? std::string_view{} : s; };
    out.tails_.push_back({words[0], dash(words[1]), dash(words[2]), words[3]});
  }
  const std::size_t rows = count("rows", 1'000'000);
  if (rows == 0 || bytes.size() != rows * kRow) return wrong();
  out.rows_ = bytes;
  for (std::size_t i = 0; i < rows; ++i)
    if (little(bytes, i * kRow, 2) >= out.versions_.size() || little(bytes, i * kRow + 2, 2) >= out.tails_.size())
      return wrong();
  return out;
}

Result<Releases> Releases::embedded() { return read(embedded_table()); }

ReleaseFile Releases::at(std::size_t index) const {
  const std::size_t row = index * kRow;
  const Version& v = versions_[little(rows_, row, 2)];
  const Tail& t = tails_[little(rows_, row + 2, 2)];
  ReleaseFile out{v.name, t.name, t.os, t.arch, t.kind, v.stable, little(rows_, row + 4, 4), {}};
  std::memcpy(out.sha256.data(), rows_.data() + row + 8, out.sha256.size());
  return out;
}

std::vector<ReleaseFile> Releases::with_digest(const Sha256& digest) const {
  std::vector<ReleaseFile> out;
  for (std::size_t i = 0; i < size(); ++i)
    if (std::memcmp(rows_.data() + i * kRow + 8, digest.data(), digest.size()) == 0) out.push_back(at(i));
  return out;
}

std::vector<ReleaseFile> Releases::with_name(std::string_view name) const {
  std::vector<ReleaseFile> out;
  for (std::size_t i = 0; i < size(); ++i) {
    const std::string_view version = versions_[little(rows_, i * kRow, 2)].name;
    const std::string_view tail = tails_[little(rows_, i * kRow + 2, 2)].name;
    if (name.size() == version.size() + 1 + tail.size() && name.starts_with(version) && name.ends_with(tail) &&
        name[version.size()] == '.')
      out.push_back(at(i));
  }
  return out;
}

Releases::Standing Releases::standing(std::string_view version) const {
  const auto wanted = parse_go_version(version);
  bool line_known = false;
  bool newest = true;  // of all
  bool newest_of_line = true;
  for (const Version& v : versions_) {
    if (v.name == version) return Standing::published;
    const auto known = parse_go_version(v.name);
    if (!wanted || !known) continue;
    const bool same_line = known->major == wanted->major && known->minor == wanted->minor;
    line_known = line_known || same_line;
    if (*wanted > *known) continue;
    newest = false;
    if (same_line) newest_of_line = false;
  }
  return wanted && (line_known ? newest_of_line : newest) ? Standing::newer : Standing::never_published;
}

std::string_view releases_date() {
  const auto table = Releases::embedded();
  return table ? table->date() : std::string_view{};
}

}  // namespace gogate::toolchain
