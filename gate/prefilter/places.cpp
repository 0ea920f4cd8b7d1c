#include "gate/prefilter/places.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace gogate::prefilter {
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
constexpr std::uint64_t kFoldScale = 3;  // bytes of U+212A for one of a k
constexpr std::size_t kLongestRun = 63;  // the last bit stands for it and more

// Where the line begins that holds the byte at `at`.
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

bool holds_run(std::string_view text, std::size_t begin, std::size_t end, const RunCondition& run) {
  if (run.of == RunCondition::Bytes::none) return true;
  if (run.lengths == 0) return false;
  const auto wanted = static_cast<unsigned char>(1U << static_cast<unsigned>(run.of));
  const auto in = [&](std::size_t i) { return (kClasses[static_cast<unsigned char>(text[i])] & wanted) != 0; };
  // Every run that is long enough has a byte at one of these places.
  const auto stride = static_cast<std::size_t>(std::countr_zero(run.lengths));
  for (std::size_t at = begin + stride - 1; at < end; at += stride) {
    if (!in(at)) continue;
    std::size_t first = at;
    while (first > begin && in(first - 1)) --first;
    std::size_t last = at + 1;
    while (last < end && in(last)) ++last;
    const bool cut = (first == begin && begin > 0 && in(begin - 1)) || (last == end && end < text.size() && in(end));
    if (!cut && (run.lengths >> std::min(last - first, kLongestRun) & 1) != 0) return true;
    // On to the first such place behind the run.
    at += (last - at - 1) / stride * stride;
  }
  return false;
}

void PlaceFinder::begin(std::string_view text) {
  text_ = text;
  line_begin_ = line_end_ = 0;
  folds_.clear();
}

void PlaceFinder::add_fold(std::size_t end, std::string_view bytes) {
  const Span fold{static_cast<std::uint32_t>(end - bytes.size()), static_cast<std::uint32_t>(end)};
  // Parts of a large text overlap.
  if (folds_.empty() || folds_.back().end < fold.end) folds_.push_back(fold);
}

void PlaceFinder::begin_folded(Span window) {
  window_ = window;
  folded_at_.clear();
  const auto first = std::lower_bound(folds_.begin(), folds_.end(), Span{window.begin, 0});
  first_fold_ = static_cast<std::size_t>(first - folds_.begin());
  std::uint32_t shorter = window.begin;
  for (auto fold = first; fold != folds_.end() && fold->end <= window.end; ++fold) {
    folded_at_.push_back(fold->begin - shorter);
    shorter += fold->size() - 1;
  }
}

void PlaceFinder::add_folded(const Outline::Located& pattern, std::size_t end, std::uint32_t id, Candidates& out) {
  const auto before = static_cast<std::size_t>(std::lower_bound(folded_at_.begin(), folded_at_.end(), end) - folded_at_.begin());
  const std::size_t at = before == 0 ? window_.begin + end
                                     : folds_[first_fold_ + before - 1].end + (end - folded_at_[before - 1] - 1);
  add(pattern, at, kFoldScale, id, out);
}

bool PlaceFinder::holds_fold(std::size_t begin, std::size_t end) const {
  const auto fold = std::lower_bound(folds_.begin(), folds_.end(), begin, [](Span f, std::size_t at) { return f.begin < at; });
  return fold != folds_.end() && fold->end <= end;
}

void PlaceFinder::find_line(std::size_t at) {
  if (line_begin_ <= at && at < line_end_) return;
  line_begin_ = line_begin(text_, at);
  line_end_ = line_end(text_, at);
}

void PlaceFinder::add(const Outline::Located& pattern, std::size_t end, std::uint64_t scale, std::uint32_t id,
                      Candidates& out) {
  Surroundings around = pattern.around;
  if (around.before != kEndless) around.before *= scale;
  if (around.after != kEndless) around.after *= scale;
  around.reach *= scale;
  if (!around.lines && around.after == kEndless) {
    const std::size_t from = around.before > end ? 0 : end - static_cast<std::size_t>(around.before);
    if (holds_run(text_, pattern.leads ? end : from, text_.size(), pattern.run)) out.add_start(id, from, end, text_.size());
    return;
  }
  std::size_t first = around.before > end ? 0 : end - static_cast<std::size_t>(around.before);
  std::size_t last = around.after > text_.size() - end ? text_.size() : end + static_cast<std::size_t>(around.after);
  if (around.lines) {
    // A line feed may be the match's first or last byte, and belongs to the line it ends.
    find_line(end - 1);
    std::size_t from = line_begin_;
    std::size_t to = line_end_;
    if (around.before != kEndless && from <= first && last <= to) {
      from = first;  // within one line: no more to be looked for
      to = last;
    } else {
      if (to == end) to = line_end(text_, to);
      for (std::uint64_t i = 0; i < around.feeds && from > 0; ++i) from = line_begin(text_, from - 1);
      for (std::uint64_t i = 0; i < around.feeds; ++i) to = line_end(text_, to);
      if (around.reach != 0) {
        const auto reach = static_cast<std::size_t>(around.reach);
        from = line_begin(text_, from > reach ? from - reach : 0);
        to = line_end(text_, to > text_.size() - std::min(reach, text_.size()) ? text_.size() : to + reach);
      }
      from = from > 0 ? from - 1 : 0;
    }
    first = std::max(first, from);
    last = std::min(last, to);
  }
  if (scale != 1 && !holds_fold(first, last)) return;
  if (!holds_run(text_, pattern.leads ? end : first, last, pattern.run)) return;
  out.add(id, first, last);
}

}  // namespace gogate::prefilter
