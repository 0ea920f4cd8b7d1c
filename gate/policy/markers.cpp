#include "gate/policy/markers.h"

#include <algorithm>
#include <array>
#include <string>

#include "gate/prefilter/prefilter.h"

namespace gogate::policy {
namespace {

// In the order of Marker; the first three in any letter case.
constexpr std::array<std::string_view, 9> kMarkers{
    "[gG][oO][gG][aA][tT][eE]",
    "[nN][oO][sS][eE][mM]",
    "[kK][iI][nN][gG][fF][iI][sS][hH][eE][rR]:[iI][gG][nN][oO][rR][eE]",
    "gitleaks:allow",
    "betterleaks:allow",
    "trufflehog:ignore",
    "pragma:",
    "#nosec",
    "//gosec:disable",
};

const Prefilter& filter() {
  static const Prefilter made = [] {
    std::vector<PatternSpec> patterns;
    for (const std::string_view marker : kMarkers) {
      PatternSpec& spec = patterns.emplace_back();
      spec.kind = PatternSpec::Kind::regex;
      spec.text = std::string(marker);
      spec.located = true;
    }
    return Prefilter::compile(patterns).value();  // nothing that RE2 accepts is refused
  }();
  return made;
}

}  // namespace

Markers::Markers(std::string_view text) {
  thread_local PrefilterScratch scratch;
  thread_local Candidates candidates(kMarkers.size());
  candidates.clear();
  filter().scan(text, scratch, candidates, 0);
  bool everywhere = false;  // where memory ran out
  for (std::uint32_t i = 0; i < kMarkers.size(); ++i) {
    if (!candidates.has(i)) continue;
    bits_ |= 1U << i;
    everywhere = everywhere || candidates.everywhere(i);
  }
  const auto at = [](std::size_t offset) { return static_cast<std::uint32_t>(offset); };
  for (const Candidates::Place& p : candidates.places()) places_.push_back({at(p.begin), at(p.end)});
  if (everywhere && !text.empty()) places_.push_back({0, at(text.size())});
}

std::vector<std::uint32_t> Markers::lines(const LineIndex& index) const {
  std::vector<std::uint32_t> out;
  for (const Span place : places_) {
    const std::uint32_t last = index.line_of(place.end - 1);
    for (std::uint32_t n = index.line_of(place.begin); n <= last; ++n) out.push_back(n);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace gogate::policy
