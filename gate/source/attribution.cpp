#include "gate/source/attribution.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "gate/source/history_parse.h"

namespace gogate::source {
namespace {

constexpr std::uint64_t kMostSteps = 400'000'000;
constexpr std::size_t kMostIntroductions = 2'000'000;
constexpr std::size_t kDeepest = 2048;

// Where a wanted blob appears in the list of wanted ones; sorted by group.
struct Want {
  std::uint32_t group = 0;
  std::uint32_t index = 0;
};

// One entry of a hot tree that matters: a wanted blob, or a folder above one.
struct HotEntry {
  std::uint32_t name = 0;
  ObjectNumber child = kNoObject;
  bool is_tree = false;
};

struct Range {
  std::uint32_t begin = 0, end = 0;
};

// Numbers for names; one thread.
class Names {
 public:
  std::uint32_t number_of(std::string_view name) {
    const auto it = numbers_.find(name);
    if (it != numbers_.end()) return it->second;
    const auto n = static_cast<std::uint32_t>(texts_.size());
    texts_.push_back(std::make_unique<std::string>(name));
    numbers_.emplace(*texts_.back(), n);
    return n;
  }
  [[nodiscard]] const std::string& text(std::uint32_t n) const { return *texts_[n]; }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }

 private:
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
  std::vector<std::unique_ptr<std::string>> texts_;
};

class HotTrees {
 public:
  HotTrees(const ObjectIndex& index, const Walk& walk, std::span<const WantedBlob> wanted)
      : index_(index), walk_(walk), wants_(index.entries().size()), trees_(index.entries().size()) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < wanted.size(); ++i)
      if (wanted[i].object != kNoObject) order.push_back(i);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::pair(wanted[a].object, wanted[a].group) < std::pair(wanted[b].object, wanted[b].group);
    });
    for (const std::uint32_t i : order) {
      Range& r = wants_[wanted[i].object];
      if (r.begin == r.end) r.begin = r.end = static_cast<std::uint32_t>(want_list_.size());
      want_list_.push_back({wanted[i].group, i});
      ++r.end;
    }
  }

  Result<Ok> read(const ObjectReaders& readers, unsigned threads, std::vector<Gap>& gaps) {
    std::vector<Part> parts(std::max(1U, threads));
    GATE_TRY(read_in_order(readers, walk_.trees, threads,
                           [&](unsigned worker, ObjectNumber n, Result<std::string_view>& bytes) {
                             if (bytes) {
                               read_tree(parts[worker], n, *bytes);
                             } else {
                               parts[worker].failed.push_back(bytes.error().what);
                             }
                           }));
    for (Part& part : parts) {
      for (std::string& why : part.failed)
        gaps.push_back({GapKind::corrupt_object, "history", std::move(why), "git fsck"});
      adopt(part);
    }
    heat();
    return Ok{};
  }

  [[nodiscard]] std::span<const Want> wants(ObjectNumber blob) const {
    const Range r = wants_[blob];
    return std::span(want_list_).subspan(r.begin, r.end - r.begin);
  }
  // Sorted by name; empty when the tree holds nothing wanted.
  [[nodiscard]] std::span<const HotEntry> entries(ObjectNumber tree) const {
    const Range r = trees_[tree];
    return std::span(hot_).subspan(r.begin, r.end - r.begin);
  }
  [[nodiscard]] const std::string& name(std::uint32_t n) const { return names_.text(n); }

 private:
  struct Part {
    Names names;
    std::vector<HotEntry> entries;
    std::vector<std::pair<ObjectNumber, Range>> trees;
    std::vector<std::string> failed;
  };

  void read_tree(Part& part, ObjectNumber n, std::string_view bytes) {
    const auto begin = static_cast<std::uint32_t>(part.entries.size());
    TreeCursor cursor(bytes);
    while (cursor.next()) {
      const TreeRow& e = cursor.entry();
      if (e.is_submodule()) continue;
      const ObjectNumber child = index_.find(e.id);
      if (child == kNoObject) continue;
      const bool is_tree = e.is_tree();
      if (!is_tree && wants_[child].begin == wants_[child].end) continue;
      part.entries.push_back({part.names.number_of(e.name), child, is_tree});
    }
    const auto end = static_cast<std::uint32_t>(part.entries.size());
    if (begin != end) part.trees.push_back({n, {begin, end}});
  }

  void adopt(Part& part) {
    std::vector<std::uint32_t> to(part.names.size());
    for (std::uint32_t i = 0; i < to.size(); ++i) to[i] = names_.number_of(part.names.text(i));
    const auto shift = static_cast<std::uint32_t>(all_.size());
    for (HotEntry e : part.entries) {
      e.name = to[e.name];
      all_.push_back(e);
    }
    for (const auto& [tree, r] : part.trees) trees_[tree] = {r.begin + shift, r.end + shift};
    part = {};
  }

  // Keeps the entries that lead to a wanted blob. Depth first without
  // recursion: a tree is settled when all trees below it are.
  void heat() {
    enum : std::uint8_t { kOpen, kBusy, kCold, kHot };
    std::vector<std::uint8_t> state(trees_.size(), kOpen);
    struct Frame {
      ObjectNumber tree;
      std::uint32_t at;
    };
    std::vector<Frame> stack;
    for (const ObjectNumber root : walk_.trees) {
      if (state[root] != kOpen) continue;
      stack.push_back({root, trees_[root].begin});
      state[root] = kBusy;
      while (!stack.empty()) {
        Frame& frame = stack.back();
        const ObjectNumber tree = frame.tree;
        if (frame.at == trees_[tree].end) {
          bool hot = false;
          for (std::uint32_t i = trees_[tree].begin; i < trees_[tree].end && !hot; ++i)
            hot = !all_[i].is_tree || state[all_[i].child] == kHot;
          state[tree] = hot ? kHot : kCold;
          stack.pop_back();
          continue;
        }
        const HotEntry& e = all_[frame.at++];
        if (e.is_tree && state[e.child] == kOpen) {
          state[e.child] = kBusy;
          stack.push_back({e.child, trees_[e.child].begin});
        }
      }
    }
    for (const ObjectNumber tree : walk_.trees) {
      Range& r = trees_[tree];
      const auto begin = static_cast<std::uint32_t>(hot_.size());
      for (std::uint32_t i = r.begin; i < r.end; ++i)
        if (!all_[i].is_tree || state[all_[i].child] == kHot) hot_.push_back(all_[i]);
      r = {begin, static_cast<std::uint32_t>(hot_.size())};
      std::sort(hot_.begin() + begin, hot_.end(), [](const HotEntry& a, const HotEntry& b) { return a.name < b.name; });
    }
    all_ = {};
  }

  const ObjectIndex& index_;
  const Walk& walk_;
  std::vector<Range> wants_;  // by object, into want_list_
  std::vector<Want> want_list_;
  std::vector<Range> trees_;  // by object, into all_, then hot_
  std::vector<HotEntry> all_;
  std::vector<HotEntry> hot_;
  Names names_;
};

