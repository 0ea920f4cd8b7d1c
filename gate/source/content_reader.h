// The Reader of every source that knows folders and git repositories: objects
// from the object database, files from disk, texts from memory.
//
// How an Item says where its content is: a zero id means a file beneath
// `folder` (or one of `texts`), a message's id names a commit or tag, any other
// id a blob. Ids in Item::before are always blobs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gate/source/repository.h"
#include "gate/source/source.h"

namespace gogate::source {

struct Text {
  std::string name;
  std::string bytes;
};

// Shared by all readers of one source; immutable.
struct ReadFrom {
  std::unique_ptr<const Repository> repository;    // null: none; readers reopen it for their own thread
  std::string folder;                              // absolute; empty: none
  std::vector<Text> texts;                         // found by name
  Limits limits;
};

std::unique_ptr<Reader> make_content_reader(std::shared_ptr<const ReadFrom> from);

}  // namespace gogate::source
