#include "gate/core/line_index.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace gogate {
namespace {

constexpr std::uint32_t kMarkEvery = 16 * 1024;  // bytes

// Length of the valid UTF-8 sequence at `s`, or 0 (RFC 3629, table 3-7 of Unicode).
std::size_t sequence_length(std::string_view s) {
  const auto b = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const auto tail = [&](std::size_t i) { return i < s.size() && (b(i) & 0xC0) == 0x80; };
  const unsigned char c = b(0);
  if (c < 0x80) return 1;
  if (c >= 0xC2 && c <= 0xDF) return tail(1) ? 2 : 0;
  if (c >= 0xE0 && c <= 0xEF) {
    if (!tail(1) || !tail(2)) return 0;
    if (c == 0xE0 && b(1) < 0xA0) return 0;
    if (c == 0xED && b(1) > 0x9F) return 0;
    return 3;
  }
  if (c >= 0xF0 && c <= 0xF4) {
    if (!tail(1) || !tail(2) || !tail(3)) return 0;
    if (c == 0xF0 && b(1) < 0x90) return 0;
    if (c == 0xF4 && b(1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

}  // namespace

std::uint32_t utf16_length(std::string_view utf8) {
  std::uint32_t units = 0;
  while (!utf8.empty()) {
    const std::size_t n = std::max<std::size_t>(sequence_length(utf8), 1);
    units += n == 4 ? 2 : 1;
    utf8.remove_prefix(n);
  }
  return units;
}

LineIndex::LineIndex(std::string_view text) : text_(text) {
  starts_.push_back(0);
  const char* const base = text.data();
  const char* const end = base + text.size();
  for (const char* p = base; p < end;) {
    p = static_cast<const char*>(std::memchr(p, '\n', static_cast<std::size_t>(end - p)));
    if (p == nullptr) break;
    ++p;
    mark_line(starts_.back(), static_cast<std::uint32_t>(p - base));
    if (p < end) starts_.push_back(static_cast<std::uint32_t>(p - base));
  }
  if (!text.ends_with('\n')) mark_line(starts_.back(), static_cast<std::uint32_t>(text.size()));
}

void LineIndex::mark_line(std::uint32_t begin, std::uint32_t end) {
  if (end - begin < 2 * kMarkEvery) return;
  Mark last{begin, 0};
  std::uint32_t units = 0;
  for (std::uint32_t at = begin; at < end;) {
    if (at - last.offset >= kMarkEvery) marks_.push_back(last = {at, units});
    const auto n = static_cast<std::uint32_t>(std::max<std::size_t>(sequence_length(text_.substr(at, end - at)), 1));
    units += n == 4 ? 2 : 1;
    at += n;
  }
}

std::uint32_t LineIndex::line_of(std::uint32_t offset) const {
  const auto it = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return static_cast<std::uint32_t>(it - starts_.begin());
}

Span LineIndex::line_span(std::uint32_t line) const {
  const std::uint32_t begin = starts_[line - 1];
  std::uint32_t end = line < starts_.size() ? starts_[line] : static_cast<std::uint32_t>(text_.size());
  if (end > begin && text_[end - 1] == '\n') --end;
  if (end > begin && text_[end - 1] == '\r') --end;
  return {begin, end};
}

std::string_view LineIndex::line(std::uint32_t line) const {
  const Span s = line_span(line);
  return text_.substr(s.begin, s.size());
}

Position LineIndex::position(std::uint32_t offset) const {
  const std::uint32_t line = line_of(offset);
  const std::uint32_t start = starts_[line - 1];
  Mark from{start, 0};
  const auto mark = std::upper_bound(marks_.begin(), marks_.end(), offset, [](std::uint32_t at, const Mark& m) { return at < m.offset; });
  if (mark != marks_.begin() && std::prev(mark)->offset > start) from = *std::prev(mark);
  return {line, offset - start + 1, from.units + utf16_length(text_.substr(from.offset, offset - from.offset)) + 1};
}

Region LineIndex::region(Span span) const { return {span, position(span.begin), position(span.end)}; }

bool touches(Span match, std::span<const Span> changed) {
  for (const Span c : changed) {
    if (c.empty() ? match.begin < c.begin && c.begin < match.end : match.overlaps(c)) return true;
  }
  return false;
}

}  // namespace gogate
