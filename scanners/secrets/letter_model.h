// How much a value is made of words, by which letters follow which in names and
// prose (count_letters.py says on what that was counted). Pure.
#pragma once

#include <string_view>

namespace gogate::secrets {

// The share of a value's letters that read as words: about 0.85 for names and
// prose, 0.2 for letters drawn at random, seldom above 0.5 for these; between 0
// and 1. 0 when it has fewer than six letters, which say nothing.
double word_share(std::string_view value);

}  // namespace gogate::secrets
