// Follows the text around one name to its value: by the operator, brackets and
// quotes behind it, its line, and the names beside it. Only for named_value.cpp
// and kubernetes_secret.cpp; pure.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "scanners/secrets/named_value.h"

namespace gogate::secrets::named {

inline constexpr std::size_t kLongestValue = 512;
inline constexpr std::size_t kMostChildren = 64;
inline constexpr std::size_t npos = std::string_view::npos;

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
inline bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }
inline bool is_name(char c) { return is_word(c) || c == '-' || c == '.'; }
inline bool is_blank(char c) { return c == ' ' || c == '\t'; }
inline bool is_space(char c) { return is_blank(c) || c == '\n' || c == '\r'; }
inline bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }
inline bool is_end(char c) { return c == '\n' || c == '\r'; }

template <std::size_t N>
bool any(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The keys of {name: DB_PASSWORD, value: x}.
inline constexpr std::array<std::string_view, 8> kPairNames{"name",         "Name", "key",      "Key",
                                                            "ParameterKey", "NAME", "property", "id"};
inline constexpr std::array<std::string_view, 6> kPairValues{"value",   "Value", "ParameterValue",
                                                             "default", "VALUE", "defaultValue"};

class NamedReader {
 public:
  // Of `text` only [begin, end) is looked at, but for mappings.
  NamedReader(std::string_view text, std::size_t begin, std::size_t end, std::vector<NamedValue>& out)
      : t_(text.substr(begin, end - begin)), text_(text), base_(begin), out_(out) {}

  void at_name(std::size_t a, std::size_t b, const CredentialName& meaning, bool compared);
  void key_of_part(std::size_t a, std::size_t b);
  void children(std::size_t key_at, std::size_t from, bool all, bool secret_data);
  // Whether more was looked at than [begin, end).
  [[nodiscard]] bool went_beyond() const { return beyond_; }

 private:
  [[nodiscard]] char at(std::size_t i) const { return i < t_.size() ? t_[i] : '\n'; }
  [[nodiscard]] char before(std::size_t i) const { return i > 0 ? t_[i - 1] : '\n'; }
  [[nodiscard]] std::size_t skip_blanks(std::size_t p) const {
    while (p < t_.size() && is_blank(t_[p])) ++p;
    return p;
  }
  [[nodiscard]] std::size_t skip_spaces(std::size_t p) const {
    const std::size_t last = std::min(t_.size(), p + 120);
    while (p < last && is_space(t_[p])) ++p;
    return p;
  }
  [[nodiscard]] std::size_t line_begin(std::size_t p) const {
    const std::size_t least = p > kNamedReach ? p - kNamedReach : 0;
    while (p > least && t_[p - 1] != '\n') --p;
    return p;
  }
  [[nodiscard]] std::size_t line_end(std::size_t p) const {
    const std::size_t most = std::min(t_.size(), p + kNamedReach);
    while (p < most && t_[p] != '\n') ++p;
    return p;
  }
  [[nodiscard]] bool stands(std::size_t p, std::string_view word) const {
    return t_.substr(std::min(p, t_.size()), word.size()) == word;
  }

  void add(std::size_t begin, std::size_t end, bool quoted);
  bool value_at(std::size_t p, bool tight, bool quoted_only, bool colon);
  bool quoted_at(std::size_t p, std::size_t escapes = 0);
  bool plain_at(std::size_t p, bool tight);
  [[nodiscard]] bool reads_on(std::size_t begin, std::size_t end) const;
  void block_at(std::size_t p);
  void element_at(std::size_t p);
  void element_text(std::size_t p);
  bool attribute_pair(std::size_t name_begin, std::size_t name_end);
  bool sibling(std::size_t name_key, std::size_t p);
  void after_operator(std::size_t p, bool tight, bool quoted_only, bool colon);
  [[nodiscard]] bool leads_line(std::size_t name_begin) const;
  [[nodiscard]] bool in_flow(std::size_t p) const;
  [[nodiscard]] std::size_t pair_name_before(std::size_t k) const;
  [[nodiscard]] bool names_pair(std::size_t quote) const;
  void called(std::size_t a, std::size_t b);
  void copied_rows(std::size_t line, std::size_t column);
  bool column(std::size_t a, std::size_t b);

  void mapping(std::size_t p);

  std::string_view t_;
  std::string_view text_;
  std::size_t base_;  // of t_ in text_
  bool beyond_ = false;
  std::size_t ended_ = 0;  // of children()
  std::vector<NamedValue>& out_;
  std::string_view name_;
  CredentialName meaning_;
  std::size_t name_begin_ = 0;
  bool base64_ = false;
};

struct Extent {
  std::size_t begin = 0, end = 0;
};

// The kNamedLines lines before and behind, within bounds.
Extent lines_around(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace gogate::secrets::named
