#include "reporters/excerpt.h"

#include <algorithm>

#include "reporters/encoding.h"

namespace gogate::reporters {
namespace {

constexpr unsigned kTab = 4;

struct Cell {
  std::string shown;
  unsigned begin = 0;  // columns from the line's start, half open
  unsigned end = 0;
};

// What a line looks like, and where the caret's bytes fall.
struct Layout {
  std::vector<Cell> cells;
  unsigned width = 0;
  unsigned caret_begin = 0;
  unsigned caret_end = 0;
};

// A line of millions of characters is laid out only around the caret.
constexpr std::size_t kNear = 4096;

Layout lay_out(std::string_view line, std::size_t caret, std::size_t caret_length) {
  Layout out;
  caret = std::min(caret, line.size());
  const std::size_t caret_stop = caret + std::min(caret_length, line.size() - caret);
  std::size_t at = caret > kNear ? caret - kNear : 0;
  while (at > 0 && at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80) ++at;
  const std::size_t stop = std::min(line.size(), caret + kNear);
  bool begun = false;
  const bool cut_before = at > 0;
  if (cut_before) {
    out.cells.push_back({"\u2026", 0, 1});
    out.width = 1;
  }
  while (at < stop) {
    const Scalar s = decode(line, at);
    if (!begun && at + s.size > caret) {
      out.caret_begin = out.width;
      begun = true;
    }
    Cell cell{{}, out.width, 0};
    if (s.valid && s.value == '\t') {
      cell.shown.assign(kTab - out.width % kTab, ' ');
      cell.end = cell.begin + static_cast<unsigned>(cell.shown.size());
    } else {
      cell.shown = visible(s, line.substr(at, s.size));
      cell.end = cell.begin + columns(cell.shown);
    }
    out.width = cell.end;
    if (at < caret_stop) out.caret_end = out.width;
    out.cells.push_back(std::move(cell));
    at += s.size;
  }
  if (!begun) out.caret_begin = out.width;
  out.caret_end = std::max(out.caret_end, out.caret_begin + 1);
  if (stop < line.size()) {
    out.cells.push_back({"\u2026", out.width, out.width + 1});
    ++out.width;
  }
  return out;
}

// The cells of [from, from + width), with ellipses where the line goes on.
std::string window(const Layout& line, unsigned from, unsigned width) {
  const bool before = from > 0;
  const bool after = line.width > from + width;
  const unsigned begin = from + (before ? 1U : 0U);
  const unsigned end = from + width - (after ? 1U : 0U);
  std::string out;
  unsigned drawn = from;
  if (before) {
    out += line.width > from ? "\u2026" : " ";
    ++drawn;
  }
  for (const Cell& c : line.cells) {
    if (c.begin < begin || c.end > end) continue;
    if (c.begin > drawn) out.append(c.begin - drawn, ' ');  // half of a wide cell was cut off
    out += c.shown;
    drawn = c.end;
  }
  if (after) {
    if (drawn < end) out.append(end - drawn, ' ');
    out += "\u2026";
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

std::vector<DrawnLine> draw(const Excerpt& excerpt, std::uint32_t caret_line, unsigned width, std::size_t most) {
  std::vector<DrawnLine> out;
  if (excerpt.lines.empty()) return out;
  width = std::max(width, 20U);
  const auto count = static_cast<std::uint32_t>(excerpt.lines.size());
  const std::uint32_t marked =
      caret_line < excerpt.first_line ? 0 : std::min(caret_line - excerpt.first_line, count - 1);

  const Layout caret = lay_out(excerpt.lines[marked], excerpt.caret_column == 0 ? 0 : excerpt.caret_column - 1,
                               std::max(excerpt.caret_length, 1U));
  unsigned from = 0;
  if (caret.width > width && caret.caret_end + 2 > width)
    from = caret.caret_begin > width / 4 ? caret.caret_begin - width / 4 : 0;

  const std::uint32_t first = marked >= most ? marked - static_cast<std::uint32_t>(most) + 1 : 0;
  for (std::uint32_t i = first; i < count && i - first < most; ++i) {
    out.push_back(
        {excerpt.first_line + i, window(i == marked ? caret : lay_out(excerpt.lines[i], from, 1), from, width)});
    if (i != marked) continue;
    const unsigned begin = caret.caret_begin - from;
    const unsigned end = std::clamp(caret.caret_end - from, begin + 1, std::max(width, begin + 1));
    out.push_back({0, std::string(begin, ' ') + std::string(end - begin, '^')});
  }
  return out;
}

}  // namespace gogate::reporters
