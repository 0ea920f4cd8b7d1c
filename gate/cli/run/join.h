// From hits to findings: where they stand, which are the same, what they are
// called. Pure but for Source::locate(). Paths that hold a secret are masked
// here, before a fingerprint is made of them.
#pragma once

#include <vector>

#include "gate/cli/run/blob_scanner.h"
#include "gate/cli/run/names.h"

namespace gogate::run {

// Findings of a source whose items carry paths. One value at one place becomes
// one finding, with its fingerprint: the earliest sight, the rest in `also`.
std::vector<Finding> fold_hits(std::vector<Hit> hits, NameScanner& names);

// Findings of a history, likewise: hits are joined to the paths and commits
// that introduced them. What no ref reaches is left out.
Result<std::vector<Finding>> locate_hits(source::Source& source, const Options& options, std::vector<Hit> hits,
                                         NameScanner& names, Report& report);

// A Go pattern and a secret rule that mean the same literal become one finding,
// as do Go patterns of one weakness (CWE) on the very same bytes.
void merge_same_evidence(std::vector<Finding>& findings);

void sort_findings(std::vector<Finding>& findings);

}  // namespace gogate::run
