// A blob as Go's regexp sees it: every byte that is not part of valid UTF-8
// reads as one U+FFFD. RE2 in UTF-8 mode would let no class match such a byte,
// and rules would miss what stands beside one (Latin-1 files).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gogate::secrets {

// Length in bytes of the valid UTF-8 sequence at `at`; 0: there is none.
std::size_t utf8_sequence(std::string_view text, std::size_t at);
bool valid_utf8(std::string_view text);
// Whether the characters that lie between `begin` and `end`, in part or whole, are valid UTF-8.
bool valid_utf8_around(std::string_view text, std::size_t begin, std::size_t end);

// Costs a check of the bytes when they are valid UTF-8 (nearly always), else a
// copy. Belongs to one worker; the blob must outlive its use.
class GoText {
 public:
  void assign(std::string_view blob);
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::string_view blob() const { return blob_; }
  // Position in the blob of a position in text() (of a character's edge).
  [[nodiscard]] std::size_t in_blob(std::size_t position) const;
  // Position in text() of a position in the blob; within a character, that of its begin.
  [[nodiscard]] std::size_t in_text(std::size_t position) const;

 private:
  static constexpr std::size_t kStride = 128;
  std::string_view blob_;
  std::string_view text_;
  std::string copy_;
  // For every kStride bytes of the copy, the first character that begins in
  // them: its place in the copy and in the blob.
  struct Mark {
    std::size_t in_copy;
    std::size_t in_blob;
  };
  std::vector<Mark> marks_;
};

}  // namespace gogate::secrets
