#include "scanners/gopatterns/generic_document.h"

#include <algorithm>

namespace gogate::gopatterns {
namespace {

constexpr std::size_t kMostTokens = 8'000'000;  // 128 MB
constexpr std::uint32_t kTab = 8;

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

char closing(char open) {
  switch (open) {
    case '(': return ')';
    case '[': return ']';
    case '{': return '}';
    default: return '\0';
  }
}

std::size_t hash_of(std::string_view word) {
  std::uint64_t h = 0xcbf29ce484222325U;
  for (const char c : word) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return static_cast<std::size_t>(h ^ (h >> 32));
}

// Where the comment that begins at `at` ends; `at`: none begins there.
std::size_t comment_end(std::string_view text, std::size_t at, CommentStyle style) {
  const auto line_end = [&] { return std::min(text.find('\n', at), text.size()); };
  switch (style) {
    case CommentStyle::none: return at;
    case CommentStyle::shell: return text[at] == '#' ? line_end() : at;
    case CommentStyle::c:
    case CommentStyle::cpp: {
      if (text[at] != '/' || at + 1 >= text.size()) return at;
      if (text[at + 1] == '/' && style == CommentStyle::cpp) return line_end();
      if (text[at + 1] != '*') return at;
      const std::size_t end = text.find("*/", at + 2);
      return end == std::string_view::npos ? at : end + 2;
    }
  }
  return at;
}

}  // namespace

GenericDocument::Symbol GenericDocument::find(std::string_view word) const {
  if (slots_.empty()) return kNoToken;
  for (std::size_t i = hash_of(word) & (slots_.size() - 1);; i = (i + 1) & (slots_.size() - 1)) {
    if (slots_[i] == 0) return kNoToken;
    if (words_[slots_[i] - 1] == word) return slots_[i] - 1 + 256;
  }
}

void GenericDocument::grow() {
  slots_.assign(std::max<std::size_t>(1024, slots_.size() * 2), 0);
  for (std::uint32_t n = 0; n < words_.size(); ++n) {
    std::size_t i = hash_of(words_[n]) & (slots_.size() - 1);
    while (slots_[i] != 0) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = n + 1;
  }
}

GenericDocument::Symbol GenericDocument::intern(std::string_view word) {
  if (words_.size() * 2 >= slots_.size()) grow();
  std::size_t i = hash_of(word) & (slots_.size() - 1);
  for (; slots_[i] != 0; i = (i + 1) & (slots_.size() - 1))
    if (words_[slots_[i] - 1] == word) return slots_[i] - 1 + 256;
  words_.push_back(word);
  slots_[i] = static_cast<std::uint32_t>(words_.size());
  return slots_[i] - 1 + 256;
}

std::span<const std::uint32_t> GenericDocument::places(Symbol symbol) {
  if (places_.empty() && !tokens_.empty()) {
    first_place_.assign(256 + words_.size() + 1, 0);
    for (const Token& t : tokens_) ++first_place_[t.symbol + 1];
    for (std::size_t i = 1; i < first_place_.size(); ++i) first_place_[i] += first_place_[i - 1];
    places_.resize(tokens_.size());
    std::vector<std::uint32_t> next(first_place_.begin(), first_place_.end() - 1);
    for (std::uint32_t i = 0; i < tokens_.size(); ++i) places_[next[tokens_[i].symbol]++] = i;
  }
  if (symbol + 1 >= first_place_.size()) return {};
  return std::span(places_).subspan(first_place_[symbol], first_place_[symbol + 1] - first_place_[symbol]);
}

// The line's tokens stand behind `first`; they get their blocks.
void GenericDocument::end_line(std::uint32_t first, std::uint32_t indent) {
  const auto stop = static_cast<std::uint32_t>(tokens_.size());
  if (first == stop) return;
  while (levels_.back().indent > indent) {
    blocks_[levels_.back().block].stop = first;
    levels_.pop_back();
  }
  if (levels_.back().indent < indent) {
    levels_.push_back({indent, static_cast<std::uint32_t>(blocks_.size())});
    blocks_.push_back({first, stop});
  }
  // A closing bracket that does not fit the last open one is an ordinary byte,
  // and so is an opening one that the line does not close.
  partner_.assign(stop - first, 0);
  open_.clear();
  for (std::uint32_t i = first; i < stop; ++i) {
    const Symbol s = tokens_[i].symbol;
    if (s == '(' || s == '[' || s == '{') open_.push_back(i);
    else if (!open_.empty() && s < 256 && static_cast<char>(s) == closing(static_cast<char>(tokens_[open_.back()].symbol))) {
      partner_[open_.back() - first] = i;
      open_.pop_back();
    }
  }
  open_.clear();
  std::uint32_t block = levels_.back().block;
  for (std::uint32_t i = first; i < stop; ++i) {
    while (!open_.empty() && blocks_[open_.back()].stop == i) {
      open_.pop_back();
      block = open_.empty() ? levels_.back().block : open_.back();
    }
    tokens_[i].block = block;
    if (const std::uint32_t end = partner_[i - first]; end > i + 1) {
      block = static_cast<std::uint32_t>(blocks_.size());
      blocks_.push_back({i + 1, end});
      open_.push_back(block);
    }
  }
}

bool GenericDocument::read(std::string_view text, Span within, CommentStyle comments) {
  text_ = text;
  tokens_.clear();
  blocks_.assign(1, {0, 0});
  words_.clear();
  slots_.clear();
  places_.clear();
  levels_.assign(1, {0, 0});
  const std::string_view all = text.substr(0, within.end);
  std::uint32_t line = 0;
  std::uint32_t first = 0;   // token of the line
  std::uint32_t column = 0;  // of what precedes the line's first token
  for (std::size_t at = within.begin; at < all.size();) {
    const char c = all[at];
    if (c == '\n') {
      end_line(first, column);
      first = static_cast<std::uint32_t>(tokens_.size());
      column = 0;
      ++line;
      ++at;
      continue;
    }
    const bool leading = first == tokens_.size();
    if (c == ' ' || c == '\t') {
      if (leading) column += c == '\t' ? kTab : 1;
      ++at;
      continue;
    }
    if (c == '\r' && at + 1 < all.size() && all[at + 1] == '\n') {
      ++at;
      continue;
    }
    if (comments != CommentStyle::none) {
      const std::size_t end = comment_end(all, at, comments);
      if (end != at) {
        for (; at < end; ++at) {
          if (all[at] == '\n') {
            end_line(first, column);
            first = static_cast<std::uint32_t>(tokens_.size());
            column = 0;
            ++line;
          } else if (first == tokens_.size()) {
            ++column;
          }
        }
        continue;
      }
    }
    if (tokens_.size() >= kMostTokens) {
      tokens_.clear();
      blocks_.assign(1, {0, 0});
      return false;
    }
    std::size_t end = at + 1;
    Symbol symbol = static_cast<unsigned char>(c);
    if (is_word_byte(c)) {
      while (end < all.size() && is_word_byte(all[end])) ++end;
      symbol = intern(all.substr(at, end - at));
    }
    tokens_.push_back({static_cast<std::uint32_t>(at), symbol, line, 0});
    at = end;
  }
  end_line(first, column);
  const auto stop = static_cast<std::uint32_t>(tokens_.size());
  for (const Level& l : levels_) blocks_[l.block].stop = stop;
  return true;
}

}  // namespace gogate::gopatterns
