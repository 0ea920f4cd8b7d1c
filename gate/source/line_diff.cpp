#include "gate/source/line_diff.h"

#include <algorithm>
#include <cstring>

#include "gate/source/libgit2.h"

namespace gogate::source {

namespace {

std::uint32_t u32(std::size_t n) { return static_cast<std::uint32_t>(n); }

std::size_t common_prefix(std::string_view a, std::string_view b) {
  const std::size_t n = std::min(a.size(), b.size());
  std::size_t i = 0;
  while (i + 64 <= n && std::memcmp(a.data() + i, b.data() + i, 64) == 0) i += 64;
  while (i < n && a[i] == b[i]) ++i;
  return i;
}

std::size_t common_suffix(std::string_view a, std::string_view b) {
  const std::size_t n = std::min(a.size(), b.size());
  std::size_t i = 0;
  while (i + 64 <= n && std::memcmp(a.data() + a.size() - i - 64, b.data() + b.size() - i - 64, 64) == 0) i += 64;
  while (i < n && a[a.size() - 1 - i] == b[b.size() - 1 - i]) ++i;
  return i;
}

// Adds [begin, end), joined to the range before where they meet.
void add(std::vector<Span>& out, std::size_t begin, std::size_t end) {
  if (!out.empty() && begin <= out.back().end) {
    out.back().end = std::max(out.back().end, u32(end));
    return;
  }
  out.push_back({u32(begin), u32(end)});
}

// What differs between two pieces that stand in each other's place.
void add_difference(std::vector<Span>& out, std::string_view before, std::string_view now, std::size_t at) {
  if (before == now) return;
  const std::size_t front = common_prefix(before, now);
  const std::size_t back = common_suffix(before.substr(front), now.substr(front));
  add(out, at + front, at + now.size() - back);
}

// Walks the lines of a text forwards, to turn line numbers into offsets.
class LineCursor {
 public:
  explicit LineCursor(std::string_view text) : text_(text) {}
  std::size_t to(std::size_t line) {  // 0-based; past the end: the end
    while (line_ < line && at_ < text_.size()) {
      const auto* end = static_cast<const char*>(std::memchr(text_.data() + at_, '\n', text_.size() - at_));
      at_ = end == nullptr ? text_.size() : static_cast<std::size_t>(end - text_.data()) + 1;
      ++line_;
    }
    return at_;
  }

