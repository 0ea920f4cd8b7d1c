#include "scanners/toolchain/known_hashes.h"

#include "scanners/toolchain/module_hash.h"

asm(R"(
  .pushsection .rodata
  .global gogate_toolchain_h1
  .global gogate_toolchain_h1_end
gogate_toolchain_h1:
  .incbin ")" GOGATE_TOOLCHAIN_H1 R"("
gogate_toolchain_h1_end:
  .byte 0
  .popsection
)");
extern "C" const char gogate_toolchain_h1[];
extern "C" const char gogate_toolchain_h1_end[];

namespace gogate::toolchain {

Result<KnownHashes> KnownHashes::read(std::string_view text) {
  const auto wrong = [] { return fail(Errc::corrupt, "the table of toolchain hashes is damaged"); };
  const auto line = [&]() -> std::string_view {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    const std::string_view out = text.substr(0, end);
    text.remove_prefix(end + 1);
    return out;
  };
  KnownHashes out;
  if (line() != "gogate toolchain h1 1") return wrong();
  const std::string_view dated = line();
  if (!dated.starts_with("date ") || dated.size() != 15) return wrong();
  out.date_ = dated.substr(5);
  for (;;) {
    const std::string_view l = line();
    if (l == "end" && text.empty()) return out;
    const std::size_t one = l.find(' ');
    const std::size_t two = one == std::string_view::npos ? one : l.find(' ', one + 1);
    if (two == std::string_view::npos) return wrong();
    const Row row{l.substr(0, one), l.substr(one + 1, two - one - 1), l.substr(two + 1)};
    if (row.release.empty() || row.platform.empty() || !is_h1(row.h1)) return wrong();
    out.rows_.push_back(row);
  }
}

Result<KnownHashes> KnownHashes::embedded() {
  return read({gogate_toolchain_h1, static_cast<std::size_t>(gogate_toolchain_h1_end - gogate_toolchain_h1)});
}

std::string_view KnownHashes::find(std::string_view release, std::string_view platform) const {
  for (const Row& r : rows_)
    if (r.release == release && r.platform == platform) return r.h1;
  return {};
}

}  // namespace gogate::toolchain
