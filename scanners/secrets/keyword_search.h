// Which keywords stand in a blob, asked at most once for each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gogate::secrets {

// Whether `keyword` (lower case) stands in `text`, in any case of ASCII letters,
// or spelled with the two code points whose lower case is an ASCII letter
// (U+212A for k, U+0130 for i), as Go's strings.ToLower has it.
bool stands_in(std::string_view text, std::string_view keyword);

// Answers for one blob at a time; belongs to one worker.
class KeywordSearch {
 public:
  explicit KeywordSearch(const std::vector<std::string>& keywords) : keywords_(&keywords) {}
  void begin(std::string_view text);
  bool has(std::uint32_t keyword);

 private:
  const std::vector<std::string>* keywords_;
  std::string_view text_;
  // 2n: absent, 2n+1: present, for the n-th blob; anything else: not asked yet.
  std::vector<std::uint64_t> answers_;
  std::uint64_t blob_ = 0;
};

}  // namespace gogate::secrets
