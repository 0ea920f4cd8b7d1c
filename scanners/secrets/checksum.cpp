#include "scanners/secrets/checksum.h"

#include <algorithm>
#include <array>
#include <string>

namespace gogate::secrets {
namespace {

std::string in_base(std::uint32_t number, std::string_view digits, std::size_t width) {
  std::string out;
  for (; number != 0; number /= static_cast<std::uint32_t>(digits.size())) out += digits[number % digits.size()];
  out.append(width > out.size() ? width - out.size() : 0, digits[0]);
  std::reverse(out.begin(), out.end());
  return out;
}

constexpr std::string_view kBase62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kBase36 = "0123456789abcdefghijklmnopqrstuvwxyz";

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view s) { return !s.empty() && std::all_of(s.begin(), s.end(), is_digit); }

// prefix_ + characters of which the last six are the CRC-32 of the others.
// Tokens of 36 characters have carried it since the prefixes exist, so a wrong
// one was never issued. Other lengths (refresh tokens of 76, installation
// tokens of the newer, longer form) are certain when it fits and unknown when
// it does not: nothing says that all of them carry it.
Verified verify_prefixed(std::string_view token) {
  const std::size_t underscore = token.find('_');
  if (underscore == std::string_view::npos) return {};
  const std::string_view body = token.substr(underscore + 1);
  if (body.size() < 36) return {};
  const std::string_view data = body.substr(0, body.size() - 6);
  if (in_base(crc32(data), kBase62, 6) == body.substr(body.size() - 6)) return {Proof::right, "its checksum fits"};
  if (body.size() != 36) return {};
  return {Proof::wrong, "its checksum does not fit"};
}

// glpat-PAYLOAD.LLCCCCCCC, or with a version: glpat-PAYLOAD.VV.LLCCCCCCC. LL is
// the payload's length and C the CRC-32 of what stands before it, both in base
// 36. Routable tokens never came without, so a wrong one was never issued; the
// CRC is taken with and without the prefix, whichever fits.
Verified verify_gitlab(std::string_view token) {
  const std::size_t last_dot = token.rfind('.');
  const std::size_t first_dot = token.find('.');
  if (last_dot == std::string_view::npos || token.size() - last_dot != 10) return {};
  const std::string_view length = token.substr(last_dot + 1, 2);
  const std::string_view crc = token.substr(last_dot + 3);
  const std::string_view before = token.substr(0, last_dot + 3);
  const std::string_view head = token.substr(0, first_dot);
  // Where the payload may begin: behind "glpat-" and its like, or behind the "t1_" that runners have there.
  for (std::size_t begin = 0; begin < head.size(); ++begin) {
    const bool edge = begin > 0 && (head[begin - 1] == '-' || head[begin - 1] == '_');
    if (!edge || begin > 16) continue;
    if (in_base(static_cast<std::uint32_t>(head.size() - begin), kBase36, 2) != length) continue;
    if (in_base(crc32(before), kBase36, 7) == crc || in_base(crc32(before.substr(begin)), kBase36, 7) == crc)
      return {Proof::right, "its checksum fits"};
  }
  return {Proof::wrong, "its checksum does not fit"};
}

// The 16 characters behind the prefix are base32. Keys issued since 2019 (fifth
// character Q to 7) hold a 12-digit account number in 40 of the bits; older
// ones (AKIAI…, AKIAJ…) do not, so they stay unknown. Nine of ten random values
// hold a possible number, so it proves nothing; and the layout is documented
// nowhere, so a number that is none does not clear a key either.
Verified verify_aws(std::string_view id) {
  if (id.size() != 20 || !id.starts_with('A') || id[1] == '3') return {};
  if (id.substr(4, 10).find_first_not_of(kBase32) != std::string_view::npos) return {Proof::wrong, "not base32"};
  if (account_of_aws_key(id) == 0) return {};
  return {Proof::plausible, "it holds a possible account number"};
}

// xoxb-TEAM-BOT-…, xoxp-TEAM-USER-…: ids in these places are numbers, and no
// token was issued without. Other forms (legacy, app-level, configuration) are unknown.
Verified verify_slack(std::string_view token) {
  if (!token.starts_with("xoxb-") && !token.starts_with("xoxp-")) return {};
  const std::string_view rest = token.substr(5);
  const std::size_t dash = rest.find('-');
  if (dash == std::string_view::npos) return {};
  if (!all_digits(rest.substr(0, dash))) return {Proof::wrong, "its team id is no number"};
  return {Proof::plausible, "its team id is a number"};
}

}  // namespace

std::uint64_t account_of_aws_key(std::string_view id) {
  if (id.size() != 20) return 0;
  std::uint64_t bits = 0;
  for (const char c : id.substr(4, 10)) {  // 50 bits: enough for the first 48
    const std::size_t value = kBase32.find(c);
    if (value == std::string_view::npos) return 0;
    bits = (bits << 5) | value;
  }
  if (bits >> 49 == 0) return 0;
  const std::uint64_t account = ((bits >> 2) & 0x7fffffffff80U) >> 7;
  return account > 999'999'999'999U ? 0 : account;
}

std::uint32_t crc32(std::string_view bytes) {
  static constexpr auto kTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
      table[i] = value;
    }
    return table;
  }();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) crc = (crc >> 8) ^ kTable[(crc ^ static_cast<unsigned char>(c)) & 0xFFU];
  return ~crc;
}

Verified verify(Checksum kind, std::string_view match, std::string_view secret, std::int64_t now) {
  switch (kind) {
    case Checksum::none: return {};
    case Checksum::github:
    case Checksum::npm: return verify_prefixed(secret);
    case Checksum::gitlab_routable: return verify_gitlab(secret);
    case Checksum::jwt: return verify_jwt(secret, now);
    case Checksum::aws_access_key: return verify_aws(secret);
    case Checksum::pem: return verify_private_key(match);
    case Checksum::slack: return verify_slack(secret);
  }
  return {};
}

}  // namespace gogate::secrets
