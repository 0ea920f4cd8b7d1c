// Runs regexes over parts of a text, and gives positions in the text itself,
// also where Go's regexp would see other bytes than those that stand there (see
// go_text.h): only such parts are rewritten, and only when they are looked at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "gate/core/pattern.h"
#include "scanners/secrets/go_text.h"
#include "scanners/secrets/regex.h"

namespace gogate::secrets {

// A part of a text in which a rule's matches can lie.
struct Stretch {
  static constexpr std::size_t kAnyStart = Candidates::kAnyStart;
  std::uint32_t rule = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t starts = kAnyStart;  // no match begins behind it
  auto operator<=>(const Stretch&) const = default;
};

// For one text at a time; belongs to one worker.
class StretchSearch {
 public:
  // `text` must outlive the searches.
  void begin(std::string_view text);
  // The leftmost match that lies in the stretch and begins at `from` or behind it.
  // What is outside still decides \b, ^ and $.
  Match find(const Regex& regex, const Stretch& stretch, std::size_t from, std::span<Group> groups);
  // In a part of the text as if nothing else were there.
  Match find_alone(const Regex& regex, std::size_t begin, std::size_t end, std::span<Group> groups);

 private:
  // Makes view_ hold the bytes from `begin` to `end`, and a few around them.
  void look_at(std::size_t begin, std::size_t end);

  std::string_view text_;
  // Looked at last: from `begin_` to `end_`, and whether those are valid UTF-8.
  std::size_t begin_ = 0, end_ = 0;
  bool valid_ = true;
  std::size_t base_ = 0;  // where view_ begins
  GoText view_;
};

}  // namespace gogate::secrets
