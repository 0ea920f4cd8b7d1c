#include "scanners/secrets/unsettled.h"

#include <algorithm>
#include <utility>

namespace gogate::secrets {
namespace {

void put_list(std::vector<std::uint32_t>& out, const std::vector<std::uint32_t>& list) {
  out.push_back(static_cast<std::uint32_t>(list.size()));
  out.insert(out.end(), list.begin(), list.end());
}

std::uint32_t take(std::span<const std::uint32_t>& in) {
  if (in.empty()) return 0;
  const std::uint32_t out = in.front();
  in = in.subspan(1);
  return out;
}

std::vector<std::uint32_t> take_list(std::span<const std::uint32_t>& in) {
  const std::size_t size = std::min<std::size_t>(take(in), in.size());
  std::vector<std::uint32_t> out(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(size));
  in = in.subspan(size);
  return out;
}

void put_matches(std::vector<std::uint32_t>& out, const std::vector<OtherMatch>& matches) {
  out.push_back(static_cast<std::uint32_t>(matches.size()));
  for (const OtherMatch& match : matches) {
    out.push_back(match.rule);
    put_list(out, match.allowlists);
  }
}

std::vector<OtherMatch> take_matches(std::span<const std::uint32_t>& in) {
  std::vector<OtherMatch> out;
  for (std::uint32_t count = take(in); count > 0 && !in.empty(); --count) {
    OtherMatch match;
    match.rule = take(in);
    match.allowlists = take_list(in);
    out.push_back(std::move(match));
  }
  return out;
}

}  // namespace

std::vector<std::uint32_t> Unsettled::packed() const {
  std::vector<std::uint32_t> out{settled.packed()};
  if (allowlists.empty() && needed.empty() && yields_to.empty()) return out;
  put_list(out, allowlists);
  put_matches(out, needed);
  put_matches(out, yields_to);
  return out;
}

Unsettled Unsettled::unpacked(std::span<const std::uint32_t> numbers) {
  Unsettled out;
  out.settled = Settled::of(take(numbers));
  out.allowlists = take_list(numbers);
  out.needed = take_matches(numbers);
  out.yields_to = take_matches(numbers);
  return out;
}

}  // namespace gogate::secrets
