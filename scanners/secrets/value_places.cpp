#include "scanners/secrets/value_places.h"

#include <algorithm>
#include <array>

namespace gogate::secrets {
namespace {

// For each byte the classes that it is in: bit n for RunCondition::Bytes n.
constexpr std::array<unsigned char, 256> classes() {
  std::array<unsigned char, 256> out{};
  constexpr auto bit = [](RunCondition::Bytes b) { return static_cast<unsigned char>(1U << static_cast<unsigned>(b)); };
  constexpr unsigned char token = bit(RunCondition::Bytes::token);
  constexpr unsigned char word = token | bit(RunCondition::Bytes::word);
  constexpr unsigned char alphanumeric = word | bit(RunCondition::Bytes::alphanumeric);
  for (std::size_t c = 0; c < 128; ++c)
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) out[c] = alphanumeric;
  out['_'] = out['-'] = word;
  out['+'] = out['/'] = out['.'] = out['='] = out['~'] = token;
  return out;
}
constexpr std::array<unsigned char, 256> kClasses = classes();

}  // namespace

void ValuePlaces::begin(std::string_view text) {
  text_ = text;
  for (Known& k : known_) k.ready = false;
}

const std::vector<ValuePlaces::Run>& ValuePlaces::runs_of(RunCondition::Bytes bytes) {
  Known& known = known_[static_cast<std::size_t>(bytes)];
  if (known.ready) return known.runs;
  known.ready = true;
  known.runs.clear();
  const auto wanted = static_cast<unsigned char>(1U << static_cast<unsigned>(bytes));
  const auto in = [&](std::size_t i) { return (kClasses[static_cast<unsigned char>(text_[i])] & wanted) != 0; };
  // Every run of eight has a byte at one of these places.
  for (std::size_t at = kShortestRun - 1; at < text_.size(); at += kShortestRun) {
    if (!in(at)) continue;
    std::size_t begin = at;
    while (begin > 0 && in(begin - 1)) --begin;
    std::size_t end = at + 1;
    while (end < text_.size() && in(end)) ++end;
    if (end - begin >= kShortestRun) known.runs.push_back({begin, end - begin});
    at = end - end % kShortestRun + kShortestRun - 1;  // the first such place at or behind the end
    at -= kShortestRun;                                // which the loop goes on to
  }
  return known.runs;
}

std::span<const Stretch> ValuePlaces::find(const RunCondition& run) {
  found_.clear();
  for (const Run& r : runs_of(run.of)) {
    if ((run.lengths >> std::min<std::size_t>(r.length, 63) & 1) == 0) continue;
    const Stretch s{r.begin - std::min(r.begin, kValueLead), std::min(text_.size(), r.begin + r.length + kValueTail)};
    if (!found_.empty() && s.begin <= found_.back().end) {
      found_.back().end = std::max(found_.back().end, s.end);
    } else {
      found_.push_back(s);
    }
  }
  return found_;
}

}  // namespace gogate::secrets
