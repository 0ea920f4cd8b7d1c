// What every match of a regex must contain.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gate/prefilter/regex_syntax.h"

namespace gogate::prefilter {

struct RequiredLiterals {
  // Every match contains at least one of these; none is empty. Sorted. No
  // entry: nothing could be proven.
  std::vector<std::string> any_of;
  // They are lower-cased (ASCII), and to be found as PatternSpec's caseless
  // literals are: the text may spell k as U+212A and s as U+017F.
  bool caseless = false;
};

RequiredLiterals required_literals(const Regex& regex);
// Of a regex that does not parse: nothing proven.
RequiredLiterals required_literals(std::string_view regex);

}  // namespace gogate::prefilter
