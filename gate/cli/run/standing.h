// What a history adds to a finding: whether it still stands, who took it away,
// and how to get it out of a place that is no file.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gate/cli/run/names.h"
#include "gate/source/source.h"

namespace gogate::run {

// Moves what `located` says of removals and HEAD into the introductions of the
// same group and path, which are all that stays.
void tell_standing(std::vector<source::Located>& located, std::span<const std::uint32_t> group_of, bool knows_head);

// Findings in names of files and folders of a history.
Result<std::vector<Finding>> locate_name_hits(source::Source& source, const Options& options, NameHits hits, NameScanner& names,
                                              Report& report);

// Sets Finding::published and advice of whatever is no content. `revision`: HEAD.
void tell_how_to_mend(source::Source& source, const std::string& revision, std::vector<Finding>& findings);

// Sets the advice of findings whose source knows more of their place, with
// secrets masked.
void tell_circumstances(source::Source& source, NameScanner& names, std::vector<Finding>& findings);

}  // namespace gogate::run
