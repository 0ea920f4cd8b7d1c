// A pattern of `languages: [generic]`: a row of steps over a document's tokens.
// Immutable once made; any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/result.h"
#include "scanners/gopatterns/pattern.h"

namespace gogate::gopatterns {

struct GenericPattern {
  enum class Op : std::uint8_t {
    word,      // this word
    byte,      // this byte
    any_word,  // $X
    skip,      // `...` and $...X: nothing, or what follows within some lines of the same block
    open,      // the text has a block here
    close,     // and it ends here
  };
  struct Step {
    Op op = Op::byte;
    bool empty = false;                        // of open: the block is nothing but `...`, and may be missing
    std::uint32_t times = 1;                   // of skip: ellipses in a row
    std::uint32_t metavariable = kAnonymous;
    std::uint32_t stop = 0;                    // of open: number of its close
    unsigned char byte = 0;
    std::string word = {};
  };
  std::vector<Step> steps;
  bool repeats = false;  // some metavariable stands twice
};

Result<std::unique_ptr<GenericPattern>> compile_generic(std::string_view text, Metavariables& metavariables);

}  // namespace gogate::gopatterns