// Compares one commit's tree with its parents', path by path.
class Comparison {
 public:
  Comparison(const HotTrees& trees, std::vector<Introduction>& out) : trees_(trees), out_(out) {}

  void compare(std::uint32_t commit, ObjectNumber tree, std::vector<ObjectNumber> parents, std::string prefix) {
    commit_ = commit;
    path_ = std::move(prefix);
    folder(tree, parents, 0);
  }
  void introduce_blob(std::string path, ObjectNumber blob) {
    commit_ = kNoCommitRow;
    path_ = std::move(path);
    file(blob, {});
  }
  [[nodiscard]] bool bounded() const { return bounded_; }

 private:
  void folder(ObjectNumber tree, std::span<const ObjectNumber> parents, std::size_t depth) {
    for (const ObjectNumber p : parents)
      if (p == tree) return;
    if (depth > kDeepest) bounded_ = true;
    const std::size_t length = path_.size();
    std::vector<ObjectNumber> below;
    for (const HotEntry& e : trees_.entries(tree)) {
      if (++steps_ > kMostSteps || out_.size() > kMostIntroductions) bounded_ = true;
      if (bounded_) return;
      below.clear();
      for (const ObjectNumber p : parents) {
        const auto entries = trees_.entries(p);
        const auto same = std::lower_bound(entries.begin(), entries.end(), e.name,
                                           [](const HotEntry& h, std::uint32_t name) { return h.name < name; });
        if (same != entries.end() && same->name == e.name && same->is_tree == e.is_tree) below.push_back(same->child);
      }
      path_ += trees_.name(e.name);
      if (e.is_tree) {
        path_ += '/';
        folder(e.child, below, depth + 1);
      } else {
        file(e.child, below);
      }
      path_.resize(length);
    }
  }

  void file(ObjectNumber blob, std::span<const ObjectNumber> before) {
    for (const ObjectNumber p : before)
      if (p == blob) return;
    for (const Want& want : trees_.wants(blob)) {
      bool had = false;
      for (const ObjectNumber p : before) {
        const auto old = trees_.wants(p);
        const auto same = std::lower_bound(old.begin(), old.end(), want.group,
                                           [](const Want& w, std::uint32_t group) { return w.group < group; });
        had = had || (same != old.end() && same->group == want.group);
      }
      if (!had) out_.push_back({want.index, commit_, path_});
    }
  }

  const HotTrees& trees_;
  std::vector<Introduction>& out_;
  std::uint32_t commit_ = 0;
  std::string path_;
  std::uint64_t steps_ = 0;
  bool bounded_ = false;
};

}  // namespace

Result<std::vector<Introduction>> find_introductions(const ObjectIndex& index, const ObjectReaders& readers,
                                                     const Walk& walk, std::span<const WantedBlob> wanted,
                                                     unsigned threads, std::vector<Gap>& gaps) {
  std::vector<Introduction> out;
  if (wanted.empty()) return out;
  HotTrees trees(index, walk, wanted);
  GATE_TRY(trees.read(readers, threads, gaps));
  Comparison comparison(trees, out);
  for (std::uint32_t c = 0; c < walk.commits.size() && !comparison.bounded(); ++c) {
    const WalkedCommit& commit = walk.commits[c];
    if (commit.tree == kNoObject) continue;
    std::vector<ObjectNumber> parents;
    for (std::uint32_t i = 0; i < commit.parent_count; ++i) {
      const std::uint32_t parent = walk.parents[commit.first_parent + i];
      if (parent != kNoCommitRow && walk.commits[parent].tree != kNoObject) parents.push_back(walk.commits[parent].tree);
    }
    comparison.compare(c, commit.tree, std::move(parents), {});
  }
  for (const BareRoot& root : walk.bare) {
    if (index.entries()[root.object].kind == ObjectKind::tree) {
      comparison.compare(kNoCommitRow, root.object, {}, root.name + ":");
    } else {
      comparison.introduce_blob(root.name, root.object);
    }
  }
  if (comparison.bounded())
    gaps.push_back({GapKind::analysis_bounded, "history",
                    "the same content stands at so many paths that not all of them were listed", ""});
  return out;
}

}  // namespace gogate::source
