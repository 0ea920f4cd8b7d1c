// Changed ranges of two texts (parted by the first 0xFF byte): sorted, disjoint,
// inside the text, and what they leave out stands in the older text.
#include <cstdlib>

#include "gate/source/line_diff.h"

using namespace gogate;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check(std::string_view before, std::string_view now, const std::vector<Span>& ranges) {
  std::size_t from = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    require(ranges[i].begin <= ranges[i].end && ranges[i].end <= now.size());
    require(i == 0 || ranges[i].begin > ranges[i - 1].end);
    const std::string_view kept = now.substr(at, ranges[i].begin - at);
    const std::size_t found = before.find(kept, from);
    require(found != std::string_view::npos);
    from = found + kept.size();
    at = ranges[i].end;
  }
  require(before.find(now.substr(at), from) != std::string_view::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view in(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = in.find('\xFF');
  const std::string_view before = in.substr(0, cut);
  const std::string_view now = cut == std::string_view::npos ? std::string_view() : in.substr(cut + 1);
  const auto ranges = source::changed_ranges(before, now);
  require(ranges.has_value());
  require((before == now) == ranges->empty());
  check(before, now, *ranges);
  const auto reverse = source::changed_ranges(now, before);
  require(reverse.has_value());
  for (const Span s : source::changed_against_all(now, {*ranges, *ranges})) require(s.end <= now.size());
  require(source::changed_against_all(now, {*ranges, *ranges}) == *ranges);
  return 0;
}
