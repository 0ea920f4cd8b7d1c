// Ranges of a file with what their metavariables stand for: what patterns
// yield and formulas combine, whatever the language. Values.
#pragma once

#include <cstdint>
#include <vector>

#include "gate/core/span.h"
#include "scanners/gopatterns/tree.h"

namespace gogate::gopatterns {

// What a metavariable stands for.
struct Binding {
  NodeId first = 0;  // a node, or the first of several siblings
  NodeId stop = 0;   // of several: the sibling behind the last one, 0: the list's end
  bool several = false;
  bool content = false;  // of "$X": what the string holds, not how it is written
  Span span;         // its text; the only thing known of what a regex or a pattern over text captured
  bool bound = false;
  bool operator==(const Binding&) const = default;
};
using Bindings = std::vector<Binding>;  // by metavariable number

// A place where a pattern or formula holds.
struct Range {
  Span span;
  NodeId node = 0;  // what matched, where it is one node
  std::uint32_t order = 0;  // of discovery, settles ties
  Bindings bindings;
};

}  // namespace gogate::gopatterns
