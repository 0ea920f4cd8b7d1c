#include "scanners/toolchain/sumdb/signed_note.h"

#include <openssl/evp.h>

#include <charconv>
#include <cstring>
#include <memory>

#include "scanners/toolchain/base64.h"

namespace gogate::toolchain {
namespace {

constexpr std::size_t kMaxNote = 1U << 20;
constexpr unsigned kMaxSignatures = 100;
constexpr std::string_view kDash = "\xe2\x80\x94 ";  // U+2014 and a space
constexpr char kEd25519 = 1;

std::uint32_t big(std::string_view bytes) {
  std::uint32_t v = 0;
  for (std::size_t i = 0; i < 4; ++i) v = (v << 8) | static_cast<unsigned char>(bytes[i]);
  return v;
}

bool good_name(std::string_view name) {
  if (name.empty()) return false;
  for (const char c : name)
    if (static_cast<unsigned char>(c) <= 0x20 || c == '+' || c == 0x7f) return false;
  return true;
}

// A decimal without sign or leading zero.
std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t v = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  return v;
}

bool verified(const NoteKey& key, std::string_view text, std::string_view signature) {
  const auto bytes = [](std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); };
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pkey(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.key.data(), key.key.size()), &EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> ctx(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return pkey && ctx && EVP_DigestVerifyInit(ctx.get(), nullptr, nullptr, nullptr, pkey.get()) == 1 &&
         EVP_DigestVerify(ctx.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace

Result<NoteKey> parse_note_key(std::string_view text) {
  const auto wrong = [](const char* what) {
    return fail(Errc::config, std::string("not the key of a checksum database: ") + what, "it has the form NAME+HASH+KEY");
  };
  const std::size_t one = text.find('+');
  const std::size_t two = one == std::string_view::npos ? one : text.find('+', one + 1);
  if (two == std::string_view::npos) return wrong("it has no three parts");
  NoteKey out;
  out.name = text.substr(0, one);
  if (!good_name(out.name)) return wrong("its name");
  const std::string_view hash = text.substr(one + 1, two - one - 1);
  const auto [end, error] = std::from_chars(hash.data(), hash.data() + hash.size(), out.hash, 16);
  if (hash.size() != 8 || error != std::errc{} || end != hash.data() + hash.size()) return wrong("its hash");
  const auto key = from_base64(text.substr(two + 1));
  if (!key || key->size() != 1 + out.key.size()) return wrong("its length");
  if ((*key)[0] != kEd25519) return wrong("its algorithm is not Ed25519");
  std::memcpy(out.key.data(), key->data() + 1, out.key.size());
  const Sha256 digest = sha256(out.name + "\n" + *key);
  if (big(bytes_of(digest)) != out.hash) return wrong("its hash is not that of name and key");
  return out;
}

OpenedNote open_note(std::string_view note, const NoteKey& key) {
  const auto malformed = [](const char* why) { return OpenedNote{OpenedNote::State::malformed, {}, why}; };
  if (note.size() > kMaxNote) return malformed("longer than any signed tree");
  for (const char c : note)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') return malformed("it holds control characters");
  const std::size_t split = note.rfind("\n\n");
  if (split == std::string_view::npos) return malformed("it has no signatures");
  const std::string_view text = note.substr(0, split + 1);
  std::string_view signatures = note.substr(split + 2);
  if (signatures.empty() || !signatures.ends_with('\n')) return malformed("its last line is cut short");
  OpenedNote out{OpenedNote::State::foreign, {}, "it is not signed by " + key.name};
  for (unsigned n = 0; !signatures.empty(); ++n) {
    if (n == kMaxSignatures) return malformed("it has more signatures than any signed tree");
    std::string_view line = take_line(signatures);
    if (!line.starts_with(kDash)) return malformed("a line that is no signature");
    line.remove_prefix(kDash.size());
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return malformed("a signature without a name");
    const auto bytes = from_base64(line.substr(space + 1));
    if (!bytes || bytes->size() < 5 || !good_name(line.substr(0, space))) return malformed("a signature that is none");
    if (line.substr(0, space) != key.name || big(*bytes) != key.hash) continue;
    if (!verified(key, text, std::string_view(*bytes).substr(4)))
      return {OpenedNote::State::forged, {}, "the signature of " + key.name + " is wrong"};
    out = {OpenedNote::State::good, text, {}};
  }
  return out;
}

std::optional<TreeHead> parse_tree_head(std::string_view text) {
  if (take_line(text) != "go.sum database tree") return std::nullopt;
  const auto size = parse_number(take_line(text));
  const auto root = from_base64(take_line(text));
  if (!size || *size > (std::uint64_t{1} << 62) || !root || root->size() != Sha256{}.size()) return std::nullopt;
  TreeHead out;
  out.size = *size;
  std::memcpy(out.root.data(), root->data(), out.root.size());
  return out;
}

std::optional<Record> parse_record(std::string_view answer) {
  Record out;
  const auto number = parse_number(take_line(answer));
  const std::size_t end = answer.find("\n\n");
  if (!number || end == std::string_view::npos || end == 0) return std::nullopt;
  out.number = *number;
  out.text = answer.substr(0, end + 1);
  out.note = answer.substr(end + 2);
  return out;
}

}  // namespace gogate::toolchain
