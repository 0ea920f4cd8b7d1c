#include "scanners/toolchain/go_settings.h"

#include <algorithm>

#include "gate/core/glob.h"

namespace gogate::toolchain {
namespace {

constexpr std::uint64_t kMaxFile = 1 << 20;

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

// os.UserConfigDir()/go/env on Linux.
std::string default_go_env(const Variables& variables) {
  if (const std::string config = variables("XDG_CONFIG_HOME"); !config.empty()) return config + "/go/env";
  if (const std::string home = variables("HOME"); !home.empty()) return home + "/.config/go/env";
  return {};
}

}  // namespace

std::map<std::string, std::string> read_go_env(std::string_view text) {
  std::map<std::string, std::string> out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || equals == 0 || line[0] < 'A' || line[0] > 'Z') continue;
    std::string_view value = line.substr(equals + 1);
    if (value.ends_with('\r')) value.remove_suffix(1);
    out.insert_or_assign(std::string(line.substr(0, equals)), std::string(value));
  }
  return out;
}

GoSettings GoSettings::read(const Files& files, const Variables& variables, const std::string& goroot) {
  GoSettings out;
  out.variables_ = variables;
  const auto add = [&](const std::string& path, bool of_tree) {
    if (path.empty()) return;
    const auto text = files.read(path, kMaxFile);
    if (text)
      out.files_.push_back({path, of_tree, read_go_env(*text)});
    else if (text.error().code != Errc::not_found)
      out.unreadable_.push_back(text.error());
  };
  const std::string named = variables("GOENV");
  if (named != "off") add(named.empty() ? default_go_env(variables) : named, false);
  if (!goroot.empty()) add(goroot + "/go.env", true);
  return out;
}

std::vector<GoSettings::Value> GoSettings::everywhere(const std::string& name) const {
  std::vector<Value> out;
  if (std::string value = variables_(name); !value.empty()) out.push_back({std::move(value), "the environment"});
  for (const File& f : files_)
    if (const auto at = f.values.find(name); at != f.values.end() && !at->second.empty())
      out.push_back({at->second, f.path});
  return out;
}

GoSettings::Value GoSettings::of_user(const std::string& name) const {
  if (std::string value = variables_(name); !value.empty()) return {std::move(value), "the environment"};
  for (const File& f : files_)
    if (const auto at = f.values.find(name); !f.of_tree && at != f.values.end() && !at->second.empty())
      return {at->second, f.path};
  return {};
}

GoSettings::Value GoSettings::get(const std::string& name) const {
  std::vector<Value> all = everywhere(name);
  return all.empty() ? Value{} : std::move(all.front());
}

std::vector<ModuleProxy> parse_goproxy(std::string_view list) {
  std::vector<ModuleProxy> out;
  while (!list.empty()) {
    const std::size_t end = list.find_first_of(",|");
    const bool any = end != std::string_view::npos && list[end] == '|';
    std::string address(trimmed(list.substr(0, end)));
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    if (address.empty()) continue;
    const bool word = address == "direct" || address == "off" || address == "noproxy";
    if (!word && address.find("://") == std::string::npos) address.insert(0, "https://");
    while (address.ends_with('/')) address.pop_back();
    out.push_back({std::move(address), any});
    if (word) break;  // nothing behind it is asked
  }
  return out;
}

bool matches_prefix(std::string_view patterns, std::string_view module) {
  while (!patterns.empty()) {
    const std::size_t end = patterns.find(',');
    std::string_view pattern = patterns.substr(0, end);
    patterns.remove_prefix(end == std::string_view::npos ? patterns.size() : end + 1);
    while (pattern.ends_with('/')) pattern.remove_suffix(1);
    if (pattern.empty()) continue;
    const auto slashes = std::count(pattern.begin(), pattern.end(), '/');
    std::size_t at = 0;
    for (auto n = slashes;; --n) {
      at = module.find('/', at);
      if (at == std::string_view::npos || n == 0) break;
      ++at;
    }
    if (const std::size_t shown = at == std::string_view::npos ? module.size() : at;
        glob_matches(pattern, module.substr(0, shown)))
      return true;
  }
  return false;
}

std::string without_credentials(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(url);
  const std::size_t host = scheme + 3;
  const std::size_t end = std::min(url.find_first_of("/?#", host), url.size());
  const std::size_t at = url.substr(0, end).rfind('@');
  if (at == std::string_view::npos || at < host) return std::string(url);
  return std::string(url.substr(0, host)) + std::string(url.substr(at + 1));
}

}  // namespace gogate::toolchain
