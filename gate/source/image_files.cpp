#include "gate/source/image_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <limits>

namespace gogate::source {
namespace fs = std::filesystem;

Result<ImageFiles> ImageFiles::open(const std::string& path, std::uint64_t limit) {
  ImageFiles out;
  std::error_code ec;
  if (fs::is_directory(path, ec)) {
    out.folder_.push_back(GATE_TRY(Folder::open(path)));
    return out;
  }
  auto mapped = MappedFile::open(path);
  if (!mapped) {
    Error e = std::move(mapped).error();
    if (e.code == Errc::not_found) e.code = Errc::usage;
    return std::unexpected(std::move(e));
  }
  out.tar_ = std::move(*mapped);
  if (archive_format(out.tar_.bytes()).empty())
    return fail(Errc::usage, path + ": no archive", "--image takes what docker save writes, or a folder in OCI layout");
  out.index(out.tar_.bytes(), limit);
  return out;
}

ImageFiles ImageFiles::of_bytes(std::string_view tar, std::uint64_t limit) {
  ImageFiles out;
  out.index(tar, limit);
  return out;
}

void ImageFiles::index(std::string_view all, std::uint64_t limit) {
  auto archive = Archive::open(all);
  if (!archive) {
    damage_.push_back(std::move(archive).error());
    return;
  }
  const bool plain = archive_format(all) == "tar archive";
  Allowance allowance = allowance_of(all.size());
  for (;;) {
    const auto next = archive->next(allowance);
    if (!next) {
      damage_.push_back(next.error());
      return;
    }
    if (*next == nullptr) return;
    const Member member = **next;
    const std::string name = fs::path(member.path).lexically_normal().string();
    if (member.kind == Member::Kind::link) {
      links_[name] = (fs::path(name).parent_path() / member.link).lexically_normal().string();
      continue;
    }
    if (member.kind != Member::Kind::file) continue;
    const MemberBytes got = archive->read(plain ? std::numeric_limits<std::uint64_t>::max() : limit, allowance);
    switch (got.state) {
      case MemberBytes::State::whole: break;
      case MemberBytes::State::too_large: too_large_[name] = limit; continue;
      case MemberBytes::State::encrypted: damage_.push_back({Errc::unsupported, name + " is encrypted", {}}); continue;
      case MemberBytes::State::spent: damage_.push_back({Errc::too_large, name + " unpacks to far more than its size suggests", {}}); return;
      case MemberBytes::State::damaged: damage_.push_back({Errc::corrupt, name + ": " + got.why, {}}); break;
    }
    // Stored in one piece it can be used where it lies.
    if (got.bytes.data() >= all.data() && got.bytes.data() < all.data() + all.size())
      files_[name] = got.bytes;
    else
      files_[name] = held_[name] = got.bytes;
    if (got.fatal) return;
  }
}

Result<std::string_view> ImageFiles::get(const std::string& name) {
  if (folder_.empty()) {
    auto at = files_.find(name);
    if (const auto link = links_.find(name); at == files_.end() && link != links_.end()) at = files_.find(link->second);
    if (at != files_.end()) return at->second;
    if (too_large_.contains(name))
      return fail(Errc::too_large, "over the limit of " + size_text(too_large_[name]) + " for what has to be unpacked in memory",
                  "unpack the image's own compression first, or raise --max-file-size");
    return fail(Errc::not_found, "it is not in the image");
  }
  if (const auto at = mapped_.find(name); at != mapped_.end()) return at->second.bytes();
  const int fd = folder_[0].open_below(name, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return fail(errno == ENOENT || errno == ENOTDIR ? Errc::not_found : Errc::unreadable, errno == ENOENT ? "it is not in the image" : system_reason(errno));
  auto mapped = MappedFile::of_descriptor(fd, name);
  close(fd);
  if (!mapped) return std::unexpected(std::move(mapped).error());
  return mapped_.emplace(name, std::move(*mapped)).first->second.bytes();
}

}  // namespace gogate::source
