#include "gate/cli/named_file.h"

#include <filesystem>

#include "gate/sys/files.h"

namespace gogate::cli {
namespace {

constexpr std::uint64_t kMaxConfigSize = 64U << 20;

}  // namespace

std::optional<std::string> inside(const std::string& file, const std::string& root) {
  namespace fs = std::filesystem;
  if (root.empty()) return std::nullopt;
  std::error_code error;
  const fs::path base = fs::weakly_canonical(root, error);
  if (error) return std::nullopt;
  const fs::path named = fs::absolute(file, error).lexically_normal();
  if (error) return std::nullopt;
  // The root itself may be reached through a link (/tmp, a home): each folder above is tried as the root.
  fs::path rest;
  for (fs::path at = named; at != at.parent_path(); at = at.parent_path()) {
    rest = rest.empty() ? at.filename() : at.filename() / rest;
    const fs::path above = fs::weakly_canonical(at.parent_path(), error);
    if (!error && above == base) return rest.string();
  }
  return std::nullopt;
}

Result<NamedFile> read_named(const std::string& path, const TrustedFiles& trusted, const std::string& root,
                         bool merge_check) {
  if (merge_check) {
    if (const auto relative = inside(path, root)) {
      auto text = GATE_TRY(trusted.read(*relative));
      if (text) return NamedFile{std::move(*text), *relative + " at " + trusted.name};
      if (trusted.in_change && trusted.in_change(*relative))
        return fail(Errc::config, *relative + ": is not at " + trusted.name,
                    "in a merge check this file is read there; merge it first, or name a file outside the repository");
    }
  }
  auto text = read_disk(path);
  if (!text) {
    Error e = std::move(text).error();
    e.code = Errc::config;
    return std::unexpected(std::move(e));
  }
  return NamedFile{std::move(*text), path};
}

Result<std::string> read_disk(const std::string& path) { return sys::DiskFiles().read(path, kMaxConfigSize); }

}  // namespace gogate::cli
