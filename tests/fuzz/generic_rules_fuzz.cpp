// Any bytes as a pattern and as the text that it is looked for in: up to the
// first NUL the pattern, behind it the text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "scanners/gopatterns/generic_matcher.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gogate;
  using namespace gogate::gopatterns;
  if (size > 1U << 15) return 0;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t middle = std::min(all.find('\0'), all.size());
  const std::string_view text = all.substr(std::min(middle + 1, all.size()));
  Metavariables names;
  const auto pattern = compile_generic(all.substr(0, middle), names);
  if (!pattern) return 0;
  const auto size32 = static_cast<std::uint32_t>(text.size());
  // The whole text, and a part of it under other rules.
  for (const Span within : {Span{0, size32}, Span{size32 / 3, size32 - size32 / 5}}) {
    GenericDocument document;
    document.read(text, within, within.begin == 0 ? CommentStyle::none : CommentStyle::cpp);
    for (const auto& t : document.tokens())
      if (t.block >= document.blocks().size()) std::abort();
    GenericMatcher matcher;
    matcher.refill(100'000);
    std::vector<Range> out;
    const auto count = static_cast<std::uint32_t>(names.names().size());
    matcher.find_all(document, **pattern, {count, 3}, Bindings(count), out);
    for (const Range& r : out) {
      if (r.span.begin >= r.span.end || !within.contains(r.span)) std::abort();
      for (const Binding& b : r.bindings)
        if (b.bound && (b.span.begin > b.span.end || !within.contains(b.span))) std::abort();
    }
  }
  return 0;
}
