// A plain folder, or one file.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "gate/source/file_reading.h"
#include "gate/source/folder_listing.h"
#include "gate/source/open.h"

namespace gogate::source {
namespace fs = std::filesystem;

namespace {

class FolderSource final : public Source {
 public:
  FolderSource(std::string root, std::string only, PathFilter filter, Limits limits)
      : only_(std::move(only)), filter_(std::move(filter)), from_(std::make_shared<ReadFrom>()) {
    from_->folder = std::move(root);
    from_->limits = limits;
  }

  Result<Plan> plan() override {
    Plan plan;
    plan.root = from_->folder;
    const Folder root = GATE_TRY(Folder::open(from_->folder));
    if (!only_.empty()) {
      plan.scope = "file " + only_;
      Item item;
      item.path = only_;
      plan.names.push_back({PlaceKind::path_name, only_, {}, kNoCommit});
      plan.items.push_back(std::move(item));
    } else {
      plan.scope = "folder " + fs::path(from_->folder).filename().string();
      walk(root, plan);
    }
    plan.content_changed = !plan.items.empty();
    return plan;
  }

  [[nodiscard]] std::unique_ptr<Reader> reader() const override { return make_content_reader(from_); }

 private:
  void walk(const Folder& root, Plan& plan) {
    std::vector<std::string> open{""};
    while (!open.empty()) {
      const std::string folder = std::move(open.back());
      open.pop_back();
      const auto listing = list_folder(root, folder);
      if (!listing) {
        plan.gaps.push_back({GapKind::unreadable_file, folder.empty() ? "." : folder, listing.error().what, {}, false});
        continue;
      }
      std::vector<std::string> below;
      for (const Listed& entry : *listing) {
        std::string path = folder.empty() ? entry.name : folder + "/" + entry.name;
        switch (entry.kind) {
          case Listed::folder:
            if (entry.name != ".git") below.push_back(std::move(path));
            break;
          case Listed::file:
            if (entry.name == ".git") break;
            if (!filter_.accepts(path)) {
              ++plan.counts.files_excluded;
            } else {
              Item item;
              item.path = std::move(path);
              plan.names.push_back({PlaceKind::path_name, item.path, {}, kNoCommit});
              plan.items.push_back(std::move(item));
            }
            break;
          case Listed::link:
            if (filter_.accepts(path)) plan.names.push_back({PlaceKind::content, root.link_target(path), path, kNoCommit});
            plan.notes.push_back({NoteKind::symlink, std::move(path), "symbolic link, not followed"});
            break;
          case Listed::other:
            plan.notes.push_back({NoteKind::other, std::move(path), "neither file nor folder (socket, pipe or device)"});
            break;
        }
      }
      for (auto it = below.rbegin(); it != below.rend(); ++it) open.push_back(std::move(*it));
    }
  }

  std::string only_;
  PathFilter filter_;
  std::shared_ptr<ReadFrom> from_;
};

class TextSource final : public Source {
 public:
  TextSource(std::vector<Text> texts, std::string scope, bool messages, Limits limits)
      : scope_(std::move(scope)), messages_(messages), from_(std::make_shared<ReadFrom>()) {
    from_->texts = std::move(texts);
    from_->limits = limits;
  }
  Result<Plan> plan() override {
    Plan plan;
    plan.scope = scope_;
    for (const Text& t : from_->texts) {
      Item item;
      item.path = t.name;
      item.size = t.bytes.size();
      item.is_message = messages_;
      plan.content_changed = plan.content_changed || !t.bytes.empty();
      plan.items.push_back(std::move(item));
    }
    return plan;
  }
  [[nodiscard]] std::unique_ptr<Reader> reader() const override { return make_content_reader(from_); }

 private:
  std::string scope_;
  bool messages_;
  std::shared_ptr<ReadFrom> from_;
};

}  // namespace

Result<std::vector<Listed>> list_folder(const Folder& root, const std::string& path) {
  const int fd = root.open_below(path.empty() ? "." : path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  if (fd < 0) return fail(errno == ENOENT ? Errc::not_found : Errc::unreadable, system_reason(errno));
  DIR* dir = fdopendir(fd);
  if (dir == nullptr) {
    close(fd);
    return fail(Errc::unreadable, system_reason(errno));
  }
  std::vector<Listed> out;
  errno = 0;
  while (const dirent* e = readdir(dir)) {  // NOLINT(concurrency-mt-unsafe): each thread has its own DIR
    const std::string_view name = e->d_name;
    if (name == "." || name == "..") continue;
    unsigned char type = e->d_type;
    if (type == DT_UNKNOWN) {
      struct stat st {};
      if (fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0) type = static_cast<unsigned char>(IFTODT(st.st_mode));
      errno = 0;
    }
    const Listed::Kind kind = type == DT_REG ? Listed::file : type == DT_DIR ? Listed::folder : type == DT_LNK ? Listed::link : Listed::other;
    out.push_back({std::string(name), kind});
  }
  const int error = errno;
  closedir(dir);
  if (error != 0) return fail(Errc::unreadable, system_reason(error));
  std::ranges::sort(out, {}, &Listed::name);
  return out;
}

Result<std::unique_ptr<Source>> open_folder(const std::string& path, PathFilter filter, Limits limits) {
  std::error_code ec;
  const fs::path real = fs::canonical(path, ec);
  if (ec) {
    const bool absent = ec == std::errc::no_such_file_or_directory;
    return fail(absent ? Errc::usage : Errc::unreadable, path + ": " + (absent ? "no such file or folder" : ec.message()));
  }
  if (fs::is_directory(real, ec)) return std::make_unique<FolderSource>(real.string(), "", std::move(filter), limits);
  if (fs::is_regular_file(real, ec)) {
    return std::make_unique<FolderSource>(real.parent_path().string(), real.filename().string(), std::move(filter), limits);
  }
  return fail(Errc::usage, path + ": neither a file nor a folder", "pipe its content in with --stdin");
}

Result<std::unique_ptr<Source>> open_input(std::string bytes, std::string name, Limits limits) {
  if (name.empty()) name = "stdin";
  std::vector<Text> texts;
  const std::string scope = "input " + name;
  texts.push_back({std::move(name), std::move(bytes)});
  return std::make_unique<TextSource>(std::move(texts), scope, false, limits);
}

Result<std::unique_ptr<Source>> open_texts(std::vector<Text> texts, std::string scope, Limits limits) {
  for (std::size_t i = 0; i < texts.size(); ++i) {  // readers find a text by its name
    int copies = 1;
    for (std::size_t k = 0; k < i; ++k) copies += static_cast<int>(texts[k].name == texts[i].name);
    if (copies > 1) texts[i].name += " (" + std::to_string(copies) + ")";
  }
  return std::make_unique<TextSource>(std::move(texts), std::move(scope), true, limits);
}

}  // namespace gogate::source
