// Any text as tokens in nested blocks, for rules with `languages: [generic]`.
//
// Tokens are words (ASCII letters, digits, _) and single bytes of anything else
// but blanks. A block is what is indented deeper than the line before it, or
// what stands between a pair of brackets within one line. Quotes are ordinary
// bytes. Whoever reads the tokens in order reads across blocks; only who begins
// inside a block, or asks for one, is held by its end.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "gate/core/span.h"
#include "scanners/gopatterns/rule_set.h"

namespace gogate::gopatterns {

inline constexpr std::uint32_t kNoToken = 0xFFFFFFFFU;

class GenericDocument {
 public:
  using Symbol = std::uint32_t;  // below 256: that byte; else a word of this document
  struct Token {
    std::uint32_t begin;
    Symbol symbol;
    std::uint32_t line;   // 0-based, of the whole text
    std::uint32_t block;  // innermost
  };
  struct Block {
    std::uint32_t first;
    std::uint32_t stop;
  };

  // Reads text[within]; spans are offsets into `text`, which must outlive the
  // document. Comments count as blanks. False: too many tokens, nothing was kept.
  bool read(std::string_view text, Span within, CommentStyle comments);

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] const std::vector<Token>& tokens() const { return tokens_; }
  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }  // [0] is all of it
  [[nodiscard]] Span span_of(std::uint32_t token) const {
    const Token& t = tokens_[token];
    return {t.begin, t.begin + (t.symbol < 256 ? 1 : static_cast<std::uint32_t>(words_[t.symbol - 256].size()))};
  }
  [[nodiscard]] bool is_word(std::uint32_t token) const { return tokens_[token].symbol >= 256; }
  // The block that begins with this token; 0: none but the whole.
  [[nodiscard]] std::uint32_t block_at(std::uint32_t token) const {
    const std::uint32_t b = tokens_[token].block;
    return blocks_[b].first == token ? b : 0;
  }

  // kNoToken: the word stands nowhere.
  [[nodiscard]] Symbol find(std::string_view word) const;
  // Tokens with this symbol, ascending. Valid until the next read().
  [[nodiscard]] std::span<const std::uint32_t> places(Symbol symbol);

 private:
  Symbol intern(std::string_view word);
  void grow();
  void end_line(std::uint32_t first, std::uint32_t indent);

  std::string_view text_;
  std::vector<Token> tokens_;
  std::vector<Block> blocks_;
  std::vector<std::string_view> words_;
  std::vector<std::uint32_t> slots_;  // open addressing: one more than a word's number
  std::vector<std::uint32_t> places_;       // tokens by symbol; empty: nobody asked yet
  std::vector<std::uint32_t> first_place_;  // by symbol, and one more

  struct Level {
    std::uint32_t indent;
    std::uint32_t block;
  };
  std::vector<Level> levels_;
  std::vector<std::uint32_t> open_;      // brackets of the line
  std::vector<std::uint32_t> partner_;   // of the line's tokens
};

}  // namespace gogate::gopatterns
