#include "scanners/secrets/go_text.h"

#include <algorithm>
#include <cstring>

namespace gogate::secrets {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// First byte from `at` on that is not ASCII.
std::size_t skip_ascii(std::string_view text, std::size_t at) {
  while (at + 8 <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
    at += 8;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

std::size_t first_invalid(std::string_view text, std::size_t at) {
  while ((at = skip_ascii(text, at)) < text.size()) {
    const std::size_t length = utf8_sequence(text, at);
    if (length == 0) return at;
    at += length;
  }
  return text.size();
}

}  // namespace

std::size_t utf8_sequence(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  if (first < 0x80) return 1;
  std::size_t length = 0;
  unsigned low = 0x80;   // bounds of the second byte: no overlong forms, no surrogates,
  unsigned high = 0xBF;  // nothing above U+10FFFF
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  if (at + length > text.size() || byte(at + 1) < low || byte(at + 1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if ((byte(at + i) & 0xC0U) != 0x80U) return 0;
  return length;
}

bool valid_utf8(std::string_view text) { return first_invalid(text, 0) == text.size(); }

bool valid_utf8_around(std::string_view text, std::size_t begin, std::size_t end) {
  const auto inside = [&](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U; };
  for (int i = 0; i < 3 && begin > 0 && begin < text.size() && inside(begin); ++i) --begin;
  for (int i = 0; i < 3 && end < text.size() && inside(end); ++i) ++end;
  return first_invalid(text.substr(0, end), begin) == end;
}

void GoText::assign(std::string_view blob) {
  blob_ = blob;
  text_ = blob;
  copy_.clear();
  marks_.clear();
  std::size_t bad = first_invalid(blob, 0);
  if (bad == blob.size()) {
    if (copy_.capacity() > (std::size_t{1} << 20)) std::string().swap(copy_);  // one odd blob must not cost for ever
    return;
  }
  std::size_t done = 0;
  while (done < blob.size()) {
    if (marks_.empty() || copy_.size() - marks_.back().in_copy >= kStride) marks_.push_back({copy_.size(), done});
    if (done == bad) {
      copy_ += kReplacement;
      ++done;
      bad = first_invalid(blob, done);
      continue;
    }
    std::size_t end = std::min(bad, done + kStride);
    while (end < bad && (static_cast<unsigned char>(blob[end]) & 0xC0U) == 0x80U) ++end;
    copy_.append(blob.substr(done, end - done));
    done = end;
  }
  text_ = copy_;
}

std::size_t GoText::in_blob(std::size_t position) const {
  if (marks_.empty()) return position;
  auto mark = std::upper_bound(marks_.begin(), marks_.end(), position,
                               [](std::size_t p, const Mark& m) { return p < m.in_copy; });
  --mark;  // the first mark stands at 0
  std::size_t in_copy = mark->in_copy;
  std::size_t at = mark->in_blob;
  while (in_copy < position && at < blob_.size()) {
    const std::size_t length = utf8_sequence(blob_, at);
    in_copy += length == 0 ? kReplacement.size() : length;
    at += length == 0 ? 1 : length;
  }
  return at;
}

std::size_t GoText::in_text(std::size_t position) const {
  if (marks_.empty()) return position;
  auto mark = std::upper_bound(marks_.begin(), marks_.end(), position,
                               [](std::size_t p, const Mark& m) { return p < m.in_blob; });
  --mark;
  std::size_t in_copy = mark->in_copy;
  std::size_t at = mark->in_blob;
  while (at < position) {
    const std::size_t length = utf8_sequence(blob_, at);
    if (at + std::max<std::size_t>(length, 1) > position) break;
    in_copy += length == 0 ? kReplacement.size() : length;
    at += length == 0 ? 1 : length;
  }
  return in_copy;
}

}  // namespace gogate::secrets
