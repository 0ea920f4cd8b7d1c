// Compressed data of any kind, straight to the inflater and as base64 in text.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "scanners/secrets/encoded_text.h"
#include "tests/secrets/encode.h"

using namespace gogate::secrets;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Inflater inflater;
  std::string out;
  constexpr std::size_t kMost = 1 << 16;
  for (const Container c : {Container::gzip, Container::zlib, Container::deflate})
    if (inflater.inflate(c, bytes, kMost, out) == Inflated::yes && (out.empty() || out.size() > kMost)) std::abort();

  std::string code = test::base64(bytes);
  for (std::size_t at = 76; at < code.size(); at += 79) code.insert(at, "\n  ");
  const std::string text = "key: " + code + "\nnext: line\n";
  DecodedText level;
  if (!level.assign(text, nullptr, Decoders::ours)) return 0;
  if (level.text().size() > text.size() + kMostInflatedOfLevel) std::abort();
  for (const gogate::Span part : level.new_parts()) {
    const DecodedText::Place place = level.in_blob(part.begin, part.end);
    if (place.begin > place.end || place.end > text.size()) std::abort();
  }
  return 0;
}
