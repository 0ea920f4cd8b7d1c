#include "gate/source/history_refs.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>

#include "gate/source/history_parse.h"
#include "gate/source/pack_order_file.h"

namespace gogate::source {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxRefFile = 64 << 10;
constexpr std::size_t kMaxList = std::size_t{1} << 30;

class RootReader {
 public:
  explicit RootReader(std::vector<Gap>& gaps) : gaps_(gaps) {}

  void packed(const std::string& path) {
    const auto text = read(path, kMaxList);
    if (!text.empty() && text.back() != '\n') damaged(path, "is cut short");
    for (std::string_view rest = text; !rest.empty();) {
      const std::string_view line = cut_line(rest);
      if (line.empty() || line[0] == '^' || line.starts_with("# pack-refs with:")) continue;
      const auto id = parse_hex_id(line.substr(0, 40));
      if (!id || line.size() < 42 || line[40] != ' ') {
        damaged(path, "holds a line that names no object");
        continue;
      }
      roots_.try_emplace(std::string(line.substr(41)), *id);  // a loose one of that name overrides it
    }
  }

  // A file with an object id, or a symbolic ref: what that points to is itself
  // a ref, so it is read anyway.
  void file(const std::string& path, const std::string& name) {
    std::string_view text;
    const std::string content = read(path, kMaxRefFile);
    text = content;
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
    if (text.starts_with("ref:")) {
      text.remove_prefix(4);
      while (text.starts_with(' ')) text.remove_prefix(1);
      if (!text.starts_with("refs/")) damaged(path, "points to what is no ref");
      return;
    }
    std::error_code ec;
    if (text.empty() && !fs::exists(path, ec)) return;
    if (const auto id = parse_hex_id(text)) {
      roots_[name] = *id;
    } else {
      damaged(path, "ref names no object");
    }
  }

  void folder(const std::string& path, const std::string& name, int depth = 0) {
    std::error_code ec;
    for (fs::directory_iterator it(path, ec), end; !ec && it != end; it.increment(ec)) {
      const std::string entry = it->path().filename().string();
      std::error_code ignored;
      const fs::file_status status = it->symlink_status(ignored);
      if (fs::is_directory(status)) {
        if (depth < 64) folder(it->path().string(), name + "/" + entry, depth + 1);
      } else if (!entry.ends_with(".lock")) {
        file(it->path().string(), name + "/" + entry);
      }
    }
    if (ec && ec != std::errc::no_such_file_or_directory)
      gaps_.push_back({GapKind::unreadable_file, path, ec.message(), ""});
  }

  // Older stashes live in the reflog only: "old new who time\tmessage".
  void stash_log(const std::string& path) {
    const auto text = read(path, kMaxList);
    std::size_t number = 0;
    for (std::string_view rest = text; !rest.empty();) {
      const std::string_view line = cut_line(rest);
      if (line.size() < 81) continue;
      if (const auto id = parse_hex_id(line.substr(41, 40)); id && !id->is_zero())
        roots_["stash log/" + std::to_string(number++)] = *id;
    }
  }

  std::vector<HistoryRoot> take() {
    std::vector<HistoryRoot> out;
    out.reserve(roots_.size());
    for (auto& [name, id] : roots_) out.push_back({name, id});
    return out;
  }

  static std::string_view cut_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
  }

 private:
  std::string read(const std::string& path, std::size_t limit) {
    auto text = read_small_file(path, limit);
    if (text) return std::move(*text);
    if (text.error().code != Errc::not_found)
      gaps_.push_back({GapKind::unreadable_file, path, text.error().what, ""});
    return {};
  }
  void damaged(const std::string& path, const char* why) {
    gaps_.push_back({GapKind::corrupt_object, path, why, "git fsck, then fetch again"});
  }

  std::map<std::string, ObjectId> roots_;
  std::vector<Gap>& gaps_;
};

}  // namespace

std::vector<HistoryRoot> read_all_roots(const std::string& common, const std::string& git, std::vector<Gap>& gaps) {
  RootReader reader(gaps);
  // Loose ones first: `git pack-refs` writes the list before it removes them, so
  // that the other way round one could be missed.
  reader.folder(common + "/refs", "refs");
  reader.packed(common + "/packed-refs");
  reader.file(common + "/HEAD", "HEAD");
  std::error_code ec;
  if (!fs::equivalent(common, git, ec)) reader.file(git + "/HEAD", "HEAD of this worktree");
  for (fs::directory_iterator it(common + "/worktrees", ec), end; !ec && it != end; it.increment(ec)) {
    const std::string name = "worktrees/" + it->path().filename().string();
    reader.file(it->path().string() + "/HEAD", name + "/HEAD");
    reader.folder(it->path().string() + "/refs", name + "/refs");
  }
  reader.stash_log(common + "/logs/refs/stash");
  return reader.take();
}

std::vector<ObjectId> read_shallow(const std::string& common, std::vector<Gap>& gaps) {
  std::vector<ObjectId> out;
  const std::string path = common + "/shallow";
  const auto text = read_small_file(path, kMaxList);
  if (!text) {
    if (text.error().code != Errc::not_found)
      gaps.push_back({GapKind::unreadable_file, path, text.error().what, ""});
    return out;
  }
  for (std::string_view rest = *text; !rest.empty();)
    if (const auto id = parse_hex_id(RootReader::cut_line(rest))) out.push_back(*id);
  std::sort(out.begin(), out.end());
  return out;
}

void warn_of_rewrites(const std::string& common, const std::vector<HistoryRoot>& roots,
                      std::vector<std::string>& warnings) {
  const auto replaced = std::count_if(roots.begin(), roots.end(),
                                      [](const HistoryRoot& r) { return r.name.starts_with("refs/replace/"); });
  if (replaced > 0)
    warnings.push_back("refs/replace holds " + std::to_string(replaced) +
                       (replaced == 1 ? " replacement, which is" : " replacements, which are") +
                       " not applied: the original objects were scanned, and the replacements as objects of their own");
  const auto grafts = read_small_file(common + "/info/grafts", kMaxList);
  if (grafts && !grafts->empty())
    warnings.push_back("info/grafts is not applied: commits were scanned with the parents that they name");
}

}  // namespace gogate::source
