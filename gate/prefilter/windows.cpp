#include "gate/prefilter/windows.h"

#include <algorithm>
#include <cstring>

namespace gogate::prefilter {
namespace {

// Where the line begins that holds the byte at `at` (or would, at the end).
std::size_t line_begin(std::string_view text, std::size_t at) {
  if (at == 0) return 0;
  const void* feed = ::memrchr(text.data(), '\n', at);
  return feed == nullptr ? 0 : static_cast<std::size_t>(static_cast<const char*>(feed) - text.data()) + 1;
}

// Just behind the line feed that ends the line of the byte at `at`.
std::size_t line_end(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  const void* feed = std::memchr(text.data() + at, '\n', text.size() - at);
  return feed == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(feed) - text.data()) + 1;
}

}  // namespace

bool make_windows(std::string_view text, std::span<const Span> seams, Margin margin, std::vector<Span>& out) {
  out.clear();
  if (margin.bytes >= text.size()) return seams.empty();
  const auto beyond = static_cast<std::size_t>(margin.bytes);
  const auto to_end = [&](std::size_t at) {  // of a window that holds the lines up to here
    std::size_t by_lines = at;
    for (std::uint64_t i = 0; i < margin.lines; ++i) by_lines = line_end(text, by_lines);
    return std::max(by_lines, beyond == 0 ? at : line_end(text, at + beyond));
  };
  const auto to_begin = [&](std::size_t at) {
    std::size_t by_lines = at;
    for (std::uint64_t i = 0; i < margin.lines && by_lines > 0; ++i) by_lines = line_begin(text, by_lines - 1);
    return std::min(by_lines, beyond == 0 ? at : line_begin(text, at > beyond ? at - beyond : 0));
  };
  const std::size_t most = text.size() - text.size() / 8;
  // Seams whose windows overlap whatever the lines are: groups of them, which
  // tell without a look at the text when there is no use in windows.
  const auto group_end = [&](std::size_t first) {
    std::size_t last = first;
    while (last + 1 < seams.size() && seams[last + 1].begin <= seams[last].end + 2 * beyond) ++last;
    return last + 1;
  };
  std::size_t sum = 0;
  for (std::size_t i = 0; i < seams.size();) {
    const std::size_t next = group_end(i);
    sum += std::min<std::size_t>(seams[next - 1].end + beyond, text.size()) - (seams[i].begin > beyond ? seams[i].begin - beyond : 0);
    if (sum > most) return false;
    i = next;
  }
  sum = 0;
  for (std::size_t i = 0; i < seams.size();) {
    const std::size_t next = group_end(i);
    std::size_t end = to_end(line_end(text, seams[next - 1].end));  // of the byte behind the seam
    std::size_t begin = to_begin(line_begin(text, seams[i].begin > 0 ? seams[i].begin - 1 : 0));
    i = next;
    begin = begin > 2 ? begin - 2 : 0;
    end = end < text.size() ? end + 1 : end;
    if (!out.empty() && begin <= out.back().end) {
      if (end > out.back().end) {
        sum += end - out.back().end;
        out.back().end = static_cast<std::uint32_t>(end);
      }
    } else {
      out.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
      sum += end - begin;
    }
    if (sum > most) return false;
  }
  return true;
}

}  // namespace gogate::prefilter
