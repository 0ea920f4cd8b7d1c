// Kinds of secrets without a literal of their own: only a word beside the value
// (its provider's name) says what it is. One grammar of how people write such a
// pair in code, configuration and shells, so that a rule states just the word,
// the names and the shape. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gate/core/pattern.h"

namespace gogate::secrets {

struct NearWord {
  std::string word;     // regex, case ignored: 'dropbox', 'linked[_-]?in'
  std::string names;    // regex, case ignored; what the value is called: 'key|token'; empty: any usual name, or none
  std::string shape;    // regex of the value itself, case minded, without groups that capture
  bool strict = false;  // a word of everyday speech: it must stand alone, right before the name
  bool named = false;   // with empty `names`: one of the usual names must stand there
  bool alone = false;   // the word is the whole name
};

// Whether each value of that shape begins with a literal of three characters or more.
bool has_literal(std::string_view shape);

// One group: the value.
std::string near_word_regex(const NearWord& near);

// The word in that regex, at most kBeforeWord bytes behind its begin: small enough
// for hundreds of them to be looked for at once.
std::string near_word_filter(const NearWord& near);
inline constexpr std::uint32_t kBeforeWord = 16;

// What each match of near_word_regex() holds: a value of that shape stands
// between bytes that are no letter, digit or underscore, and no hyphen follows
// it. No condition where the shape allows other bytes, repeats without end or
// alternatives.
RunCondition runs_of_shape(std::string_view shape);

// Whether the value is made of words, as identifiers and sentences are, and not drawn at random.
bool spells_words(std::string_view value);

}  // namespace gogate::secrets
