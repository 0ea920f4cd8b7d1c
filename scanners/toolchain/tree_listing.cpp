#include "scanners/toolchain/tree_listing.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <thread>

namespace gogate::toolchain {
namespace {

constexpr std::size_t kMaxFiles = 500'000;  // a release has 15,000
constexpr unsigned kMaxDepth = 64;

bool printable(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

std::string octal(std::uint32_t mode) {
  std::string out;
  for (unsigned shift = 12; shift > 0; shift -= 3)
    if (const char digit = static_cast<char>('0' + ((mode >> (shift - 3)) & 7U)); digit != '0' || !out.empty()) out += digit;
  return out.empty() ? "0" : out;
}

class Walk {
 public:
  Walk(const Files& files, const std::string& root, const ListingOptions& options, TreeListing& out)
      : files_(files), root_(root), options_(options), out_(out), owner_(files.stat(root).uid) {}

  void run() {
    look_at(".", files_.stat(root_));
    enter("", 0);
  }

 private:
  [[nodiscard]] bool stopped() const { return options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed); }

  void note(Oddity::Kind kind, const std::string& name, std::string detail) {
    out_.oddities.push_back({kind, name, std::move(detail)});
  }

  void look_at(const std::string& name, const Files::Info& info) {
    if (info.kind == Files::Kind::regular && (info.mode & 06000U) != 0)
      note(Oddity::Kind::set_id, name, "mode " + octal(info.mode));
    const bool sticky = info.kind == Files::Kind::directory && (info.mode & 01000U) != 0;
    if ((info.mode & 02U) != 0 && !sticky) note(Oddity::Kind::world_writable, name, "mode " + octal(info.mode));
    if (info.uid != 0 && info.uid != owner_) note(Oddity::Kind::other_owner, name, "owner " + std::to_string(info.uid));
  }

  void enter(const std::string& folder, unsigned depth) {
    if (stopped() || !out_.bounded.empty()) return;
    if (depth > kMaxDepth) {
      out_.bounded = folder + ": folders nested deeper than " + std::to_string(kMaxDepth);
      return;
    }
    const auto entries = files_.list(folder.empty() ? root_ : root_ + "/" + folder);
    if (!entries) {
      out_.unreadable.push_back({folder.empty() ? "." : folder, entries.error()});
      return;
    }
    for (const Files::Entry& e : *entries) {
      const std::string name = folder.empty() ? e.name : folder + "/" + e.name;
      if (!printable(e.name)) note(Oddity::Kind::bad_name, name, "with control characters in its name");
      if (e.kind == Files::Kind::symlink) {
        note(Oddity::Kind::symlink, name, target_of(name));
        continue;
      }
      const Files::Info info = files_.stat(root_ + "/" + name);
      look_at(name, info);
      if (info.kind == Files::Kind::directory) {
        enter(name, depth + 1);
      } else if (info.kind != Files::Kind::regular) {
        note(Oddity::Kind::special, name, "no regular file");
      } else if (!options_.everything && !is_covered(name)) {
        ++out_.uncovered;
      } else if (out_.files.size() >= kMaxFiles) {
        out_.bounded = "more than " + std::to_string(kMaxFiles) + " files, and no release has nearly as many";
        return;
      } else {
        out_.files.push_back({name, {}, info.size, info.mode, info.inode});
      }
    }
  }

  [[nodiscard]] std::string target_of(const std::string& name) const {
    const auto real = files_.resolve(root_ + "/" + name);
    return real ? "leads to " + *real : "leads nowhere, or in a circle";
  }

  const Files& files_;
  const std::string& root_;
  const ListingOptions& options_;
  TreeListing& out_;
  std::uint32_t owner_;
};

}  // namespace

bool is_covered(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kLeftOut{"api/", "doc/", "misc/", "test/"};
  return std::none_of(kLeftOut.begin(), kLeftOut.end(), [&](std::string_view folder) { return name.starts_with(folder); });
}

Result<TreeListing> list_tree(const Files& files, const std::string& root, const ListingOptions& options) {
  TreeListing out;
  Walk(files, root, options, out).run();

  std::sort(out.files.begin(), out.files.end(), [](const TreeFile& a, const TreeFile& b) { return a.inode < b.inode; });
  std::atomic<std::size_t> next{0};
  std::atomic<std::uint64_t> bytes{0};
  std::mutex mutex;  // of what failed, which is rare
  std::vector<bool> failed(out.files.size());
  const auto work = [&] {
    for (;;) {
      const std::size_t i = next.fetch_add(1, std::memory_order_relaxed);
      if (i >= out.files.size()) return;
      if (options.stop != nullptr && options.stop->load(std::memory_order_relaxed)) return;
      TreeFile& f = out.files[i];
      Sha256Stream stream;
      std::uint64_t size = 0;
      const auto read = files.read_pieces(root + "/" + f.name, [&](std::string_view piece) {
        stream.update(piece);
        size += piece.size();
        return true;
      });
      if (read) {
        f.sha256 = stream.finish();
        f.size = size;
        bytes.fetch_add(size, std::memory_order_relaxed);
      } else {
        const std::lock_guard lock(mutex);
        failed[i] = true;
        out.unreadable.push_back({f.name, read.error()});
      }
    }
  };
  std::vector<std::jthread> workers;
  for (unsigned i = 1; i < options.jobs; ++i) workers.emplace_back(work);
  work();
  workers.clear();
  if (options.stop != nullptr && options.stop->load()) return fail(Errc::interrupted, "interrupted");

  out.bytes = bytes;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < out.files.size(); ++i)
    if (!failed[i]) {
      if (kept != i) out.files[kept] = std::move(out.files[i]);
      ++kept;
    }
  out.files.resize(kept);
  std::sort(out.files.begin(), out.files.end(), [](const TreeFile& a, const TreeFile& b) { return a.name < b.name; });
  std::sort(out.unreadable.begin(), out.unreadable.end(),
            [](const Unreadable& a, const Unreadable& b) { return a.name < b.name; });
  std::sort(out.oddities.begin(), out.oddities.end(), [](const Oddity& a, const Oddity& b) {
    return a.kind != b.kind ? a.kind < b.kind : a.name < b.name;
  });
  return out;
}

}  // namespace gogate::toolchain
