// Files in memory: a path is a file when it has content, a folder when another
// path lies under it.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "gate/core/world.h"

namespace gogate::tests {

class MemoryFiles final : public Files {
 public:
  std::map<std::string, std::string> content;
  std::map<std::string, std::string> links;  // path -> absolute target
  std::set<std::string> unreadable;
  std::map<std::string, std::uint32_t> modes;  // instead of 0755
  std::map<std::string, std::uint32_t> owners;  // instead of 0

  [[nodiscard]] Info stat(const std::string& path) const override {
    if (links.contains(path)) return {Kind::symlink, 0, 0777, 0, 0};
    return of(real(path));
  }
  [[nodiscard]] Result<std::string> read(const std::string& path, std::uint64_t limit) const override {
    const std::string p = real(path);
    if (unreadable.contains(p)) return fail(Errc::unreadable, path + ": permission denied");
    const auto at = content.find(p);
    if (at == content.end()) return fail(Errc::not_found, path + ": not there");
    if (at->second.size() > limit) return fail(Errc::too_large, path + ": too large");
    return at->second;
  }
  [[nodiscard]] Result<Ok> read_pieces(const std::string& path,
                                       const std::function<bool(std::string_view)>& piece) const override {
    const auto all = read(path, ~std::uint64_t{0});
    if (!all) return std::unexpected(all.error());
    for (std::size_t at = 0; at < all->size(); at += 1000)
      if (!piece(std::string_view(*all).substr(at, 1000))) break;
    return Ok{};
  }
  [[nodiscard]] Result<std::vector<Entry>> list(const std::string& path) const override {
    const std::string prefix = real(path) + "/";
    if (unreadable.contains(real(path))) return fail(Errc::unreadable, path + ": permission denied");
    std::set<std::string> names;
    for (const auto& [p, bytes] : content)
      if (p.starts_with(prefix)) names.insert(p.substr(prefix.size(), p.find('/', prefix.size()) - prefix.size()));
    for (const auto& [p, to] : links)
      if (p.starts_with(prefix) && p.find('/', prefix.size()) == std::string::npos) names.insert(p.substr(prefix.size()));
    std::vector<Entry> out;
    for (const std::string& n : names) out.push_back({n, stat(prefix + n).kind});
    return out;
  }
  [[nodiscard]] Result<std::string> resolve(const std::string& path) const override {
    const std::string p = real(path);
    if (of(p).kind == Kind::none) return fail(Errc::not_found, path + ": not there");
    return p;
  }

 private:
  [[nodiscard]] std::string real(const std::string& path) const {
    for (const auto& [from, to] : links)
      if (path == from || path.starts_with(from + "/")) return real(to + path.substr(from.size()));
    return path;
  }
  [[nodiscard]] Info of(const std::string& path) const {
    const auto mode = modes.contains(path) ? modes.at(path) : 0755U;
    const auto owner = owners.contains(path) ? owners.at(path) : 0U;
    if (const auto at = content.find(path); at != content.end()) return {Kind::regular, at->second.size(), mode, owner, 0};
    const bool folder = std::any_of(content.begin(), content.end(),
                                    [&](const auto& entry) { return entry.first.starts_with(path + "/"); });
    return {folder ? Kind::directory : Kind::none, 0, mode, owner, 0};
  }
};

}  // namespace gogate::tests
