// The .sops.yaml files of one tree (a worktree, a commit). As SOPS does, the one
// nearest to a file, upward from it, decides about it alone, and reads its path
// from that folder on.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanners/secrets/sops.h"

namespace gogate::secrets {

// Copies share what was read. Const use from any thread; `read` is called by
// one at a time.
class SopsPolicy {
 public:
  // A file of the tree by its path from the root; nullopt: there is none.
  using Read = std::function<Result<std::optional<std::string>>(const std::string& path)>;
  explicit SopsPolicy(Read read);

  // Asked for every blob: a folder's file is read when a file that may hold
  // values first asks for it.
  [[nodiscard]] bool covers(std::string_view path) const;

  using Plain = SopsFile::Plain;
  [[nodiscard]] std::vector<Plain> plain_values(std::string_view path, std::string_view bytes) const;

  // What could not be used so far: path and why. It covers nothing.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> faults() const;

 private:
  struct Known;
  // The file that decides about `path`, which is cut to what that file reads.
  [[nodiscard]] std::shared_ptr<const SopsFile> nearest(std::string_view& path) const;
  std::shared_ptr<Known> known_;
};

}  // namespace gogate::secrets
