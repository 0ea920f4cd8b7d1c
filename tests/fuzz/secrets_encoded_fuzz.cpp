// Decoding text of any kind: no crash, positions lead back into the blob in
// order, both filters agree, and inflating keeps to its bound.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scanners/secrets/encoded_text.h"

using gogate::secrets::DecodedText;

namespace {

void decode(std::string_view blob, gogate::secrets::Decoders decoders) {
  if (gogate::secrets::find_encoded(blob, 0, decoders) != gogate::secrets::find_encoded_plainly(blob, 0, decoders)) std::abort();
  DecodedText levels[2];
  const DecodedText* outer = nullptr;
  std::string_view text = blob;
  for (int depth = 0; depth < 5; ++depth) {
    DecodedText& level = levels[depth % 2];
    if (!level.assign(text, outer, decoders)) break;
    outer = &level;
    text = level.text();
    std::size_t last = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const DecodedText::Place place = level.in_blob(i, i + 1);
      if (place.begin < last || place.begin >= place.end || place.end > blob.size()) std::abort();
      last = place.begin;
      // What no level decoded stands in the blob as it is.
      if (place.encodings == 0 && (place.end != place.begin + 1 || blob[place.begin] != text[i])) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view blob(reinterpret_cast<const char*>(data), size);
  decode(blob, gogate::secrets::Decoders::gitleaks);
  decode(blob, gogate::secrets::Decoders::ours);
  return 0;
}
