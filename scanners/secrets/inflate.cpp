#include "scanners/secrets/inflate.h"

#include <libdeflate.h>

#include <algorithm>

#include "scanners/secrets/base64.h"

namespace gogate::secrets {
namespace {

bool is_text(std::string_view bytes) {
  return bytes.size() >= 16 && std::all_of(bytes.begin(), bytes.end(), [](char c) {
           const auto b = static_cast<unsigned char>(c);
           return b > 0x08 && b != 0x7F;
         });
}

}  // namespace

Container container_of(std::string_view base64) {
  if (base64.size() < kLeastCompressed) return Container::none;
  if (base64.starts_with("H4sI")) return Container::gzip;
  const int first = base64_value(base64[0]);
  const int second = base64_value(base64[1]);
  const int third = base64_value(base64[2]);
  if (first < 0 || second < 0 || third < 0) return Container::none;
  const int head = first << 2 | second >> 4;
  const int flags = (second & 15) << 4 | third >> 2;
  if (head == 0x78 && (head * 256 + flags) % 31 == 0 && (flags & 0x20) == 0) return Container::zlib;
  // A block with Huffman codes, fixed or its own.
  const int block = head >> 1 & 3;
  if (block != 1 && block != 2) return Container::none;
  if (base64.starts_with("sha")) return Container::none;  // sha512-…, of which lock files are full
  bool upper = false;
  bool lower = false;
  bool digit = false;
  bool standard = false;
  bool url = false;
  for (const char c : base64.substr(0, kLeastCompressed)) {
    if (base64_value(c) < 0) return Container::none;
    upper = upper || (c >= 'A' && c <= 'Z');
    lower = lower || (c >= 'a' && c <= 'z');
    digit = digit || (c >= '0' && c <= '9');
    standard = standard || c == '+' || c == '/';
    url = url || c == '-' || c == '_';
  }
  return upper && lower && digit && !(standard && url) ? Container::deflate : Container::none;
}

void Inflater::Free::operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
Inflater::Inflater() = default;
Inflater::~Inflater() = default;
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;

Inflated Inflater::one(Container container, std::string_view bytes, std::size_t most, std::size_t& used, std::string& out) {
  if (!decompressor_) decompressor_.reset(libdeflate_alloc_decompressor());
  if (!decompressor_) return Inflated::no;
  for (std::size_t room = std::min(most, std::max<std::size_t>(bytes.size() * 4, 4096));; room = std::min(most, room * 4)) {
    out.resize(room);
    std::size_t written = 0;
    libdeflate_result result = LIBDEFLATE_BAD_DATA;
    switch (container) {
      case Container::gzip: result = libdeflate_gzip_decompress_ex(decompressor_.get(), bytes.data(), bytes.size(), out.data(), room, &used, &written); break;
      case Container::zlib: result = libdeflate_zlib_decompress_ex(decompressor_.get(), bytes.data(), bytes.size(), out.data(), room, &used, &written); break;
      case Container::deflate: result = libdeflate_deflate_decompress_ex(decompressor_.get(), bytes.data(), bytes.size(), out.data(), room, &used, &written); break;
      case Container::none: break;
    }
    if (result == LIBDEFLATE_SUCCESS) {
      out.resize(written);
      return Inflated::yes;
    }
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE) return Inflated::no;
    if (room == most) return Inflated::over_bound;
  }
}

Inflated Inflater::inflate(Container container, std::string_view bytes, std::size_t most, std::string& out) {
  std::size_t used = 0;
  const Inflated first = one(container, bytes, most, used, out);
  if (first != Inflated::yes) return first;
  if (container == Container::deflate) return used == bytes.size() && is_text(out) ? Inflated::yes : Inflated::no;
  // gzip files may be joined; anything else behind one counts for nothing.
  while (container == Container::gzip && bytes.substr(used).starts_with("\x1f\x8b") && out.size() < most) {
    bytes.remove_prefix(used);
    const Inflated next = one(container, bytes, most - out.size(), used, piece_);
    if (next == Inflated::over_bound) return next;
    if (next == Inflated::no || used == 0) break;
    out += piece_;
  }
  return out.empty() ? Inflated::no : Inflated::yes;
}

}  // namespace gogate::secrets
