// Memory for tree-sitter: taken from blocks of the thread while a
// ParseMemory stands, given back all at once when it goes.
#pragma once

namespace gogate::gopatterns {

// What tree-sitter allocates on this thread while one of these stands must not
// be used after it. They may not be nested.
class ParseMemory {
 public:
  ParseMemory();
  ~ParseMemory();
  ParseMemory(const ParseMemory&) = delete;
  ParseMemory& operator=(const ParseMemory&) = delete;

  // Makes tree-sitter use it, for all threads; elsewhere its memory comes from
  // malloc. Call before anything else of tree-sitter.
  static void install();
};

}  // namespace gogate::gopatterns
