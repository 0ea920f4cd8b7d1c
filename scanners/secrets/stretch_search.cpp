#include "scanners/secrets/stretch_search.h"

#include <algorithm>

namespace gogate::secrets {
namespace {

// \b, ^ and $ ask for one character; a cut one reads as others do.
constexpr std::size_t kContext = 16;

void move(std::span<Group> groups, const GoText& view, std::size_t base) {
  for (Group& g : groups) {
    if (!g.matched()) continue;
    g.begin = base + view.in_blob(g.begin);
    g.end = base + view.in_blob(g.end);
  }
}

}  // namespace

void StretchSearch::begin(std::string_view text) {
  text_ = text;
  begin_ = end_ = 0;
  valid_ = true;
}

void StretchSearch::look_at(std::size_t begin, std::size_t end) {
  if (begin >= begin_ && end <= end_) return;
  begin_ = begin;
  end_ = end;
  valid_ = valid_utf8_around(text_, begin, end);
  if (valid_) return;
  base_ = begin - std::min(begin, kContext);
  // No character may be cut that is whole in the text.
  while (base_ > 0 && base_ + 3 > begin - std::min(begin, kContext) &&
         (static_cast<unsigned char>(text_[base_]) & 0xC0U) == 0x80U)
    --base_;
  view_.assign(text_.substr(base_, std::min(end + kContext, text_.size()) - base_));
}

Match StretchSearch::find(const Regex& regex, const Stretch& stretch, std::size_t from, std::span<Group> groups) {
  from = std::max(from, stretch.begin);
  if (from > std::min(stretch.end, stretch.starts)) return Match::no;
  look_at(stretch.begin, stretch.end);
  if (valid_) {
    if (stretch.starts == Stretch::kAnyStart) return regex.find(text_, from, stretch.end, groups);
    Match match = Match::no;
    for (; match == Match::no && from <= stretch.starts; ++from) match = regex.match_at(text_, from, groups);
    return match;
  }
  const std::string_view text = view_.text();
  const auto in_view = [&](std::size_t at) { return view_.in_text(at - base_); };
  // Just behind the character that holds the stretch's last byte.
  std::size_t until = in_view(stretch.end);
  if (until < text.size() && base_ + view_.in_blob(until) < stretch.end) until += std::max<std::size_t>(utf8_sequence(text, until), 1);
  std::size_t at = in_view(from);
  if (base_ + view_.in_blob(at) < from) at += std::max<std::size_t>(utf8_sequence(text, at), 1);
  Match match = Match::no;
  if (stretch.starts == Stretch::kAnyStart) {
    if (at <= until) match = regex.find(text, at, until, groups);
  } else {
    for (const std::size_t last = in_view(stretch.starts); match == Match::no && at <= last; ++at)
      match = regex.match_at(text, at, groups);
  }
  if (match == Match::yes) move(groups, view_, base_);
  return match;
}

Match StretchSearch::find_alone(const Regex& regex, std::size_t begin, std::size_t end, std::span<Group> groups) {
  const std::string_view part = text_.substr(begin, end - begin);
  GoText alone;
  alone.assign(part);
  const Match match = regex.find(alone.text(), groups);
  if (match == Match::yes) move(groups, alone, begin);
  return match;
}

}  // namespace gogate::secrets
