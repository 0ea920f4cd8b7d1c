// Where libgit2 finds a repository's objects: its own reader for packs, ours
// for loose ones. (libgit2 1.5 never returns from a loose object whose
// compressed bytes are cut short, which is what a machine that crashed leaves.)
//
// A loose object that is damaged, does not hash to its id or unpacks to more
// than it says is an error (GIT_EMISMATCH; one that cannot be opened GIT_ERROR of
// class GIT_ERROR_OS), never GIT_ENOTFOUND. No function that writes exists.
#pragma once

#include <string>
#include <vector>

#include "gate/source/libgit2.h"

namespace gogate::source {

// The folders of objects to search, in this order: `first` and what they borrow
// from by info/alternates, each once. What is not there is left out.
std::vector<std::string> all_object_folders(const std::vector<std::string>& first);

// For one thread, as all handles.
Result<OdbHandle> open_object_database(const std::vector<std::string>& folders);

}  // namespace gogate::source
