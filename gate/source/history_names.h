// Numbers for strings that come again and again: names in trees, people.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gogate::source {

// One thread.
class Names {
 public:
  std::uint32_t number_of(std::string_view name) {
    const std::size_t hash = std::hash<std::string_view>{}(name);
    // Neighbouring trees hold the same names: nearly always this is all that happens.
    std::uint32_t& recent = recent_[hash % kRecent];
    if (recent < texts_.size() && *texts_[recent] == name) return recent;
    const auto it = numbers_.find(name);
    if (it != numbers_.end()) return recent = it->second;
    const auto n = static_cast<std::uint32_t>(texts_.size());
    texts_.push_back(std::make_unique<std::string>(name));
    numbers_.emplace(*texts_.back(), n);
    return recent = n;
  }
  // kNoName: it has none.
  static constexpr std::uint32_t kNoName = 0xFFFFFFFFU;
  [[nodiscard]] std::uint32_t known_number(std::string_view name) const {
    const auto it = numbers_.find(name);
    return it == numbers_.end() ? kNoName : it->second;
  }
  [[nodiscard]] const std::string& text(std::uint32_t n) const { return *texts_[n]; }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }

 private:
  static constexpr std::size_t kRecent = 4096;
  std::array<std::uint32_t, kRecent> recent_{};
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
  std::vector<std::unique_ptr<std::string>> texts_;
};

}  // namespace gogate::source
