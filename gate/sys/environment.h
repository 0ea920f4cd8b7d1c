// The process environment, read once, as a value: everything that depends on a
// variable takes one of these, so tests bring their own.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace gogate::sys {

class Environment {
 public:
  Environment() = default;
  explicit Environment(std::map<std::string, std::string> values) : values_(std::move(values)) {}
  static Environment of_process();

  // Empty when unset: no variable that we read means something else when empty.
  [[nodiscard]] std::string get(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return !get(name).empty(); }

 private:
  std::map<std::string, std::string> values_;
};

// $XDG_CACHE_HOME/gogate, else ~/.cache/gogate; empty when neither is known.
std::string cache_directory(const Environment& environment);
std::string host_name();

}  // namespace gogate::sys
