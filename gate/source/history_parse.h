// The bytes of commits, trees and tags as git stores them. Pure parsers of
// untrusted bytes; views point into the bytes given. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/object_id.h"

namespace gogate::source {

struct ParsedPerson {
  std::string_view who;  // "Name <mail>"
  std::int64_t time = 0; // seconds since 1970
};

struct ParsedCommit {
  ObjectId tree;
  std::vector<ObjectId> parents;
  ParsedPerson author;
  ParsedPerson committer;
  std::string_view message;
};
// nullopt: no tree, or a parent line that is none. Persons may be empty: old
// imports hold commits without a proper author.
std::optional<ParsedCommit> parse_commit(std::string_view bytes);

struct ParsedTag {
  ObjectId target;
  std::string_view kind;  // "commit", "tree", "blob", "tag"
  std::string_view name;
  ParsedPerson tagger;
  std::string_view message;
};
std::optional<ParsedTag> parse_tag(std::string_view bytes);

struct TreeRow {
  std::uint32_t mode = 0;
  std::string_view name;
  std::string_view id;  // 20 raw bytes
  [[nodiscard]] bool is_tree() const { return (mode & 0170000U) == 0040000U; }
  [[nodiscard]] bool is_submodule() const { return (mode & 0170000U) == 0160000U; }
};

// Walks a tree's entries in place:
//   TreeCursor c(bytes); while (c.next()) use(c.entry());
//   if (c.damaged()) …
class TreeCursor {
 public:
  explicit TreeCursor(std::string_view bytes) : rest_(bytes) {}
  bool next();
  [[nodiscard]] const TreeRow& entry() const { return entry_; }
  [[nodiscard]] bool damaged() const { return damaged_; }

 private:
  std::string_view rest_;
  TreeRow entry_;
  bool damaged_ = false;
};

// 40 lower-case hex digits, else nullopt.
std::optional<ObjectId> parse_hex_id(std::string_view hex);

}  // namespace gogate::source
