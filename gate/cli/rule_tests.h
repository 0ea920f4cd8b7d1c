// gogate rules test: rules against the annotated files that stand beside them.
#pragma once

#include <string>
#include <vector>

#include "gate/core/result.h"

namespace gogate::cli {

// For a rule file X.yaml the test files are X.go, X.test.go and every other
// X.EXTENSION beside it. A comment speaks of the next line that holds code:
//   ruleid: ID      the rule is reported there
//   ok: ID          it is not
//   todoruleid: ID  it should be and is not yet
//   todook: ID      it should not be and still is
// IDs are separated by commas. X.fixed.go is what X.go becomes by the rules'
// fixes. Prints a line for each rule; 1 when one fails, 2 when a rule cannot be
// read or nothing was tested.
Result<int> test_rules(const std::vector<std::string>& paths);

}  // namespace gogate::cli
