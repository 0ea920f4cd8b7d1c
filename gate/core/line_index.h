// Lines and columns of a text. Owns only the line starts; the text must outlive
// it. One thread at a time while building; const use from any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gate/core/span.h"

namespace gogate {

class LineIndex {
 public:
  explicit LineIndex(std::string_view text);

  [[nodiscard]] std::uint32_t line_count() const { return static_cast<std::uint32_t>(starts_.size()); }
  // 1-based line that holds the byte at `offset` (the end of the text belongs to the last line).
  [[nodiscard]] std::uint32_t line_of(std::uint32_t offset) const;
  // The line's bytes without its LF or CRLF; `line` is 1-based and in range.
  [[nodiscard]] std::string_view line(std::uint32_t line) const;
  [[nodiscard]] Span line_span(std::uint32_t line) const;
  [[nodiscard]] Position position(std::uint32_t offset) const;
  [[nodiscard]] Region region(Span span) const;

 private:
  std::string_view text_;
  std::vector<std::uint32_t> starts_;
  // Along lines too long to be counted anew for each finding: UTF-16 units from the line's begin to `offset`.
  struct Mark {
    std::uint32_t offset = 0;
    std::uint32_t units = 0;
  };
  void mark_line(std::uint32_t begin, std::uint32_t end);
  std::vector<Mark> marks_;
};

// Number of UTF-16 code units that `utf8` has; an invalid byte counts as one.
std::uint32_t utf16_length(std::string_view utf8);

}  // namespace gogate
