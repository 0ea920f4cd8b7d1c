#include "scanners/secrets/keyword_search.h"

#include <algorithm>
#include <cstring>

namespace gogate::secrets {
namespace {

constexpr std::string_view kKelvin = "\xE2\x84\xAA";  // lower case: k
constexpr std::string_view kDottedI = "\xC4\xB0";     // lower case: i

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

bool equal_caseless(const char* text, std::string_view keyword) {
  for (std::size_t i = 0; i < keyword.size(); ++i)
    if (lower(text[i]) != keyword[i]) return false;
  return true;
}

// Position in the keyword of its rarest character in source text, so that
// memchr() stops seldom.
std::size_t rarest(std::string_view keyword) {
  static constexpr std::string_view kCommonFirst = " etaoinsrhldcupmfgbywv0k12-x./_:\"'=3j4q5z6789~$%";
  std::size_t best = 0;
  std::size_t best_rank = 0;
  for (std::size_t i = 0; i < keyword.size(); ++i) {
    const std::size_t rank = std::min(kCommonFirst.find(keyword[i]), kCommonFirst.size());
    if (rank >= best_rank) {
      best_rank = rank;
      best = i;
    }
  }
  return best;
}

// One pass for one spelling of the pivot character.
bool find_with(std::string_view text, std::string_view keyword, std::size_t pivot, char spelled) {
  if (text.size() < keyword.size()) return false;
  const char* const last = text.data() + (text.size() - keyword.size()) + pivot;
  const char* at = text.data() + pivot;
  while (at <= last) {
    at = static_cast<const char*>(std::memchr(at, spelled, static_cast<std::size_t>(last - at) + 1));
    if (!at) return false;
    if (equal_caseless(at - pivot, keyword)) return true;
    ++at;
  }
  return false;
}

bool ascii_stands_in(std::string_view text, std::string_view keyword) {
  const std::size_t pivot = rarest(keyword);
  const char c = keyword[pivot];
  if (find_with(text, keyword, pivot, c)) return true;
  return is_letter(c) && find_with(text, keyword, pivot, static_cast<char>(c - 'a' + 'A'));
}

std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i).starts_with(kKelvin)) {
      out += 'k';
      i += kKelvin.size();
    } else if (text.substr(i).starts_with(kDottedI)) {
      out += 'i';
      i += kDottedI.size();
    } else {
      out += text[i++];
    }
  }
  return out;
}

}  // namespace

bool stands_in(std::string_view text, std::string_view keyword) {
  if (keyword.empty()) return false;
  if (ascii_stands_in(text, keyword)) return true;
  const bool kelvin = keyword.find('k') != std::string_view::npos && text.find(kKelvin) != std::string_view::npos;
  const bool dotted = keyword.find('i') != std::string_view::npos && text.find(kDottedI) != std::string_view::npos;
  return (kelvin || dotted) && ascii_stands_in(folded(text), keyword);
}

void KeywordSearch::begin(std::string_view text) {
  text_ = text;
  ++blob_;
}

bool KeywordSearch::has(std::uint32_t keyword) {
  if (answers_.empty()) answers_.resize(keywords_->size());
  std::uint64_t& answer = answers_[keyword];
  if (answer / 2 != blob_) answer = blob_ * 2 + (stands_in(text_, (*keywords_)[keyword]) ? 1 : 0);
  return answer % 2 == 1;
}

}  // namespace gogate::secrets
