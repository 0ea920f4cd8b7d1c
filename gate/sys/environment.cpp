#include "gate/sys/environment.h"

#include <unistd.h>

#include <array>

extern char** environ;

namespace gogate::sys {

Environment Environment::of_process() {
  std::map<std::string, std::string> values;
  for (char** e = environ; e != nullptr && *e != nullptr; ++e) {
    const std::string_view entry(*e);
    const std::size_t eq = entry.find('=');
    if (eq != std::string_view::npos) values.emplace(entry.substr(0, eq), entry.substr(eq + 1));
  }
  return Environment(std::move(values));
}

std::string Environment::get(std::string_view name) const {
  const auto it = values_.find(std::string(name));
  return it == values_.end() ? std::string() : it->second;
}

std::string cache_directory(const Environment& environment) {
  // The XDG base directory specification: relative values are to be ignored.
  if (const std::string xdg = environment.get("XDG_CACHE_HOME"); xdg.starts_with('/')) return xdg + "/gogate";
  if (const std::string home = environment.get("HOME"); home.starts_with('/')) return home + "/.cache/gogate";
  return {};
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string("localhost");
}

}  // namespace gogate::sys
