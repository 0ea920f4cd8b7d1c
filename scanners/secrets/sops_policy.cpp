#include "scanners/secrets/sops_policy.h"

#include <map>
#include <mutex>

namespace gogate::secrets {
namespace {

constexpr std::string_view kName = ".sops.yaml";

}  // namespace

struct SopsPolicy::Known {
  struct Decides {
    std::shared_ptr<const SopsFile> file;  // null: none up to the root
    std::size_t prefix = 0;                // of paths: its folder and the '/'
  };
  Read read;
  std::mutex mutex;
  std::map<std::string, Decides, std::less<>> of;  // by folder, without the last '/'
  std::vector<std::pair<std::string, std::string>> faults;

  // With the mutex held.
  Decides find(std::string_view folder) {
    if (const auto it = of.find(folder); it != of.end()) return it->second;
    const std::string prefix = folder.empty() ? std::string() : std::string(folder) + "/";
    const std::string place = prefix + std::string(kName);
    Decides out;
    auto text = read(place);
    if (!text || *text) {
      // What cannot be read or understood decides all the same: that nothing is known.
      auto file = text ? SopsFile::parse(**text, place) : Result<SopsFile>(std::unexpected(text.error()));
      if (!file) faults.emplace_back(place, file.error().what);
      out = {std::make_shared<const SopsFile>(file ? std::move(*file) : SopsFile()), prefix.size()};
    } else if (!folder.empty()) {
      const std::size_t slash = folder.rfind('/');
      out = find(slash == std::string_view::npos ? std::string_view() : folder.substr(0, slash));
    }
    of.emplace(folder, out);
    return out;
  }
};

SopsPolicy::SopsPolicy(Read read) : known_(std::make_shared<Known>()) {
  known_->read = std::move(read);
  // Before the first blob: one at the root that is no good should not wait for a file.
  const std::lock_guard lock(known_->mutex);
  (void)known_->find("");
}

std::shared_ptr<const SopsFile> SopsPolicy::nearest(std::string_view& path) const {
  const std::size_t slash = path.rfind('/');
  const std::lock_guard lock(known_->mutex);
  Known::Decides decides = known_->find(slash == std::string_view::npos ? std::string_view() : path.substr(0, slash));
  path.remove_prefix(decides.prefix);
  return std::move(decides.file);
}

bool SopsPolicy::covers(std::string_view path) const {
  if (path.empty() || !SopsFile::may_hold_values(path)) return false;
  const auto file = nearest(path);
  return file && file->covers(path);
}

std::vector<SopsPolicy::Plain> SopsPolicy::plain_values(std::string_view path, std::string_view bytes) const {
  const auto file = nearest(path);
  return file ? file->plain_values(path, bytes) : std::vector<Plain>();
}

std::vector<std::pair<std::string, std::string>> SopsPolicy::faults() const {
  const std::lock_guard lock(known_->mutex);
  return known_->faults;
}

}  // namespace gogate::secrets
