// A folder of its own for one test, with git run in it: identity, dates and
// configuration fixed, so that the user's settings do not matter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gate/source/open.h"

namespace gogate::source::test {

class Sandbox {
 public:
  Sandbox();
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  [[nodiscard]] std::string path(const std::string& name = {}) const { return name.empty() ? root_ : root_ + "/" + name; }
  void write(const std::string& name, std::string_view bytes) const;  // makes folders
  [[nodiscard]] std::string read(const std::string& name) const;
  // Runs `command` by sh in `folder`; stops the test when it fails. Its stdout, without the last line end.
  std::string sh(const std::string& command, const std::string& folder = {}) const;
  // `git init` in `folder`, and a commit of everything that is there.
  void init(const std::string& folder = {}) const { sh("git init -q -b main .", folder); }
  std::string commit(const std::string& message, const std::string& folder = {}) const;  // its full id

 private:
  std::string root_;
};

ObjectId id_of(const std::string& hex);
template <class T>
T must(Result<T> result);

// What a source gives, read to the end.
struct Seen {
  Item item;
  std::string bytes;
  std::string previous;
  bool all = true;                   // no changed ranges: all of it counts
  std::vector<std::string> changed;  // the bytes of each range; "^" and the offset for an empty one
  std::vector<Span> spans;
  bool skip = false;
  std::vector<Gap> gaps;
  std::vector<Note> notes;
};
struct Everything {
  Plan plan;
  std::vector<Seen> seen;
  [[nodiscard]] std::vector<std::string> paths() const;
  [[nodiscard]] const Seen* at(std::string_view path) const;  // the first at this path
  [[nodiscard]] std::vector<const Seen*> all_at(std::string_view path) const;
  [[nodiscard]] std::vector<Gap> gaps() const;  // the plan's and the readers'
  [[nodiscard]] std::vector<Note> notes() const;
};
Everything read_all(Source& source);
Everything read_all(Result<std::unique_ptr<Source>> source);

template <class T>
T must(Result<T> result) {
  if (!result) throw std::string("unexpected error: " + result.error().what + " (" + result.error().next_step + ")");
  return std::move(*result);
}

}  // namespace gogate::source::test
