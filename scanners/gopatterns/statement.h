// The Go statement around a match: where ignore comments may stand.
#pragma once

#include <vector>

#include "gate/core/span.h"
#include "scanners/gopatterns/tree.h"

namespace gogate::gopatterns {

class Statements {
 public:
  void build(const Tree& tree);
  // The innermost statement or declaration that holds `span`; of one with a
  // body (if, for, func…) only the head, when the match lies there. `span`
  // itself where there is none.
  [[nodiscard]] Span around(Span span) const;

 private:
  struct One {
    Span whole;
    std::uint32_t head_end;  // behind the opening brace of a body; whole.end: no body
  };
  std::vector<One> all_;  // by begin, outer first
};

}  // namespace gogate::gopatterns