 private:
  std::string_view text_;
  std::size_t line_ = 0;
  std::size_t at_ = 0;
};

struct Hunks {
  std::string_view before;
  std::string_view now;
  std::size_t offset;  // of `now` in the whole text
  LineCursor old_lines;
  LineCursor new_lines;
  std::vector<Span>* out;
};

int on_hunk(const git_diff_delta* /*delta*/, const git_diff_hunk* hunk, void* payload) {
  auto& h = *static_cast<Hunks*>(payload);
  const auto line = [](int start, int count) {  // a side without lines names the line before
    return static_cast<std::size_t>(count == 0 ? start : std::max(start - 1, 0));
  };
  const auto old_first = line(hunk->old_start, hunk->old_lines);
  const auto new_first = line(hunk->new_start, hunk->new_lines);
  const auto old_count = static_cast<std::size_t>(hunk->old_lines);
  const auto new_count = static_cast<std::size_t>(hunk->new_lines);
  std::size_t old_at = h.old_lines.to(old_first);
  std::size_t new_at = h.new_lines.to(new_first);
  if (old_count == new_count) {  // line for line
    for (std::size_t i = 1; i <= new_count; ++i) {
      const std::size_t old_end = h.old_lines.to(old_first + i);
      const std::size_t new_end = h.new_lines.to(new_first + i);
      add_difference(*h.out, h.before.substr(old_at, old_end - old_at), h.now.substr(new_at, new_end - new_at), h.offset + new_at);
      old_at = old_end;
      new_at = new_end;
    }
    return 0;
  }
  const std::size_t old_end = h.old_lines.to(old_first + old_count);
  const std::size_t new_end = h.new_lines.to(new_first + new_count);
  if (old_count == 0 || new_count == 0) {
    add(*h.out, h.offset + new_at, h.offset + new_end);
  } else {
    add_difference(*h.out, h.before.substr(old_at, old_end - old_at), h.now.substr(new_at, new_end - new_at), h.offset + new_at);
  }
  return 0;
}

}  // namespace

Result<std::vector<Span>> changed_ranges(std::string_view before, std::string_view now) {
  std::vector<Span> out;
  if (before == now) return out;
  // What both ends share need not go through the diff: huge files with a small change stay fast.
  std::size_t front = common_prefix(before, now);
  std::size_t back = common_suffix(before.substr(front), now.substr(front));
  if (front + back == before.size() || front + back == now.size()) {  // a pure insertion or deletion
    add(out, front, now.size() - back);
    return out;
  }
  // Whole lines only.
  while (front > 0 && before[front - 1] != '\n') --front;
  while (back > 0 && before[before.size() - back - 1] != '\n') --back;
  const std::string_view old_part = before.substr(front, before.size() - front - back);
  const std::string_view new_part = now.substr(front, now.size() - front - back);
  constexpr std::size_t kLimit = std::size_t{1000} << 20;
  if (old_part.size() > kLimit || new_part.size() > kLimit) return fail(Errc::too_large, "too large for a line diff");

  start_libgit2();
  git_diff_options options;
  git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.context_lines = 0;
  options.interhunk_lines = 0;
  options.flags = GIT_DIFF_FORCE_TEXT;
  Hunks hunks{old_part, new_part, front, LineCursor(old_part), LineCursor(new_part), &out};
  const int code = git_diff_buffers(old_part.data(), old_part.size(), nullptr, new_part.data(), new_part.size(), nullptr,
                                    &options, nullptr, nullptr, on_hunk, nullptr, &hunks);
  if (code != 0) return std::unexpected(git_failure(code, "line diff"));
  return out;
}

std::vector<Span> changed_against_all(std::string_view now, const std::vector<std::vector<Span>>& per_parent) {
  if (per_parent.size() == 1) return per_parent.front();
  const auto line_begin = [&](std::size_t at) {
    const std::size_t lf = at == 0 ? std::string_view::npos : now.rfind('\n', at - 1);
    return lf == std::string_view::npos ? 0 : lf + 1;
  };
  const auto line_end = [&](std::size_t at) {
    const std::size_t lf = now.find('\n', at);
    return lf == std::string_view::npos ? now.size() : lf + 1;
  };
  // Lines touched, for each parent; a deletion between two lines touches both.
  std::vector<Span> common{{0, u32(now.size())}};
  for (const std::vector<Span>& changed : per_parent) {
    std::vector<Span> lines;
    for (const Span s : changed) {
      const std::size_t begin = line_begin(s.empty() && s.begin > 0 ? s.begin - 1 : s.begin);
      const std::size_t end = line_end(s.empty() ? s.begin : s.end - 1);
      add(lines, begin, end);
    }
    std::vector<Span> both;
    std::size_t i = 0;
    for (const Span a : common) {
      while (i < lines.size() && lines[i].end < a.begin) ++i;
      for (std::size_t k = i; k < lines.size() && lines[k].begin <= a.end; ++k) {
        const Span cut{std::max(a.begin, lines[k].begin), std::min(a.end, lines[k].end)};
        if (cut.begin < cut.end || now.empty()) both.push_back(cut);
      }
    }
    common = std::move(both);
  }
  std::vector<Span> all;
  for (const std::vector<Span>& changed : per_parent) {
    std::size_t i = 0;
    for (const Span s : changed) {
      while (i < common.size() && common[i].end < s.begin) ++i;
      for (std::size_t k = i; k < common.size() && common[k].begin <= s.end; ++k) {
        const Span cut{std::max(s.begin, common[k].begin), std::min(s.end, common[k].end)};
        if (cut.begin < cut.end || s.empty()) all.push_back(cut);
      }
    }
  }
  std::ranges::sort(all);
  std::vector<Span> out;
  for (const Span s : all) add(out, s.begin, s.end);
  return out;
}

}  // namespace gogate::source
