// Names at any place of any bytes: what is read lies in the text, and costs no
// more than what stands around the name.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scanners/secrets/human_value.h"
#include "scanners/secrets/named_value.h"

using namespace gogate::secrets;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<NamedValue> values;
  for (const std::string_view word : {"pass", "token", "secret"}) {
    std::size_t names = 0;
    for (std::size_t at = text.find(word); at != std::string_view::npos && names < 64; at = text.find(word, at + 1), ++names)
      read_named(text, at, at + word.size(), values);
  }
  if (const std::size_t at = text.find("kind"); at != std::string_view::npos) read_kubernetes_secret(text, at, values);
  for (const NamedValue& v : values) {
    if (v.begin >= v.end || v.end > size) std::abort();
    (void)judge_human(text.substr(v.begin, v.end - v.begin), v.name, v.says, v.quoted, text.substr(v.begin));
  }
  return 0;
}
